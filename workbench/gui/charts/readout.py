"""The head of the price chart: which day the crosshair is on, and what that day was."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.data.intervals import adjective
from workbench.data.series import PriceSeries
from workbench.gui.charts.text import Face, Label, label, lettering, scale_of
from workbench.gui.present import format as fmt
from workbench.gui.present.bars import moment
from workbench.gui.theme import Theme, pt

HEIGHT = 26
MARGIN, END_MARGIN = 12, 4
NAME_SHARE, NAME_LEAST = 0.3, 120
Part = tuple[str, float, int, str, int]
"""(text, points, weight, ink, pixels of space before it)"""
TEXT, POINTS, WEIGHT, INK, BEFORE = range(5)
Pair = tuple[Part, Label]


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
        # It paints its own ground: whatever lies behind need not be painted first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
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
        pairs, tokens, ratio = self._fitting(), self._theme.tokens, scale_of(painter)
        painter.fillRect(event.rect(), QColor(tokens.bg1))
        x, end, middle = float(MARGIN), self.width() - END_MARGIN, self.height() / 2
        for place, (part, words) in enumerate(pairs):
            x += part[BEFORE]
            if x + words.width + _belonging(pairs, place) > end:
                break
            words.paint(painter, int(x), middle, getattr(tokens, part[INK]), tokens.bg1, ratio=ratio)
            x += words.width

    def _fitting(self) -> list[Pair]:
        """The name as short as it must be; open, high and low give way before the close does."""
        faces = {face: lettering(face) for face in {_face(part) for part in self._parts}}
        pairs = [(part, faces[_face(part)].label(part[TEXT])) for part in self._parts]
        if len(pairs) < 2:
            return pairs
        room = max(NAME_SHARE * self.width(), NAME_LEAST)
        if pairs[0][1].width > room:
            pairs[0] = self._shortened(self._parts[0], room)
        for letters in ("O", "HL"):
            if MARGIN + _through_close(pairs) <= self.width() - END_MARGIN:
                break
            gone = [place for place, (part, _) in enumerate(pairs) if place and part[TEXT] in letters]
            pairs = [pair for place, pair in enumerate(pairs) if not {place, place - 1} & {*gone}]
        return pairs

    @staticmethod
    def _shortened(name: Part, room: float) -> Pair:
        """A long name gives way to the figures."""
        metrics = QFontMetricsF(pt(name[POINTS], name[WEIGHT]))
        text = metrics.elidedText(name[TEXT], Qt.TextElideMode.ElideRight, room)
        return (text, *name[POINTS:]), label(text, _face(name))


def _face(part: Part) -> Face:
    return part[POINTS], part[WEIGHT]


def _belonging(pairs: list[Pair], place: int) -> float:
    """Pixels of the figure behind a letter: neither is shown without the other."""
    if len(pairs[place][0][TEXT]) != 1 or place + 1 >= len(pairs):
        return 0.0
    part, words = pairs[place + 1]
    return part[BEFORE] + words.width


def _through_close(pairs: list[Pair]) -> float:
    """Pixels from the first part to the close, without a margin."""
    close = next((place for place, (part, _) in enumerate(pairs) if place and part[TEXT] == "C"), 0)
    return sum(part[BEFORE] + words.width for part, words in pairs[: close + 2])
