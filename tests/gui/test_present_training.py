"""The words and curves of the Live panel."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.gui.fake_session import run_events
from tests.samples import EPOCHS, make_result
from workbench.experiment.run_state import RunState, reduce_events
from workbench.gui.present import training as present
from workbench.training.spec import TrainSpec

SPEC = TrainSpec(epochs=20, patience=5)


@cache
def sample():
    return make_result(folds=3, seeds=2)


def state(folds=2, epochs=4):
    prices, result = sample()
    return reduce_events(RunState(), run_events(prices, result, folds, epochs_of_last=epochs))


def training(**changes):
    ratio = np.array([1.05, 1.01, 1.023])
    fields = {
        "fold": 11, "seed": 1, "epochs": np.array([1, 2, 3]), "train": ratio - 0.05, "validation": ratio,
        "ratio": ratio, "best_epoch": 2, "seconds": 0.0171, "gradient_norm": 0.412, "outcome": "",
    }  # fmt: skip
    return present.Training(**{**fields, **changes})


def test_that_folds_and_seeds_are_counted_from_one():
    assert training().name == "fold 12, seed 2"


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1.023, "After 3 epochs it is 2\u2009% worse than saying “tomorrow = today”."),
        (0.9962, "After 3 epochs it is 0.4\u2009% better than saying “tomorrow = today”."),
        (1.0001, "After 3 epochs it is no better than saying “tomorrow = today”."),
    ],
)
def test_that_the_sentence_compares_with_naive(ratio, words):
    assert present.sentence(training(ratio=np.array([1.05, 1.01, ratio]))) == words


def test_that_without_an_epoch_there_is_no_figure():
    assert present.big_figure(None) == "·"
    assert present.sentence(None) == "The first epoch is under way."
    assert [figure for _, figure in present.rows(None, SPEC, "CPU")] == [
        "·", "20 epochs", "·", "·", "·", "CPU",
    ]


def test_that_it_would_stop_a_patience_after_its_best_epoch():
    rows = dict(present.rows(training(), SPEC, "CPU"))
    assert rows["best epoch so far"] == "2"
    assert rows["would stop at"] == "7 epochs"
    assert rows["seconds an epoch"] == "0.017"
    assert rows["gradient norm"] == "0.41"
    slow = dict(present.rows(training(learning_rate=0.00025), SPEC, "CPU"))
    assert (rows["learning rate"], slow["learning rate"]) == ("·", "0.00025")
    late = dict(present.rows(training(best_epoch=18), SPEC, "CPU"))
    assert late["would stop at"] == "20 epochs"
    never = dict(present.rows(training(), TrainSpec(epochs=9, patience=0), "CPU"))
    assert never["would stop at"] == "9 epochs"


def test_that_an_ended_training_says_where_it_ended():
    rows = dict(present.rows(training(outcome="finished"), SPEC, "CPU"))
    assert rows["ended at"] == "3 epochs"
    assert "would stop at" not in rows


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("", "Stop keeps what was learned; the try still counts."),
        ("finished", "Ended: all 3 epochs used. Epoch 2 is kept."),
        ("stopped_early", "Ended at epoch 3: 5 epochs without a better validation. Epoch 2 is kept."),
        ("cancelled", "You stopped it at epoch 3. What was learned is kept."),
        ("diverged", "Ended at epoch 3: the loss ran away. It counts as it is."),
    ],
)
def test_that_the_reason_training_ended_is_told(outcome, words):
    assert present.ended_because(training(outcome=outcome), SPEC) == words


def test_that_two_trainings_at_once_do_not_take_turns():
    live = state()
    shown = (1, 1)
    assert shown in live.histories and shown not in live.ended
    assert present.followed(live, None) == shown
    both = replace(live, current=(1, 0), ended={fit: live.ended[fit] for fit in ((0, 0), (0, 1))})
    assert present.followed(both, shown) == shown
    assert present.followed(both, None) == (1, 0)


def test_that_the_next_training_is_followed_when_one_ends():
    live = state()
    assert present.followed(live, (0, 0)) == (1, 1)
    assert present.followed(RunState(), None) is None


def test_that_a_live_training_draws_the_epochs_so_far():
    live = present.live_of(state(folds=2, epochs=4), (1, 1))
    assert len(live.training.epochs) == 4
    assert live.training.outcome == ""
    assert len(live.others) == 3
    assert live.grid.shape == (2, 3)
    assert live.note == "3 of 6"
    assert live.others_note == "faint: the 3 other trainings"
    assert np.isnan(live.grid[1, 1])
    assert live.grid[0, 0] == min(live.grid[0, 0], *present.live_training(state(), (0, 0)).ratio)


def test_that_a_stored_run_draws_its_last_training():
    _, result = sample()
    live = present.live_of_result(result)
    assert live.training.name == "fold 3, seed 2"
    assert live.training.best_epoch == result.fits[-1].best_epoch
    assert len(live.training.epochs) == EPOCHS
    assert len(live.others) == 5
    assert live.note == "6 of 6"


def test_that_a_run_without_epochs_has_nothing_to_draw():
    _, result = sample()
    live = present.live_of_result(replace(result, epochs=(), fits=()))
    assert live.training is None
    assert live.grid.size == 0


def test_that_the_head_names_the_days_learned_from():
    live = present.live_of(state(), (1, 1))
    note = present.head_note(live, SPEC, running=True)
    assert note.startswith("fold 2, seed 2 · learns ")
    assert f"checks on {live.started.validation_first} – {live.started.validation_last}" in note


def test_that_the_folded_head_says_which_training_was_last_and_why_it_ended():
    _, result = sample()
    note = present.head_note(present.live_of_result(result), result.spec.train, running=False)
    assert note.startswith("last training: fold 3, seed 2 · Ended: all 12 epochs used · Epoch ")
    assert present.head_note(None, SPEC, running=False) == "after a run"
    assert present.head_note(None, SPEC, running=True) == "the first epoch is under way"
