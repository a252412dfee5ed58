"""One cell a fold, filled where the run beat scaled holding; the arrow keys read them one by one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from workbench.gui.present.rests import FoldCell
from workbench.gui.theme import current

CELL, HIGH, MOST_WIDE = 9, 13, 22
NAME = "folds, filled where the run beat scaled holding"
WON = Qt.ItemDataRole.UserRole


class FoldStrip(QTableWidget):
    """A table, so that screen readers and the arrow keys have it; `read` carries the words of a cell."""

    read = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, 0)
        self._cells: tuple[FoldCell, ...] = ()
        self.setAccessibleName(NAME)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(4)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        # The ring that the sheet gives tables would cover the outer cells; the cell read wears one instead.
        self.setStyleSheet("QTableView:focus { border: none; }")
        self.currentCellChanged.connect(lambda *_: self._say())

    def show_cells(self, cells: tuple[FoldCell, ...]) -> None:
        if cells != self._cells:
            self._cells = cells
            won = sum(cell.won for cell in cells)
            self.setAccessibleName(f"{NAME}: {won} of {len(cells)}")
            self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(60, max(self.rowCount(), 1) * HIGH + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentColumn() < 0 and self._cells:
            self.setCurrentCell(0, 0)
        self._say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.read.emit("")

    def _lay_out(self) -> None:
        """As many cells side by side as fit; many folds take several lines."""
        width, count = max(self.width(), CELL), len(self._cells)
        across = max(1, min(count, width // CELL))
        lines = -(-count // across)
        across = max(1, -(-count // lines)) if lines else 1
        self.setColumnCount(across)
        self.setRowCount(lines)
        for column in range(across):
            self.setColumnWidth(column, min(width // across, MOST_WIDE))
        for line in range(lines):
            self.setRowHeight(line, HIGH)
        for place, cell in enumerate(self._cells):
            item = QTableWidgetItem()
            item.setData(WON, cell.won)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, cell.words)
            item.setToolTip(cell.words)
            self.setItem(place // across, place % across, item)
        self.setFixedHeight(self.sizeHint().height())

    def _say(self) -> None:
        place = self.currentRow() * self.columnCount() + self.currentColumn()
        known = self.hasFocus() and 0 <= place < len(self._cells)
        self.read.emit(self._cells[place].words if known else "")


class _Cells(QStyledItemDelegate):
    """Filled is won, hollow is lost: the colour says it a second time."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        won = index.data(WON)
        if won is None:
            return
        tokens, table = current().tokens, self.parent()
        place = (table.currentRow(), table.currentColumn())
        read = table.hasFocus() and place == (index.row(), index.column())
        box = QRectF(option.rect).adjusted(0.5, 1.5, -1.5, -1.5)
        fill = QColor(tokens.acc)
        fill.setAlphaF(0.75)
        painter.setBrush(fill if won else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.t1 if read else tokens.acc if won else tokens.t3), 1))
        painter.drawRect(box)
        if read:
            # In the gap around the cell, where it stands against the ground and not against the filling.
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(option.rect).adjusted(0, 0, -1, -1))
