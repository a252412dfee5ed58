"""Where a price chart looks of its own accord: its first view, and ranges that end where that does."""

from __future__ import annotations

import numpy as np

from workbench.data.series import Dates
from workbench.gui.charts.forecast import DETAIL_FROM
from workbench.gui.charts.viewport import FEWEST_BARS, Viewport
from workbench.gui.charts.zones import ZoneMarks
from workbench.gui.present.chart import first_of_range
from workbench.settings import ChartLook

VAULT_SHARE = 0.2
"""Of the first view: that much of the width belongs to the vault."""
ROOMY = 0.7
"""A bar of the first view is that much wider than what the detail needs, pixels."""
FEWEST = 30
View = tuple[float, float]
"""First and last edge in bars."""
_NONE = ("", 0.0, 0.0)


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
    end = _end(marks, last - first + 1)
    # Of months a short range has fewer bars than are ever shown: the ones before it come along.
    return min(first - 0.5, end - FEWEST_BARS), end


def _end(marks: ZoneMarks, count: float) -> float:
    ahead = marks.live_end or marks.vault_first
    return marks.bars - 0.5 if ahead is None else min(ahead + VAULT_SHARE * count, marks.bars)


def _moments(look: ChartLook, session: Dates) -> Dates:
    """First and last of a look as `session` counts: a whole day lasts to its end, a time lies in its day."""
    first, last = (np.datetime64(text).astype(session.dtype) for text in (look.first, look.last))
    if "T" not in look.last and session.dtype != np.dtype("datetime64[D]"):
        last = (np.datetime64(look.last, "D") + 1).astype(session.dtype) - 1
        # The bar found is the first one not before: here the last one not after is wanted.
        last = session[max(int(np.searchsorted(session, last, "right")) - 1, 0)]
    return np.array([first, last])


class Views:
    """The views that a chart's viewport takes by name: the first one, a range, or remembered days."""

    def __init__(self, viewport: Viewport, marks: ZoneMarks) -> None:
        self._viewport, self._marks = viewport, marks
        self._range = _NONE
        self.fixed: View | None = None
        """A first view of its own, where the usual one would miss the forecasts."""

    @property
    def range(self) -> str:
        """The range shown; empty as soon as the view is another."""
        key, *ends = self._range
        return key if [self._viewport.first, self._viewport.last] == ends else ""

    def forget(self) -> None:
        """Other prices: no range, the usual first view."""
        self._range, self.fixed = _NONE, None

    def set_home(self, width: float) -> None:
        """Tell the viewport its first view, for a pane of `width` pixels."""
        if self._marks.bars:
            self._viewport.set_home(*(self.fixed or first_view(self._marks, width)))

    def show(self, look: ChartLook, session: Dates) -> None:
        """The range or the days of a look; the first view where it names neither."""
        if look.span:
            self._viewport.show(*view_of_range(self._marks, session, look.span))
            self._range = look.span, self._viewport.first, self._viewport.last
        elif look.first and look.last:
            first, last = np.searchsorted(session, _moments(look, session))
            self._viewport.show(first - 0.5, last + 0.5)
        else:
            self._viewport.reset()

    def fields(self, begins: Dates, session: Dates) -> dict[str, str]:
        """The view as the fields of a look; a bar goes from the day it `begins` to its `session`."""
        fields = {"span": self.range, "first": "", "last": ""}
        if not fields["span"] and self._viewport.moved_by_hand and len(session):
            ends = np.array([round(self._viewport.first + 0.5), round(self._viewport.last - 0.5)])
            first, last = np.clip(ends, 0, len(session) - 1)
            fields["first"], fields["last"] = str(begins[first]), str(session[last])
        return fields
