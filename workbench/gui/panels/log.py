"""What the program said, and what the run under way says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from workbench.gui.log_book import KEPT
from workbench.gui.present import log as present
from workbench.gui.theme import pt, set_font
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

PARTS = {"message", "document", "run_state"}


class LogPanel(QWidget):
    """Read-only text that grows at its end."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._written = 0
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setMaximumBlockCount(KEPT)
        self._text.setAccessibleName("log")
        self._text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        set_font(self._text, pt(8.6))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 3, 6)
        column.addWidget(self._text)
        session.subscribe(self.refresh, patient=True)
        self.refresh(Changed(frozenset(PARTS)))

    def refresh(self, changed: Changed) -> None:
        """Append what was said since."""
        log = self._session.log
        fresh = log.since(self._written) if changed.parts & PARTS else ()
        if fresh:
            self._written = log.written
            self._text.appendPlainText(present.lines(fresh))
