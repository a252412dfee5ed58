"""Tells subscribers which parts changed; several changes can be told as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from workbench.project.document import Changed

Callback = Callable[[Changed], None]

EVERYTHING = frozenset(
    {
        "document", "symbols", "active_symbol", "spec", "notes", "run_notes", "runs", "answers", "path",
        "dirty", "run_state", "result", "prices", "problems", "cost", "message", "inquiry", "vault",
    }
)  # fmt: skip


class Announcer:
    """Callbacks are called in the order of their subscription, on the thread that tells."""

    def __init__(self) -> None:
        self._callbacks: list[Callback] = []
        self._held: set[str] | None = None

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Have `callback(changed)` called after each change; returns the way to end that."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    def tell(self, *parts: str, origin: str = "") -> None:
        """Say that `parts` changed."""
        if self._held is not None:
            self._held |= set(parts)
            return
        changed = Changed(frozenset(parts), origin)
        for callback in tuple(self._callbacks):
            callback(changed)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Tell all that changes inside as one change: every panel draws once."""
        self._held = set()
        try:
            yield
        finally:
            parts, self._held = self._held, None
            self.tell(*parts)

    def close(self) -> None:
        """Nobody is told any more."""
        self._callbacks.clear()
