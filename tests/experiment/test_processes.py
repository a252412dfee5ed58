"""The pool of worker processes: however it ends, nobody stays behind."""

from __future__ import annotations

import multiprocessing
import time

import pytest

from workbench.experiment.executors import processes
from workbench.experiment.executors.processes import ProcessExecutor


@pytest.mark.slow
def test_that_a_worker_that_heeds_nothing_is_gone_when_the_pool_is_closed(monkeypatch):
    monkeypatch.setattr(processes, "KILL_AFTER_SECONDS", 0.1)
    executor = ProcessExecutor(1)
    busy = executor.submit(time.sleep, 3600)
    (worker,) = multiprocessing.active_children()
    assert worker.is_alive()
    executor.shutdown()
    assert not worker.is_alive()
    # Nobody waits for its answer for ever.
    assert busy.exception(timeout=60) is not None
