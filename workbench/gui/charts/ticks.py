"""Where an axis puts its labels, and how they read."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Dates
from workbench.gui.present.format import axis_labels, number

Tick = tuple[float, str]
"""(position, label)"""
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MOST_STEPS = 1e9
"""From zero to a label: beyond that a price's own digits end."""
DAYS_FROM = 8 / 21
"""Labels stand on days rather than months where they are less than so much of a month apart."""
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 48, 60, 120, 240, 600)
NARROW_DECADES = 0.5
"""A log axis below that is nearly even, and labelled so."""
LOG_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
ABOUT_ONE = tuple(k / 10 for k in range(1, 21) if k != 10)
TOP, FOOT = 7, 6
"""So near to its ends an axis has no room for a label, pixels."""
LEAST_GAP = 17
"""Between two lines of text, pixels."""


@lru_cache(maxsize=16)
def value_ticks(low: float, high: float, pixels: float, gap: float = 62) -> tuple[Tick, ...]:
    """Round values between `low` and `high`, about one every `gap` pixels.

    Remembered: axis, grid and the width of the axis ask for the same ones in every frame.
    """
    span = high - low
    if not (math.isfinite(span) and span > 0 and pixels > 0):
        return ()
    step = nice_step(span * gap / pixels)
    if max(abs(low), abs(high)) > MOST_STEPS * step:
        return ()
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    values = [k * step for k in range(first, last + 1)]
    return tuple(zip(values, axis_labels(values, step), strict=True))


@lru_cache(maxsize=16)
def log_price_ticks(low: float, high: float, pixels: float, gap: float = 40) -> tuple[Tick, ...]:
    """Prices for an axis from 10**low to 10**high, at least `gap` pixels apart; positions are prices.

    Over less than a factor of three the scale is nearly even, and so are the labels.
    """
    if not (high > low and math.isfinite(high - low)):
        return ()
    if high - low < math.log10(3):
        return value_ticks(10.0**low, 10.0**high, pixels, gap)
    powers = range(math.floor(low), math.ceil(high) + 1)
    wanted = sorted((_roughness(f * 10.0**p), f * 10.0**p) for p in powers for f in LOG_STEPS)
    taken: list[float] = []
    for _, value in wanted:
        place = math.log10(value)
        near = any(abs(place - math.log10(other)) * pixels / (high - low) < gap for other in taken)
        if low <= place <= high and not near:
            taken.append(value)
    return tuple((value, axis_labels([value], nice_step(value / 2))[0]) for value in sorted(taken))


def nice_step(smallest: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is no less than `smallest`."""
    power = 10.0 ** math.floor(math.log10(smallest))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= smallest * (1 - 1e-9))


def log_ticks(low: float, high: float, pixels: float, gap: float = 20) -> list[Tick]:
    """Labels of a log10 axis: `low`, `high` and the positions are logarithms; 1 comes first."""
    if not high > low:
        return []
    powers = range(math.floor(low) - 1, math.ceil(high) + 1)
    wanted = [factor * 10.0**power for power in powers for factor in LOG_STEPS]
    wanted.sort(key=lambda value: (abs(math.log10(value)) > 1e-9, _roughness(value), value))
    taken: list[float] = []
    for value in wanted:
        place = math.log10(value)
        room = all(abs(place - other) * pixels / (high - low) >= gap for other in taken)
        if low <= place <= high and room:
            taken.append(place)
    return [(place, _multiple(10.0**place)) for place in sorted(taken)]


def even_log_ticks(low: float, high: float, pixels: float, gap: float = 20) -> list[Tick]:
    """Labels of a log10 axis: even ones where it spans little and rough ones would be too few."""
    if high - low >= NARROW_DECADES:
        return log_ticks(low, high, pixels, gap)
    if not high > low:
        return []
    even = value_ticks(10.0**low, 10.0**high, pixels, gap)
    return [(math.log10(value), text) for value, text in even if value > 0]


def growth_log_ticks(low: float, high: float, pixels: float) -> list[Tick]:
    """Labels for what 1 became, all with room at the axis: one on either side of 1 wherever that can be."""
    scale = pixels / (high - low) if high > low else 0.0
    if scale <= 0 or pixels <= TOP + FOOT:
        return []
    # A label out of sight would still keep others away.
    low, high, gap = low + FOOT / scale, high - TOP / scale, max(LEAST_GAP, pixels / 8)
    ticks = even_log_ticks(low, high, pixels - TOP - FOOT, gap)
    for side in (-1, 1):
        if any(side * place > 1e-9 for place, _ in ticks):
            continue
        free = [
            (_roughness(value), -abs(place), place, value) for value in ABOUT_ONE
            if side * (place := math.log10(value)) > 0 and low <= place <= high
            and all(abs(place - other) * scale >= LEAST_GAP for other, _ in ticks)
        ]  # fmt: skip
        ticks += [(place, _multiple(value)) for *_, place, value in sorted(free)[:1]]
    return sorted(ticks)


def _roughness(value: float) -> int:
    """How far from a power of ten: 1 before 2 before 4 before the rest."""
    lead = value / 10.0 ** math.floor(math.log10(value) + 1e-9)
    return {1.0: 0, 2.0: 1, 4.0: 2, 1.5: 3, 6.0: 3}.get(round(lead, 6), 4)


def _multiple(value: float) -> str:
    if value >= 9.95:
        return number(value, 0)
    power = math.floor(math.log10(value) + 1e-9)
    halves = round(value / 10.0**power, 6) == 1.5
    return number(value, max(1, halves - power))


class Calendar:
    """The first bar of every month of a series, found once, so that a frame asks only for labels.

    `bars_a_month` says about how many there are: 21 of days, fewer of weeks.
    """

    def __init__(self, session: Dates, bars_a_month: float = 21.0) -> None:
        self._bars_a_month = bars_a_month
        months = session.astype("datetime64[M]").astype(np.int64)
        starts = np.flatnonzero(np.diff(months, prepend=months[:1] - 1)) if len(months) else np.zeros(0, int)
        self._session = session
        self._starts: NDArray[np.int64] = starts
        self._months = months[starts]
        self._remembered = lru_cache(maxsize=8)(self._ticks)

    def ticks(self, first: float, last: float, pixels: float, gap: float = 74) -> tuple[Tick, ...]:
        """Days, months or years between bars `first` and `last`, about one every `gap` pixels at most."""
        return self._remembered(first, last, pixels, gap)

    def _ticks(self, first: float, last: float, pixels: float, gap: float) -> tuple[Tick, ...]:
        span = last - first
        if not len(self._session) or span <= 0:
            return ()
        wanted = max(pixels / gap, 1)
        if span / wanted < DAYS_FROM * self._bars_a_month:
            return tuple(self._day_ticks(first, last, max(1, math.ceil(span / wanted))))
        return tuple(self._month_ticks(first, last, span / wanted / self._bars_a_month))

    def _month_ticks(self, first: float, last: float, months_a_label: float) -> list[Tick]:
        """Looked up month by month of those wanted: a series may have more months than the screen columns."""
        step = next((s for s in MONTH_STEPS if s >= months_a_label), 0)
        step = step or 1200 * math.ceil(months_a_label / 1200)
        # Whole numbers: for a float numpy would copy all months of the series, in every frame.
        low, high = np.searchsorted(self._starts, [math.ceil(first), math.ceil(last)])
        low = max(int(low), 1)
        # The first bars of a series rarely begin their month: a label there would claim that they do.
        if low >= len(self._starts) or self._starts[low] > last:
            return []
        months = self._months[low : int(high) + 1]
        wanted = np.arange(-(-months[0] // step) * step, months[-1] + 1, step)
        places = low + np.searchsorted(months, wanted)
        return [
            (float(self._starts[place]), _month_name(int(month)))
            for place, month in zip(places, wanted, strict=True)
            if self._months[place] == month and self._starts[place] <= last
        ]

    def _day_ticks(self, first: float, last: float, step: int) -> list[Tick]:
        """Every so many days of each month, the first one by its month; one label at least names a month."""
        ticks: list[Tick] = []
        is_named = False
        for start, stop in self._spans(first, last):
            for bar in range(start, stop, step):
                crowded = stop - bar < step and stop < last
                if first <= bar <= last and not crowded:
                    is_named = is_named or bar == start
                    ticks.append((float(bar), self._day_name(bar, bar == start)))
        if ticks and not is_named:
            ticks[0] = (ticks[0][0], self.date_name(int(ticks[0][0])))
        return ticks

    def _spans(self, first: float, last: float) -> list[tuple[int, int]]:
        low = max(0, int(np.searchsorted(self._starts, math.floor(first), "right")) - 1)
        high = int(np.searchsorted(self._starts, math.floor(last), "right"))
        stops = np.append(self._starts[low + 1 : high + 1], len(self._session))
        return [(int(a), int(b)) for a, b in zip(self._starts[low:high], stops, strict=False)]

    def date_name(self, bar: int) -> str:
        """`Jan 5`."""
        day = self._session[bar]
        month = int(day.astype("datetime64[M]").astype(np.int64)) % 12
        return f"{MONTHS[month]} {str(day)[8:].lstrip('0')}"

    def _day_name(self, bar: int, begins_month: bool) -> str:
        day = self._session[bar]
        month = int(day.astype("datetime64[M]").astype(np.int64))
        return _month_name(month) if begins_month else str(day)[8:].lstrip("0")


def _month_name(month: int) -> str:
    """`month` counts from January 1970; a January reads as its year."""
    return str(1970 + month // 12) if month % 12 == 0 else MONTHS[month % 12]
