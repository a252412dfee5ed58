"""The words around a run that reports and window share: names, legend, notes and the caveat."""

from __future__ import annotations

import numpy as np

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.evaluation.evidence import passes
from workbench.evaluation.figures import BacktestResult
from workbench.experiment.result import RunResult
from workbench.experiment.spec import ExperimentSpec
from workbench.export import format as fmt
from workbench.models.catalog import CATALOG

CAVEAT = "Chosen with hindsight · unaudited data · not advice"
STOPPED = "You stopped it before the last fold. Part of a run has no verdict."
CORRUPTIONS = {"x1000": "multiplied by 1000", "flip": "turned round", "nan": "emptied", "drop": "cut off"}
LABELS = {
    "buy_and_hold": "buy & hold",
    "scaled_buy_and_hold": "scaled holding",
    "ar": "AR(1), two numbers",
    "ridge": "ridge",
    "linear": "linear on the window",
    "gradient_boosting": "gradient boosting",
    "ma_cross": "MA 50 / 200",
    "drift": "drift",
    "seasonal_naive": "return of a week ago",
    "coin_flip": "random traders",
    "naive": "tomorrow = today",
}
"""Key of `RunResult.baselines` -> what it is called, in the order of the table."""
MOST_BETWEEN = 25
"""Bars between curve and vault that a horizon may leave; more were left out on purpose."""
SAME = 1e-9
"""Two costs nearer than this are one."""


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry: `style` is a line of the chart (`model`, `holding`, `scaled`, `ridge`) or its `cloud`."""

    style: str
    name: str
    final: str = ""
    """What one unit became; for the reader, the line's end shows it too."""


def model_name(spec: ExperimentSpec) -> str:
    """`LSTM, 5 seeds`; the number of seeds only where the start is random."""
    row = CATALOG[spec.model.kind]
    return f"{row.title}, {fmt.counted(spec.train.seeds, 'seed')}" if row.random else row.title


def is_no_gain(result: RunResult | None) -> bool:
    """Whether a net's errors are no smaller than ridge's."""
    p_value = result.forecast.ridge_p if result is not None and result.forecast is not None else None
    return p_value is not None and not passes(p_value)


def legend(result: RunResult, backtest: BacktestResult) -> tuple[LegendItem, ...]:
    """What is drawn, in the order of the head. Ridge and the random traders stay at the run's own cost."""
    own = result.spec.evaluation.cost_bps
    at = "" if abs(backtest.cost_bps - own) < SAME else f" at {own:g} bp"
    drawn = (
        LegendItem("model", CATALOG[result.spec.model.kind].title, final(backtest.net)),
        LegendItem("holding", "buy & hold", final(backtest.holding_net)),
        LegendItem("scaled", "scaled holding", final(backtest.scaled_net)),
    )
    if result.companions is None:
        return drawn
    cloud = LegendItem("cloud", f"500 random traders, 5\u201395\u2009%{at}")
    return (cloud, *drawn, LegendItem("ridge", f"ridge{at}", final(result.companions.ridge)))


def sealed_days(prices: PriceSeries | None, result: RunResult) -> Dates:
    """The sealed sessions that follow the curve; none where days between were not decided or not known."""
    start = result.data.vault_start
    if prices is None or start is None or result.backtest is None or not len(result.backtest.filled):
        return np.zeros(0, "datetime64[D]")
    first = int(np.searchsorted(prices.session, np.datetime64(start, "D")))
    last = int(np.searchsorted(prices.session, result.backtest.filled[-1]))
    return prices.session[first:] if 0 < first - last <= MOST_BETWEEN else prices.session[:0]


def final(returns: Floats) -> str:
    """What one unit became over simple `returns`: 1.95×."""
    return fmt.multiple(float(np.prod(1 + returns))) if len(returns) else fmt.DASH


def moved_rows(result: RunResult) -> tuple[tuple[str, str], ...]:
    """What the leak check saw move: how the later days were changed, the first earlier day that moved."""
    hits = result.sentinel.hits if result.sentinel is not None else ()
    return tuple((CORRUPTIONS.get(kind.lower(), kind), first) for kind, first in hits)


def mend_steps(result: RunResult) -> tuple[str, ...]:
    """How to mend an invalid run."""
    leak = result.sentinel is not None and not result.sentinel.passed
    first = (
        "Find the input that saw a later day; the dates are below.",
        "Make it use nothing after the day it is dated.",
    ) if leak else (
        "Read the data\u2019s health report: its red lines name the days.",
        "Import the prices again, or from another source.",
    )
    return (*first, "Run again. The broken run stays in the ledger.")


def break_even_note(backtest: BacktestResult | None) -> str:
    """`break-even at 4.9 bp a side`, or that no cost would do."""
    if backtest is None or backtest.break_even_bps is None:
        return "it never traded"
    if backtest.break_even_bps <= 0:
        return "loses even at no cost"
    return f"break-even at {fmt.number(backtest.break_even_bps, 1)} bp a side"


def holding_note(backtest: BacktestResult | None) -> str:
    """Where it stops beating scaled holding, in words for the mark's tooltip."""
    cost = None if backtest is None else backtest.break_even_vs_holding_bps
    if cost is None:
        return ""
    if cost <= 0:
        return "It does not beat scaled holding at any cost."
    return f"It stops beating scaled holding at {fmt.number(cost, 1)} bp a side."
