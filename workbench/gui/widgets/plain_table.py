"""A small table without grid or zebra: names flush left, numbers flush right, one row in bold.

The arrow keys read it row by row, Ctrl+C copies it.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from workbench.dataclass import dataclass
from workbench.gui.present.copied import as_text
from workbench.gui.theme import current, pt

ROW_HEIGHT = 18
HEAD_HEIGHT = 20
COLUMN_GAP = 12
FOCUS_LINE = 2
"""Height of the line under the row that is read."""
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
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The ring that the sheet gives tables would move their texts; the row that is read is marked instead.
        self.setStyleSheet("QTableView:focus { border: none; }")
        self.currentCellChanged.connect(lambda *_: self._show_current())
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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if rows else Qt.FocusPolicy.NoFocus)
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

    def copy(self) -> None:
        """Put the table on the clipboard, columns parted by tabs."""
        shown = [column for column in range(self.columnCount()) if not self.isColumnHidden(column)]
        titles = [self.horizontalHeaderItem(column).text() for column in shown]
        rows = [[row[column] for column in shown] for row in self.texts()]
        QGuiApplication.clipboard().setText(as_text(titles, rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.rowCount():
            self.setCurrentCell(0, 0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        row = self.currentRow()
        if not self.hasFocus() or row < 0:
            return
        foot = self.rowViewportPosition(row) + self.rowHeight(row)
        line = QRectF(0, foot - FOCUS_LINE, self.viewport().width(), FOCUS_LINE)
        QPainter(self.viewport()).fillRect(line, QColor(current().tokens.focus))

    def _show_current(self) -> None:
        """Of a table that is taller than its panel, the row that is read is in sight."""
        self.viewport().update()
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and self.hasFocus():
            middle = self.rowViewportPosition(self.currentRow()) + self._row_height // 2
            place = self.viewport().mapTo(area.widget(), QPoint(0, middle))
            area.ensureVisible(place.x(), place.y(), 0, self._row_height)

    def sizeHint(self) -> QSize:
        return QSize(0, HEAD_HEIGHT + self._row_height * self.rowCount() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
