"""What the Price panel says and draws: the forecast under the crosshair, the zones, the folds done so far."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.data.intervals import is_intraday
from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.evaluation.rows import Burn
from workbench.evaluation.spec import EvaluationSpec
from workbench.experiment.result import Predictions, RunResult
from workbench.experiment.run_state import RunState
from workbench.export.vault import zone_word
from workbench.gui.plan import Plan
from workbench.gui.present import format as fmt

OUT_OF_SAMPLE = "OUT OF SAMPLE"
VIEW_BEFORE, VIEW_AFTER = 90, 25


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """Which bar each prediction is about; arrays of shape (predictions,), in time order.

    `bar` is the index of the target bar, `price` the prediction on the chart's own scale: the adjusted
    price divided by the bar's adjustment factor.
    """

    bar: NDArray[np.int64]
    price: Floats


@dataclass(frozen=True, slots=True)
class ZoneBars:
    """Bar indices of the first decision and the first sealed bar, None where not known; number of folds.

    `test_end` is the first bar that no forecast is about, where folds were left out; else None.
    """

    first_decision: int | None
    vault_first: int | None
    folds: int
    test_end: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FoldForecast:
    """Mean over the seeds done so far of one fold: log returns for the bars decided from `first_bar` on."""

    fold: int
    seeds: int
    first_bar: int
    log_returns: Floats


def is_run_of(prices: PriceSeries | None, result: RunResult | None) -> bool:
    """Whether the run was made with exactly these prices."""
    return prices is not None and result is not None and result.data.sha256 == prices.content_hash


def missing_prices(result: RunResult) -> str:
    """What to do where the run's prices are not at hand."""
    how = {
        "yahoo": f"fetch {result.data.symbol} from Yahoo with Data > Fetch again",
        "csv": f"import the file of {result.data.symbol} again",
    }.get(result.data.source, f"add {result.data.symbol} again")
    return f"The prices are not at hand, so these are the closes the run remembers. To see candles, {how}."


def forecasts(prices: PriceSeries, predictions: Predictions | None) -> Forecasts | None:
    """The predictions on the bars of `prices`; None without predictions."""
    if predictions is None or not len(predictions):
        return None
    bar = np.searchsorted(prices.session, predictions.target_time)
    known = (bar < len(prices)) & np.isfinite(predictions.predicted)
    known[known] = prices.session[bar[known]] == predictions.target_time[known]
    bar = bar[known]
    return Forecasts(bar, predictions.predicted_price[known] / prices.factor[bar])


def forecast_readout(prices: PriceSeries, bar: int, drawn: Forecasts | None) -> tuple[tuple[str, str], ...]:
    """(name, figure) of prediction, actual close and error of a predicted bar; empty for others."""
    if drawn is None:
        return ()
    place = int(np.searchsorted(drawn.bar, bar))
    if place >= len(drawn.bar) or drawn.bar[place] != bar:
        return ()
    predicted, actual = float(drawn.price[place]), float(prices.close[bar])
    return (
        ("predicted", fmt.price(predicted)),
        ("actual", fmt.price(actual)),
        ("error", fmt.percent(predicted / actual - 1, 2, signed=True)),
    )


def zones(
    plan: Plan | None, prices: PriceSeries | None, result: RunResult | None, chosen: EvaluationSpec
) -> ZoneBars:
    """Where test and vault begin: as the shown run had them, else as the next run would."""
    if prices is not None and is_intraday(prices.interval):
        return ZoneBars(None, None, 0)  # nothing is trained on them, so nothing is sealed in them
    planned = _planned(plan, prices, chosen)
    if prices is None or result is None or not is_run_of(prices, result):
        return planned
    first, vault, folds, end = planned.first_decision, planned.vault_first, planned.folds, planned.test_end
    if result.predictions is not None and len(result.predictions):
        first = int(np.searchsorted(prices.session, result.predictions.asof[0]))
        folds = int(result.predictions.fold.max()) + 1
        end = int(np.searchsorted(prices.session, result.predictions.target_time[-1])) + 1
    if result.data.vault_start is not None:
        vault = int(np.searchsorted(prices.session, np.datetime64(result.data.vault_start, "D")))
    return ZoneBars(first, vault, folds, end if end is not None and _leaves_out(end, vault) else None)


def vault_words(prices: PriceSeries | None, result: RunResult | None, burns: Sequence[Burn]) -> str:
    """`sealed`, or `revealed 2026-11-25`: of the run's vault where it is charted, else of the next."""
    return zone_word(result if is_run_of(prices, result) else None, burns)


def _planned(plan: Plan | None, prices: PriceSeries | None, chosen: EvaluationSpec) -> ZoneBars:
    """The zones of the plan; without one the vault at least, for it is sealed whatever must be mended."""
    if plan is not None:
        end = plan.train + plan.test if _leaves_out(plan.train + plan.test, plan.vault_first) else None
        return ZoneBars(plan.first_decision, plan.vault_first, plan.folds, end)
    if prices is None or chosen.vault_bars >= len(prices):
        return ZoneBars(None, None, 0)
    return ZoneBars(None, len(prices) - chosen.vault_bars, 0)


def _leaves_out(end: int, vault_first: int | None) -> bool:
    """Whether whole folds were left out between the forecasts and the vault, not just a horizon."""
    return vault_first is not None and vault_first - end > VIEW_AFTER


def end_in_view(drawn: Forecasts | None, zones: ZoneBars | None) -> tuple[int, int] | None:
    """First and last bar of a view on the last forecasts, where the vault is far away; else None."""
    if drawn is None or not len(drawn.bar) or zones is None or zones.vault_first is None:
        return None
    last = int(drawn.bar[-1])
    return (last - VIEW_BEFORE, last + VIEW_AFTER) if zones.vault_first - last > VIEW_AFTER else None


def fold_forecasts(state: RunState) -> tuple[FoldForecast, ...]:
    """The folds with a training done, in order, each the mean over its seeds done so far."""
    by_fold: dict[int, list[tuple[int, tuple[float, ...]]]] = {}
    for (fold, _seed), ended in state.ended.items():
        if ended.predicted:
            by_fold.setdefault(fold, []).append((ended.first_decision, ended.predicted))
    return tuple(
        FoldForecast(fold, len(done), done[0][0], np.mean([values for _, values in done], axis=0))
        for fold, done in sorted(by_fold.items())
    )


def zone_labels(running: bool, folds: tuple[FoldForecast, ...], state: RunState) -> tuple[str, str]:
    """What the test zone and its part not reached yet are called."""
    if not running:
        return f"TEST \u00b7 {OUT_OF_SAMPLE}", ""
    if not folds:
        return f"TEST \u00b7 {OUT_OF_SAMPLE}", "FOLD 1 \u00b7 NEXT"
    reached = folds[-1].fold + 1
    following = f"FOLD {reached + 1} \u00b7 NEXT" if reached < state.folds else "LAST FOLD DONE"
    return f"FOLD {reached} \u00b7 {OUT_OF_SAMPLE}", following
