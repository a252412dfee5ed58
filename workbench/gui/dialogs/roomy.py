"""Room for the words of a message box's buttons."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QMessageBox

SIDES = 30
"""Padding and border of a button, both sides."""


def give_room(box: QMessageBox) -> QMessageBox:
    """The box, its buttons wide enough: Qt measures them before the default one is set in bold."""
    for button in box.buttons():
        bold = QFont(button.font())
        bold.setWeight(QFont.Weight.DemiBold)
        words = QFontMetrics(bold).horizontalAdvance(button.text().replace("&", ""))
        button.setMinimumWidth(words + SIDES)
    return box
