"""The legend of a chart: small swatches with their words, for a chart's head."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.dataclass import dataclass
from workbench.gui.charts.text import label
from workbench.gui.theme import Theme

WORDS, VALUE = (8.25, 400), (8.25, 600)
BETWEEN = 6
"""Pixels before the words and before the value."""
SWATCH = 14
GAP = 14
HEIGHT = 26


@dataclass(frozen=True, slots=True)
class Entry:
    """`mark`: line, thick, dashed, dotted, box, step, dot, or word for words alone.

    `value` stands behind the words in semibold.

    Entries of low `keep` go first where the room is short.
    """

    text: str
    mark: str
    ink: str
    value: str = ""
    alpha: int = 255
    keep: int = 1


class Legend(QWidget):
    """Right-aligned entries on one line; drops whole entries rather than eliding one."""

    def __init__(self, theme: Theme, entries: tuple[Entry, ...] = ()) -> None:
        super().__init__()
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        self.setAccessibleName("legend")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.set_entries(entries)

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        if entries == self._entries:
            return
        self._entries = entries
        self.setAccessibleName("legend: " + ", ".join(f"{e.text} {e.value}".strip() for e in entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(sum(_width(entry) for entry in self._entries)), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, HEIGHT)

    def fitting(self) -> tuple[Entry, ...]:
        """The entries that fit the present width."""
        left = list(self._entries)
        while left and sum(map(_width, left)) - GAP > self.width():
            weakest = min(entry.keep for entry in left)
            left.remove(next(entry for entry in left if entry.keep == weakest))
        return tuple(left)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fitting()
        x = self.width() - sum(map(_width, shown)) + GAP
        for entry in shown:
            self._paint(painter, entry, x)
            x += _width(entry)

    def _paint(self, painter: QPainter, entry: Entry, x: float) -> None:
        tokens, middle = self._theme.tokens, self.height() / 2
        ink = QColor(getattr(tokens, entry.ink))
        ink.setAlpha(tokens.opacity(entry.alpha))
        if entry.mark != "word":
            paint_swatch(painter, entry.mark, ink, QRectF(x, middle - 4, SWATCH, 8))
        left, words = x + _swatch_room(entry), label(entry.text, WORDS)
        words.paint(painter, left, middle, tokens.t2)
        if entry.value:
            label(entry.value, VALUE).paint(painter, left + words.width + BETWEEN, middle, tokens.t1)


def _width(entry: Entry) -> float:
    width = _swatch_room(entry) + GAP + label(entry.text, WORDS).width
    return width + (BETWEEN + label(entry.value, VALUE).width if entry.value else 0)


def _swatch_room(entry: Entry) -> int:
    return 0 if entry.mark == "word" else SWATCH + BETWEEN


def paint_swatch(painter: QPainter, mark: str, ink: QColor, box: QRectF) -> None:
    """A sample of a line or an area."""
    painter.save()
    middle = round(box.center().y())
    if mark == "box":
        painter.fillRect(box, ink)
    elif mark == "dot":
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(box.center().x(), middle), 3.4, 3.4)
    elif mark == "step":
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        end = QPointF(box.right() - 2, middle - 1.5)
        painter.setPen(QPen(ink, 1.6))
        painter.drawLine(QPointF(box.left(), middle + 2), end)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(end, 2.4, 2.4)
    else:
        pen = QPen(ink, 2 if mark in ("thick", "dashed") else 1.4)
        pattern = {"dashed": [2.5, 1.5], "dotted": [1, 2]}.get(mark)
        if pattern:
            pen.setDashPattern(pattern)
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
    painter.restore()
