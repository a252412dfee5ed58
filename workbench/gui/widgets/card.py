"""A card to press: a small figure, a name, one sentence. One of a few to choose from, or the one chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout

from workbench.gui.present.models import Entry
from workbench.gui.theme import current, has_icon, paint_icon, set_role
from workbench.gui.widgets.text import WrapLabel, label

PADDING, FIGURE, MARK = 9, 16, 11
NAME_LEFT = PADDING + FIGURE + 8
NO_FIGURE = "chart"
"""Stands for the figure of an entry that has none of its own."""
ARROWS = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip


class CardButton(QAbstractButton):
    """Enter and space press it; the arrow keys are left to whatever it stands in.

    `mark` names an icon at the right end; `indented` puts the sentence under the name, not the figure.
    """

    def __init__(self, entry: Entry, mark: str = "", *, indented: bool = True) -> None:
        super().__init__()
        self._mark = mark
        self._title = label("", 9, 600, "t1")
        self._sentence = WrapLabel("", 8.6, line_height=120)
        self._indent = QHBoxLayout()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._build(indented)
        self.set_entry(entry)

    @property
    def entry(self) -> Entry:
        """What it says now."""
        return self._entry

    def set_entry(self, entry: Entry) -> None:
        """Show another entry."""
        self._entry = entry
        self._title.setText(entry.title)
        self._sentence.set_text(entry.sentence)
        self.setAccessibleName(entry.title)
        self.setAccessibleDescription(entry.sentence)
        self.update()

    def set_width(self, width: int) -> None:
        """Be so wide from now on, and as high as the sentence needs then, before anything is laid out."""
        self.setFixedWidth(width)
        self._sentence.setFixedWidth(width - 2 * PADDING - self._indent.contentsMargins().left())

    def set_mark(self, mark: str) -> None:
        """Show another icon at the right end, or none."""
        self._mark = mark
        self.update()

    def _build(self, indented: bool) -> None:
        name = QHBoxLayout()
        name.setContentsMargins(NAME_LEFT - PADDING, 0, MARK + 6, 0)
        name.addWidget(self._title, 1)
        self._indent.setContentsMargins(NAME_LEFT - PADDING if indented else 0, 0, 0, 0)
        self._indent.addWidget(self._sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 6, PADDING, 7)
        column.setSpacing(3)
        column.addLayout(name)
        column.addLayout(self._indent)
        for part in (self._title, self._sentence):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    # ---- Qt's own ----

    def sizeHint(self) -> QSize:
        """The height its present width needs; a layout with wrapped text would claim that of no width."""
        return QSize(0, self.layout().totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            enabled = self.isEnabled()
            set_role(self._title, ink="t1" if enabled else "t3")
            set_role(self._sentence, ink="t2" if enabled else "t3")

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        edge = tokens.focus if focused else tokens.t3 if self.isChecked() else tokens.line
        lit = self.isEnabled() and (self.isDown() or self.underMouse())
        painter.setPen(QPen(QColor(edge), 1.5 if focused else 1))
        painter.setBrush(QColor(tokens.bg3 if lit else tokens.bg2 if self.isEnabled() else tokens.bg1))
        inset = 0.75 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        ink = tokens.t2 if self.isEnabled() else tokens.t3
        middle = self._title.geometry().center().y() + 1
        figure = self._entry.icon if has_icon(self._entry.icon) else NO_FIGURE
        paint_icon(painter, figure, ink, QRectF(PADDING, middle - FIGURE / 2, FIGURE, FIGURE))
        if self._mark:
            box = QRectF(self.width() - PADDING - MARK, middle - MARK / 2, MARK, MARK)
            paint_icon(painter, self._mark, ink, box)
