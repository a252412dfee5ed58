"""The live picture of a run, and events as envelopes."""

import json

import pytest

from workbench.events import (
    EVENT_TYPES,
    EpochEnded,
    FoldEnded,
    FoldStarted,
    LogLine,
    RunCancelled,
    RunFailed,
    RunFinished,
    StageStarted,
    TwinScored,
    from_envelope,
    to_envelope,
)
from workbench.experiment.run_state import RunState, reduce_events


def epoch(number: int, fold: int = 0, seed: int = 0, time: float = 0.0) -> EpochEnded:
    return EpochEnded(
        run_id="r", fold=fold, seed=seed, time=time, epoch=number, train_loss=1.0, validation_loss=0.9,
        naive_ratio=1.01, seconds=0.1, gradient_norm=0.3, learning_rate=1e-3, best_epoch=1,
    )  # fmt: skip


def end(fold: int, seed: int, time: float) -> FoldEnded:
    return FoldEnded(
        run_id="r", fold=fold, seed=seed, time=time, outcome="finished", epochs=2, best_epoch=1,
        seconds=1.0, first_decision=750, predicted=(0.1, -0.2),
    )  # fmt: skip


START = StageStarted(run_id="r", stage="fit", text="Training", folds=3, seeds=2, fits=6, time=100.0)
EVERY = [
    START,
    FoldStarted(
        run_id="r", fold=1, seed=0, train_first="2000-01-03", train_last="2002-01-03",
        validation_first="2002-01-10", validation_last="2002-06-03", test_first="2002-06-12",
        test_last="2003-01-03",
    ),
    epoch(1), end(0, 0, 1.0), LogLine(run_id="r", text="hello"),
    TwinScored(run_id="r", kind="garch", number=3, score=-0.014, done=7, all=51),
    RunFinished(run_id="r", verdict="no_edge", seconds=3.0), RunCancelled(run_id="r", fits_done=2),
    RunFailed(run_id="r", sentence="It broke.", hint="Mend it."),
]  # fmt: skip


@pytest.mark.parametrize("event", EVERY, ids=lambda event: event.type)
def test_that_every_event_survives_its_envelope(event):
    envelope = json.loads(json.dumps(to_envelope(event)))
    assert set(envelope) == {"type", "run_id", "sequence", "time", "fold", "seed", "payload"}
    assert from_envelope(envelope) == event


def test_that_every_kind_of_event_is_tried_here_and_an_unknown_one_is_ignored():
    assert {event.type for event in EVERY} == set(EVENT_TYPES)
    assert from_envelope({"type": "moon", "payload": {}}) is None


def test_that_histories_progress_and_time_left_are_reduced():
    events = [START, epoch(1), epoch(2), end(0, 0, 110.0), epoch(1, seed=1), end(0, 1, 120.0)]
    state = reduce_events(RunState(), events)
    assert state.phase == "running"
    assert [e.epoch for e in state.histories[0, 0]] == [1, 2]
    assert (state.fits_done, state.fits, state.progress) == (2, 6, pytest.approx(1 / 3))
    assert state.current == (0, 1)
    assert state.seconds_left is None
    later = reduce_events(state, [end(1, 0, 130.0)])
    assert later.seconds_left == pytest.approx(30.0)


def test_that_outcomes_set_the_phase_and_another_run_starts_afresh():
    state = reduce_events(RunState(), [START, LogLine(run_id="r", text="hello")])
    assert reduce_events(state, [RunFinished(run_id="r", verdict="no_edge", seconds=1)]).verdict == "no_edge"
    assert reduce_events(state, [RunCancelled(run_id="r", fits_done=0)]).phase == "cancelled"
    failed = reduce_events(state, [RunFailed(run_id="r", sentence="It broke.")])
    assert failed.phase == "failed"
    assert failed.failure.sentence == "It broke."
    other = reduce_events(failed, [StageStarted(run_id="s", stage="features", text="")])
    assert (other.run_id, other.phase, other.log) == ("s", "running", ())
