"""A table of thousands of rows: only those in sight are put into words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from workbench.gui.present.copied import as_text
from workbench.gui.present.long_table import LongTable
from workbench.gui.tables.header import SPACE, TitleRow, inner
from workbench.gui.theme import current, pt

ROW_HEIGHT = 20
SAMPLED = 60
"""Rows that are measured to find a column's width."""
WIDEST = 170
RING = 2
NOTHING = LongTable("", (), 0, lambda place: ())
Index = QModelIndex | QPersistentModelIndex


class LongTableModel(QAbstractTableModel):
    """A `LongTable` for Qt."""

    def __init__(self) -> None:
        super().__init__()
        self.table = NOTHING

    def show_table(self, table: LongTable) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return self.table.count

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.row(index.row())[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.table.columns[index.column()]} {self.table.row(index.row())[index.column()]}"
        return None

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or side != Qt.Orientation.Horizontal:
            return None
        return self.title(section)

    def title(self, column: int) -> str:
        """The words above a column."""
        return self.table.columns[column]


class LongTableView(QTableView):
    """Arrow keys read it, Shift and an arrow mark rows; Ctrl+C copies those, or all where one is marked.

    `left` says that Esc was pressed.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model = LongTableModel()
        self.setModel(self._model)
        self.setHorizontalHeader(TitleRow(self._model.title, _side))
        self.setItemDelegate(_Cells(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_table(self, table: LongTable) -> None:
        """Show a table; the row that was read stays the one that is read where there is still one."""
        here = self.currentIndex()
        self._model.show_table(table)
        self.setAccessibleName(table.name)
        self._share_width()
        if here.isValid() and table.count:
            self.selectRow(min(here.row(), table.count - 1))

    def texts(self) -> list[tuple[str, ...]]:
        """All rows."""
        table = self._model.table
        return [table.row(place) for place in range(table.count)]

    @property
    def titles(self) -> tuple[str, ...]:
        return self._model.table.columns

    def copy(self) -> None:
        """Put the rows marked on the clipboard, or all of them where there are no two."""
        marked = sorted(index.row() for index in self.selectionModel().selectedRows())
        table = self._model.table
        rows: Sequence[int] = marked if len(marked) > 1 else range(table.count)
        QGuiApplication.clipboard().setText(as_text(table.columns, [table.row(row) for row in rows]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and self._model.table.count:
            self.selectRow(max(self.currentIndex().row(), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """As wide as their texts; figures far from their dates would be hard to join."""
        table = self._model.table
        body, head = QFontMetricsF(pt(8.6)), QFontMetricsF(pt(8.25))
        step = max(1, table.count // SAMPLED)
        rows = [table.row(place) for place in range(0, table.count, step)]
        for column, title in enumerate(table.columns):
            width = max([head.horizontalAdvance(title), *(body.horizontalAdvance(r[column]) for r in rows)])
            self.setColumnWidth(column, min(round(width) + SPACE, WIDEST))


class _Cells(QStyledItemDelegate):
    """Names flush left, figures flush right; the rows marked on another ground."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, box = current().tokens, QRectF(option.rect)
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        if marked:
            # The ring of the focus runs beneath the first column.
            painter.fillRect(box.adjusted(0 if index.column() else RING, 0, 0, 0), QColor(tokens.bg3))
        painter.setFont(pt(8.6))
        painter.setPen(QColor(tokens.t1 if marked else tokens.t2))
        painter.drawText(inner(box), _side(index.column()), str(index.data()))


def _side(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
