"""Jobs in this very process, one at a time, in one thread: for tests, debugging and machines of one core."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from workbench.events import Event
from workbench.experiment import jobs
from workbench.experiment.executors.base import Control, P, T
from workbench.experiment.executors.draining import drain


class InlineExecutor:
    """`Executor` without processes; the results are those of `ProcessExecutor`, bit for bit."""

    workers = 1

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._control: Control = "run"
        context = jobs.JobContext(self._events.put, lambda: self._control)
        self._pool = ThreadPoolExecutor(1, "inline-fit", jobs.set_context, (context,))

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._pool.submit(function, *args, **kwargs)

    def drain(self, seconds: float) -> list[Event]:
        return drain(self._events, seconds)

    def set_control(self, control: Control) -> None:
        self._control = control

    def warm_up(self) -> None:
        """Nothing to warm: imports happen with the first job."""

    def stop_hanging(self) -> None:
        """A thread cannot be killed; jobs here heed the control at their next batch."""

    def shutdown(self) -> None:
        self._control = "cancel"
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> InlineExecutor:
        return self

    def __exit__(self, *details: object) -> None:
        self.shutdown()
