"""What a training must survive (RELIABILITY B2), case by case, with real processes."""

from __future__ import annotations

import random
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.experiment.interrupting import (
    Footprint,
    Place,
    assert_same,
    megabytes_a_round,
    small_disk,
    start_and_stop,
    workers,
)
from workbench.errors import FitFailed
from workbench.events import EpochEnded, Event
from workbench.experiment.executors.processes import ProcessExecutor

WARM_UPS = 20
MOST_MEGABYTES_A_ROUND = 0.1
ASLEEP_SECONDS = 60.0
SIGNALS = (signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT)

Cases = Iterator[None]
"""Each step of such an iterator is one case that held; AssertionError is one that did not."""


def kills(seed: int) -> Cases:
    """A worker dies at a random moment; the next run goes on and ends with the bits of one left alone."""
    choice = random.Random(seed)
    with ProcessExecutor(2) as pool, tempfile.TemporaryDirectory() as folder:
        told: list[Event] = []
        whole = Place(Path(folder) / "whole").run(pool, told.append)
        for case in _count():
            place = Place(Path(folder) / str(case))
            moment, by = choice.randrange(1, len(told)), choice.choice(SIGNALS)
            try:
                result = place.run(pool, _at(moment, lambda by=by: choice.choice(workers()).send_signal(by)))
            except FitFailed:
                result = place.run(pool)
            assert_same(result, whole)
            assert place.fits() == 0
            yield


def sleeps(seed: int) -> Cases:
    """All workers are suspended for a minute at a random epoch, as when the computer sleeps."""
    choice = random.Random(seed)
    with ProcessExecutor(2) as pool, tempfile.TemporaryDirectory() as folder:
        epochs: list[Event] = []
        whole = Place(Path(folder) / "whole").run(pool, epochs.append)
        last = sum(isinstance(event, EpochEnded) for event in epochs) // 2
        for case in _count():
            asleep: list[threading.Timer] = []
            moment = choice.randrange(1, last)
            sleep = _at(moment, lambda asleep=asleep: _suspend(asleep), EpochEnded)
            result = Place(Path(folder) / str(case)).run(pool, sleep)
            asleep[0].join()
            assert_same(result, whole)
            yield


def disks(seed: int) -> Cases:
    """The disk is full after a random number of kilobytes."""
    choice = random.Random(seed)
    with ProcessExecutor(2) as pool, tempfile.TemporaryDirectory() as folder:
        whole = Place(Path(folder) / "whole").run(pool)
        for case in _count():
            disk = Path(folder) / f"disk{case}"
            with small_disk(disk, kilobytes=4 * choice.randrange(1, 32)) as mounted:
                assert mounted, "a small disk can be mounted by root alone"
                assert_same(Place(Path(folder) / str(case), disk).run(pool), whole)
            yield


def cycles(seed: int) -> Cases:
    """Train and stop, over and over: nothing may be left behind."""
    with ProcessExecutor(2) as pool, tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        seen: list[Footprint] = []
        for case in _count():
            seen.append(start_and_stop(place, pool))
            assert seen[-1].counts == seen[0].counts, f"{seen[0]} became {seen[-1]}"
            settled = seen[WARM_UPS:]
            # Over fewer rounds a single page counts as a slope.
            if len(settled) >= 2 * WARM_UPS and case % WARM_UPS == 0:
                assert megabytes_a_round(settled) < MOST_MEGABYTES_A_ROUND
            yield


def _count() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


def _at(moment: int, do: Callable[[], None], kind: type[Event] = Event) -> Callable[[Event], None]:
    """Does it at the `moment`-th event of that kind."""
    seen = 0

    def emit(event: Event) -> None:
        nonlocal seen
        seen += isinstance(event, kind)
        if isinstance(event, kind) and seen == moment:
            do()

    return emit


def _suspend(asleep: list[threading.Timer]) -> None:
    stopped = workers()
    for worker in stopped:
        worker.suspend()
    asleep.append(threading.Timer(ASLEEP_SECONDS, lambda: [worker.resume() for worker in stopped]))
    asleep[0].start()
