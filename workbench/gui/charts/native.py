"""Arrays of numbers that Qt's painter reads as lines, rectangles or points, without a Python object each."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPolygonF
from shiboken6.Shiboken import VoidPtr, wrapInstance

FIRST_ROWS = 32


class NativeRows:
    """Rows of numbers in one piece of memory, laid out as an array of the Qt class `kind`.

    A row has `width` numbers of the type `number`. The memory is numpy's and belongs to this object; the
    painter only reads it during a call.
    """

    def __init__(self, kind: type, width: int, number: type = np.float64) -> None:
        self._kind, self._width, self._number = kind, width, number
        self._take(FIRST_ROWS)

    def rows(self, count: int) -> NDArray[Any]:
        """The first `count` rows to write into, shape (count, width); their old values are lost."""
        if count > len(self._memory):
            self._take(2 * count)
        return self._memory[:count]

    @property
    def first(self) -> Any:
        """The first row as Qt's class, for calls that take a pointer and a count."""
        return self._first

    def _take(self, rows: int) -> None:
        self._memory = np.zeros((rows, self._width), self._number)
        self._first = wrapInstance(self._memory.ctypes.data, self._kind)


def polygon(x: NDArray[np.float64], y: NDArray[np.float64]) -> QPolygonF:
    """The points (x, y), shape (points,) each, as one polygon."""
    made = QPolygonF()
    made.resize(len(x))
    points = np.frombuffer(VoidPtr(made.data(), len(x) * 16, True)).reshape(-1, 2)
    points[:, 0], points[:, 1] = x, y
    return made
