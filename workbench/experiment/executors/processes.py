"""A warm pool of spawned processes, one torch thread each, at lower priority than the window."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from workbench.events import Event
from workbench.experiment import jobs
from workbench.experiment.executors.base import Control, P, T
from workbench.experiment.executors.draining import drain

GONE_SECONDS = 5.0
"""A killed process is gone at once, unless the system is very busy."""
KILL_AFTER_SECONDS = 5.0
GIVE_WAY_SECONDS = 0.003
"""After each job handed over beside a window: cutting a hundred of them would keep it from painting."""
_CONTROLS: tuple[Control, ...] = ("run", "pause", "cancel")
# Read by each library once, when it is loaded; two one-thread processes keep full speed.
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class ProcessExecutor:
    """`Executor` on `workers` spawned processes. A broken pool is replaced at the next submit."""

    def __init__(self, workers: int = 2) -> None:
        self.workers = workers
        self._mp = multiprocessing.get_context("spawn")
        self._events: Any = None
        self._control = self._mp.Value("i", 0, lock=False)
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        try:
            future = self._started().submit(function, *args, **kwargs)
        except BrokenProcessPool:
            with self._lock:
                self._pool = None
            future = self._started().submit(function, *args, **kwargs)
        if threading.current_thread() is not threading.main_thread():
            time.sleep(GIVE_WAY_SECONDS)
        return future

    def drain(self, seconds: float) -> list[Event]:
        return drain(self._events, seconds) if self._events is not None else []

    def set_control(self, control: Control) -> None:
        self._control.value = _CONTROLS.index(control)

    def warm_up(self) -> None:
        for _ in range(self.workers):
            self.submit(_prepare_fits)

    def stop_hanging(self) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            _kill(_processes(pool))
            pool.shutdown(wait=True, cancel_futures=True)

    def shutdown(self) -> None:
        self.set_control("cancel")
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            _close(pool)
        if self._events is not None:
            self._events.close()
            self._events.join_thread()

    def __enter__(self) -> ProcessExecutor:
        return self

    def __exit__(self, *details: object) -> None:
        self.shutdown()

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # A killed worker may have died holding the old queue's lock.
                self._events = self._mp.Queue()
                self._pool = ProcessPoolExecutor(
                    self.workers, self._mp, _begin_worker, (self._events, self._control)
                )
            return self._pool


def _begin_worker(events: Any, control: Any) -> None:
    from workbench.training.allocator import keep_freed_memory

    _use_one_thread()
    keep_freed_memory()
    # Ctrl+C reaches the whole process group; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    threading.Thread(target=_leave_with_parent, name="leave-with-parent", daemon=True).start()
    jobs.set_context(jobs.JobContext(events.put, lambda: _CONTROLS[control.value]))


def _use_one_thread() -> None:
    """One thread for every numerical library: those to come through the environment, those here by name."""
    from threadpoolctl import threadpool_limits

    for name in _THREAD_VARIABLES:
        os.environ[name] = "1"
    threadpool_limits(1)


def _leave_with_parent() -> None:
    """End this worker when the window is gone, however it went: no orphan ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _prepare_fits() -> None:
    """What the first fit would otherwise wait for."""
    import sklearn.linear_model  # noqa: F401

    from workbench.training.fit import prepare

    prepare()
    # Keeps this worker busy long enough for its sibling to take the other warm-up job.
    time.sleep(0.2)


def _close(pool: ProcessPoolExecutor) -> None:
    """End the pool in good order, or by force after `KILL_AFTER_SECONDS`."""
    # A pool that was told to end no longer knows them.
    workers = _processes(pool)
    pool.shutdown(wait=False, cancel_futures=True)
    deadline = time.monotonic() + KILL_AFTER_SECONDS
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
    _kill([worker for worker in workers if worker.is_alive()])


def _kill(workers: list[Any]) -> None:
    """By force, and wait until they are gone."""
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.join(GONE_SECONDS)


def _processes(pool: ProcessPoolExecutor) -> list[Any]:
    # The standard library offers no public way to them before Python 3.14.
    return list((getattr(pool, "_processes", None) or {}).values())
