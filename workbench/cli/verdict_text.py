"""A run's verdict as lines of text: the sentence first, the deflating figure beside the flattering one."""

from __future__ import annotations

from workbench.cli.run_json import is_withheld
from workbench.evaluation.evidence import passes
from workbench.evaluation.figures import (
    BacktestResult,
    Excess,
    ForecastFigures,
    PerformanceFigures,
    Trials,
)
from workbench.evaluation.sentences import TEXTS, removal_text
from workbench.evaluation.simulate import ladder, performance
from workbench.evaluation.terms import told
from workbench.experiment.inputs import notices
from workbench.experiment.result import RunResult

UNKNOWN = "-"
CAVEAT = "Chosen with hindsight, unaudited data, not advice."


def verdict_lines(result: RunResult) -> list[str]:
    """What `run` and `demo` print of a run."""
    verdict = result.verdict
    if verdict is None:
        return [f"Stopped after {len(result.fits)} trainings; there is no verdict."]
    figures = [] if is_withheld(result) else _figures(result)
    return [
        verdict.state.replace("_", " ").upper(),
        verdict.sentence,
        *(f"  - {reason}" for reason in verdict.reasons),
        *(f"  {name:<36}{text}" for name, text in figures),
        context_line(result),
        *notices(result.spec, result.data),
        CAVEAT,
    ]


def context_line(result: RunResult) -> str:
    """What the verdict rests on: data and their hash, costs, tries."""
    data, trials, chosen = result.data, result.trials, result.spec.evaluation
    inputs = ", ".join(series.symbol for series in data.inputs)
    return (
        f"{data.symbol} ({data.source}){f' beside {inputs}' if inputs else ''}, "
        f"{data.rows:,} days {data.first} to {data.last}, data {data.all_sha256[:12]}; "
        f"{told(chosen.cost_bps, chosen.terms)}; tries on this data: {tries_text(trials)}; "
        f"run {result.run_id}"
    )


def _figures(result: RunResult) -> list[tuple[str, str]]:
    forecast, backtest = result.forecast, result.backtest
    if forecast is None or backtest is None:
        return []
    lines = figure_lines(forecast, backtest, result.baselines.get("buy_and_hold"))
    return [*lines, ("days still needed", UNKNOWN if _needed(result) is None else f"{_needed(result):,}")]


def figure_lines(
    forecast: ForecastFigures, backtest: BacktestResult, holding: PerformanceFigures | None = None
) -> list[tuple[str, str]]:
    """(name, text) of every figure; without `holding` its Sharpe ratio is that of these very days."""
    net, excess = backtest.net_figures, backtest.excess
    held = holding or performance(backtest.holding_net)
    return [
        ("test days", f"{forecast.n:,}"),
        (
            "hits, and the base rate",
            f"{percent(forecast.directional_accuracy)}, {percent(forecast.base_rate)}",
        ),
        ("R2 against the mean so far", percent(forecast.r2_oos, 2)),
        (
            "p: forecast skill, timing",
            f"{number(forecast.clark_west_p)}, {number(forecast.timing_p)}",
        ),
        *(("errors beside ridge's", against_ridge(p)) for p in [forecast.ridge_p] if p is not None),
        ("80 % interval held", coverage(forecast)),
        (
            "Sharpe after costs, and of holding",
            f"{number(net.sharpe_ratio)}, {number(held.sharpe_ratio)}",
        ),
        ("95 % range, and of the deepest fall", ranges(net)),
        ("a year, after costs", percent(net.cagr)),
        (
            "a year, over scaled holding",
            interval(excess),
        ),
        ("costs a side it could bear", basis_points(backtest.break_even_bps)),
        (f"Sharpe at {_rungs(backtest)} bp", _sharpes(backtest)),
    ]


def _rungs(backtest: BacktestResult) -> str:
    return ", ".join(f"{cost:g}" for cost, _ in ladder(backtest))


def _sharpes(backtest: BacktestResult) -> str:
    return ", ".join(number(figures.sharpe_ratio) for _, figures in ladder(backtest))


def tries_text(trials: Trials) -> str:
    """`7; history removed on 2026-11-25 (3 tries)`."""
    removed = [removal_text(removal) for removal in trials.history_removed]
    return "; ".join([str(trials.this_data), *removed])


def against_ridge(p_value: float) -> str:
    """What a net brings beyond ridge."""
    gain = "smaller" if passes(p_value) else TEXTS["no_gain"]
    return f"{gain} (p {number(p_value)})"


def coverage(forecast: ForecastFigures) -> str:
    """How often the outcome lay in the interval, with the 95 % interval of that rate."""
    held, low = percent(forecast.interval_coverage), forecast.interval_coverage_low
    return held if low is None else f"{held} ({percent(low)} to {percent(forecast.interval_coverage_high)})"


def ranges(net: PerformanceFigures) -> str:
    """Approximate 95 % intervals of the Sharpe ratio and of the deepest fall from a peak."""
    if net.sharpe_low is None or net.max_drawdown_low is None:
        return UNKNOWN
    sharpe = f"{number(net.sharpe_low)} to {number(net.sharpe_high)}"
    return f"about {sharpe}, {percent(net.max_drawdown_low, 0)} to {percent(net.max_drawdown_high, 0)}"


def interval(excess: Excess | None) -> str:
    """A rate with its 95 % interval."""
    if excess is None:
        return UNKNOWN
    return f"{percent(excess.mean)} ({percent(excess.low)} to {percent(excess.high)})"


def _needed(result: RunResult) -> int | None:
    return result.verdict.bars_needed if result.verdict else None


def percent(fraction: float | None, decimals: int = 1) -> str:
    """A fraction as per cent."""
    return UNKNOWN if fraction is None else f"{100 * fraction:.{decimals}f} %"


def basis_points(value: float | None) -> str:
    """A cost a side, or a dash."""
    return UNKNOWN if value is None else f"{value:.1f} bp"


def number(value: float | None, decimals: int = 2) -> str:
    """A figure, or a dash."""
    return UNKNOWN if value is None else f"{value:.{decimals}f}"
