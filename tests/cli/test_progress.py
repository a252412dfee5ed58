"""The progress line and the first Ctrl+C."""

from __future__ import annotations

import io
import signal

import pytest

from workbench.cli import progress
from workbench.cli.progress import ProgressLine, clock, interrupt_cancels, interrupts_ignored, line_for
from workbench.events import EpochEnded, Event, FoldEnded, LogLine, StageStarted
from workbench.experiment.run_state import RunState, reduce_events


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def visible(self) -> str:
        """What the last line shows after all its rewritings."""
        shown = ""
        for part in self.getvalue().rpartition("\n")[2].split("\r"):
            shown = part + shown[len(part) :]
        return shown.rstrip()


def stage(name: str, **numbers: int) -> StageStarted:
    return StageStarted(run_id="r", stage=name, text=f"Doing {name}", time=100.0, **numbers)


def epoch(fold: int, seed: int, time: float = 101.0) -> EpochEnded:
    return EpochEnded(
        run_id="r", fold=fold, seed=seed, time=time, epoch=3, train_loss=1.0, validation_loss=0.9,
        naive_ratio=0.9876, seconds=0.1, gradient_norm=1.0, learning_rate=1e-3, best_epoch=2,
    )  # fmt: skip


def ended(fold: int, seed: int, time: float) -> FoldEnded:
    return FoldEnded(
        run_id="r", fold=fold, seed=seed, time=time, outcome="finished", epochs=3, best_epoch=2,
        seconds=1.0, first_decision=0,
    )  # fmt: skip


RUN: list[Event] = [
    stage("fit", folds=4, seeds=3, fits=12), *(ended(0, seed, 101.0 + seed) for seed in range(3)),
    epoch(1, 2, 106.0),
]  # fmt: skip


def test_that_the_line_counts_from_one_and_tells_the_time_left() -> None:
    line = line_for(reduce_events(RunState(), RUN))
    assert line == "training 3/12  fold 2/4  seed 3/3  epoch 3  validation / naive 0.988  0:18 left"


def test_that_a_stage_without_trainings_is_told_in_its_words() -> None:
    assert line_for(reduce_events(RunState(), [stage("evaluate")])) == "Doing evaluate ..."


def test_that_a_terminal_shows_one_line_and_is_left_empty() -> None:
    terminal = Terminal()
    shown = ProgressLine(terminal)
    for event in RUN:
        shown(event)
    shown(stage("evaluate"))
    assert terminal.visible() == "Doing evaluate ..."
    assert "\n" not in terminal.getvalue()
    shown.close()
    assert terminal.visible() == ""


def test_that_lines_are_redrawn_ten_times_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, now = Terminal(), [50.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    shown = ProgressLine(terminal)
    shown(RUN[0])
    for number in range(100):
        now[0] = 50.0 + number / 1000
        shown(epoch(1, 2, 106.0 + number))
    assert terminal.getvalue().count("\r") == 1
    now[0] = 51.0
    shown(epoch(1, 2, 300.0))
    assert terminal.getvalue().count("\r") == 2


def test_that_elsewhere_only_warnings_are_told_and_with_v_the_stages() -> None:
    info = LogLine(run_id="r", text="just so")
    warning = LogLine(run_id="r", text="it diverged", level="warning")
    quiet, told = io.StringIO(), io.StringIO()
    for shown in (ProgressLine(quiet), ProgressLine(told, verbose=True)):
        for event in (*RUN, info, warning):
            shown(event)
        shown.close()
    assert quiet.getvalue() == "it diverged\n"
    assert told.getvalue() == "Doing fit\njust so\nit diverged\n"


def test_that_the_first_interrupt_cancels_and_the_second_stops_at_once() -> None:
    told = io.StringIO()
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), interrupt_cancels(told) as cancel:
        assert not cancel.is_set()
        signal.raise_signal(signal.SIGINT)
        assert cancel.is_set()
        assert "what was done is kept" in told.getvalue()
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_that_a_polite_kill_cancels_as_well() -> None:
    with interrupt_cancels(io.StringIO()) as cancel:
        signal.raise_signal(signal.SIGTERM)
        assert cancel.is_set()


def test_that_interrupts_are_ignored_while_workers_start() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interrupts_ignored():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0:00"), (59.6, "1:00"), (3725, "1:02:05")])
def test_that_a_clock_has_hours_where_needed(seconds: float, text: str) -> None:
    assert clock(seconds) == text
