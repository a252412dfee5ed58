"""Telling an unadjusted split from a crash: a split is exact, calm and for good.

On the day of a split nobody is upset: the day's range and what is turned over are those of any other
day. On the day of a crash both are many times larger.
"""

from __future__ import annotations

import numpy as np

from workbench.data.series import Floats, PriceSeries

SPLIT_LOGS = np.log([1.5, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50])
RELATIVE_FIT = 0.02
WIDEST_FIT = 0.03
LEVEL_FIT = 0.15
BEFORE, AFTER = 20, 5


def split_ratio_near(step: Floats, gap: float, bar: int) -> float | None:
    """The signed log of the split that the bar's step, or its overnight gap, is very near to; else None.

    Very near = 2 % of the log, or the ordinary move of a day where that is more (3 % at most).
    """
    recent = step[max(1, bar - 60) : bar]
    sigma = 1.4826 * float(np.median(abs(recent))) if len(recent) >= 10 else 0.01
    for move in (float(step[bar]), gap):
        nearest = float(SPLIT_LOGS[np.argmin(abs(SPLIT_LOGS - abs(move)))])
        fit = max(RELATIVE_FIT * nearest, min(1.5 * sigma, WIDEST_FIT))
        if abs(abs(move) - nearest) <= fit:
            return float(np.copysign(nearest, move))
    return None


def looks_like_a_split(series: PriceSeries, bar: int, ratio: float) -> bool:
    """Whether the new level stays, the day's range is ordinary and so is what is turned over."""
    level = np.log(series.adj_close)
    old, new = level[max(0, bar - AFTER) : bar], level[bar : bar + AFTER]
    if len(old) < 2 or len(new) < 2:
        return False
    stays = abs(float(np.median(new) - np.median(old)) - ratio) < max(LEVEL_FIT, 0.25 * abs(ratio))
    before = slice(max(0, bar - BEFORE), bar)
    ranges = np.log(series.high / series.low)
    calm = ranges[bar] <= 3 * float(np.median(ranges[before])) + 0.02
    # Volume follows the split or not, as the source likes, so either measure may be the ordinary one.
    ordinary = any(
        activity[bar] <= 4 * float(np.median(activity[before]))
        for activity in (series.volume, series.volume * series.close)
    )
    return bool(stays and calm and ordinary)
