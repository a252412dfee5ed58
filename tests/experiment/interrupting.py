"""What a test needs to interrupt a run on purpose: a place of its own, a moment, the workers to hit."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil

from tests.experiment.helpers import small_spec
from tests.worlds import make_world
from workbench.evaluation.ledger import TrialLedger
from workbench.events import EpochEnded, Event
from workbench.experiment.executors.base import Executor
from workbench.experiment.record import run_and_record
from workbench.experiment.result import RunResult

PRICES = make_world("W0", bars=800, seed=4)
# 3 folds x 2 seeds, long enough that several are under way or waiting when the first one ends.
SPEC = small_spec("lstm", train__epochs=12, train__patience=0)


class Place:
    """One user's ledger and folder of unfinished runs."""

    def __init__(self, folder: Path, unfinished: Path | None = None) -> None:
        self.ledger = TrialLedger(folder / "ledger.sqlite")
        self.unfinished = unfinished or folder / "unfinished"

    def run(
        self, pool: Executor, emit: Callable[[Event], None] = lambda event: None,
        cancel: threading.Event | None = None,
    ) -> RunResult:  # fmt: skip
        return run_and_record(
            SPEC, PRICES, emit=emit, cancel=cancel or threading.Event(), executor=pool, ledger=self.ledger,
            project_id="p", unfinished=self.unfinished,
        )  # fmt: skip

    def fits(self) -> int:
        return len(list(self.unfinished.rglob("*.fit")))


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[bool]:
    """A real file system of that size at `folder`; False where none can be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@dataclass(frozen=True, slots=True)
class Footprint:
    """What this program and its children hold just now."""

    threads: int
    processes: int
    handles: int
    megabytes: float

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.threads, self.processes, self.handles


def footprint() -> Footprint:
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    megabytes = sum(process.memory_info().rss for process in family) / 1e6
    return Footprint(threading.active_count(), len(family), psutil.Process().num_fds(), megabytes)


def megabytes_a_round(seen: Sequence[Footprint]) -> float:
    """The slope of the memory over rounds."""
    return float(np.polyfit(np.arange(len(seen)), [one.megabytes for one in seen], 1)[0])


def start_and_stop(place: Place, pool: Executor) -> Footprint:
    """Train, stop after the first epoch, and look at what is left."""
    cancel = threading.Event()
    place.run(pool, at_the_first(EpochEnded, cancel.set), cancel)
    return footprint()


def assert_same(result: RunResult, whole: RunResult) -> None:
    """Equal to the bit: predictions, verdict, histories, and the weights that are kept."""
    np.testing.assert_array_equal(result.predictions.predicted, whole.predictions.predicted)
    np.testing.assert_array_equal(result.predictions.lower, whole.predictions.lower)
    assert result.verdict == whole.verdict
    told = [[replace(epoch, seconds=0.0) for epoch in one.epochs] for one in (result, whole)]
    assert told[0] == told[1]
    assert result.weights == whole.weights


def at_the_first(kind: type[Event], do: Callable[[], None]) -> Callable[[Event], None]:
    done = []

    def emit(event: Event) -> None:
        if isinstance(event, kind) and not done:
            done.append(event)
            do()

    return emit


def workers() -> list[psutil.Process]:
    """The processes that train: not the semaphore tracker, which has no command of a spawned worker."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]
