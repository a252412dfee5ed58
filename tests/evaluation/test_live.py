import dataclasses

import numpy as np
import pytest

from tests.evaluation.test_verdict import COMPLETE
from workbench.evaluation.live import checkpoints, with_live
from workbench.evaluation.significance import circular_shift

FROZEN = dataclasses.replace(COMPLETE, vault_passed=True, half_trl=300.0)
RANDOM = np.random.default_rng(0)
MARKET = RANDOM.normal(0, 0.01, 700)
KNOWING = (MARKET + RANDOM.normal(0, 0.02, 700) > 0).astype(float)


def test_that_there_are_four_looks():
    assert checkpoints(300.2) == (301, 601, 901, 1201)


def test_that_nothing_is_looked_at_before_the_first_checkpoint():
    assert with_live(FROZEN, KNOWING[:299], MARKET[:299], 61, 0).live_p is None
    assert with_live(dataclasses.replace(FROZEN, half_trl=None), KNOWING, MARKET, 61, 0).live_p is None


def test_that_each_look_sees_the_days_up_to_its_checkpoint_and_none_between():
    first = circular_shift(KNOWING[:300], MARKET[:300], 61)
    second = circular_shift(KNOWING[:600], MARKET[:600], 61)
    assert with_live(FROZEN, KNOWING[:599], MARKET[:599], 61, 0).live_p == pytest.approx(first)
    later = with_live(FROZEN, KNOWING, MARKET, 61, 7)
    assert later.live_p == pytest.approx(min(first, second))
    assert (later.live_bars, later.live_age) == (700, 7)


def test_that_what_knows_the_market_survives_and_a_coin_does_not():
    coin = (RANDOM.random(700) < 0.5).astype(float)
    assert with_live(FROZEN, KNOWING, MARKET, 61, 0).survived
    assert not with_live(FROZEN, coin, MARKET, 61, 0).survived
