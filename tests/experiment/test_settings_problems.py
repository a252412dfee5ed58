"""Settings that cannot stand together are named before anything is trained, beside their field."""

import pytest

from tests.worlds import make_world
from workbench.errors import UsageError
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.validate import plan, validate

PRICES = make_world("W0", bars=2000, seed=0)


@pytest.mark.parametrize(
    ("settings", "field", "words"),
    [
        ({"model.kind": "transformer", "model.d_model": 30}, "model.d_model", "multiple of 4"),
        ({"model.kind": "chart_cnn", "features.lookback": 30}, "features.lookback", "5, 20 or 60"),
        ({"features.columns": "ohlcv,macd", "features.lookback": 20}, "features.lookback", "34 days"),
        ({"evaluation.max_leverage": 2}, "evaluation.max_leverage", "there is no target"),
        (
            {"model.hidden_size": 1024, "model.num_layers": 8, "train.batch_size": 4096,
             "train.segment_steps": 4096},
            "model.hidden_size", "GB of memory",
        ),
    ],
)  # fmt: skip
def test_that_an_impossible_combination_is_named_beside_its_field(settings, field, words):
    spec = ExperimentSpec().with_settings(settings)
    (problem,) = validate(spec, PRICES)
    assert problem.field == field
    assert words in str(problem)
    with pytest.raises(UsageError, match=words):
        plan(spec, PRICES)


def test_that_a_bidirectional_net_is_refused_with_the_reason():
    with pytest.raises(UsageError, match="from its future back"):
        ExperimentSpec().with_settings({"model.bidirectional": "true"})


def test_that_a_model_brings_its_own_usual_settings_and_leaves_those_of_the_user():
    picture = ExperimentSpec().with_settings({"model.kind": "chart_cnn"})
    assert (picture.features.lookback, picture.evaluation.refit_every) == (20, 250)
    back = picture.with_settings({"model.kind": "gru"})
    assert (back.features.lookback, back.evaluation.refit_every) == (60, 125)
    chosen = ExperimentSpec().with_settings({"evaluation.refit_every": 63, "features.lookback": 5})
    kept = chosen.with_settings({"model.kind": "chart_cnn"})
    assert (kept.features.lookback, kept.evaluation.refit_every) == (5, 63)
    both = ExperimentSpec().with_settings({"features.lookback": 60, "model.kind": "chart_cnn"})
    assert both.features.lookback == 60
