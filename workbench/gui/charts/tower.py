"""Columns in ever coarser pairs, so that a frame never touches more of them than the screen has pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, log2

import numpy as np

from workbench.data.series import Floats
from workbench.gui.charts.frame import Frame

Join = Callable[[Floats, Floats], Floats]
COLUMN = 2.0
"""Fewest pixels a column: below this, neighbouring bars are joined."""


def first_known(left: Floats, right: Floats) -> Floats:
    """The left one of each pair, the right one where that is NaN."""
    return np.where(np.isnan(left), right, left)


def last_known(left: Floats, right: Floats) -> Floats:
    """The right one of each pair, the left one where that is NaN."""
    return first_known(right, left)


lowest, highest = np.fmin, np.fmax
"""Of each pair; NaN only where both are."""


def mean(left: Floats, right: Floats) -> Floats:
    """Of each pair; of one where the other is NaN."""
    return (first_known(left, right) + last_known(left, right)) / 2


class Tower:
    """Level k has groups of 2**k bars and is made from the one below when it is first asked for.

    `columns` are arrays of shape (bars,) by name, `joins` say how two neighbours become one. Row 0 is about
    the bar `first`.
    """

    def __init__(self, columns: Mapping[str, Floats], joins: Mapping[str, Join], first: int = 0) -> None:
        self.first = first
        self._joins = joins
        self._levels = [dict(columns)]

    def __len__(self) -> int:
        return _length(self._levels[0])

    @staticmethod
    def power(bar_width: float, column: float = COLUMN) -> int:
        """The finest level whose groups are at least `column` pixels wide at `bar_width` pixels a bar."""
        return max(0, ceil(log2(column / bar_width))) if bar_width < column else 0

    def level(self, power: int) -> tuple[int, dict[str, Floats]]:
        """(bars a group, columns) of level `power`, or of the coarsest there is."""
        while len(self._levels) <= power and _length(self._levels[-1]) > 1:
            finer = self._levels[-1]
            self._levels.append({name: _pairs(values, self._joins[name]) for name, values in finer.items()})
        power = min(power, len(self._levels) - 1)
        return 2**power, self._levels[power]

    def groups(self, first: float, last: float, power: int) -> tuple[int, slice, dict[str, Floats]]:
        """(bars a group, groups, their columns) of the bars from `first` to `last`."""
        size, columns = self.level(power)
        low = min(max(int(first) - self.first, 0), len(self))
        high = min(max(int(last) - self.first + 1, low), len(self))
        part = slice(low // size, -(-high // size))
        return size, part, {name: values[part] for name, values in columns.items()}

    def visible(self, frame: Frame) -> tuple[Floats, dict[str, Floats], float]:
        """(pixels of the groups' centres, their columns, pixels a group) of what the frame shows."""
        power = self.power(frame.bar_width)
        size = self.level(power)[0]
        spare = size + 1
        size, part, columns = self.groups(frame.x0 - spare, frame.x1 + spare, power)
        bars = self.first + np.arange(part.start, part.stop) * size + (size - 1) / 2
        return frame.x(bars), columns, frame.bar_width * size


class LineTower:
    """One value a bar, NaN where there is none: a line that keeps its extremes however far away."""

    def __init__(self, values: Floats) -> None:
        self.values = np.asarray(values, float)
        self._tower = Tower({"low": self.values, "high": self.values}, {"low": lowest, "high": highest})

    def points(self, frame: Frame, factor: float = 1.0) -> tuple[Floats, Floats]:
        """x and y pixels of the values times `factor`; two points a group where bars are joined."""
        x, columns, width = self._tower.visible(frame)
        if width <= frame.bar_width:
            return x, frame.y(factor * columns["low"])
        ends = np.stack([columns["low"], columns["high"]], axis=1)
        return np.repeat(x, 2), frame.y(factor * ends.ravel())

    def extent(self, first: float, last: float) -> tuple[float, float] | None:
        """Lowest and highest value of the bars from `first` to `last`; None where there is none."""
        power = Tower.power(1000 / max(last - first + 1, 1), 1)
        columns = self._tower.groups(np.ceil(first), np.floor(last), power)[2]
        return extremes(columns["low"], columns["high"])


def extremes(low: Floats, high: Floats) -> tuple[float, float] | None:
    """The least of one and the greatest of another column, NaN left out; None where nothing is left."""
    if not len(low):
        return None
    least, greatest = float(np.fmin.reduce(low)), float(np.fmax.reduce(high))
    return (least, greatest) if np.isfinite(least) and np.isfinite(greatest) else None


def _length(columns: Mapping[str, Floats]) -> int:
    return len(next(iter(columns.values())))


def _pairs(values: Floats, join: Join) -> Floats:
    whole = len(values) // 2 * 2
    joined = join(values[:whole:2], values[1:whole:2])
    return joined if whole == len(values) else np.append(joined, values[-1])
