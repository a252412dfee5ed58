"""The side column of the Live panel: the ratio, large, what it means, and how the training stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.theme import set_role
from workbench.gui.widgets.once import laid_out_once
from workbench.gui.widgets.text import WrapLabel, label, rule

WIDTH = 190
FIGURE_POINTS = 27
MARGIN, ROW_GAP = 6, 2
BEFORE_ROWS = 20
"""Around the rule, and between the lines above it, pixels."""


class FitSide(QWidget):
    """Label, figure, sentence, a small table, and why the training ended."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._figure = label("", FIGURE_POINTS, 600, "t1")
        self._sentence = WrapLabel("", 9.75, ink="t1", line_height=120)
        self._ended = WrapLabel("", 8.25, ink="t3")
        self._grid = QGridLayout()
        self._rows: list[tuple[QWidget, QWidget]] = []
        self._shown: tuple[object, ...] = ()
        edge = QFrame()
        edge.setFixedWidth(1)
        set_role(edge, ground="rule")
        column = QVBoxLayout()
        column.setContentsMargins(16, MARGIN, 14, MARGIN)
        column.setSpacing(1)
        self._title = label(title, 8.25)
        column.addWidget(self._title)
        column.addWidget(self._figure)
        column.addWidget(self._sentence)
        column.addSpacing(8)
        self._rule = rule()
        column.addWidget(self._rule)
        column.addSpacing(4)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        column.addSpacing(4)
        column.addWidget(self._ended)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(edge)
        row.addLayout(column, 1)
        self.setFixedWidth(WIDTH)

    def show_training(
        self, figure: str, sentence: str, rows: tuple[tuple[str, str], ...], ended: str
    ) -> None:
        """Show how a training stands, unless it is shown already."""
        shown = (figure, sentence, rows, ended)
        if shown == self._shown:
            return
        self._shown = shown
        self._figure.setText(figure)
        self._figure.setAccessibleName(f"validation / naive {figure}")
        self._sentence.set_text(sentence)
        self._ended.set_text(ended)
        for place, (name, value) in enumerate(rows):
            if place == len(self._rows):
                self._add_row()
            left, right = self._rows[place]
            left.setText(name)
            right.setText(value)
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        """Where height is short the reason goes first, then the rows from the last one up."""
        above = (self._title, self._figure, self._sentence)
        room = self.height() - 2 * MARGIN - BEFORE_ROWS - sum(part.sizeHint().height() for part in above)
        with laid_out_once(self.layout()):
            for place, row in enumerate(self._rows):
                room -= row[0].sizeHint().height() + ROW_GAP
                for part in row:
                    part.setVisible(room >= 0)
                if place == 0:
                    self._rule.setVisible(room >= 0)
            self._ended.setVisible(room >= self._ended.sizeHint().height() + 2 * ROW_GAP)

    def _add_row(self) -> None:
        left, right = label("", 8.25), label("", 8.25, 600, "t1")
        place = len(self._rows)
        self._grid.addWidget(left, place, 0)
        self._grid.addWidget(right, place, 1, Qt.AlignmentFlag.AlignRight)
        self._rows.append((left, right))
