"""Emptying a queue of events without losing or waiting for any but the first."""

from __future__ import annotations

import queue
from typing import Protocol

from workbench.events import Event


class EventQueue(Protocol):
    """What `queue.SimpleQueue` and `multiprocessing.Queue` have in common."""

    def get(self, block: bool = ..., timeout: float | None = ...) -> Event: ...

    def get_nowait(self) -> Event: ...


def drain(events: EventQueue, seconds: float) -> list[Event]:
    """All events waiting in the queue; waits up to `seconds` for the first one."""
    drained: list[Event] = []
    try:
        drained.append(events.get(timeout=seconds) if seconds > 0 else events.get_nowait())
        while True:
            drained.append(events.get_nowait())
    except queue.Empty:
        return drained
