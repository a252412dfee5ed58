"""The table of runs to choose from: a tick, the style of the curve, figures, a note; sorted by a click."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from workbench.gui.charts.overlay import Style
from workbench.gui.present.compare import BEST_FIRST, COLUMNS, NOTE_PROMPT, Row, in_order
from workbench.gui.tables.note_cell import NOTE_WIDTH, NoteDelegate, describe
from workbench.gui.tables.widths import share_width
from workbench.gui.theme import current, paint_icon, pt

ROW_HEIGHT, HEAD_HEIGHT = 22, 24
TICK_WIDTH, SPACE = 56, 14
LEFT = frozenset(("", "try", "model", "verdict", "note"))
NOTE = COLUMNS.index("note")
OPTIONAL = (("break-even",), ("fall",), ("vs naive",), ("hits", "base"))
"""What goes first, in this order, when the table is narrow; hits never stand without their base rate."""
ROW, STYLE, SHOWN = (Qt.ItemDataRole.UserRole + offset for offset in (0, 1, 2))


class CompareTable(QTableWidget):
    """`ticked` carries a run id and whether it is now ticked, `opened` one to show in full.

    Space or a click ticks the row; Enter or a double click shows it. F2 or a click on a note edits it;
    `noted` carries the run id and what was written.
    """

    ticked = Signal(str, bool)
    opened = Signal(str)
    noted = Signal(str, str)
    sorted = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self._rows: tuple[Row, ...] = ()
        self._styles: dict[str, Style] = {}
        self._shown = ""
        self._is_late = False
        self.by, self.descending = "try", True
        self.setAccessibleName("runs to compare")
        self.setHorizontalHeader(_Header(self))
        self.setHorizontalHeaderLabels(["compare", *COLUMNS[1:]])
        delegate = _Delegate(self)
        delegate.written.connect(self._written)
        self.setItemDelegate(delegate)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.horizontalHeader().sectionClicked.connect(lambda place: self.sort_by(COLUMNS[place]))

    def show_runs(self, rows: tuple[Row, ...], styles: dict[str, Style], shown: str) -> None:
        """`styles` has the ticked runs; `shown` is the run in the Reality panel."""
        if (rows, styles, shown) == (self._rows, self._styles, self._shown):
            return
        self._rows, self._styles, self._shown = rows, dict(styles), shown
        self._fill()

    def sort_by(self, column: str) -> None:
        """The best or the latest first; the same column again turns it round."""
        if not column:
            return
        self.descending = not self.descending if column == self.by else column in BEST_FIRST | {"try"}
        self.by = column
        if self._is_editing:
            self.setFocus()  # which keeps what was typed
        self._fill()
        self.sorted.emit(column)

    def texts(self) -> list[tuple[str, ...]]:
        """The cells shown after the tick, row by row."""
        return [self.item(row, 0).data(ROW).cells for row in range(self.rowCount())]

    def full_height(self, most: int) -> int:
        """For as many rows as there are, `most` at most."""
        return HEAD_HEIGHT + ROW_HEIGHT * min(len(self._rows), most) + 3

    @property
    def _is_editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Back to the row, whatever key ended it; then what has come meanwhile is shown."""
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if self._is_late:
            self._fill()

    def _fill(self) -> None:
        """Waits while a note is written: filling would put the old words back."""
        self._is_late = self._is_editing
        if self._is_late:
            return
        here = self.currentRow()
        at = self.item(here, 0).data(ROW).run_id if here >= 0 and self.item(here, 0) else ""
        ordered = in_order(self._rows, self.by, self.descending)
        self.setRowCount(len(ordered))
        for place, row in enumerate(ordered):
            style = self._styles.get(row.run_id)
            for column, text in enumerate(("", *row.cells)):
                item = QTableWidgetItem(text)
                item.setData(ROW, row)
                item.setData(STYLE, style)
                item.setData(SHOWN, row.run_id == self._shown)
                if column == NOTE:
                    describe(item, row.number)
                else:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.setItem(place, column, item)
            said = "ticked" if style else "not ticked"
            self.item(place, 0).setData(Qt.ItemDataRole.AccessibleTextRole, f"run {row.number}, {said}")
            if row.run_id == at:
                self.setCurrentCell(place, 0)
        self._share_width()
        self.horizontalHeader().viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if item.column() == NOTE:
            self._edit_note(item.row())
        else:
            self._tick(item.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt sends a release after it as well, which ticks once more: as often as two clicks do."""
        item = self.itemAt(event.position().toPoint())
        if item is not None and item.column() != NOTE:
            self.opened.emit(item.data(ROW).run_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentRow()
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            self._tick(row)
        elif row >= 0 and event.key() == Qt.Key.Key_F2:
            self._edit_note(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.item(row, 0).data(ROW).run_id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self.currentRow() < 0 and self._rows:
            self.setCurrentCell(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _tick(self, row: int) -> None:
        run_id = self.item(row, 0).data(ROW).run_id
        self.ticked.emit(run_id, run_id not in self._styles)

    def _written(self, index: QModelIndex, text: str) -> None:
        self.noted.emit(index.data(ROW).run_id, text)

    def _edit_note(self, row: int) -> None:
        self.edit(self.model().index(row, NOTE))

    def _share_width(self) -> None:
        """As many columns as fit, the rest of the width to the notes."""
        share_width(self, self._natural_widths(), OPTIONAL, "note")

    def _natural_widths(self) -> dict[str, int]:
        bold, head = QFontMetricsF(pt(8.6, 600)), QFontMetricsF(pt(8.25))
        found = {"": TICK_WIDTH}
        for place, name in enumerate(COLUMNS[1:]):
            texts = (bold.horizontalAdvance(row.cells[place]) for row in self._rows)
            found[name] = SPACE + round(max(head.horizontalAdvance(name) + 10, *texts, 18))
        found["note"] = NOTE_WIDTH
        return found


class _Delegate(NoteDelegate):
    """Text flush, the run that the Reality panel shows on card ground, the tick and the line of its curve."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens, box = current().tokens, QRectF(option.rect)
        row, style, shown = index.data(ROW), index.data(STYLE), index.data(SHOWN)
        if shown:
            painter.fillRect(box, QColor(tokens.bg2))
        focused = self.parent().hasFocus() and option.state & QStyle.StateFlag.State_Selected
        if focused:
            painter.fillRect(box, QColor(tokens.bg3))
        if index.column() == 0:
            _paint_tick(painter, box, style)
            return
        name = COLUMNS[index.column()]
        ink = tokens.t1 if style else tokens.t2
        if name == "verdict":
            ink = tokens.state_ink(row.state)[0]
        elif name == "model" and shown:
            ink = tokens.acc
        text = index.data() or ""
        if name == "note" and not text and (shown or focused):
            text, ink = NOTE_PROMPT, tokens.t3
        is_strong = name == "verdict" or (shown and name != "note")
        painter.setFont(pt(8.6, 600 if is_strong else 400))
        painter.setPen(QColor(ink))
        if name in ("model", "note"):
            room = round(box.width() - SPACE)
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(_inner(box), _side(name), text)


class _Header(QHeaderView):
    """Header text over the cells it heads; a chevron on the column the rows are sorted by."""

    def __init__(self, table: CompareTable) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._table = table
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setMinimumSectionSize(10)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("A click sorts by this column, a second one turns it round.")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self.viewport()), current().tokens
        painter.setFont(pt(8.25))
        for place, name in enumerate(COLUMNS):
            if self.isSectionHidden(place) or not name:
                continue
            sorted_by = name == self._table.by
            left, width = self.sectionViewportPosition(place), self.sectionSize(place)
            painter.setPen(QColor(tokens.t1 if sorted_by else tokens.t3))
            painter.drawText(_inner(QRectF(left, 0, width, self.height() - 1)), _side(name), name)
            if sorted_by:
                text = painter.fontMetrics().horizontalAdvance(name)
                x = left + SPACE / 2 + text + 2 if name in LEFT else left + width - SPACE / 2 - text - 11
                mark = "chevron-down" if self._table.descending else "chevron-up"
                paint_icon(painter, mark, tokens.t1, QRectF(x, self.height() / 2 - 5, 9, 9))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


def _paint_tick(painter: QPainter, box: QRectF, style: Style | None) -> None:
    tokens, middle = current().tokens, box.center().y() + 0.5
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    square = QRectF(box.left() + 7.5, round(middle) - 6.5, 12, 12)
    painter.setPen(QPen(QColor(tokens.t3), 1))
    painter.setBrush(QColor(tokens.bg2))
    painter.drawRoundedRect(square, 3, 3)
    if style is None:
        return
    painter.setPen(QPen(QColor(tokens.t1), 1.7))
    corners = ((3, 6.3), (5.2, 8.6), (9.2, 3.7))
    painter.drawPolyline([QPointF(square.left() + x, square.top() + y) for x, y in corners])
    pen = QPen(QColor(getattr(tokens, style.ink)), style.width)
    pattern = {"dashed": [4 / style.width, 2.5 / style.width], "dotted": [1, 2]}.get(style.mark)
    if pattern:
        pen.setDashPattern(pattern)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(box.left() + 27, middle), QPointF(box.left() + 51, middle))


def _inner(box: QRectF) -> QRectF:
    return box.adjusted(SPACE / 2, 0, -SPACE / 2, 0)


def _side(name: str) -> int:
    side = Qt.AlignmentFlag.AlignLeft if name in LEFT else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
