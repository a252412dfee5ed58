"""Room for the words of a message box and of its buttons."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLayout, QMessageBox

SIDES = 30
"""Padding and border of a button, both sides."""
SIDE, TOP = 20, 18
"""Margins of a box, pixels."""


def give_room(box: QMessageBox) -> QMessageBox:
    """The box, its buttons wide enough: Qt measures them before the default one is set in bold."""
    for button in box.buttons():
        bold = QFont(button.font())
        bold.setWeight(QFont.Weight.DemiBold)
        words = QFontMetrics(bold).horizontalAdvance(button.text().replace("&", ""))
        button.setMinimumWidth(words + SIDES)
    grid = box.layout()
    grid.setContentsMargins(SIDE, TOP, SIDE, TOP)
    if box.iconPixmap().isNull():
        _close_icon_column(grid)
    return box


def _close_icon_column(grid: QLayout) -> None:
    """Qt indents the words as if there were an icon: their left edge would not be that of the box."""
    for place in range(grid.count()):
        indent = grid.itemAt(place).spacerItem()
        if indent is not None:
            indent.changeSize(0, 0)
    if isinstance(grid, QGridLayout):
        grid.setHorizontalSpacing(0)
        grid.setColumnStretch(grid.columnCount() - 1, 1)
    grid.invalidate()
