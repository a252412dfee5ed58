"""The table of runs: numbers flush right, the shown run on its own ground, one click shows another."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from workbench.gui.present.runs import COLUMNS, NOTE, SHOW, RunRow
from workbench.gui.tables.header import SPACE, TitleRow, inner
from workbench.gui.tables.widths import share_width
from workbench.gui.theme import current, pt

ROW_HEIGHT = 22
LEFT = frozenset({"try", "time", "model", "verdict"})
OPTIONAL = (("base",), ("seeds",), ("hidden",), ("R² vs mean",), ("window",), ("time",))
"""What goes first, in this order, when the table is narrow."""
STATE = Qt.ItemDataRole.UserRole
VERDICT = COLUMNS.index("verdict")


class RunsTable(QTableWidget):
    """`chosen` carries the run_id of the row the user picked; `note_wanted` that of one to write a note on.

    F2 asks for the note of the row, the menu of a row for either.
    """

    chosen = Signal(str)
    note_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self._rows: tuple[RunRow, ...] = ()
        self.setAccessibleName("runs")
        self.setHorizontalHeader(TitleRow(COLUMNS.__getitem__, _side))
        self.setHorizontalHeaderLabels(list(COLUMNS))
        self.setItemDelegate(_RunDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Tab leaves the table; otherwise the keyboard would be caught in its cells.
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cellClicked.connect(lambda row, _: self.chosen.emit(self._rows[row].run_id))

    def set_rows(self, rows: tuple[RunRow, ...]) -> None:
        """Replace the contents."""
        if rows == self._rows:
            return
        self._rows = rows
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row.cells):
                item = QTableWidgetItem(text)
                item.setData(STATE, (row.state, row.shown))
                item.setToolTip(f"<qt>{escape(row.told)}</qt>" if row.told else "")
                if column == 0 and row.told:
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}. {row.told}")
                self.setItem(number, column, item)
        self._share_width()

    def texts(self) -> list[tuple[str, ...]]:
        """What is shown, row by row."""
        return [row.cells for row in self._rows]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() < 0 and self._rows:
            self.setCurrentCell(0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self.currentRow() < len(self._rows):
            self.chosen.emit(self._rows[self.currentRow()].run_id)
            return
        if event.key() == Qt.Key.Key_F2 and self._can_be_noted(self.currentRow()):
            self.note_wanted.emit(self._rows[self.currentRow()].run_id)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the pointer; by keyboard, of the row that has the focus."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        place = self.viewport().mapFromGlobal(event.globalPos())
        row = self.rowAt(place.y()) if by_mouse else self.currentRow()
        if self._can_be_noted(row):
            self.menu_of(row).popup(event.globalPos())

    def menu_of(self, row: int) -> QMenu:
        """What may be done with a run."""
        run, menu = self._rows[row], QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(SHOW.format(run.cells[0])).triggered.connect(lambda: self.chosen.emit(run.run_id))
        note = menu.addAction(NOTE.format(run.cells[0]))
        note.setShortcut(QKeySequence(Qt.Key.Key_F2))
        note.triggered.connect(lambda: self.note_wanted.emit(run.run_id))
        return menu

    def _can_be_noted(self, row: int) -> bool:
        """Whether there is a run in the row, and one that has ended."""
        return 0 <= row < len(self._rows) and self._rows[row].state != "running"

    def _share_width(self) -> None:
        """As many columns as fit, the rest of the width to the model's name."""
        share_width(self, self._natural_widths(), OPTIONAL)

    def _natural_widths(self) -> dict[str, int]:
        body, bold, head = QFontMetricsF(pt(8.6)), QFontMetricsF(pt(8.6, 600)), QFontMetricsF(pt(8.25))
        return {
            name: SPACE + round(max(
                head.horizontalAdvance(name),
                *((bold if name == "verdict" else body).horizontalAdvance(row.cells[position])
                  for row in self._rows), 18,
            ))
            for position, name in enumerate(COLUMNS)
        }  # fmt: skip


class _RunDelegate(QStyledItemDelegate):
    """Text flush with the panel; the shown row on card ground; the verdict in its own ink."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens, box = current().tokens, QRectF(option.rect)
        state, shown = index.data(STATE)
        if shown:
            painter.fillRect(box, QColor(tokens.bg2))
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(tokens.bg3))
        ink = tokens.t1 if shown else tokens.t2
        if index.column() == VERDICT:
            ink = tokens.state_ink(state)[0]
        painter.setFont(pt(8.6, 600 if index.column() == VERDICT else 400))
        painter.setPen(QColor(ink))
        painter.drawText(inner(box), _side(index.column()), index.data() or "")


def _side(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if COLUMNS[column] in LEFT else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
