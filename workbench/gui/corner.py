"""The right corner of the menu bar: file, tries on these data, vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from workbench.gui.present import title as present
from workbench.gui.theme import pixmap
from workbench.gui.widgets.text import label
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

HEIGHT = 26
PARTS = {"document", "path", "trials", "active_symbol", "theme", "dirty"}


class Corner(QWidget):
    """Always visible: how often this was tried, and that the vault is sealed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._file = label("", 8.6, ink="t3")
        self._tries = label("", 8.6, 600, "t1")
        self._lock = QLabel()
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        # The menus' words stand a little above the middle of their row; these stand beside them.
        row.setContentsMargins(0, 0, 14, 3)
        row.setSpacing(5)
        row.addWidget(self._file)
        row.addSpacing(10)
        row.addWidget(label("tries on this data", 8.6))
        row.addWidget(self._tries)
        row.addSpacing(10)
        row.addWidget(self._lock)
        row.addWidget(label("vault", 8.6))
        row.addWidget(label("sealed", 8.6, 600, "t1"))
        session.subscribe(self.refresh)
        self.refresh(Changed(frozenset(PARTS)))

    def refresh(self, changed: Changed) -> None:
        """Show them as they are now."""
        if not changed.parts & PARTS:
            return
        session = self._session
        self._file.setText(present.file_name(session.document.path))
        self._tries.setText(present.tries(session.trials))
        ratio = self.devicePixelRatioF()
        self._lock.setPixmap(pixmap("lock", session.theme.tokens.t2, 12, ratio))
