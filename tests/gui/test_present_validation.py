"""Which fold's validation days the chart marks, and for which models there are any."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.gui.fake_session import run_events
from tests.samples import FIRST_TRAIN, VAULT_BARS, make_result
from workbench.experiment.run_state import RunState, reduce_events
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.validate import plan
from workbench.gui.present import validation as present

PRICES, RESULT = make_result()
VAULT = len(PRICES) - VAULT_BARS


def spec(**model) -> ExperimentSpec:
    fields = RESULT.spec.model_dump()
    fields["evaluation"] |= {"refit_every": 167, "max_folds": None}
    if model:
        fields["model"] = model
    return ExperimentSpec.model_validate(fields)


def test_that_the_days_are_those_the_run_itself_checks_on():
    known = present.validation(PRICES, VAULT, spec())
    _, folds = plan(spec(), PRICES, PRICES.session[VAULT])
    assert len(known.spans) == len(folds) == 3
    for (first, last), fold in zip(known.spans, folds, strict=True):
        assert (first, last) == (fold.validation_first, fold.validation_last)
        assert fold.train_last < first <= last < fold.decision_first
    assert max(last for _, last in known.spans) < VAULT


def test_that_a_bar_belongs_to_the_fold_whose_forecast_is_about_it():
    known = present.validation(PRICES, VAULT, spec())
    assert known.fold_of(FIRST_TRAIN) is None
    assert known.fold_of(FIRST_TRAIN + 1) == 0
    assert known.fold_of(FIRST_TRAIN + 167) == 0
    assert known.fold_of(FIRST_TRAIN + 168) == 1
    assert known.fold_of(VAULT - 1) == 2
    assert known.fold_of(VAULT) is None


def test_that_the_crosshair_comes_before_the_training_and_the_training_before_the_first_fold():
    known = present.validation(PRICES, VAULT, spec())
    state = reduce_events(RunState(), run_events(PRICES, RESULT, 2, epochs_of_last=1))
    assert state.current == (1, RESULT.spec.train.seeds - 1)
    assert present.fold_shown(known, VAULT - 1, state) == 2
    assert present.fold_shown(known, -1, state) == 1
    assert present.fold_shown(known, 10, None) == 0
    assert present.fold_shown(known, -1, RunState()) == 0


@pytest.mark.parametrize("kind", ["ridge", "linear", "gradient_boosting", "ar", "naive", "buy_and_hold"])
def test_that_models_that_do_not_stop_by_them_have_none(kind):
    assert present.validation(PRICES, VAULT, spec(kind=kind)) is None
    assert present.validation(PRICES, VAULT, spec(kind="gru")) is not None


def test_that_too_short_a_history_has_none_and_raises_nothing():
    assert present.validation(None, VAULT, spec()) is None
    assert present.validation(PRICES, None, spec()) is None
    assert present.validation(PRICES.first(60), 50, spec()) is None
    short = spec().model_copy(
        update={"evaluation": spec().evaluation.model_copy(update={"first_train": 80})}
    )  # fmt: skip
    assert present.validation(PRICES, VAULT, short) is None


def test_that_the_name_says_which_fold_where_there_are_several():
    known = present.validation(PRICES, VAULT, spec())
    assert present.label(known, 2) == "FOLD 3 · VALIDATION"
    alone = replace(known, spans=known.spans[:1])
    assert present.label(alone, 0) == "VALIDATION"
