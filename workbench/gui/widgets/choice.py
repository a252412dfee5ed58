"""A drop-down list with an arrow of our own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from workbench.gui.theme import current, paint_icon, set_role

HEIGHT = 24


class Choice(QComboBox):
    """`options` are (key, text) pairs; `chosen` carries the key the user picked."""

    chosen = Signal(str)

    def __init__(self, options: tuple[tuple[str, str], ...], current_key: str, name: str = "") -> None:
        super().__init__()
        for key, text in options:
            self.addItem(text, key)
        self.setAccessibleName(name)
        self.setFixedHeight(HEIGHT)
        self.set_current(current_key)
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))

    @property
    def current(self) -> str:
        return str(self.currentData())

    def set_current(self, key: str) -> None:
        """Show a choice without announcing it."""
        self.setCurrentIndex(self.findData(key))

    def set_error(self, sentence: str) -> None:
        """Red border and tooltip; an empty sentence takes them away."""
        set_role(self, state="error" if sentence else "")
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = current().tokens
        ink = tokens.t2 if self.isEnabled() else tokens.t3
        box = QRectF(self.width() - 19, self.height() / 2 - 5, 11, 11)
        paint_icon(QPainter(self), "chevron-down", ink, box)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a panel must not change a choice."""
        event.ignore()
