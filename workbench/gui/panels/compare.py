"""The Compare panel: runs side by side, what differs, their curves, and what choosing among them costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.session import Session
from workbench.gui.theme import set_role
from workbench.gui.widgets.view_tabs import ViewTabs
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.comparison import Comparison

WATCHED = frozenset(("document", "runs", "result", "trials", "prices", "run_notes", "vault"))
HEAD_HEIGHT, MARGIN, TAB_EDGE = 32, 12, 9


class ComparePanel(QWidget):
    """Tabs alone until it is first shown: most windows never compare, and no start need wait for it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stale = True
        self._inside: Comparison | None = None
        self.tabs = ViewTabs("compare", HEAD_HEIGHT)
        self._head, self._column = QHBoxLayout(), QVBoxLayout(self)
        self._build()
        session.subscribe(self.refresh, patient=True)

    def refresh(self, changed: Changed) -> None:
        """Show the runs as they are now; while hidden only remember that something changed."""
        if not changed.parts & WATCHED:
            return
        self._stale = True
        if self.isVisible():
            self._show()

    def sizeHint(self) -> QSize:
        return QSize(828, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 200)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._show()

    def _build(self) -> None:
        set_role(self, ground="panel")
        self.setAccessibleName("Compare runs")
        self._head.setContentsMargins(MARGIN - TAB_EDGE, 0, MARGIN, 0)
        self._head.setSpacing(10)
        self._head.addWidget(self.tabs)
        self._head.addStretch()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addStretch()

    def _show(self) -> None:
        self._stale = False
        if self._inside is None:
            from workbench.gui.comparison import Comparison

            self._inside = Comparison(self._session)
            self._head.addWidget(self._inside.head, 1)
            self._column.addWidget(self._inside, 1)
        self._inside.show_runs()
