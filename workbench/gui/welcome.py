"""The welcome card: one question, four ways in. Not a dialog; Esc hides it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.dataclass import dataclass
from workbench.gui.theme import current, paint_icon, set_role
from workbench.gui.widgets.text import WrapLabel, label

HEADING = "Can a network that remembers predict tomorrow?"
PROMISE = (
    "Press Train. In under a minute you see it learn, and then what it is worth after costs and luck. "
    "Nothing leaves this computer."
)

TEXT_FROM = 130
"""Narrower cards have a title alone, rather than half a sentence; the tooltip says the rest."""


@dataclass(frozen=True, slots=True)
class Way:
    """One card: the command it presses, its shortcut as shown, and what it is."""

    action: str
    icon: str
    key: str
    title: str
    text: str


WAYS = (
    Way("run.train", "play", "F5", "Sample", "S&P 500, twenty years, already charted above."),
    Way("data.add_ticker", "search", "Ctrl+T", "Ticker", "Daily prices from Yahoo, kept on this computer."),
    Way("data.import_csv", "table", "Ctrl+I", "CSV file", "Your own prices, checked for gaps and bad ticks."),
    Way("file.open", "folder", "Ctrl+O", "Project", "Go on where you stopped."),
)


class WelcomeCard(QWidget):
    """`chosen` carries the id of a command."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        set_role(self, ground="panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("welcome")
        head = QHBoxLayout()
        head.addWidget(WrapLabel(HEADING, 16.5, 600, "t1"), 1)
        hint = label("Esc hides this", 8.25, ink="t3")
        head.addWidget(hint, 0, Qt.AlignmentFlag.AlignTop)
        cards = QHBoxLayout()
        cards.setSpacing(10)
        self.ways = {way.action: _WayButton(way, first=way is WAYS[0]) for way in WAYS}
        for action, button in self.ways.items():
            button.clicked.connect(lambda _=False, action=action: self.chosen.emit(action))
            cards.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(WrapLabel(PROMISE, 9.75))
        column.addSpacing(4)
        column.addLayout(cards, 1)


class _WayButton(QAbstractButton):
    """A card that is a button: icon, shortcut, title, one sentence."""

    def __init__(self, way: Way, *, first: bool) -> None:
        super().__init__()
        self._way = way
        self._first = first
        self.setAccessibleName(way.title)
        self.setAccessibleDescription(way.text)
        self.setToolTip(way.text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        key = label(way.key, 8.25, ink="t3")
        title = label(way.title, 9.75, 600, "t1")
        self._text = WrapLabel(way.text, 8.6, line_height=122)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(key)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        column.addLayout(top)
        column.addSpacing(4)
        column.addWidget(title)
        column.addWidget(self._text)
        column.addStretch(1)
        for part in (key, title, self._text):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(140, 92)

    def minimumSizeHint(self) -> QSize:
        return QSize(90, 62)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._text.setVisible(self.width() >= TEXT_FROM)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self._first or self.hasFocus()
        # The first card wears a line of that colour always: the keyboard's is twice as wide.
        width = 3 if self.hasFocus() else 1.5 if strong else 1
        painter.setPen(QPen(QColor(tokens.acc if strong else tokens.line), width))
        painter.setBrush(QColor(tokens.bg3 if self.isDown() or self.underMouse() else tokens.bg2))
        inset = max(1, width / 2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        ink = tokens.acc if self._first else tokens.t2
        paint_icon(painter, self._way.icon, ink, QRectF(14, 10, 16, 16))
