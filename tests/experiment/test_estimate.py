"""What a run will cost is told from the work there is to do."""

import pytest

from workbench.experiment.estimate import estimate_seconds, fits, weights
from workbench.experiment.spec import ExperimentSpec

DEFAULT = ExperimentSpec()


def test_that_folds_and_seeds_are_those_of_the_run():
    assert fits(DEFAULT, 5031) == (31, 5)
    assert fits(DEFAULT.with_settings({"evaluation.max_folds": 3, "train.seeds": 2}), 5031) == (3, 2)
    assert fits(DEFAULT.with_settings({"model.kind": "ridge"}), 5031) == (31, 1)
    assert fits(DEFAULT, 900) == (0, 5)


def test_that_the_weights_of_the_default_net_are_51521():
    assert weights(DEFAULT) == 51_521
    assert weights(DEFAULT.with_settings({"model.kind": "drift"})) == 0


@pytest.mark.parametrize(
    "more",
    [{"model.hidden_size": 128}, {"model.num_layers": 3}, {"train.epochs": 40}, {"train.seeds": 10},
     {"evaluation.refit_every": 60}, {"features.lookback": 120}, {"train.patience": 0}],
)  # fmt: skip
def test_that_more_work_takes_longer(more):
    assert estimate_seconds(DEFAULT.with_settings(more), 5031) > 1.1 * estimate_seconds(DEFAULT, 5031)
    assert estimate_seconds(DEFAULT, 5031, workers=1) > 1.5 * estimate_seconds(DEFAULT, 5031)
