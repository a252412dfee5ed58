"""The head of a table of runs or days: quiet titles over the cells, one hairline under all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView

from workbench.gui.theme import current, pt

HEAD_HEIGHT = 24
SPACE = 14
"""Between two columns, pixels."""


class TitleRow(QHeaderView):
    """`title` gives the words of a column, `side` their alignment as Qt's flags."""

    def __init__(self, title: Callable[[int], str], side: Callable[[int], int]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._title, self._side = title, side
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setMinimumSectionSize(10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self.viewport()), current().tokens
        painter.setFont(pt(8.25))
        painter.setPen(QColor(tokens.t3))
        for column in range(self.count()):
            if not self.isSectionHidden(column):
                place = self.sectionViewportPosition(column)
                box = QRectF(place, 0, self.sectionSize(column), self.height() - 1)
                painter.drawText(inner(box), self._side(column), self._title(column))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


def inner(box: QRectF) -> QRectF:
    """A cell without half the space to its neighbours."""
    return box.adjusted(SPACE / 2, 0, -SPACE / 2, 0)
