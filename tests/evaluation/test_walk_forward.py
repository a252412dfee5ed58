"""Walk-forward: the folds of CLI.md, and a purge that covers the horizon."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worlds import make_world
from workbench.errors import DataError
from workbench.evaluation.spec import EvaluationSpec
from workbench.evaluation.walk_forward import make_folds, purge_size
from workbench.evaluation.zones import Zones, make_zones
from workbench.features.spec import FeatureSpec


def test_that_the_sample_gives_31_folds_and_3780_decisions():
    folds = make_folds(Zones(5031, 750, 4531), EvaluationSpec(), FeatureSpec())
    assert len(folds) == 31
    assert sum(fold.decision_last - fold.decision_first + 1 for fold in folds) == 3780
    assert (folds[0].decision_first, folds[-1].decision_last) == (750, 4529)


def test_that_max_folds_keeps_the_first_ones():
    every = make_folds(Zones(5031, 750, 4531), EvaluationSpec(), FeatureSpec())
    assert make_folds(Zones(5031, 750, 4531), EvaluationSpec(max_folds=3), FeatureSpec()) == every[:3]


@given(
    lookback=st.integers(2, 120),
    horizon=st.integers(1, 20),
    refit=st.integers(1, 300),
    first=st.integers(250, 900),
    dev=st.integers(10, 1500),
)
def test_that_no_label_reaches_a_decision_and_decisions_follow_on(lookback, horizon, refit, first, dev):
    zones = Zones(first + dev + 500, first, first + dev)
    spec = EvaluationSpec(first_train=first, refit_every=refit)
    folds = make_folds(zones, spec, FeatureSpec(lookback=lookback, horizon=horizon))
    gap = purge_size(horizon)
    for fold in folds:
        assert fold.train_first - lookback + 1 >= 1
        assert fold.train_first <= fold.train_last
        assert fold.validation_first <= fold.validation_last
        assert fold.train_last + horizon <= fold.validation_first - gap
        assert fold.validation_last + horizon <= fold.decision_first - gap
        assert fold.decision_last + horizon <= zones.vault_first - 1
    decisions = [bar for fold in folds for bar in range(fold.decision_first, fold.decision_last + 1)]
    assert decisions == list(range(first, first + len(decisions)))


def test_that_a_window_as_long_as_the_training_range_is_refused_in_words():
    with pytest.raises(DataError, match="window of 740 days"):
        make_folds(Zones(2000, 750, 1500), EvaluationSpec(), FeatureSpec(lookback=740))


def test_that_the_vault_begins_at_the_ledgers_date_once_there_is_one():
    prices = make_world("W0", bars=2000, seed=0)
    assert make_zones(prices, 750, 500).vault_first == 1500
    later = make_zones(prices, 750, 500, np.datetime64(prices.session[1400]))
    assert later.vault_first == 1400
    assert later.test_bars == 1400 - 1 - 750


def test_that_a_vault_that_leaves_nothing_to_predict_is_refused():
    prices = make_world("W0", bars=1200, seed=0)
    with pytest.raises(DataError, match="before the vault"):
        make_zones(prices, 750, 500)


def test_that_a_rolling_fold_learns_from_the_last_days_alone():
    zones, features = Zones(5031, 750, 4531), FeatureSpec(lookback=60)
    rolling = make_folds(zones, EvaluationSpec(train_bars=1000), features)
    expanding = make_folds(zones, EvaluationSpec(), features)
    for fold, other in zip(rolling, expanding, strict=True):
        assert fold.train_first == max(60, fold.decision_first - 1000)
        assert (fold.decision_first, fold.decision_last) == (other.decision_first, other.decision_last)
        assert fold.validation_last == other.validation_last
    assert rolling[0] == expanding[0] and rolling[-1] != expanding[-1]
