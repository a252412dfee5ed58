"""What a drawing needs to know of the box it paints in: its pixels, its range, its colours."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from workbench.dataclass import dataclass
from workbench.gui.theme import Tokens


@dataclass(frozen=True, slots=True)
class Frame:
    """The box spans x0..x1 bars (bar i is centred on i) by y0..y1 values over width by height pixels.

    With `log`, y0 and y1 are decimal logarithms; `y` takes and `value_at` gives the values themselves.
    """

    width: float
    height: float
    x0: float
    x1: float
    y0: float
    y1: float
    tokens: Tokens
    log: bool = False

    @property
    def bar_width(self) -> float:
        """Pixels a bar."""
        return self.width / (self.x1 - self.x0)

    @property
    def box(self) -> QRectF:
        return QRectF(0, 0, self.width, self.height)

    def x(self, bars: ArrayLike) -> NDArray[np.float64]:
        """Pixel of bars' centres; of a number, a number: numpy takes ten times as long for one."""
        if isinstance(bars, float | int):
            return (bars - self.x0) * self.bar_width
        return (np.asarray(bars, float) - self.x0) * self.bar_width

    def y(self, values: ArrayLike) -> NDArray[np.float64]:
        """Pixel of values, downwards; NaN where a value has no place on the axis."""
        if self.log:
            values = log10(values)
        elif not isinstance(values, float | int):
            values = np.asarray(values, float)
        return self.height - (values - self.y0) * (self.height / (self.y1 - self.y0))

    def left_edge(self, bar: float) -> float:
        """Whole pixel where a bar's column begins, kept within a box either side of this one."""
        return min(max(float(round((bar - 0.5 - self.x0) * self.bar_width)), -self.width), 2 * self.width)

    def bar_at(self, pixel: float) -> int:
        """The bar under a pixel."""
        return round(self.x0 + pixel / self.bar_width)

    def value_at(self, pixel: float) -> float:
        place = self.y0 + (self.height - pixel) * (self.y1 - self.y0) / self.height
        return 10.0**place if self.log else place

    def visible(self, bars: int, spare: int = 1) -> slice:
        """The indices in 0..bars that the box shows, with `spare` more on either side."""
        first = max(0, int(np.floor(self.x0)) - spare)
        return slice(first, max(first, min(bars, int(np.ceil(self.x1)) + spare + 1)))


def log10(values: ArrayLike) -> NDArray[np.float64]:
    """Decimal logarithms; NaN for what has none."""
    values = np.asarray(values, float)
    out = np.full(values.shape, np.nan)
    return np.log10(values, out=out, where=values > 0)


@lru_cache(maxsize=32)
def washed(ink: str, ground: str, alpha: int) -> QColor:
    """What `ink` looks like on `ground` with an opacity of `alpha` of 255."""
    over, under, share = QColor(ink), QColor(ground), alpha / 255
    pairs = zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)
    return QColor(*(round(share * a + (1 - share) * b) for a, b in pairs))


class Drawing:
    """Paints one thing into a box; `z` orders the drawings of a pane, lower first."""

    z = 0.0

    def draw(self, painter: QPainter, frame: Frame) -> None:
        raise NotImplementedError
