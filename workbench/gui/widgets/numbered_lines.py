"""A few numbered lines: questions, steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from workbench.gui.widgets.text import WrapLabel, label


class NumberedLines(QWidget):
    """Numbers in grey 600 at the left edge, wrapped text beside them."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines: tuple[str, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self.set_lines(lines)

    def set_lines(self, lines: Sequence[str]) -> None:
        """Replace the lines, unless they are shown already."""
        if tuple(lines) == self._lines:
            return
        while item := self._grid.takeAt(0):
            item.widget().deleteLater()
        self._lines = tuple(lines)
        for row, text in enumerate(self._lines):
            number = label(str(row + 1), 9, 600, "t3")
            self._grid.addWidget(number, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(WrapLabel(text, 9), row, 1)
