"""The symbols of the project, the history of the active one, and how it is divided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.present import setup as present
from workbench.gui.present.setup import SymbolRow
from workbench.gui.theme import current, pt, set_role
from workbench.gui.widgets.buttons import FlatButton
from workbench.gui.widgets.health_dot import paint_health
from workbench.gui.widgets.text import WrapLabel, label
from workbench.gui.widgets.zone_strip import ZoneStrip
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

ROW_HEIGHT = 25
MOST_ROWS = 6
DOT, NAME, EDGE = 12, 23, 8
PARTS = {"document", "symbols", "active_symbol", "spec", "prices", "problems", "result", "trials"}
"""A run begins and ends with `result`; what lies between, thousands of `run_state`, changes nothing here."""
ROW = Qt.ItemDataRole.UserRole


class _SymbolDelegate(QStyledItemDelegate):
    """Health dot, name, source in grey, days at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: SymbolRow = index.data(ROW)
        tokens, box = current().tokens, QRectF(option.rect)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver) and not row.active
        painter.fillRect(box, QColor(tokens.bg2 if row.active else tokens.bg3 if hovered else tokens.bg1))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.focus), 1))
            painter.drawRect(box.adjusted(1.5, 1.5, -2.5, -2.5))
        paint_health(painter, row.health, QPointF(box.left() + DOT, box.center().y()))
        middle = Qt.AlignmentFlag.AlignVCenter
        days_width = QFontMetricsF(pt(8.6)).horizontalAdvance(row.days) + EDGE
        name_font = pt(9, 600 if row.active else 400)
        name, source = fitting(row, box.width() - NAME - days_width - 4, QFontMetricsF(name_font))
        painter.setFont(name_font)
        painter.setPen(QColor(tokens.t1 if row.active else tokens.t2))
        painter.drawText(box.adjusted(NAME, 0, 0, 0), int(middle), name)
        left = NAME + QFontMetricsF(name_font).horizontalAdvance(name) + 7
        painter.setFont(pt(8.25))
        painter.setPen(QColor(tokens.t3))
        painter.drawText(box.adjusted(left, 0, 0, 0), int(middle), source)
        painter.setFont(pt(8.6))
        painter.setPen(QColor(tokens.t2))
        painter.drawText(box.adjusted(0, 0, -EDGE, 0), int(middle | Qt.AlignmentFlag.AlignRight), row.days)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, ROW_HEIGHT)


def fitting(row: SymbolRow, room: float, metrics: QFontMetricsF) -> tuple[str, str]:
    """Name and source as `room` pixels allow: first the symbol stands for the name, then the source goes."""
    beside = QFontMetricsF(pt(8.25)).horizontalAdvance(row.source) + 8
    for name, source, taken in (
        (row.title, row.source, beside), (row.symbol, row.source, beside), (row.symbol, "", 0),
    ):  # fmt: skip
        if metrics.horizontalAdvance(name) + taken <= room:
            return name, source
    return metrics.elidedText(row.symbol, Qt.TextElideMode.ElideRight, room), ""


class WatchlistPanel(QWidget):
    """Part 1 of the setup: data. `add_button` asks for a ticker; the window says what it does."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.add_button = FlatButton("ticker…", "plus", 22)
        self.add_button.setToolTip("Add a ticker (Ctrl+T)")
        set_role(self.add_button, edge="flush")
        self._list = QListWidget()
        self._range = label("", 8.6)
        self._note = label("", 8.25, ink="t3")
        self._strip = ZoneStrip()
        self._zones = [label("", 8.25, ink="t3") for _ in range(3)]
        self._problem = WrapLabel("", 8.25, ink="red")
        self._build()
        session.subscribe(self.refresh)
        self.refresh(Changed(frozenset(PARTS)))

    def refresh(self, changed: Changed) -> None:
        """Show symbols, history and zones as they are now."""
        if not changed.parts & PARTS:
            return
        session = self._session
        project, prices = session.document.project, session.prices
        self._show_symbols()
        self._range.setText(present.date_range(prices))
        self._note.setText(present.bars_note(prices))
        self._note.setToolTip(present.bars_tip(prices))
        divided = present.has_zones(prices)
        zones = present.zone_bar(project.spec, session.plan, len(prices) if divided else 0)
        self._strip.set_days(zones.train, zones.test, zones.unused, zones.vault)
        for text, part in zip(self._zones, zones.labels(), strict=True):
            text.setText(part if divided else "")
            text.setVisible(divided or prices is None)
        self._strip.setVisible(divided or prices is None)
        problems = [str(problem) for problem in session.problems if problem.field == "data"]
        self._problem.set_text("\n".join(problems))
        self._problem.setVisible(bool(problems))
        self._list.setEnabled(not session.running)
        self.add_button.setEnabled(not session.running)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("1", 9, 600, "t3"))
        head.addWidget(label("Data", 9.75, 600, "t1"))
        head.addStretch(1)
        head.addWidget(self.add_button)
        dates, zones = QHBoxLayout(), QHBoxLayout()
        dates.addWidget(self._range, 1)
        dates.addWidget(self._note)
        for position, text in enumerate(self._zones):
            zones.addWidget(text)
            if position < 2:
                zones.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(_framed(self._list))
        column.addSpacing(2)
        column.addLayout(dates)
        column.addWidget(self._strip)
        column.addLayout(zones)
        column.addWidget(self._problem)
        self._prepare_list()

    def _prepare_list(self) -> None:
        self._list.setObjectName("symbols")
        self._list.setAccessibleName("symbols of the project")
        self._list.setItemDelegate(_SymbolDelegate(self._list))
        self._list.setMouseTracking(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._list.currentItemChanged.connect(self._chosen)

    def _show_symbols(self) -> None:
        session = self._session
        project, rows = session.document.project, []
        for data in project.symbols:
            report = session.book.report(data)
            findings = [(found.severity, found.text) for found in report.findings] if report else []
            active = data.symbol == project.active_symbol
            seen = data.symbol in project.spec.data.inputs
            series = session.book.series(data)
            rows.append(present.symbol_row(data, series, findings, active=active, seen=seen))
        if rows == [self._list.item(i).data(ROW) for i in range(self._list.count())]:
            return
        self._list.blockSignals(True)
        self._list.clear()
        for row in rows:
            item = QListWidgetItem(f"{row.title}, {row.source}, {row.days}")
            item.setData(ROW, row)
            item.setToolTip(row.tip)
            self._list.addItem(item)
            if row.active:
                self._list.setCurrentItem(item)
        self._list.setFixedHeight(ROW_HEIGHT * min(len(rows), MOST_ROWS))
        self._list.blockSignals(False)

    def _chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self._session.show_symbol(item.data(ROW).symbol)

    def _open_menu(self, place: object) -> None:
        item = self._list.itemAt(place)
        if item is None:
            return
        row: SymbolRow = item.data(ROW)
        menu = QMenu(self)
        remove = menu.addAction(f"Remove {row.symbol} from this project")
        remove.setEnabled(self._list.count() > 1)
        remove.triggered.connect(lambda: self._session.remove_symbol(row.symbol))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._list.mapToGlobal(place))


def _framed(inner: QWidget) -> QFrame:
    frame = QFrame()
    set_role(frame, ground="card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(inner)
    return frame
