"""What a verdict is made from: every figure that counts, the lines it is measured against, in one value."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from workbench.dataclass import dataclass
from workbench.evaluation.figures import BacktestResult, ForecastFigures, SentinelReport, Verdict
from workbench.evaluation.robustness import weakness
from workbench.evaluation.significance import min_trl, sharpe_difference, sharpe_moments

ALPHA = 0.05
LEAST_BARS = 250
LEAST_SEEDS = 5
LEAST_ROUND_TRIPS = 30
LEAST_AMPLITUDE = 0.02
BELIEVABLE_SHARPE = 3.0
BELIEVABLE_R2 = 0.02
BELIEVABLE_HITS = 0.05
BARS_FOR_BELIEVABLE_HITS = 500
LIVE_LOOKS = 4
STALE_AFTER = 126


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictInputs:
    """All that a verdict is made from; plain values, so that it can be stored and recomputed.

    p values are one-sided; None where the test does not exist for this model. Sharpe ratios are a year's,
    `net_mean` is the mean net return per bar, `min_trl` in bars, costs in basis points a side.
    `spa_p`, `fragile` and `holding_p` are None until they are computed: they stop the ladder.
    """

    model: str = "model"
    source: str = ""
    n: int = 0
    seeds: int = 1
    random_model: bool = False
    cw_p: float | None = None
    timing_p: float | None = None
    r2_oos: float | None = None
    directional_accuracy: float | None = None
    base_rate: float | None = None
    amplitude: float | None = None
    round_trips: int = 0
    psr_net: float | None = None
    net_sharpe: float | None = None
    net_mean: float = 0.0
    gross_sharpe: float | None = None
    gross_sharpe_at_close: float | None = None
    break_even_bps: float | None = None
    cost_bps: float = 0.0
    min_trl: float | None = None
    finite: bool = True
    snapshot_ok: bool = True
    health_red: bool = False
    sentinel_passed: bool = True
    sentinel_hits: int = 0
    sentinel_checks: int = 0
    sentinel_first: str | None = None
    spa_p: float | None = None
    fragile: bool | None = None
    fragile_by: str | None = None
    """What the net return rests on (`robustness.weakness`)."""
    holding_p: float | None = None
    vault_passed: bool | None = None
    vault_alpha: float | None = None
    """What the sealed days said, where they were asked, and what each test had to stay below there."""
    half_trl: float | None = None
    """`min_trl` were the edge half as large, as most are once they are public (McLean and Pontiff 2016)."""
    live_bars: int = 0
    live_p: float | None = None
    live_age: int = 0
    """Days since the freeze, the smallest timing p at a checkpoint, days since they were last refreshed."""
    revealed: str | None = None
    """When days that the run counts as unseen were shown in full (ISO date); no state depends on it."""

    @property
    def forecast_passes(self) -> bool:
        """The forecast beats the average day (Clark-West)."""
        return passes(self.cw_p)

    @property
    def timing_passes(self) -> bool:
        """The positions beat themselves shifted in time."""
        return passes(self.timing_p)

    @property
    def net_passes(self) -> bool:
        """The net return is above zero beyond reasonable doubt."""
        return self.psr_net is not None and self.psr_net >= 1.0 - ALPHA

    @property
    def survived(self) -> bool:
        """Enough days since the freeze, timed beyond luck at one of the four looks, and none of it stale."""
        enough = self.half_trl is not None and self.live_bars >= self.half_trl
        timed = self.live_p is not None and self.live_p <= ALPHA / LIVE_LOOKS
        return enough and timed and self.live_age <= STALE_AFTER

    @property
    def live_bars_needed(self) -> int | None:
        """Days that must still come until the first look; None where none would do."""
        return None if self.half_trl is None else max(0, math.ceil(self.half_trl) - self.live_bars)

    @property
    def bars_needed(self) -> int | None:
        """Bars missing until the net Sharpe ratio, if it stays, is significant; None where it never is."""
        return None if self.min_trl is None else max(0, math.ceil(self.min_trl) - self.n)


def collect(
    facts: VerdictInputs, forecast: ForecastFigures, backtest: BacktestResult, sentinel: SentinelReport
) -> VerdictInputs:
    """The inputs of a run: `facts` (model, source, seeds, ...: what no figure holds) and the figures."""
    inputs = dataclasses.replace(
        facts,
        n=forecast.n,
        cw_p=forecast.clark_west_p,
        timing_p=forecast.timing_p,
        r2_oos=forecast.r2_oos,
        directional_accuracy=forecast.directional_accuracy,
        base_rate=forecast.base_rate,
        amplitude=forecast.amplitude,
        sentinel_passed=sentinel.passed,
        sentinel_hits=len(sentinel.hits),
        sentinel_checks=sentinel.checks,
        sentinel_first=min((date for _, date in sentinel.hits), default=None),
    )
    return with_backtest(inputs, backtest)


def with_backtest(inputs: VerdictInputs, backtest: BacktestResult) -> VerdictInputs:
    """The same inputs with another backtest's figures: all that a change of costs needs."""
    weak, moments = weakness(backtest), sharpe_moments(backtest.net)
    sound = all(bool(np.all(np.isfinite(part))) for part in (backtest.position, backtest.gross, backtest.net))
    return dataclasses.replace(
        inputs,
        round_trips=backtest.trades,
        psr_net=backtest.net_figures.psr,
        net_sharpe=backtest.net_figures.sharpe_ratio,
        net_mean=float(np.mean(backtest.net)) if sound else 0.0,
        gross_sharpe=backtest.gross_figures.sharpe_ratio,
        break_even_bps=backtest.break_even_bps,
        cost_bps=backtest.cost_bps,
        min_trl=min_trl(moments),
        half_trl=min_trl(dataclasses.replace(moments, sharpe=moments.sharpe / 2)) if moments else None,
        finite=inputs.finite and sound,
        fragile=None if weak is None else bool(weak),
        fragile_by=weak or None,
        holding_p=sharpe_difference(backtest.net, backtest.scaled_net).p_value if sound else None,
    )


def stored_inputs(verdict: Verdict) -> VerdictInputs:
    """What a verdict was made from, so that it can be made anew with one figure changed."""
    known = {field.name for field in dataclasses.fields(VerdictInputs)}
    stored = {name: value for name, value in verdict.inputs.items() if name in known}
    return VerdictInputs(**stored)  # type: ignore[arg-type]


def broken(inputs: VerdictInputs) -> str | None:
    """What breaks the run: `leak`, `health`, `finite` or `snapshot`; None when nothing does."""
    if not inputs.sentinel_passed:
        return "leak"
    if inputs.health_red:
        return "health"
    if not inputs.finite:
        return "finite"
    return None if inputs.snapshot_ok else "snapshot"


def too_good(inputs: VerdictInputs) -> str | None:
    """Which figure is beyond the best ever published: `sharpe`, `r2`, `hits` or `at_close`; else None."""
    if inputs.source == "synthetic":
        return None
    if _exceeds(inputs.net_sharpe, BELIEVABLE_SHARPE):
        return "sharpe"
    if _exceeds(inputs.r2_oos, BELIEVABLE_R2):
        return "r2"
    rates_count = inputs.base_rate is not None and inputs.n >= BARS_FOR_BELIEVABLE_HITS
    if rates_count and _exceeds(inputs.directional_accuracy, (inputs.base_rate or 0.0) + BELIEVABLE_HITS):
        return "hits"
    beyond = max(BELIEVABLE_SHARPE, 3.0 * (inputs.gross_sharpe or 0.0))
    return "at_close" if _exceeds(inputs.gross_sharpe_at_close, beyond) else None


def lacking(inputs: VerdictInputs) -> str | None:
    """What there is too little of: `bars`, `seeds` or `round_trips`; else None."""
    if inputs.n < LEAST_BARS:
        return "bars"
    if inputs.random_model and inputs.seeds < LEAST_SEEDS:
        return "seeds"
    if inputs.round_trips < LEAST_ROUND_TRIPS and (inputs.forecast_passes or inputs.timing_passes):
        return "round_trips"
    return None


def passes(p_value: float | None) -> bool:
    """Whether a test rules luck out; one that does not exist does not."""
    return p_value is not None and p_value <= ALPHA


def _exceeds(value: float | None, limit: float) -> bool:
    return value is not None and value > limit
