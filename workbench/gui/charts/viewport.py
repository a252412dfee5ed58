"""Which bars are visible: one object that every pane of a chart follows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

FEWEST_BARS = 8.0
SPARE = 0.06
"""Empty room that may be shown beyond either end, as a share of the visible span."""


class Viewport(QObject):
    """The visible range in bars; `changed` after every move."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._bars = 0
        self._first, self._last = 0.0, 1.0
        self._home = (0.0, 1.0)
        self._moved = False

    @property
    def first(self) -> float:
        return self._first

    @property
    def last(self) -> float:
        return self._last

    @property
    def span(self) -> float:
        return self._last - self._first

    @property
    def bars(self) -> int:
        return self._bars

    @property
    def moved_by_hand(self) -> bool:
        """The user zoomed or panned since the last reset."""
        return self._moved

    def set_bars(self, bars: int) -> None:
        """A new series of `bars` bars; shows all of it until told otherwise."""
        self._bars, self._moved = bars, False
        self.set_home(-0.5, max(bars, 2) - 0.5)

    def set_home(self, first: float, last: float) -> None:
        """Where `reset` returns to; goes there unless the user moved."""
        self._home = (first, last)
        if not self._moved:
            self._go(first, last)

    def show(self, first: float, last: float) -> None:
        """Go to a range; counts as the user's."""
        self._moved = True
        self._go(first, last)

    def reset(self) -> None:
        """Go home."""
        self._moved = False
        self._go(*self._home)

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Make the span `factor` times as wide, keeping the bar `around` where it is."""
        centre = (self._first + self._last) / 2 if around is None else around
        widest = max(self._bars * (1 + 2 * SPARE), FEWEST_BARS)
        span = min(max(self.span * factor, FEWEST_BARS), widest)
        share = (centre - self._first) / self.span
        self.show(centre - share * span, centre + (1 - share) * span)

    def pan(self, bars: float) -> None:
        self.show(self._first + bars, self._last + bars)

    def _go(self, first: float, last: float) -> None:
        span = max(last - first, FEWEST_BARS)
        room = max(SPARE * span, 1.0)
        low, high = -0.5 - room, self._bars - 0.5 + room
        first = low if span >= high - low else min(max(first, low), high - span)
        if (first, first + span) != (self._first, self._last):
            self._first, self._last = first, first + span
            self.changed.emit()
