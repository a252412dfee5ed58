"""Specs: settings by path, defaults of a kind, what makes a try a new try."""

import pytest

from workbench.errors import UsageError
from workbench.evaluation.spec import ASSUMED
from workbench.experiment.spec import ExperimentSpec
from workbench.models.catalog import LSTMSpec, RidgeSpec

DEFAULT = ExperimentSpec()


def test_that_the_defaults_are_those_of_the_command_line():
    assert DEFAULT.model == LSTMSpec(hidden_size=64, num_layers=2, dropout=0)
    assert (DEFAULT.features.lookback, DEFAULT.features.horizon) == (60, 1)
    assert (DEFAULT.train.epochs, DEFAULT.train.patience, DEFAULT.train.seeds) == (20, 5, 5)
    assert DEFAULT.evaluation.cost_bps == 5
    assert DEFAULT.rows_needed() == 750 + 125 + 500 + 1


def test_that_settings_are_read_from_text_in_any_order():
    settings = {"model.hidden_size": "32", "model.kind": "lstm", "train.learning_rate": "0.01"}
    spec = DEFAULT.with_settings(settings)
    assert spec == DEFAULT.with_settings(dict(reversed(settings.items())))
    assert spec.model == LSTMSpec(hidden_size=32)
    assert spec.train.learning_rate == 0.01


def test_that_a_new_kind_takes_its_own_defaults_and_the_same_kind_keeps_its_settings():
    small = DEFAULT.with_settings({"model.hidden_size": 8})
    assert small.with_settings({"model.kind": "ridge"}).model == RidgeSpec()
    assert small.with_settings({"model.kind": "lstm", "model.num_layers": 1}).model == LSTMSpec(
        hidden_size=8, num_layers=1
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"model.hidden_size": 0}, "model.hidden_size cannot be 0. It must be at least 1"),
        (
            {"model.hidden_size": "many"},
            "model.hidden_size cannot be 'many'. It must be a whole number, at least 1 and at most 1,024.",
        ),
        ({"model.hidden_size": "1.5"}, "It must be a whole number, at least 1 and at most 1,024."),
        ({"train.epochs": "9" * 30}, "at least 1 and at most 10,000."),
        ({"model.dropout": "x"}, "It must be a number, at least 0 and at most 0.9."),
        ({"features.lookback": 1025}, "at least 2 and at most 1,024."),
        ({"evaluation.rule": "both"}, "It must be long_flat or long_short."),
        ({"features.columns": "ohlcv,ohlcv"}, "Each group of columns may be named once."),
        ({"train.grad_clip": "inf"}, "It must be a number, more than 0."),
        ({"model.kind": None}, "There is no model None. Known models: chart_cnn"),
        ({"model.kind": "oracle"}, "There is no model 'oracle'. Known models: chart_cnn"),
        ({"model.kind": "ridge", "model.hidden_size": 8}, "no setting 'model.hidden_size'"),
        ({"colour": "red"}, "no setting 'colour'"),
        ({"data.symbol": "X"}, "no setting 'data.symbol'"),
        ({"train.oops": 1}, "no setting 'train.oops'"),
        ({"evaluation.vault_bars": 100}, "at least 250"),
        ({"features.columns": "ohlcv,moon"}, "Unknown column 'moon'"),
        ({"train.learning_rate": "nan"}, "train.learning_rate"),
        ({"evaluation.cost_bps": "inf"}, "evaluation.cost_bps"),
    ],
)
def test_that_a_wrong_setting_is_named_with_its_remedy(settings, words):
    with pytest.raises(UsageError) as caught:
        DEFAULT.with_settings(settings)
    assert words in str(caught.value)


def test_that_costs_make_no_new_try_and_everything_else_does():
    key = DEFAULT.trial_key()
    for name in ASSUMED:
        changed = DEFAULT.with_settings({f"evaluation.{name}": 3.25})
        assert changed.trial_key() == key and changed.spec_hash() != DEFAULT.spec_hash()
    renamed = DEFAULT.model_copy(update={"data": DEFAULT.data.model_copy(update={"symbol": "OTHER"})})
    assert renamed.trial_key() == key
    for change in ({"train.seed": 1}, {"evaluation.rule": "long_short"}, {"features.lookback": 61},
                   {"evaluation.threshold_bps": 1}, {"evaluation.volatility_target_percent": 10},
                   {"evaluation.volatility_target_percent": 10, "evaluation.max_leverage": 2}):
        assert DEFAULT.with_settings(change).trial_key() != key


def test_that_a_spec_survives_json():
    spec = DEFAULT.with_settings({"model.kind": "drift", "features.columns": "ohlcv"})
    assert ExperimentSpec.model_validate(spec.to_json()) == spec


def test_that_a_choice_that_was_not_made_leaves_older_tries_the_same():
    older = DEFAULT.to_json()
    came_later = ("train_bars", "threshold_bps", "volatility_target_percent", "max_leverage")
    for name in (*came_later, *ASSUMED - {"cost_bps"}):
        del older["evaluation"][name]
    assert ExperimentSpec.model_validate(older).trial_key() == DEFAULT.trial_key()
    assert DEFAULT.trial_key() == "66fe9da8e1bb653fdfbd9e666066401bdc061f6e38df4503734a7175df2a480f"
    assert DEFAULT.with_settings({"evaluation.train_bars": 1000}).trial_key() != DEFAULT.trial_key()
