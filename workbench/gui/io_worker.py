"""One thread for whatever touches disk or network, so that the window never waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from workbench.dataclass import dataclass
from workbench.errors import WorkbenchError
from workbench.gui.bridge import Bridge
from workbench.gui.runner import attempt


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[WorkbenchError], None]


class IoWorker:
    """Does tasks one after the other, in the order given; answers come back through the bridge.

    The thread is a daemon: a download that hangs must not keep the program from ending.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._ended = False

    def submit(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[WorkbenchError], None],
    ) -> None:
        """Run `work()` on the worker, then `done(its value)` or `failed(its error)` on the GUI thread.

        After `shutdown` nothing is begun: what still arrives as a window closes may ask for more.
        """
        if self._ended:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="workbench-io", daemon=True)
            self._thread.start()
        self._bridge.expect()
        self._tasks.put(_Task(work, done, failed))

    def settle(self, seconds: float = 30.0) -> bool:
        """Wait until all tasks given so far are done; their answers still wait in the bridge."""
        if self._thread is None:
            return True
        reached = threading.Event()
        self._tasks.put(_Task(reached.set, _ignore, _ignore))
        self._bridge.expect()
        return reached.wait(seconds)

    def shutdown(self, seconds: float = 5.0) -> None:
        """Let the running task end, for at most `seconds`; no other begins."""
        self._ended = True
        if self._thread is not None:
            self._tasks.put(None)
            self._thread.join(seconds)
            self._thread = None

    def _serve(self) -> None:
        while (task := self._tasks.get()) is not None:
            value, error = attempt(task.work)
            if error is None:
                self._bridge.deliver(task.done, value)
            else:
                self._bridge.deliver(task.failed, error)


def _ignore(_: Any) -> None:
    """An answer nobody waits for."""
