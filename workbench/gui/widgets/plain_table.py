"""A small table without grid or zebra: names flush left, numbers flush right, one row in bold."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from workbench.gui.theme import current, pt

ROW_HEIGHT = 18
HEAD_HEIGHT = 20
COLUMN_GAP = 12
INK, STRONG = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """`strong` sets the row in 600; `name_ink` and `ink` are roles of the theme."""

    cells: tuple[str, ...]
    strong: bool = False
    name_ink: str = "t2"
    ink: str = ""
    tooltip: str = ""


class _Flush(QStyledItemDelegate):
    """Draws text without the cell margins Qt adds, so that edges align with the panel's."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.setFont(pt(8.6, 600 if index.data(STRONG) else 400))
        painter.setPen(QColor(getattr(current().tokens, index.data(INK))))
        side = Qt.AlignmentFlag.AlignLeft if index.column() == 0 else Qt.AlignmentFlag.AlignRight
        text = index.data() or ""
        if index.column() == 0:
            text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, option.rect.width())
        painter.drawText(QRectF(option.rect), int(side | Qt.AlignmentFlag.AlignVCenter), text)


class _Header(QHeaderView):
    """Header text flush with the cells beneath, one hairline under all of it."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSectionsClickable(False)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setMinimumSectionSize(20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        tokens = current().tokens
        painter.setFont(pt(8.25))
        painter.setPen(QColor(tokens.t3))
        for column in range(self.count()):
            box = QRectF(self.sectionViewportPosition(column), 0, self.sectionSize(column), self.height() - 3)
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            text = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
            painter.drawText(box, int(side | Qt.AlignmentFlag.AlignBottom), text)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class PlainTable(QTableWidget):
    """As tall as its rows; the first column takes the width that the others leave."""

    def __init__(self, columns: tuple[str, ...], name: str, *, row_height: int = ROW_HEIGHT) -> None:
        super().__init__(0, len(columns))
        self._row_height = row_height
        self._fixed_widths = False
        self.setHorizontalHeader(_Header())
        self.setHorizontalHeaderLabels(list(columns))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(row_height)
        self.setItemDelegate(_Flush(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setMinimumWidth(0)

    def set_widths(self, *widths: int) -> None:
        """Pixel widths of the columns after the first, instead of those their texts need."""
        self._fixed_widths = True
        for column, width in enumerate(widths, start=1):
            self.setColumnWidth(column, width)

    def set_rows(self, rows: tuple[TableRow, ...] | list[TableRow]) -> None:
        """Replace the contents."""
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self.setRowHeight(number, self._row_height)
            for column, text in enumerate(row.cells):
                item = QTableWidgetItem(text)
                plain = row.ink or ("t1" if row.strong else "t2")
                item.setData(INK, row.name_ink if column == 0 else plain)
                item.setData(STRONG, row.strong)
                if row.tooltip:
                    item.setToolTip(row.tooltip)
                self.setItem(number, column, item)
        self.setFixedHeight(self.sizeHint().height())
        if not self._fixed_widths:
            self._fit_columns()

    def _fit_columns(self) -> None:
        body, head = QFontMetricsF(pt(8.6, 600)), QFontMetricsF(pt(8.25))
        titles = [self.horizontalHeaderItem(column).text() for column in range(self.columnCount())]
        for column, title in enumerate(titles[1:], start=1):
            texts = [row[column] for row in self.texts()]
            width = max([head.horizontalAdvance(title), *map(body.horizontalAdvance, texts)])
            self.setColumnWidth(column, round(width) + COLUMN_GAP)

    def texts(self) -> list[tuple[str, ...]]:
        """What is shown, row by row."""
        return [
            tuple(self.item(row, column).text() for column in range(self.columnCount()))
            for row in range(self.rowCount())
        ]

    def sizeHint(self) -> QSize:
        return QSize(0, HEAD_HEIGHT + self._row_height * self.rowCount() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
