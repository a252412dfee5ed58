"""Garbage is collected by the GUI thread alone, between two events.

Widgets often sit in reference cycles (a signal's lambda holds its owner). Python collects wherever it
happens to run: in a thread that loads files or waits for workers it would delete widgets there, and Qt
crashes. It would also go through everything there is in the middle of a frame.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1_000
YOUNG, MIDDLE, OLD = 10_000, 10, 20
"""Objects made, collections of the young, collections of the middle: what makes the next one due."""


class Tidy(QObject):
    """Collects from its making on, in the event loop of `parent`; `stop` lets Python do it again.

    What was made before stays to the end, and is never gone through again.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY_MS)

    def look(self) -> None:
        """Collect what is due."""
        young, middle, old = gc.get_count()
        if young < YOUNG:
            return
        gc.collect(0 if middle < MIDDLE else 1 if old < OLD else 2)

    def stop(self) -> None:
        """The window is gone; what was made before it stays out of sight to the end."""
        self._timer.stop()
        gc.enable()
