"""Waiting for jobs: pass their events up, heed the user, and let no failure go unnamed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from workbench.errors import Cancelled, FitFailed
from workbench.events import Event, FoldEnded
from workbench.experiment.executors.base import Executor

POLL_SECONDS = 0.05
CANCEL_SECONDS = 5.0
LATE_EVENTS_SECONDS = 2.0


def gather(
    executor: Executor, futures: Sequence[Future[Any]], send: Callable[[Event], None],
    cancel: threading.Event, fold_ends: int = 0,
) -> list[Any]:  # fmt: skip
    """Results of all `futures`, in their order.

    Raises `Cancelled` once `cancel` is set and the workers have stopped (or were killed after five
    seconds), `FitFailed` when a worker died, and a job's own error otherwise. `fold_ends` is how many
    `FoldEnded` events belong to these jobs: they travel apart from the results and may come later.
    """
    seen = 0

    def pass_up(seconds: float) -> None:
        nonlocal seen
        for event in executor.drain(seconds):
            seen += isinstance(event, FoldEnded)
            send(event)

    while not all(future.done() for future in futures):
        pass_up(POLL_SECONDS)
        if cancel.is_set():
            _stop(executor, futures, pass_up)
        _raise_if_broken(executor, futures)
    deadline = time.monotonic() + LATE_EVENTS_SECONDS
    pass_up(0.0)
    while seen < fold_ends and not cancel.is_set() and time.monotonic() < deadline:
        pass_up(POLL_SECONDS)
    if cancel.is_set():
        raise Cancelled("The run was stopped.")
    _raise_if_broken(executor, futures)
    return [future.result() for future in futures]


def finished(futures: Sequence[Future[Any]]) -> list[Any]:
    """Results of those futures that have one."""
    return [f.result() for f in futures if f.done() and not f.cancelled() and f.exception() is None]


def _stop(
    executor: Executor, futures: Sequence[Future[Any]], pass_up: Callable[[float], None]
) -> None:
    """Cancel what waits, tell what runs, kill what does not listen; then raise `Cancelled`."""
    executor.set_control("cancel")
    for future in futures:
        future.cancel()
    deadline = time.monotonic() + CANCEL_SECONDS
    while not all(future.done() for future in futures):
        pass_up(POLL_SECONDS)
        if time.monotonic() > deadline:
            executor.stop_hanging()
            break
    pass_up(POLL_SECONDS)
    raise Cancelled("The run was stopped.")


def _raise_if_broken(executor: Executor, futures: Sequence[Future[Any]]) -> None:
    """One failed job ends the run: nothing is judged on half of its trainings."""
    broken = [f for f in futures if f.done() and not f.cancelled() and f.exception() is not None]
    if not broken:
        return
    executor.set_control("cancel")
    for future in futures:
        future.cancel()
    wait([future for future in futures if not future.cancelled()], timeout=CANCEL_SECONDS)
    error = broken[0].exception()
    if isinstance(error, BrokenProcessPool):
        raise FitFailed(
            "A training process ended unexpectedly; it was killed or ran out of memory.",
            "Choose a smaller model or close other programs, then train again.",
        ) from error
    if isinstance(error, MemoryError):
        raise FitFailed("There was not enough memory to train.", "Choose a smaller model.") from error
    assert error is not None
    raise error
