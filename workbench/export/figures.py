"""The figures of a verdict: each beside what it must be compared with."""

from __future__ import annotations

import math

from workbench.dataclass import dataclass
from workbench.evaluation.figures import BARS_PER_YEAR, BacktestResult, ForecastFigures, Verdict
from workbench.evaluation.luck import sharpe_by_luck, smallest_visible_edge
from workbench.evaluation.skill import hit_rate_interval
from workbench.experiment.result import RunResult
from workbench.export import format as fmt

EXCESS, HITS, TRIES, YEARS = (
    "excess over scaled holding", "hits", "tries on this data", "years still needed",
)


@dataclass(frozen=True, slots=True)
class Ruler:
    """An estimate and its interval beside `tick`, the value it must be compared with; one unit for all."""

    estimate: float
    low: float
    high: float
    tick: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as read: label, value, unit, ruler, the line below, the explanation on hover."""

    label: str
    value: str
    unit: str = ""
    below: str = ""
    tip: str = ""
    ruler: Ruler | None = None
    muted: bool = False
    """Set where there is no figure: not yet, does not apply, withheld."""


def finished(
    result: RunResult, backtest: BacktestResult | None, verdict: Verdict, tries: int
) -> tuple[Figure, Figure, Figure, Figure]:
    """The figures of a finished run; `backtest` and `verdict` may be those of a what-if."""
    return (
        excess_figure(backtest),
        hits_figure(result.forecast),
        tries_figure(tries, 0 if backtest is None else len(backtest.net)),
        years_figure(backtest, verdict),
    )


def withheld(tries: int, base_rate: float | None) -> tuple[Figure, Figure, Figure, Figure]:
    """The figures of an invalid run: only the count of tries and the base rate are true of the data alone."""
    tip = "Numbers of a broken pipeline must not be seen."
    return (
        Figure(EXCESS, fmt.WITHHELD, tip=tip, muted=True),
        Figure(HITS, fmt.WITHHELD, below=base_note(base_rate), tip=tip, muted=True),
        Figure(TRIES, fmt.count(tries), below="a broken run is a try as well"),
        Figure(YEARS, fmt.WITHHELD, tip=tip, muted=True),
    )


def stopped(tries: int, base_rate: float | None, why: str) -> tuple[Figure, Figure, Figure, Figure]:
    """The figures of a run without an end: cancelled or failed."""
    return (
        Figure(EXCESS, fmt.DASH, below=why, muted=True),
        Figure(HITS, fmt.DASH, below=base_note(base_rate), muted=True),
        Figure(TRIES, fmt.count(tries), below="this run says nothing about tomorrow"),
        Figure(YEARS, fmt.DASH, muted=True),
    )


def excess_figure(backtest: BacktestResult | None) -> Figure:
    """Net return over scaled holding, % a year, with its 95 % interval beside 0."""
    tip = (
        "Net return a year beyond buy & hold scaled to the same mean exposure, "
        "after costs, with its approximate 95 % interval. The tick is 0."
    )
    if backtest is None or backtest.excess is None:
        return Figure(EXCESS, fmt.DASH, "% a year", "after costs", tip, muted=True)
    mean, low, high = (100 * part for part in _parts(backtest))
    below = f"{fmt.interval(low, high, signed=True)}  after costs"
    ruler = Ruler(mean, low, high, 0.0)
    return Figure(EXCESS, fmt.number(mean, 1, signed=True), "% a year", below, tip, ruler)


def hits_figure(forecast: ForecastFigures | None) -> Figure:
    """Days whose direction was foretold, %, with the interval, beside the base rate."""
    tip = (
        "Days whose direction was foretold, with the 95 % interval. The tick is the base rate: "
        "what saying the commoner direction every day would have scored."
    )
    if forecast is None or forecast.directional_accuracy is None:
        base = None if forecast is None else forecast.base_rate
        return Figure(HITS, fmt.DASH, "%", base_note(base), tip, muted=True)
    rate, base = forecast.directional_accuracy, forecast.base_rate
    low, high = hit_rate_interval(rate, forecast.n)
    text = fmt.points(rate)
    below = f"{fmt.interval(100 * low, 100 * high)}  base {fmt.points(base)}"
    ruler = None if base is None else Ruler(100 * rate, 100 * low, 100 * high, 100 * base)
    return Figure(HITS, text, "%", below, tip, ruler)


def tries_figure(tries: int, days: int) -> Figure:
    """How often this was tried, and what the best of so many worthless models would show."""
    tip = (
        "Every distinct model tried on these prices counts, in every project. "
        "Removing them from the count leaves a mark for ever."
    )
    if days < 2 or tries < 1:
        return Figure(TRIES, fmt.count(tries), tip=tip)
    if tries == 1:
        spread = fmt.number(math.sqrt(BARS_PER_YEAR / days), 2)
        return Figure(TRIES, "1", below=f"luck alone: Sharpe 0.00 give or take {spread}", tip=tip)
    luck = fmt.number(sharpe_by_luck(tries, days), 2)
    text = fmt.count(tries)
    return Figure(TRIES, text, below=f"the best of {text} by luck alone: Sharpe {luck}", tip=tip)


def years_figure(backtest: BacktestResult | None, verdict: Verdict) -> Figure:
    """Years of further trading days until a Sharpe ratio like this one could be told from luck."""
    days = 0 if backtest is None else len(backtest.net)
    sharpe = None if backtest is None else backtest.net_figures.sharpe_ratio
    tip = "Until a Sharpe ratio as large as the one observed could be told from zero, if it were true."
    if sharpe is None or days < 2:
        return Figure(YEARS, fmt.DASH, tip=tip, muted=True)
    if verdict.state == "edge_before_costs_only":
        return Figure(YEARS, "none", "would help", "costs, not days, are what is missing", tip)
    if sharpe <= 0:
        edge = fmt.number(100 * smallest_visible_edge(days), 0)
        unseen = f"edges under {edge} {'point' if edge == '1' else 'points'} stay unseen"
        return Figure(YEARS, "none", "would help", f"nothing earned; {unseen}", tip)
    if verdict.bars_needed is None:
        return Figure(YEARS, fmt.DASH, below="not computed for this run", tip=tip, muted=True)
    more = verdict.bars_needed
    tip = f"{fmt.counted(more, 'more trading day')}. {tip}"
    if more == 0:
        return Figure(YEARS, "0", "years", "days enough for a Sharpe this large", tip)
    years = more / BARS_PER_YEAR
    text = fmt.number(years, 1 if years < 10 else 0)
    return Figure(YEARS, text, "years", "if the edge is as large as it looks", tip)


def _parts(backtest: BacktestResult) -> tuple[float, float, float]:
    excess = backtest.excess
    assert excess is not None
    return excess.mean, excess.low, excess.high


def base_note(base_rate: float | None) -> str:
    """`base rate 53.7`, without the percent sign that the label carries."""
    return "" if base_rate is None else f"base rate {fmt.points(base_rate)}"
