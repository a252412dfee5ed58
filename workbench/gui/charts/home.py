"""Where a price chart looks of its own accord: its first view, and ranges that end where that does."""

from __future__ import annotations

from workbench.data.series import Dates
from workbench.gui.charts.forecast import DETAIL_FROM
from workbench.gui.charts.zones import ZoneMarks
from workbench.gui.present.chart import first_of_range

VAULT_SHARE = 0.2
"""Of the first view: that much of the width belongs to the vault."""
ROOMY = 0.7
"""A bar of the first view is that much wider than what the detail needs, pixels."""
FEWEST = 30
View = tuple[float, float]
"""First and last edge in bars."""


def first_view(marks: ZoneMarks, width: float) -> View:
    """The last test bars and the beginning of the vault, each bar wide enough to show its forecast."""
    count = max(width / (DETAIL_FROM + ROOMY), FEWEST)
    end = _end(marks, count)
    return end - count, end


def view_of_range(marks: ZoneMarks, session: Dates, key: str) -> View:
    """So many months before the sealed days, and as in the first view some of these; `all` is everything."""
    if key == "all":
        return -0.5, marks.bars - 0.5
    last = (marks.live_end or marks.vault_first or marks.bars) - 1
    first = first_of_range(session, last, key)
    return first - 0.5, _end(marks, last - first + 1)


def _end(marks: ZoneMarks, count: float) -> float:
    ahead = marks.live_end or marks.vault_first
    return marks.bars - 0.5 if ahead is None else min(ahead + VAULT_SHARE * count, marks.bars)
