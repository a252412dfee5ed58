"""Tells subscribers which parts changed; several changes can be told as one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

from workbench.project.document import Changed

Callback = Callable[[Changed], None]

PAINT_MS = 20
"""After the last was told: what was told in a turn is laid out and painted in the next ones."""

EVERYTHING = frozenset(
    {
        "document", "symbols", "active_symbol", "spec", "notes", "run_notes", "runs", "answers", "path",
        "dirty", "run_state", "result", "prices", "problems", "cost", "message", "inquiry", "vault",
    }
)  # fmt: skip


class Announcer:
    """Callbacks are called in the order of their subscription, on the thread that tells.

    Those who draw much are patient: of news that come by the thousand they are told one at a time, each
    when the event loop has come round and the one before has been painted, so that the window answers in
    between. Commands and fields know at once.
    """

    def __init__(self) -> None:
        self._callbacks: list[Callback] = []
        self._patient: set[Callback] = set()
        self._held: set[str] | None = None
        self._turns: dict[Callback, set[str]] = {}
        self._rested = False
        self._waiting: list[threading.Event] = []
        self._next = QTimer(singleShot=True, interval=0)
        self._next.timeout.connect(self._take_turn)
        self._painting = QTimer(singleShot=True, interval=PAINT_MS)
        self._painting.timeout.connect(self._end_waiting)

    def subscribe(self, callback: Callback, *, patient: bool = False) -> Callable[[], None]:
        """Have `callback(changed)` called after each change; returns the way to end that."""
        self._callbacks.append(callback)
        if patient:
            self._patient.add(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    def tell(self, *parts: str, origin: str = "") -> None:
        """Say that `parts` changed."""
        if self._held is not None:
            self._held |= set(parts)
            return
        changed = Changed(frozenset(parts), origin)
        for callback in tuple(self._callbacks):
            callback(changed)

    @property
    def is_quiet(self) -> bool:
        """Whether everybody has been told everything."""
        return not self._turns

    def tell_in_turn(self, *parts: str, everyone: bool = False) -> None:
        """As `tell`, the patient ones in turn, or `everyone`.

        Told again before its turn, a subscriber is called once for all.
        """
        if self._held is not None:
            self._held |= set(parts)
            return
        at_once = [] if everyone else [one for one in self._callbacks if one not in self._patient]
        for callback in self._callbacks:
            if callback not in at_once:
                self._turns.setdefault(callback, set()).update(parts)
        if self._turns:
            self._next.start()
        for callback in at_once:
            callback(Changed(frozenset(parts), ""))

    def when_shown(self) -> threading.Event:
        """What is set once everybody has been told of the present change, and the window has painted it.

        For work in other threads, which would keep the window from painting.
        """
        shown = threading.Event()
        self._waiting.append(shown)
        self._next.start()
        return shown

    def _take_turn(self) -> None:
        if not self._turns:
            self._painting.start()
            return
        self._rested = not self._rested
        if self._rested:
            # The event loop paints before it looks at its timers: a turn now would join that painting.
            self._next.start()
            return
        callback = next(iter(self._turns))
        parts = self._turns.pop(callback)
        if self._turns or self._waiting:
            self._next.start()
        if callback in self._callbacks:
            callback(Changed(frozenset(parts), ""))

    def _end_waiting(self) -> None:
        while self._waiting:
            self._waiting.pop().set()

    @contextmanager
    def together(self, *, in_turn: bool = False) -> Iterator[None]:
        """Tell all that changes inside as one change: every panel draws once, `in_turn` one after another."""
        self._held = set()
        try:
            yield
        finally:
            parts, self._held = self._held, None
            if in_turn:
                self.tell_in_turn(*parts, everyone=True)
            else:
                self.tell(*parts)

    def close(self) -> None:
        """Nobody is told any more."""
        self._callbacks.clear()
        self._patient.clear()
        self._turns.clear()
        self._end_waiting()
        self._next.stop()
        self._painting.stop()
