"""All figures of a run, from predictions and prices: a job for a worker (statsmodels is used)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.evaluation import significance, skill
from workbench.evaluation.figures import BacktestResult, ForecastFigures, PerformanceFigures
from workbench.evaluation.resampling import with_uncertainty
from workbench.evaluation.robustness import with_robustness
from workbench.evaluation.scores import with_interval_scores
from workbench.evaluation.signals import positions, sizes
from workbench.evaluation.simulate import net_at, performance, simulate
from workbench.evaluation.twins import equity_cloud, sized_twins
from workbench.evaluation.zones import Zones
from workbench.experiment.result import Companions, Predictions
from workbench.experiment.spec import ExperimentSpec
from workbench.features.spec import warm_up
from workbench.models.catalog import CATALOG

TWINS = 500

Decided = tuple[Floats, Floats | None]
"""Predicted log returns (decisions,), and the signal in their place where a model has no forecast."""


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """What the evaluation brings; all parts are plain data."""

    backtest: BacktestResult
    companions: Companions
    forecast: ForecastFigures
    baselines: dict[str, PerformanceFigures]


def assess(
    spec: ExperimentSpec,
    prices: PriceSeries,
    zones: Zones,
    decided: tuple[Predictions, Floats | None],
    companions: Mapping[str, Decided],
) -> Assessment:
    """Simulate, test and compare.

    `decided` is the model's predictions and, for a model without forecast, its signal; `companions` has
    what the fitted baselines, `ridge` among them, say on the same rows.
    Nothing from `zones.vault_first` on is read.
    """
    known = prices.first(zones.vault_first)
    predictions, signal = decided
    decisions = np.searchsorted(known.session, predictions.asof)
    chosen = spec.evaluation

    def trade(said: Floats) -> BacktestResult:
        wanted = positions(said, known, decisions, chosen)
        return simulate(known, decisions, wanted, chosen.cost_bps, chosen.terms)

    said = predictions.predicted if signal is None else signal
    each = positions(predictions.per_seed if signal is None else said[None], known, decisions, chosen)
    backtest = with_robustness(
        trade(said), known, decisions, positions(said, known, decisions, chosen), each
    )
    backtest = with_uncertainty(backtest)
    twins = sized_twins(backtest, sizes(known, decisions, chosen), TWINS, spec.train.seed)
    baselines = {
        kind: _baseline(known, decisions, told, spec.features.horizon, trade)
        for kind, told in {**_plain_rules(known, decisions, spec), **companions}.items()
    }
    return Assessment(
        backtest=backtest,
        companions=Companions(
            ridge=trade(companions["ridge"][0]).net, cloud=equity_cloud(twins, backtest)
        ),
        forecast=replace(
            forecast_figures(spec, known, predictions, backtest),
            ridge_p=_against_ridge(spec, predictions, companions["ridge"][0]),
        ),
        baselines={
            **baselines,
            "buy_and_hold": performance(backtest.holding_net),
            "scaled_buy_and_hold": performance(backtest.scaled_net),
            "coin_flip": _median_twin(twins, backtest),
        },
    )


def forecast_figures(
    spec: ExperimentSpec, known: PriceSeries, predictions: Predictions, backtest: BacktestResult
) -> ForecastFigures:
    """Forecast and timing skill; a model without forecast has only the latter."""
    horizon = spec.features.horizon
    actual, predicted = predictions.actual, predictions.predicted
    gap = spec.features.lookback + warm_up(spec.features) + horizon
    figures = ForecastFigures(
        n=len(actual),
        base_rate=skill.base_rate(actual),
        timing_p=significance.circular_shift(backtest.position, backtest.market, gap),
    )
    if not (np.isfinite(predicted).all() and np.isfinite(actual).all()):
        return figures
    decisions = np.searchsorted(known.session, predictions.asof)
    benchmark = skill.expanding_mean_forecast(known.log_returns, decisions, horizon)
    fold_first = decisions[np.searchsorted(predictions.fold, predictions.fold)]
    figures = replace(
        figures,
        r2_oos=skill.r2_oos(actual, predicted, benchmark),
        mase=skill.mase(actual, predicted, skill.naive_step(known.log_returns, fold_first)),
        rmse=skill.rmse(actual, predicted),
        mae=skill.mae(actual, predicted),
        directional_accuracy=skill.directional_accuracy(actual, predicted),
        clark_west_p=significance.clark_west(actual, predicted, benchmark, horizon).p_value,
        # Overlapping outcomes are not independent signs, which the test assumes.
        pesaran_timmermann_p=(
            significance.pesaran_timmermann(actual, predicted).p_value if horizon == 1 else None
        ),
        interval_coverage=skill.interval_coverage(
            predictions.actual_price, predictions.lower, predictions.upper
        ),
        naive_ratio=skill.naive_ratio(actual, predicted),
        amplitude=skill.amplitude(actual, predicted),
    )
    return with_interval_scores(figures, actual, predicted, _log_bounds(predictions), horizon)


def _log_bounds(predictions: Predictions) -> Floats:
    """Lower and upper log return of each row's interval, (2, rows); infinite where it promises nothing."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.stack([predictions.lower, predictions.upper]) / predictions.asof_price))


def _plain_rules(known: PriceSeries, decisions: np.ndarray, spec: ExperimentSpec) -> dict[str, Decided]:
    """The baselines that no training needs and no settings have."""
    seasonal = skill.seasonal_naive_forecast(np.log(known.adj_close), decisions, spec.features.horizon)
    return {"naive": (np.zeros(len(decisions)), None), "seasonal_naive": (seasonal, None)}


def _against_ridge(spec: ExperimentSpec, predictions: Predictions, ridge: Floats) -> float | None:
    """Whether a net was worth its trouble: p of its squared errors against ridge's; None for other models."""
    if not CATALOG[spec.model.kind].net:
        return None
    horizon = spec.features.horizon
    return significance.diebold_mariano(predictions.actual, predictions.predicted, ridge, horizon).p_value


def _baseline(
    known: PriceSeries,
    decisions: np.ndarray,
    said: Decided,
    horizon: int,
    trade: Callable[[Floats], BacktestResult],
) -> PerformanceFigures:
    """A baseline, traded by the same rule at the same costs; one without forecast has no error either."""
    predicted, signal = said
    if signal is not None:
        return trade(signal).net_figures
    # Saying "no change" asks for no position, under either rule.
    figures = trade(predicted if predicted.any() else np.full(len(decisions), np.nan)).net_figures
    log_close = np.log(known.adj_close)
    actual = log_close[decisions + horizon] - log_close[decisions]
    return replace(
        figures,
        mae=skill.mae(actual, predicted),
        directional_accuracy=skill.directional_accuracy(actual, predicted) if predicted.any() else None,
        naive_ratio=skill.naive_ratio(actual, predicted),
    )


def _median_twin(twins: Floats, backtest: BacktestResult) -> PerformanceFigures:
    """The median of each figure over all random-entry twins, (draws, bars), after costs."""
    every = [performance(net_at(backtest, twin, backtest.cost_bps)) for twin in twins]
    names = ("total_return", "cagr", "sharpe_ratio", "max_drawdown", "psr")
    return PerformanceFigures(**{name: _median([getattr(one, name) for one in every]) for name in names})


def _median(values: list[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return float(np.median(defined)) if defined else None
