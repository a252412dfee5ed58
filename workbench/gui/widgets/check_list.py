"""A few boxes to tick, at least one of which stays ticked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from workbench.gui.theme import current, pt
from workbench.gui.widgets.text import WrapLabel

SQUARE, TEXT_LEFT, ROW_HEIGHT = 12, 21, 20
TICK = ((3, 6.3), (5.2, 8.6), (9.2, 3.7))
LAST_STAYS = "A model needs at least one input."


class TickBox(QCheckBox):
    """A check box whose square is seen on every ground, ticked or not."""

    def sizeHint(self) -> QSize:
        return QSize(TEXT_LEFT + self.fontMetrics().horizontalAdvance(self.text()) + 4, ROW_HEIGHT)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1.5, self.height() / 2 - SQUARE / 2, SQUARE, SQUARE)
        painter.setPen(QPen(QColor(tokens.focus if self.hasFocus() else tokens.t3), 1))
        painter.setBrush(QColor(tokens.bg2))
        painter.drawRoundedRect(box, 3, 3)
        ink = QColor(tokens.t3 if not self.isEnabled() else tokens.t1 if self.isChecked() else tokens.t2)
        if self.isChecked():
            painter.setPen(QPen(ink, 1.7))
            left, top = box.left(), box.top()
            painter.drawPolyline([QPointF(left + x, top + y) for x, y in TICK])
        if self.hasFocus():
            words = min(self.fontMetrics().horizontalAdvance(self.text()) + 8, self.width() - TEXT_LEFT + 3)
            ring = QRectF(TEXT_LEFT - 3.5, 1.5, words, self.height() - 3)
            painter.setPen(QPen(QColor(tokens.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, 3, 3)
        painter.setPen(ink)
        room = self.rect().adjusted(TEXT_LEFT, 0, 0, 0)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class CheckList(QWidget):
    """`options` are (key, title, explanation); `toggled` carries the key and whether it is now ticked."""

    toggled = Signal(str, bool)

    def __init__(self, options: Iterable[tuple[str, str, str]]) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self._problem = WrapLabel("", 8.25, ink="red")
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for key, title, explanation in options:
            box = self.boxes[key] = TickBox(title)
            box.setFont(pt(8.6))
            box.setMinimumWidth(1)
            box.setToolTip(explanation)
            box.setAccessibleName(title)
            box.setAccessibleDescription(explanation)
            box.clicked.connect(lambda ticked, key=key: self._clicked(key, ticked))
            column.addWidget(box)
        column.addWidget(self._problem)

    @property
    def problem(self) -> str:
        return self._problem.plain_text

    def set_problem(self, sentence: str) -> None:
        """Show one sentence below the boxes, or none."""
        self._problem.set_text(sentence)
        self._problem.setVisible(bool(sentence))

    def set_ticked(self, keys: Iterable[str]) -> None:
        """Show what is ticked without announcing it."""
        ticked = set(keys)
        for key, box in self.boxes.items():
            box.setChecked(key in ticked)

    def _clicked(self, key: str, ticked: bool) -> None:
        if not ticked and not any(box.isChecked() for box in self.boxes.values()):
            self.boxes[key].setChecked(True)
            self.set_problem(LAST_STAYS)
            return
        self.set_problem("")
        self.toggled.emit(key, ticked)
