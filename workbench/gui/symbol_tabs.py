"""The row of small tabs over the price chart, one a symbol; not there while there is only one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QTabBar

from workbench.gui.present import symbol_tabs as present
from workbench.gui.theme import pt, set_role
from workbench.gui.widgets.buttons import IconButton
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

HEIGHT, CROSS = 24, 16
PARTS = {"document", "symbols", "active_symbol", "prices", "run_state", "result"}
MOST_WIDTH, LEAST_WIDTH = 160, 104


class SymbolTabs(QTabBar):
    """A click shows a symbol's chart; its cross, the middle button, Delete or Ctrl+W close it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows: present.Rows = ()
        self.setFont(pt(8.6))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("open charts")
        set_role(self, kind="symbols")
        self.currentChanged.connect(self._show)
        session.subscribe(self.refresh)
        self.refresh(Changed(frozenset(PARTS)))

    def refresh(self, changed: Changed) -> None:
        """One tab for each open chart, the active one in front; still while a run is under way."""
        if not changed.parts & PARTS:
            return
        session = self._session
        symbols, project = session.charts.symbols, session.document.project
        rows = tuple((symbol, self._title(symbol)) for symbol in symbols)
        self.blockSignals(True)
        if rows != self._rows:
            self._rows = rows
            self._fill()
        if project.active_symbol in symbols:
            self.setCurrentIndex(symbols.index(project.active_symbol))
        self.blockSignals(False)
        self.setEnabled(not session.running)
        self.setVisible(len(rows) > 1)

    def tabSizeHint(self, index: int) -> QSize:
        wanted = [min(self._natural(place), MOST_WIDTH) for place in range(self.count())]
        if sum(wanted) <= self.width():
            return QSize(wanted[index], HEIGHT)
        # Shorter names before half a tab at the edge, as long as a name can be read.
        return QSize(min(wanted[index], max(self.width() // len(wanted), LEAST_WIDTH)), HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Where there are too many even so they scroll: none is cut to a letter."""
        return self.tabSizeHint(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._close(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._write()
        super().resizeEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.MiddleButton:
            self._close(self.tabAt(event.position().toPoint()))

    def _title(self, symbol: str) -> str:
        series = self._session.book.series(self._session.document.project.data(symbol))
        return series.name if series is not None else symbol

    def _fill(self) -> None:
        while self.count():
            self.removeTab(0)
        for place, (symbol, title) in enumerate(self._rows):
            self.addTab("")
            self.setTabToolTip(place, title)
            self.setAccessibleTabName(place, title)
            cross = IconButton("cross", f"Close the chart of {title}", CROSS)
            cross.setIconSize(QSize(10, 10))
            # The keyboard closes the tab that it is on.
            cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            cross.clicked.connect(lambda _=False, symbol=symbol: self._session.charts.close(symbol))
            self.setTabButton(place, QTabBar.ButtonPosition.RightSide, cross)
        self._write()

    def _write(self) -> None:
        """The names while there is room for all of them, else the symbols, which are shorter."""
        widths = self._widths(present.names(self._rows))
        words = present.names(self._rows, [width <= MOST_WIDTH for width in widths])
        if sum(self._widths(words)) > self.width():
            self._widths([symbol for symbol, _ in self._rows])

    def _widths(self, words: Sequence[str]) -> list[int]:
        """How wide the tabs would like to be with `words` on them."""
        for place, text in enumerate(words):
            self.setTabText(place, text.replace("&", "&&"))
        return [self._natural(place) for place in range(self.count())]

    def _natural(self, place: int) -> int:
        return super().tabSizeHint(place).width()

    def _show(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self._session.show_symbol(self._rows[place][0])

    def _close(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self._session.charts.close(self._rows[place][0])
