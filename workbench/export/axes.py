"""Round values and dates along the axes of a drawing."""

from __future__ import annotations

import math

import numpy as np

from workbench.data.series import Dates

NICE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120)
GAP, DATE_GAP = 24.0, 62.0
"""Least distance of two labels, pixels."""


def log_ticks(low: float, high: float, height: float) -> list[float]:
    """Round values between two logarithms, ascending, so few that their labels do not touch."""
    scale = height / (high - low)
    decades = range(math.floor(low), math.ceil(high) + 1)
    kept: list[float] = []
    # 1 comes first: it is what everything is compared with.
    for tick in sorted(
        (m * 10.0**k for k in decades for m in NICE), key=lambda tick: (tick != 1.0, abs(math.log10(tick)))
    ):
        is_inside = low < math.log10(tick) < high
        if is_inside and all(abs(math.log10(tick / other)) * scale > GAP for other in kept):
            kept.append(tick)
    return sorted(kept)


def value_ticks(low: float, high: float, height: float) -> list[float]:
    """Round values between two others, about 50 pixels apart."""
    wanted = (high - low) * 50.0 / height
    size = 10.0 ** math.floor(math.log10(wanted))
    step = next(s * size for s in STEPS if s * size >= wanted * 0.999)
    return [k * step for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def date_ticks(dates: Dates, width: float) -> list[tuple[int, str]]:
    """(place, words) of the first of `dates` in a month or a year, far enough apart over `width` pixels."""
    months = dates.astype("datetime64[M]").astype(int)
    firsts = np.flatnonzero(np.diff(months) > 0) + 1
    chosen: list[int] = []
    step = 1
    for step in MONTH_STEPS:
        chosen = [int(day) for day in firsts if months[day] % step == 0]
        if len(chosen) * DATE_GAP <= width:
            break
    letters = 4 if step >= 12 else 7
    room = GAP * len(dates) / width
    return [(day, str(dates[day])[:letters]) for day in chosen if room <= day <= len(dates) - room]
