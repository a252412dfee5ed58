"""The pool of worker processes: however it ends, nobody stays behind."""

from __future__ import annotations

import multiprocessing
import time

import psutil
import pytest

from workbench.experiment.executors import processes
from workbench.experiment.executors.processes import ProcessExecutor


@pytest.mark.slow
def test_that_a_worker_that_heeds_nothing_is_gone_when_the_pool_is_closed(monkeypatch):
    monkeypatch.setattr(processes, "KILL_AFTER_SECONDS", 0.1)
    others = set(multiprocessing.active_children())
    executor = ProcessExecutor(1)
    busy = executor.submit(time.sleep, 3600)
    (worker,) = set(multiprocessing.active_children()) - others
    assert worker.is_alive()
    executor.shutdown()
    # Asked of the system: the pool's own thread waits for it too, and whoever comes second hears nothing.
    assert not psutil.pid_exists(worker.pid)
    # Nobody waits for its answer for ever.
    assert busy.exception(timeout=60) is not None
