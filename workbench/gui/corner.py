"""The right corner of the menu bar: file, tries on these data, vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from workbench.evaluation.rows import KnownRows
from workbench.gui.present import forgetting as present_forgetting
from workbench.gui.present import title as present
from workbench.gui.present import vault as present_vault
from workbench.gui.theme import pixmap
from workbench.gui.widgets.text import label
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

HEIGHT = 26
PARTS = {
    "document", "path", "trials", "active_symbol", "theme", "dirty", "result", "vault", "prices", "problems",
}  # fmt: skip


class Corner(QWidget):
    """Always visible: how often this was tried, and how the vault of the run shown stands."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._file = label("", 8.6, ink="t3")
        self._tries = label("", 8.6, 600, "t1")
        self._mark = label("", 8.6, ink="amber")
        self._lock = QLabel()
        self._vault = label("", 8.6, 600, "t1")
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        # The menus' words stand a little above the middle of their row; these stand beside them.
        row.setContentsMargins(0, 0, 14, 3)
        row.setSpacing(5)
        row.addWidget(self._file)
        row.addSpacing(10)
        row.addWidget(label("tries on this data", 8.6))
        row.addWidget(self._tries)
        row.addWidget(self._mark)
        row.addSpacing(10)
        row.addWidget(self._lock)
        row.addWidget(label("vault", 8.6))
        row.addWidget(self._vault)
        session.subscribe(self.refresh)
        self.refresh(Changed(frozenset(PARTS)))

    def refresh(self, changed: Changed) -> None:
        """Show them as they are now."""
        if not changed.parts & PARTS:
            return
        session = self._session
        self._file.setText(present.file_name(session.document.path))
        self._tries.setText(present.tries(session.trials))
        removals = self._rows(session.prices.content_hash if session.prices else "").removals
        self._mark.setText(present_forgetting.mark(removals))
        self._mark.setVisible(bool(removals))
        self._mark.setToolTip(present_forgetting.tip(removals))
        ratio = self.devicePixelRatioF()
        self._lock.setPixmap(pixmap("lock", session.theme.tokens.t2, 12, ratio))
        standing = self._standing()
        self._vault.setText(standing.word)
        for part in (self._lock, self._vault):
            part.setToolTip(standing.tip)

    def _rows(self, content_hash: str) -> KnownRows:
        """What the ledger knows of some prices."""
        return self._session.document.ledger_rows.get(content_hash, KnownRows())

    def _standing(self) -> present_vault.Standing:
        session, run = self._session, self._session.result
        prices, document = session.prices, session.document
        seen = run.data.sha256 if run is not None else prices.content_hash if prices is not None else ""
        rows = self._rows(seen)
        chosen = document.project.spec.evaluation.vault_bars
        sealed = session.plan.vault if session.plan is not None else chosen
        return present_vault.standing(run, session.inquiries.about(run).opening, rows.burns, sealed)
