"""The seam between the experiment and the machines that do its work."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Literal, ParamSpec, Protocol, TypeVar

from workbench.events import Event

P = ParamSpec("P")
T = TypeVar("T")

Control = Literal["run", "pause", "cancel"]


class Executor(Protocol):
    """Where jobs run. A job may call `jobs.emit` and `jobs.control`; every executor backs both."""

    workers: int

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `function` some time; arguments and result must be picklable plain data."""
        ...

    def drain(self, seconds: float) -> list[Event]:
        """Events of the jobs since the last call; waits up to `seconds` for the first."""
        ...

    def set_control(self, control: Control) -> None:
        """What running jobs are told when they ask: go on, wait, or stop."""
        ...

    def warm_up(self) -> None:
        """Begin whatever makes the first job slow; returns at once."""
        ...

    def stop_hanging(self) -> None:
        """Kill workers that did not heed a cancel; the executor stays usable."""
        ...

    def shutdown(self) -> None:
        """Release everything; running jobs are told to cancel and killed after five seconds."""
        ...

    def __enter__(self) -> Any: ...

    def __exit__(self, *details: object) -> None: ...
