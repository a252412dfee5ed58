"""Suspicious patterns in prices that are possible row by row: splits, units, spikes, holes, stale prices.

Thresholds are those of RELIABILITY.md B3. Every detector takes a cleaned series and returns findings;
indices t are bars, `step[t]` = ln(adj_close[t] / adj_close[t-1]).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.calm import looks_like_a_split, split_ratio_near
from workbench.data.findings import Finding, Severity, counted, finding_at
from workbench.data.intervals import is_intraday
from workbench.data.series import Floats, PriceSeries

Mask = NDArray[np.bool_]

LN10 = float(np.log(10.0))
LN100 = float(np.log(100.0))
JUMP = 0.5
STUCK_BARS = 5
MOST_MISSING = 10
STALE_SHARE = 0.05
STALE_MINIMUM_BARS = 50


def suspects(series: PriceSeries) -> list[Finding]:
    """All findings about a cleaned series (bars dated, positive, consistent, in order)."""
    if len(series) < 2:
        return []
    spikes = _spike_bars(series)
    explained = spikes | _after(spikes)
    units = _unit_edges(series) & ~explained
    explained |= units
    splits, doubtful = _splits(series, explained)
    explained |= splits
    return [
        *_levels(series, spikes, units, splits),
        *_jumps(series, explained, doubtful),
        *_missing_dividends(series),
        *_gaps(series),
        # Minutes often open where the one before closed, and stand still: that is no fault of theirs.
        *(() if is_intraday(series.interval) else (*_stuck(series), *_stale_opens(series))),
        *_volumes(series),
    ]


def steps(series: PriceSeries) -> Floats:
    """`step`, shape (bars,), the first 0."""
    return np.diff(np.log(series.adj_close), prepend=np.log(series.adj_close[:1]))


def _after(bars: Mask) -> Mask:
    out = np.zeros_like(bars)
    out[1:] = bars[:-1]
    return out


def _spike_bars(series: PriceSeries) -> Mask:
    """One bar off by a power of ten or by a declared split factor, and back on the next."""
    log_close = np.log(series.close)
    spikes = _lone_bars(np.log(series.adj_close), series.splits) | _lone_bars(log_close, series.splits)
    for column in (series.open, series.high, series.low):
        within = np.abs(np.log(column) - log_close)
        powers = np.round(within / LN10)
        spikes |= (powers >= 1) & (np.abs(within - powers * LN10) < 0.2)
    return spikes


def _lone_bars(log_price: Floats, splits: Floats) -> Mask:
    bars = len(log_price)
    from_before, from_after = np.full(bars, np.nan), np.full(bars, np.nan)
    from_before[1:] = np.diff(log_price)
    from_after[:-1] = -np.diff(log_price)
    same_way = np.sign(from_before) == np.sign(from_after)
    near, far = np.minimum(abs(from_before), abs(from_after)), np.maximum(abs(from_before), abs(from_after))
    lone = np.zeros(bars, dtype=bool)
    # A neighbour may itself have moved, so one side must fit closely and the other roughly.
    for size, close_fit, rough_fit in [
        *((power * LN10, 0.2, 0.75) for power in range(1, 7)),
        *((abs(float(np.log(factor))), 0.05, 0.1) for factor in _declared(splits)),
    ]:
        fits = (abs(near - size) < close_fit) | (abs(far - size) < close_fit)
        lone |= same_way & fits & (near > size - rough_fit)
    if bars >= 3:
        for end, deviation in ((0, from_after[0]), (-1, from_before[-1])):
            power = max(1.0, float(np.round(abs(deviation) / LN10)))
            lone[end] |= bool(abs(abs(deviation) - power * LN10) < 0.1)
    return lone


def _declared(splits: Floats) -> Floats:
    factors = splits[splits > 0]
    if not len(factors):
        return factors
    factors = _distinct(factors)
    return np.asarray(factors[abs(np.log(factors)) > 0.4])


def _unit_edges(series: PriceSeries) -> Mask:
    """Bars at which the unit seems to change: a hundredfold step that stays."""
    return np.asarray(abs(abs(steps(series)) - LN100) < 0.2)


def _splits(series: PriceSeries, explained: Mask) -> tuple[Mask, Mask]:
    """Bars of an unadjusted split, and bars that only resemble one."""
    step = steps(series)
    gap = np.zeros(len(series))
    gap[1:] = np.log(series.adj_open[1:] / series.adj_close[:-1])
    splits, doubtful = np.zeros(len(series), dtype=bool), np.zeros(len(series), dtype=bool)
    large = np.flatnonzero(((abs(step) > 0.36) | (abs(gap) > 0.36)) & ~explained)
    for bar in large:
        ratio = split_ratio_near(step, float(gap[bar]), int(bar))
        if ratio is None:
            continue
        declared = series.splits[max(0, bar - 1) : bar + 2]
        declared = declared[(declared > 0) & (declared != 1)]
        expected = not len(declared) or bool(np.any(abs(-np.log(declared) - ratio) < 0.05))
        (splits if expected and looks_like_a_split(series, int(bar), ratio) else doubtful)[bar] = True
    return splits, doubtful


def _levels(series: PriceSeries, spikes: Mask, units: Mask, splits: Mask) -> list[Finding]:
    findings = []
    for kind, bars, what in (
        ("spike", spikes, "off by a factor of ten or more, or by a split, for a single day"),
        ("unit_100x", units, "where prices change by a factor of 100: two units seem to be mixed"),
        ("unadjusted_split", splits, "where prices step like a split that was never adjusted for"),
    ):
        if bars.any():
            sentence = f"{counted(int(bars.sum()), 'bar')} {what}"
            findings.append(finding_at(kind, "red", sentence, series.session[bars]))
    return findings


def _jumps(series: PriceSeries, explained: Mask, doubtful: Mask) -> list[Finding]:
    jumps = ((abs(np.expm1(steps(series))) > JUMP) | doubtful) & ~explained
    if not jumps.any():
        return []
    sentence = f"{counted(int(jumps.sum()), 'bar')} where the price moves by half or so: true, or a fault"
    return [finding_at("jump", "amber", sentence, series.session[jumps])]


def _missing_dividends(series: PriceSeries) -> list[Finding]:
    """Dividends that the adjusted close does not know of: its factor stays as it was."""
    paid = np.flatnonzero(series.dividends > 0)
    paid = paid[paid > 0]
    share = series.dividends[paid] / series.close[paid - 1]
    usable = (share > 1e-3) & (share < 1)  # below that, rounding of adj_close hides the factor
    paid, share = paid[usable], share[usable]
    change = np.log(series.factor[paid] / series.factor[paid - 1])
    missing = paid[change < -0.25 * np.log1p(-share)]
    if not len(missing):
        return []
    sentence = f"{counted(len(missing), 'dividend')} that the adjusted close leaves out: returns are too low"
    return [finding_at("missing_dividend", "amber", sentence, series.session[missing])]


def _distinct(values: NDArray[Any]) -> NDArray[Any]:
    """In ascending order; numpy's own would have its masked arrays imported at every start."""
    values = np.sort(values)
    kept = np.append(np.full(min(1, len(values)), True), values[1:] != values[:-1])
    return np.asarray(values[kept])


def _gaps(series: PriceSeries) -> list[Finding]:
    """Holes, counted in missing weekdays (daily) or missing bars, without an exchange calendar."""
    session = _distinct(series.session)
    if series.interval == "1d" or is_intraday(series.interval):
        missing = np.busday_count(session[:-1], session[1:]) - 1
    else:
        days = np.diff(session).astype(float)
        missing = np.round(days / np.median(days)).astype(int) - 1
    findings: list[Finding] = []
    grades: tuple[tuple[Severity, Mask], ...] = (
        ("red", missing > MOST_MISSING), ("amber", (missing > 3) & (missing <= MOST_MISSING)),
    )
    for severity, holes in grades:
        if holes.any():
            sentence = (
                f"{counted(int(holes.sum()), 'hole')} in the prices, "
                f"the longest of {int(missing[holes].max()):,} missing bars, before the dates named"
            )
            findings.append(finding_at("gap", severity, sentence, session[1:][holes]))
    return findings


def _stuck(series: PriceSeries) -> list[Finding]:
    """Runs of at least `STUCK_BARS` equal closes on days with volume."""
    changed = np.ones(len(series), dtype=bool)
    traded = series.volume > 0
    changed[1:] = (series.close[1:] != series.close[:-1]) | ~traded[1:] | ~traded[:-1]
    starts = np.flatnonzero(changed)
    lengths = np.diff(np.append(starts, len(series)))
    stuck = lengths >= STUCK_BARS
    if not stuck.any():
        return []
    bars = int(lengths[stuck].sum())
    sentence = f"{counted(bars, 'bar')} with volume but the very same close, {STUCK_BARS} or more in a row"
    return [finding_at("stuck_price", "amber", sentence, series.session[starts[stuck]], count=bars)]


def _stale_opens(series: PriceSeries) -> list[Finding]:
    equal = series.open[1:] == series.close[:-1]
    share = float(equal.mean())
    if len(equal) < STALE_MINIMUM_BARS or share <= STALE_SHARE:
        return []
    text = f"{share:.0%} of the opens equal the previous close: fills at the next open are optimistic here"
    return [finding_at("stale_open", "amber", text, series.session[1:][equal])]


def _volumes(series: PriceSeries) -> list[Finding]:
    idle = series.volume == 0
    if idle.all() or not idle.any():
        return []
    sentence = f"{counted(int(idle.sum()), 'bar')} without volume: nothing is filled there"
    return [finding_at("zero_volume", "note", sentence, series.session[idle])]
