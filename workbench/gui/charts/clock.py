"""Where the axis of bars within the day puts its labels: months, days, or times of day."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from workbench.data import intervals
from workbench.data.series import PriceSeries
from workbench.gui.charts.ticks import Calendar, Tick

MINUTE_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360)
DAYS_A_MONTH = 21
MOST_DAYS = 12
"""Days from label to label: further apart they stand on months."""


def calendar_of(series: PriceSeries) -> Calendar:
    """What labels the dates of a series."""
    if series.close_time is None:
        return Calendar(series.session, intervals.bars_a_month(series.interval))
    return DayClock(series)


class DayClock(Calendar):
    """Nights and weekends are closed up: labels are looked up by bar, never computed from the time."""

    def __init__(self, series: PriceSeries) -> None:
        days = series.session.astype(np.int64)
        self._begins: NDArray[np.int64] = np.flatnonzero(np.diff(days, prepend=days[:1] - 1))
        self._bars_a_day = len(days) / max(len(self._begins), 1)
        super().__init__(series.session, self._bars_a_day * DAYS_A_MONTH)
        self._stamp = series.stamp
        seconds = (self._stamp - self._stamp.astype("datetime64[D]")).astype(np.int64)
        self._minute = seconds // 60
        self._apart = max(intervals.minutes(series.interval), 1)
        # Hours that begin at 9:30 stand at half past all day long.
        self._past = int(np.bincount(self._minute % self._apart).argmax()) if len(self._minute) else 0

    def ticks(self, first: float, last: float, pixels: float, gap: float = 74) -> list[Tick]:
        """Times, days or months between bars `first` and `last`, about one every `gap` pixels at most."""
        span = last - first
        if not len(self._session) or span <= 0:
            return []
        bars_a_label = span * gap / max(pixels, gap)
        days_a_label = bars_a_label / self._bars_a_day
        if days_a_label > MOST_DAYS:
            return super().ticks(first, last, pixels, gap)
        return self._day_labels(first, last, bars_a_label, self._times(first, last, bars_a_label))

    def _day_labels(self, first: float, last: float, bars_a_label: float, times: list[Tick]) -> list[Tick]:
        """The first bar of every so many days bears its date; times stand where a date leaves room.

        Times alone would not say of which day: where no date is near the left edge, the first bar in sight
        bears its own.
        """
        step = max(1, math.ceil(bars_a_label / self._bars_a_day))
        low, high = np.searchsorted(self._begins, first), np.searchsorted(self._begins, last, "right")
        places = [place for place in range(int(low), int(high)) if place % step == 0]
        days = [(float(self._begins[place]), self.date_name(int(self._begins[place]))) for place in places]
        start = max(math.ceil(first), 0)
        if start <= min(last, len(self._minute) - 1) and (
            not days or (times and days[0][0] - start >= bars_a_label)
        ):
            days.insert(0, (float(start), self.date_name(start)))
        taken = np.array([bar for bar, _ in days])
        free = [tick for tick in times if not len(taken) or abs(taken - tick[0]).min() >= bars_a_label]
        return sorted([*days, *free])

    def _times(self, first: float, last: float, bars_a_label: float) -> list[Tick]:
        """Bars on times as round as they get; none where a day has no room for one besides its date."""
        step = next((s for s in MINUTE_STEPS if s >= bars_a_label * self._apart), 0)
        if not step or bars_a_label > self._bars_a_day / 2:
            return []
        bars = np.arange(max(math.ceil(first), 0), min(math.floor(last) + 1, len(self._minute)))
        round_ones = bars[(self._minute[bars] - self._past) % step == 0]
        return [(float(bar), _clock(int(self._minute[bar]))) for bar in round_ones]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
