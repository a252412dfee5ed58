"""The bottom row: the last message; data hash, network, workers, memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from workbench.gui.present import status as present
from workbench.gui.theme import set_role
from workbench.gui.widgets.text import label
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

HEIGHT = 24
FIRST_MS, REFRESH_MS = 1000, 2000
PARTS = {"message", "prices", "document", "active_symbol"}


class StatusRow(QWidget):
    """Facts at the right are true to within two seconds."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._message = label("", 8.6)
        self._facts = [label("", 8.25, ink="t3") for _ in range(4)]
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(16)
        row.addWidget(self._message, 1)
        for fact in self._facts:
            row.addWidget(fact)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._measure)
        # The first measurement after the window shows: it takes a library of its own.
        self._timer.start(FIRST_MS)
        session.subscribe(self.refresh)
        self.refresh(Changed(frozenset(PARTS)))

    @property
    def message(self) -> str:
        """The sentence at the left."""
        return self._message.text()

    def refresh(self, changed: Changed) -> None:
        """Show message and facts as they are now."""
        if not changed.parts & PARTS:
            return
        session = self._session
        self._message.setText(session.message)
        self._message.setToolTip(session.message)
        set_role(self._message, ink="red" if session.message_level == "error" else "t2")
        prices = session.prices
        _put(self._facts[0], present.data_hash(prices.content_hash if prices is not None else ""))
        _put(self._facts[1], present.network(session.online))
        _put(self._facts[2], present.workers(session.workers))

    def stop(self) -> None:
        """No more measurements."""
        self._timer.stop()

    def _measure(self) -> None:
        _put(self._facts[2], present.workers(self._session.workers))
        _put(self._facts[3], present.memory(_resident()))
        self._timer.setInterval(REFRESH_MS)


def _put(fact: QLabel, text: str) -> None:
    if fact.text() != text:
        fact.setText(text)


def _resident() -> int:
    """Bytes of this process and its workers, what they share counted once where the system tells it."""
    import multiprocessing

    import psutil

    total = psutil.Process().memory_info().rss
    # Asked of Python: the system would have to be asked about every process there is.
    for child in multiprocessing.active_children():
        try:
            used = psutil.Process(child.pid).memory_info()
        except psutil.Error:
            continue  # it has just ended
        total += used.rss - getattr(used, "shared", 0)
    return total
