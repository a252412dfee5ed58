"""Every run of the project, latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from workbench.gui.present import runs as present
from workbench.gui.tables.runs import RunsTable
from workbench.gui.widgets.text import WrapLabel, label
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

PARTS = {"document", "runs", "result", "run_state", "run_notes"}


class RunsPanel(QWidget):
    """A table, or while there is no run, what will stand here. `note_wanted` carries the run to write on."""

    note_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._table = RunsTable()
        self._table.chosen.connect(session.show_run)
        self._table.note_wanted.connect(self.note_wanted)
        # A stacked layout has no margins of its own.
        frame = QVBoxLayout(self)
        frame.setContentsMargins(5, 0, 5, 6)
        self._pages = QStackedLayout()
        frame.addLayout(self._pages)
        self._pages.addWidget(_nothing_yet())
        self._pages.addWidget(self._table)
        session.subscribe(self.refresh, patient=True)
        self.refresh(Changed(frozenset(PARTS)))

    def refresh(self, changed: Changed) -> None:
        """Show the runs as they are now."""
        if not changed.parts & PARTS:
            return
        session = self._session
        live = (session.run_state, session.document.project.spec) if session.running else None
        shown = session.result.run_id if session.result and not live else ""
        runs, project = session.inquiries.overlaid(session.document.runs), session.document.project
        rows = present.run_rows(runs, shown, live, project.run_note)
        self._table.set_rows(rows)
        self._pages.setCurrentIndex(1 if rows else 0)


def _nothing_yet() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(7, 10, 7, 6)
    column.setSpacing(4)
    column.addStretch(1)
    column.addWidget(label(present.EMPTY_TITLE, 9, 600, "t1"))
    column.addWidget(WrapLabel(present.EMPTY_TEXT, 8.6))
    column.addStretch(2)
    return page
