"""Runs that something interrupts: a killed worker or program, a sleeping one, a full disk, no memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.experiment.interrupting import (
    Place,
    assert_same,
    at_the_first,
    megabytes_a_round,
    small_disk,
    start_and_stop,
    workers,
)
from workbench.cli.main import main
from workbench.errors import FitFailed
from workbench.events import EpochEnded, Event, FoldEnded, LogLine
from workbench.experiment.executors.processes import ProcessExecutor
from workbench.experiment.result import RunResult

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 60.0

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


@pytest.fixture(scope="module")
def pool():
    with ProcessExecutor(2) as executor:
        yield executor


@pytest.fixture(scope="module")
def whole(pool, tmp_path_factory) -> RunResult:
    """The run as it is when nothing happens."""
    return Place(tmp_path_factory.mktemp("whole")).run(pool)


@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize("killed_by", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_that_a_killed_worker_ends_the_run_by_name_and_the_next_goes_on(pool, place, whole, killed_by):
    with pytest.raises(FitFailed, match="ended unexpectedly") as failed:
        place.run(pool, at_the_first(FoldEnded, lambda: workers()[0].send_signal(killed_by)))
    done = place.fits()
    assert 1 <= done < len(whole.fits)
    assert f"Trainings kept: {done};" in failed.value.hint
    told: list[Event] = []
    again = place.run(pool, told.append)
    assert_same(again, whole)
    (line,) = [event.text for event in told if isinstance(event, LogLine)]
    assert line == f"Going on with a run that was interrupted; trainings done: {done} of {len(whole.fits)}."
    assert {(event.fold, event.seed) for event in told if isinstance(event, FoldEnded)} == {
        (fit.fold, fit.seed) for fit in whole.fits
    }
    assert again.trials.this_data == 1
    assert place.fits() == 0


def test_that_a_stopped_run_goes_on_within_the_training_it_was_in(pool, place, whole):
    cancel = threading.Event()
    stopped = place.run(pool, at_the_first(EpochEnded, cancel.set), cancel)
    assert stopped.outcome == "cancelled"
    assert [path for path in place.unfinished.rglob("*.[01]") if path.is_file()]
    assert_same(place.run(pool), whole)


def test_that_a_worker_that_sleeps_with_the_computer_changes_nothing(pool, place, whole):
    asleep: list[threading.Timer] = []

    def sleep() -> None:
        for worker in workers():
            worker.suspend()
        asleep.append(threading.Timer(1.0, lambda: [worker.resume() for worker in workers()]))
        asleep[0].start()

    assert_same(place.run(pool, at_the_first(EpochEnded, sleep)), whole)
    asleep[0].join()


def test_that_damaged_files_of_an_interrupted_run_are_done_again(pool, place, whole):
    with pytest.raises(FitFailed):
        place.run(pool, at_the_first(FoldEnded, lambda: workers()[0].kill()))
    for file in place.unfinished.rglob("*.*"):
        file.write_bytes(file.read_bytes()[:-1])
    assert_same(place.run(pool), whole)


def test_that_a_full_disk_is_told_and_the_run_ends_well(pool, tmp_path, whole):
    told: list[Event] = []
    with small_disk(tmp_path / "disk", kilobytes=8) as mounted:
        if not mounted:
            pytest.skip("a small disk can be mounted by root alone")
        result = Place(tmp_path, tmp_path / "disk").run(pool, told.append)
    assert_same(result, whole)
    lines = [event for event in told if isinstance(event, LogLine)]
    assert 1 <= len(lines) <= pool.workers
    assert all(line.level == "warning" and "No space left on device" in line.text for line in lines)


PROGRAM = [sys.executable, "-m", "workbench"]
SETTINGS = [
    "model.hidden_size=6", "model.num_layers=1", "features.lookback=10", "train.epochs=15", "train.seeds=2",
    "train.patience=0", "evaluation.first_train=300", "evaluation.refit_every=100", "evaluation.max_folds=4",
]  # fmt: skip


def command(home: Path, *words: object) -> tuple[list[str], dict[str, str]]:
    return [*PROGRAM, *map(str, words)], {**os.environ, "WORKBENCH_HOME": str(home)}


def said_by(home: Path, *words: object) -> str:
    line, env = command(home, *words)
    done = subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def predictions(file: Path) -> list:
    return json.loads(file.read_text(encoding="utf-8"))["predictions"]


@pytest.mark.slow
def test_that_the_killed_program_leaves_no_process_and_goes_on_when_run_again(
    tmp_path, monkeypatch, inline_workers
):
    project, home = tmp_path / "p.swb", tmp_path / "home"
    said_by(home, "new", project, "--symbol", "SP500", "--set", *SETTINGS)
    line, env = command(home, "run", project)
    running = subprocess.Popen(
        line, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    family = until(lambda: len(list((home / "unfinished").rglob("*.fit"))) >= 2 and family_of(running.pid))
    running.kill()
    running.wait()
    _, alive = psutil.wait_procs(family, timeout=LIMIT_SECONDS)
    assert alive == []
    said = said_by(home, "run", project, "--json", tmp_path / "again.json")
    assert "Going on with a run that was interrupted" in said
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "other"))
    assert main(["run", str(project), "--json", str(tmp_path / "whole.json")]) == 0
    assert predictions(tmp_path / "again.json") == predictions(tmp_path / "whole.json")
    assert not list((home / "unfinished").rglob("*.fit"))


def family_of(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def until(found: Callable[[], object]):
    """The first answer that is not empty."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < deadline:
        answer = found()
        if answer:
            return answer
        threading.Event().wait(0.02)
    raise AssertionError("nothing came")


SHORT_OF_MEMORY = """
import resource, sys
import psutil
from tests.training.test_plain_fits import views_of
from tests.worlds import make_world
from workbench.models.catalog import LSTMSpec
from workbench.training.devices import use_one_thread
from workbench.training.fit import fit
from workbench.training.loop import Hooks
from workbench.training.spec import TrainSpec

use_one_thread()
views, _ = views_of(make_world("W0", bars=3000, seed=1))
model = LSTMSpec(hidden_size=192, num_layers=1)
spec = TrainSpec(epochs=1, batch_size=4096, segment_steps=1)
hooks = Hooks(lambda report: None, lambda: "run", notice=print)
# Once without a limit and small: what is loaded late is loaded then.
fit(model, spec.model_copy(update={"batch_size": 64}), views, 0, hooks)
room = int(sys.argv[1]) << 20
limit = psutil.Process().memory_info().vms + room
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    print(fit(model, spec, views, 0, hooks).outcome)
except MemoryError:
    print("no memory")
"""

HALVED = "Memory ran out at 4096 segments a step, so this training goes on with 2048."
# What is free beyond what the program has: all segments at once need about 740 MB, half of them about 580.
SHORTAGES = [(200, [HALVED, "no memory"]), (650, [HALVED, "finished"]), (1500, ["finished"])]


@pytest.mark.parametrize(("megabytes", "said"), SHORTAGES)
def test_that_real_shortage_of_memory_halves_the_batch_and_then_ends_by_name(megabytes, said):
    done = subprocess.run(
        [sys.executable, "-c", SHORT_OF_MEMORY, str(megabytes)], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == said


def test_that_runs_and_stops_leave_no_thread_process_or_memory_behind(pool, place):
    seen = [start_and_stop(place, pool) for _ in range(60)]
    assert len({one.counts for one in seen}) == 1
    # Caches fill in the first rounds; then at most a tenth of a megabyte a round, in all processes together.
    assert megabytes_a_round(seen[20:]) < 0.1
