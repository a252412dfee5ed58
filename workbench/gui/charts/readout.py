"""The head of the price chart: which day the crosshair is on, and what that day was."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.data.intervals import adjective
from workbench.data.series import PriceSeries
from workbench.gui.charts.text import label
from workbench.gui.present import format as fmt
from workbench.gui.present.bars import moment
from workbench.gui.theme import Theme, pt

HEIGHT = 26
MARGIN, END_MARGIN = 12, 4
NAME_SHARE, NAME_LEAST = 0.3, 120
Part = tuple[str, float, int, str, int]
"""(text, points, weight, ink, pixels of space before it)"""


class Readout(QWidget):
    """One line: name, date, open, high, low, close, change and volume; what does not fit is left out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: list[Part] = []
        self.says_length: Callable[[], bool] = lambda: True
        """Whether the length of the bars is to be read here."""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(0, HEIGHT)

    def clear(self, text: str = "") -> None:
        """No day to read: a sentence, or nothing."""
        self._show([(text, 9, 400, "t2", 0)])

    def show_bar(self, prices: PriceSeries, bar: int, only_close: bool = False, note: str = "") -> None:
        """Read a bar; `only_close` where nothing else is known of it. `note` says what the bar is made of."""
        close = float(prices.close[bar])
        parts: list[Part] = [
            (prices.name or prices.symbol, 10, 600, "t1", 0),
            *([(adjective(prices.interval), 8.25, 400, "t3", 12)] if self.says_length() else []),
            (moment(prices, bar), 8.6, 400, "t2", 12),
            *([(note, 8.25, 400, "t3", 7)] if note else []),
        ]
        values = (("O", prices.open), ("H", prices.high), ("L", prices.low)) if not only_close else ()
        for letter, column in (*values, ("C", prices.close)):
            parts += [(letter, 8.25, 400, "t3", 12), (fmt.price(float(column[bar])), 8.6, 500, "t1", 5)]
        before = float(prices.close[bar - 1]) if bar > 0 else 0.0
        if before > 0 and isfinite(close):
            change = close / before - 1
            ink = "up" if change >= 0 else "down"
            parts.append((fmt.percent(change, 2, signed=True), 8.6, 500, ink, 12))
        if not only_close and prices.volume[bar] > 0:
            text = fmt.volume(float(prices.volume[bar]))
            parts += [("V", 8.25, 400, "t3", 12), (text, 8.6, 500, "t1", 5)]
        self._show(parts)

    @property
    def text(self) -> str:
        """The line as words."""
        return " ".join(part[0] for part in self._parts)

    def _show(self, parts: list[Part]) -> None:
        if parts == self._parts:
            return
        self._parts = parts
        self.setAccessibleName(self.text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, parts = float(MARGIN), self._fitting()
        for place, (text, points, weight, ink, before) in enumerate(parts):
            words = label(text, (points, weight))
            x += before
            if x + words.width + _belonging(parts, place) > self.width() - END_MARGIN:
                break
            words.paint(painter, int(x), self.height() / 2, getattr(self._theme.tokens, ink))
            x += words.width

    def _fitting(self) -> list[Part]:
        """The name as short as it must be; open, high and low give way before the close does."""
        parts = list(self._parts)
        if len(parts) < 2:
            return parts
        text, points, weight, ink, before = parts[0]
        parts[0] = (self._name(text, pt(points, weight)), points, weight, ink, before)
        for letters in ("O", "HL"):
            if MARGIN + _through_close(parts) > self.width() - END_MARGIN:
                gone = [place for place, part in enumerate(parts) if place and part[0] in letters]
                parts = [part for place, part in enumerate(parts) if not {place, place - 1} & {*gone}]
        return parts

    def _name(self, text: str, font: QFont) -> str:
        """A long name gives way to the figures."""
        room = max(NAME_SHARE * self.width(), NAME_LEAST)
        return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)


def _belonging(parts: list[Part], place: int) -> float:
    """Pixels of the figure behind a letter: neither is shown without the other."""
    if len(parts[place][0]) != 1 or place + 1 >= len(parts):
        return 0.0
    text, points, weight, _, before = parts[place + 1]
    return before + label(text, (points, weight)).width


def _through_close(parts: list[Part]) -> float:
    """Pixels from the first part to the close, without a margin."""
    close = next((place for place, part in enumerate(parts) if place and part[0] == "C"), 0)
    return sum(before + label(text, (points, weight)).width
               for text, points, weight, _, before in parts[: close + 2])  # fmt: skip
