"""A small run that looks real, made with numpy alone: nothing is trained, every array fits the others."""

from __future__ import annotations

import hashlib
from math import ceil

import numpy as np
from safetensors.numpy import save

from workbench.data.series import PriceSeries
from workbench.data.spec import DataSpec
from workbench.evaluation.figures import (
    BARS_PER_YEAR,
    BacktestResult,
    Excess,
    ForecastFigures,
    PerformanceFigures,
    SentinelReport,
    Trials,
    Verdict,
    none_if_undefined,
)
from workbench.evaluation.spec import EvaluationSpec
from workbench.experiment.result import (
    Companions,
    DataIdentity,
    EpochRecord,
    FitSummary,
    Predictions,
    RunResult,
)
from workbench.experiment.spec import ExperimentSpec
from workbench.models.catalog import LSTMSpec
from workbench.models.shapes import state_shapes
from workbench.training.spec import TrainSpec

FIRST_TRAIN = 750
VAULT_BARS = 250
EPOCHS = 12
INPUT_SIZE = 5

SENTENCES = {
    "invalid": "A broken pipeline made these numbers; they are withheld.",
    "too_good_to_be_true": "This is better than anything ever published. Find the leak.",
    "one_day_late_copy": "The model says yesterday's price, one day late.",
    "too_little_evidence": "There are too few days here to tell skill from luck.",
    "no_edge": "Nothing here is better than chance.",
    "edge_before_costs_only": "There is a trace of skill, and the costs eat it.",
    "suggestive_unproven": "There may be something here, but it is not proven.",
}
SKILL = {"edge_before_costs_only": 0.03, "suggestive_unproven": 0.07, "too_good_to_be_true": 0.9}


def make_prices(bars: int = 1500, symbol: str = "ACME", source: str = "csv", seed: int = 0) -> PriceSeries:
    """A random walk on weekdays from 2010 on, with volume, two dividends a year and no splits."""
    random = np.random.default_rng(seed)
    session = np.busday_offset("2010-01-04", np.arange(bars))
    close = 50.0 * np.exp(np.cumsum(random.normal(2e-4, 0.011, bars)))
    opening = np.concatenate([[50.0], close[:-1]]) * np.exp(random.normal(0.0, 0.004, bars))
    high = np.maximum(opening, close) * np.exp(np.abs(random.normal(0.0, 0.004, bars)))
    low = np.minimum(opening, close) * np.exp(-np.abs(random.normal(0.0, 0.004, bars)))
    dividends = np.where(np.arange(bars) % 126 == 125, 0.3, 0.0)
    later = np.concatenate([np.cumprod((1 - dividends / close)[::-1])[::-1][1:], [1.0]])
    return PriceSeries(
        symbol=symbol, source=source, session=session, open=opening, high=high, low=low, close=close,
        volume=np.round(random.lognormal(14.0, 0.4, bars)), adj_close=close * later,
        dividends=dividends, splits=np.zeros(bars), name="Acme Corporation", currency="USD",
    )


def make_result(
    bars: int = 1500,
    folds: int = 3,
    seeds: int = 2,
    state: str = "no_edge",
    *,
    outcome: str = "finished",
    run_seed: int = 0,
    source: str = "csv",
) -> tuple[PriceSeries, RunResult]:
    """Prices of `bars` days and one run on them, deterministic; equal arguments give equal prices and run.

    `run_seed` makes a further run on the same prices; `outcome="cancelled"` one stopped after the first
    fold, with nothing evaluated.
    """
    if bars < FIRST_TRAIN + VAULT_BARS + folds + 2:
        raise ValueError(f"{bars} bars are too few for {folds} folds")
    prices = make_prices(bars, source=source)
    random = np.random.default_rng(1000 + run_seed)
    decisions = np.arange(FIRST_TRAIN, bars - VAULT_BARS - 1)
    spec = make_spec(prices, len(decisions), folds, seeds, run_seed)
    cancelled = outcome == "cancelled"
    epochs, fits = _history(random, 1 if cancelled else folds, seeds, outcome)
    common = {
        "run_id": f"run-{run_seed:04d}",
        "started": f"2026-01-{run_seed % 28 + 1:02d}T09:30:00+00:00",
        "spec": spec, "data": _identity(prices), "outcome": outcome, "epochs": epochs, "fits": fits,
        "environment": {"python": "3.11", "torch": "2.10", "threads": 1, "gpu": None, "frozen": False},
        "timing": {"total_seconds": 12.5, "fit_seconds": 10.25, "evaluate_seconds": 0.75},
    }
    if cancelled:
        return prices, RunResult(
            **common, predictions=None, backtest=None, companions=None, forecast=None, baselines={},
            sentinel=None, trials=Trials(), verdict=None,
        )
    predictions = _predictions(random, prices, decisions, spec, state)
    backtest = make_backtest(prices, decisions, (predictions.predicted > 0).astype(float))
    forecast = _forecast(predictions)
    return prices, RunResult(
        **common, predictions=predictions, backtest=backtest, companions=_companions(random, backtest),
        forecast=None if state == "invalid" else forecast, baselines=_baselines(backtest, forecast),
        sentinel=SentinelReport(state != "invalid", 20, (("x1000", "2013-02-01"),) * (state == "invalid")),
        trials=Trials(this_project=run_seed + 1, this_data=run_seed + 3),
        verdict=_verdict(state, forecast, backtest), weights=_weights(random, spec, folds, seeds),
    )


def make_spec(prices: PriceSeries, decisions: int, folds: int, seeds: int, seed: int = 0) -> ExperimentSpec:
    """A small LSTM on `prices` whose `decisions` days fall into `folds` folds."""
    return ExperimentSpec(
        data=DataSpec(
            symbol=prices.symbol, source=prices.source, content_hash=prices.content_hash,
            file_name="acme.csv" if prices.source == "csv" else None,
        ),
        model=LSTMSpec(hidden_size=16, num_layers=2),
        train=TrainSpec(epochs=EPOCHS, seeds=seeds, seed=seed),
        evaluation=EvaluationSpec(
            first_train=FIRST_TRAIN, refit_every=ceil(decisions / folds), vault_bars=VAULT_BARS
        ),
    )


def make_backtest(
    prices: PriceSeries, decisions: np.ndarray, position: np.ndarray, cost_bps: float = 5.0
) -> BacktestResult:
    """Decide at the close, fill at the next open, the last position closed at its own close."""
    opens = prices.adj_open[decisions + 1]
    ends = np.concatenate([opens[1:], prices.adj_close[decisions[-1:] + 1]])
    market = ends / opens - 1
    traded = np.abs(np.diff(position, prepend=0.0))
    traded[-1] += abs(position[-1])
    gross, cost = position * market, cost_bps * 1e-4
    net = gross - traded * cost
    holding = market.copy()
    holding[[0, -1]] -= cost
    exposure = float(np.abs(position).mean())
    years = len(decisions) / BARS_PER_YEAR
    spread = float(net.std() * np.sqrt(BARS_PER_YEAR) / np.sqrt(years))
    mean = float((net - exposure * holding).mean() * BARS_PER_YEAR)
    total = float(traded.sum())
    return BacktestResult(
        decided=prices.session[decisions], filled=prices.session[decisions + 1], position=position,
        fill_price=opens, market=market, gross=gross, net=net, holding_net=holding,
        scaled_net=exposure * holding, gross_figures=_performance(gross), net_figures=_performance(net),
        break_even_bps=1e4 * float(gross.sum()) / total if total else None,
        break_even_vs_holding_bps=1e4 * float((gross - exposure * market).sum()) / total if total else None,
        turnover=total / years, exposure=exposure, trades=int(total // 2), cost_bps=cost_bps,
        excess=Excess(mean, mean - 1.96 * spread, mean + 1.96 * spread),
    )


def _identity(prices: PriceSeries) -> DataIdentity:
    return DataIdentity(
        symbol=prices.symbol, source=prices.source, rows=len(prices), first=str(prices.session[0]),
        last=str(prices.session[-1]), sha256=prices.content_hash,
        vault_start=str(prices.session[-VAULT_BARS]),
    )


def _history(random, folds, seeds, outcome):
    epochs, fits = [], []
    for fold in range(folds):
        for seed in range(seeds):
            noise = random.normal(0.0, 0.004, (EPOCHS, 2))
            train = 0.93 + 0.09 * np.exp(-np.arange(EPOCHS) / 3) + noise[:, 0]
            validation = 1.0 + 0.05 * np.exp(-np.arange(EPOCHS) / 2) + 0.002 * np.arange(EPOCHS) + noise[:, 1]
            epochs += [
                EpochRecord(fold, seed, epoch + 1, float(train[epoch]), float(validation[epoch]),
                            float(validation[epoch] / 1.001), 0.125 + float(noise[epoch, 0]))
                for epoch in range(EPOCHS)
            ]
            best = int(validation.argmin()) + 1
            ended = "cancelled" if outcome == "cancelled" and seed == seeds - 1 else "finished"
            fits.append(FitSummary(fold, seed, ended, EPOCHS, best, 1.5))
    return tuple(epochs), tuple(fits)


def _predictions(random, prices, decisions, spec, state) -> Predictions:
    actual, skill = prices.log_returns[decisions + 1], SKILL.get(state, 0.0)
    spread = 5e-5 if state == "one_day_late_copy" else 1.5e-3
    noise = random.normal(0.0, spread, (spec.train.seeds, len(decisions)))
    per_seed = noise + 2e-4 + skill * actual * 0.5
    predicted = per_seed.mean(axis=0)
    asof_price = prices.adj_close[decisions]
    middle, half = asof_price * np.exp(predicted), 1.28 * actual.std()
    return Predictions(
        asof=prices.session[decisions], target_time=prices.session[decisions + 1],
        fold=np.arange(len(decisions)) // spec.evaluation.refit_every, predicted=predicted, actual=actual,
        asof_price=asof_price, actual_price=prices.adj_close[decisions + 1],
        lower=middle * np.exp(-half), upper=middle * np.exp(half), per_seed=per_seed,
    )


def _companions(random, backtest: BacktestResult) -> Companions:
    days = len(backtest.market)
    ridge = np.where(random.random(days) < 0.6, backtest.market, 0.0) - 2e-4
    coins = np.where(random.random((100, days)) < 0.5, backtest.market, 0.0) - 2.5e-4
    equity = np.concatenate([np.ones((100, 1)), np.cumprod(1 + coins, axis=1)], axis=1)
    cloud = np.quantile(equity, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
    return Companions(ridge=ridge, cloud=cloud, coin_flip_net=coins.mean(axis=0))


def _performance(returns: np.ndarray, **figures: float | None) -> PerformanceFigures:
    equity = np.cumprod(1 + returns)
    peak = np.maximum.accumulate(np.concatenate([[1.0], equity]))[1:]
    sharpe = returns.mean() / returns.std(ddof=1) * np.sqrt(BARS_PER_YEAR) if returns.any() else np.nan
    return PerformanceFigures(
        total_return=float(equity[-1] - 1), cagr=float(equity[-1] ** (BARS_PER_YEAR / len(returns)) - 1),
        sharpe_ratio=none_if_undefined(sharpe), max_drawdown=float((equity / peak - 1).min()),
        psr=0.5, **figures,
    )


def _forecast(predictions: Predictions) -> ForecastFigures:
    error, actual = predictions.actual - predictions.predicted, predictions.actual
    up = float((actual > 0).mean())
    reached = predictions.actual_price
    covered = (predictions.lower <= reached) & (reached <= predictions.upper)
    squared = float((error**2).mean() / (actual**2).mean())
    return ForecastFigures(
        n=len(predictions), r2_oos=1 - squared, mase=float(np.abs(error).mean() / np.abs(actual).mean()),
        rmse=float(np.sqrt((error**2).mean())), mae=float(np.abs(error).mean()),
        directional_accuracy=float(((predictions.predicted > 0) == (actual > 0)).mean()),
        base_rate=max(up, 1 - up), clark_west_p=0.61, pesaran_timmermann_p=0.47, timing_p=0.53,
        interval_coverage=float(covered.mean()), naive_ratio=squared,
        amplitude=float(predictions.predicted.std() / actual.std()),
    )


def _baselines(backtest: BacktestResult, forecast: ForecastFigures) -> dict[str, PerformanceFigures]:
    return {
        "naive": _performance(np.zeros(len(backtest.market)), mae=forecast.mae, directional_accuracy=None),
        "ridge": _performance(backtest.market * 0.6 - 1e-4, mae=forecast.mae, naive_ratio=1.003),
        "buy_and_hold": _performance(backtest.holding_net),
        "scaled_buy_and_hold": _performance(backtest.scaled_net),
        "coin_flip": _performance(backtest.market * 0.5 - 2e-4),
    }


def _verdict(state: str, forecast: ForecastFigures, backtest: BacktestResult) -> Verdict:
    return Verdict(
        state=state, sentence=SENTENCES.get(state, state.replace("_", " ").capitalize() + "."),
        reasons=("Clark-West p is 0.61.", "The timing test's p is 0.53."),
        bars_needed=2100 if state == "suggestive_unproven" else None,
        inputs={
            "bars": forecast.n, "clark_west_p": forecast.clark_west_p, "timing_p": forecast.timing_p,
            "net_sharpe": backtest.net_figures.sharpe_ratio, "trades": backtest.trades, "source": "csv",
            "sentinel_passed": state != "invalid", "spa_p": None,
        },
    )


def _weights(random, spec: ExperimentSpec, folds: int, seeds: int) -> dict[str, bytes]:
    shapes = state_shapes(spec.model, INPUT_SIZE)
    return {
        f"fold-{folds - 1}-seed-{seed}": save(
            {name: random.normal(0, 0.1, shape).astype(np.float32) for name, shape in shapes.items()}
        )
        for seed in range(seeds)
    }


def fingerprint(result: RunResult) -> str:
    """SHA-256 over every field of a run, arrays by their bytes: equal exactly when nothing was lost."""
    digest = hashlib.sha256()
    _feed(digest, result)
    return digest.hexdigest()


def _feed(digest, value) -> None:
    if isinstance(value, np.ndarray):
        digest.update(f"{value.dtype}{value.shape}".encode() + value.tobytes())
    elif hasattr(type(value), "__slots__") and hasattr(type(value), "__dataclass_fields__"):
        for name in type(value).__dataclass_fields__:
            digest.update(name.encode())
            _feed(digest, getattr(value, name))
    elif isinstance(value, dict):
        for key, item in sorted(value.items()):
            digest.update(repr(key).encode())
            _feed(digest, item)
    elif isinstance(value, tuple):
        digest.update(f"tuple{len(value)}".encode())
        for item in value:
            _feed(digest, item)
    else:
        digest.update(f"{type(value).__name__}{value!r}".encode())
