"""The only way back to the window's thread: a queue that a timer empties.

Threads put events and deliveries; nothing of Qt is touched off the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, QTimer

from workbench.dataclass import dataclass
from workbench.events import Event, TwinScored
from workbench.experiment.run_state import RunState, reduce_events

DRAIN_MS = 40


@dataclass(frozen=True, slots=True)
class Delivery:
    """A call to be made on the GUI thread."""

    receive: Callable[[Any], None]
    value: Any


class Bridge(QObject):
    """Drains the queue every 40 ms while somebody works, and tells once per drain."""

    def __init__(
        self, changed: Callable[[RunState], None],
        scored: Callable[[tuple[TwinScored, ...]], None] = lambda twins: None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.state = RunState()
        self._changed = changed
        self._scored = scored
        self._queue: SimpleQueue[Event | Delivery] = SimpleQueue()
        self._expected = 0
        self._timer = QTimer(self)
        self._timer.setInterval(DRAIN_MS)
        self._timer.timeout.connect(self.drain)

    def put(self, event: Event) -> None:
        """Hand over an event; callable from any thread."""
        self._queue.put(event)

    def deliver(self, receive: Callable[[Any], None], value: Any) -> None:
        """Have `receive(value)` called on the GUI thread; callable from any thread."""
        self._queue.put(Delivery(receive, value))

    def expect(self) -> None:
        """Begin to listen for one delivery (GUI thread)."""
        self._expected += 1
        self._timer.start()

    def reset(self) -> None:
        """Forget the run shown: another document is open."""
        self.state = RunState()

    def drain(self) -> None:
        """Reduce all waiting events to one new state, tell it, then make the deliveries."""
        waiting, deliveries = self._waiting()
        # Twins belong to no run: they would look like the first event of another one.
        twins = tuple(event for event in waiting if isinstance(event, TwinScored))
        events = [event for event in waiting if not isinstance(event, TwinScored)]
        if twins:
            self._scored(twins)
        if events:
            self.state = reduce_events(self.state, events)
            self._changed(self.state)
        for delivery in deliveries:
            self._expected -= 1
            delivery.receive(delivery.value)
        if self._expected <= 0:
            self._expected = 0
            self._timer.stop()

    def stop(self) -> None:
        """No more drains."""
        self._timer.stop()

    def _waiting(self) -> tuple[list[Event], list[Delivery]]:
        events: list[Event] = []
        deliveries: list[Delivery] = []
        while True:
            try:
                item = self._queue.get_nowait()
            except Empty:
                return events, deliveries
            if isinstance(item, Delivery):
                deliveries.append(item)
            else:
                events.append(item)
