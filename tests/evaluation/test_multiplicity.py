"""The best of many tries: reference values of METHOD A4.2, and what luck alone does."""

import math

import numpy as np
import pytest

from workbench.evaluation.multiplicity import (
    approximate_maximum,
    deflated_sharpe,
    expected_maximum,
    probability_of_overfitting,
    spa,
)
from workbench.evaluation.significance import SharpeMoments


def test_that_the_approximate_maximum_has_the_reference_values():
    found = [approximate_maximum(n) for n in (2, 10, 100, 1000)]
    assert found == pytest.approx([0.5198, 1.5746, 2.5306, 3.2551], abs=5e-5)


def test_that_the_best_of_few_is_exact():
    rng = np.random.default_rng(0)
    for trials in (1, 2, 3, 4, 5, 20):
        drawn = rng.standard_normal((200_000, trials)).max(axis=1).mean()
        assert expected_maximum(trials) == pytest.approx(drawn, abs=0.006 if trials <= 4 else 0.04)
    with pytest.raises(ValueError, match="no tries"):
        expected_maximum(0)


def paper(skewness=-3.0, kurtosis=10.0):
    """The example of Bailey and Lopez de Prado (2014): 2.5 a year of 250 days, five years."""
    return SharpeMoments(n=1250, sharpe=2.5 / math.sqrt(250), skewness=skewness, kurtosis=kurtosis)


def test_that_the_deflated_sharpe_ratio_has_the_paper_s_values():
    variance = 0.5 / 250
    assert math.sqrt(variance) * expected_maximum(100) == pytest.approx(0.1131720, abs=5e-8)
    assert deflated_sharpe(paper(), 100, variance) == pytest.approx(0.9003968, abs=5e-8)
    assert deflated_sharpe(paper(), 46, variance) == pytest.approx(0.9505017, abs=5e-8)
    assert deflated_sharpe(paper(0.0, 3.0), 88, variance) == pytest.approx(0.9504908, abs=5e-8)


def test_that_one_try_alone_deflates_nothing_and_more_tries_never_help():
    one = SharpeMoments(n=500, sharpe=0.1)
    found = [deflated_sharpe(one, trials, 0.002) for trials in (1, 2, 5, 50, 500)]
    assert found[0] == pytest.approx(0.5 * math.erfc(-0.1 * math.sqrt(499 / (1 + 0.5 * 0.01)) / math.sqrt(2)))
    assert found == sorted(found, reverse=True) and found[-1] < 0.5
    assert deflated_sharpe(None, 5, 0.002) is None


def reference():
    """The losses of METHOD A4.2.11: a benchmark and ten models; `spa` wants what is gained over it."""
    rng = np.random.default_rng(0)
    bench, models = rng.standard_normal(500) ** 2, rng.standard_normal((500, 10)) ** 2
    return bench, models


@pytest.mark.parametrize(("better", "p"), [(0.0, 0.317), (0.25, 0.026)])
def test_that_spa_agrees_with_the_reference(better, p):
    bench, models = reference()
    models[:, 4] -= better
    assert spa((bench[:, None] - models).T, repetitions=1000) == pytest.approx(p, abs=0.05)


def test_that_arch_itself_gives_the_reference_value():
    from arch.bootstrap import SPA

    bench, models = reference()
    test = SPA(bench, models, block_size=10, reps=1000, seed=0)
    test.compute()
    assert list(test.pvalues) == pytest.approx([0.285, 0.317, 0.317], abs=0.02)


def test_that_the_same_edge_weakens_with_every_try_beside_it():
    rng = np.random.default_rng(3)
    lucky = rng.normal(0.0, 0.01, 500)
    lucky += 2.1 * lucky.std() / math.sqrt(500) - lucky.mean()  # t = 2.1: alone it would pass
    others = rng.normal(0.0, 0.01, (60, 500))
    others -= others.mean(axis=1, keepdims=True)  # none of them is lucky itself
    found = [spa(np.vstack([lucky, others[:n]]), repetitions=500) for n in (0, 5, 20, 60)]
    assert found == sorted(found)
    assert found[0] < 0.05 < found[2]


@pytest.mark.slow
def test_that_the_best_of_twenty_null_tries_is_rejected_as_often_as_it_says():
    rng = np.random.default_rng(1)
    passed = sum(spa(rng.normal(0, 0.01, (20, 500)), repetitions=300) <= 0.05 for _ in range(100))
    assert passed <= 11  # 99 % bound at 5 %


def test_that_tries_that_never_trade_tell_nothing():
    rng = np.random.default_rng(3)
    lucky = rng.normal(0.0012, 0.01, 500)
    alone = spa(lucky[None], repetitions=500)
    assert spa(np.vstack([lucky, np.zeros(500)]), repetitions=500) == alone
    assert spa(np.zeros((3, 500))) is None
    assert spa(np.zeros((1, 2))) is None


# -- CSCV -------------------------------------------------------------------------------------------

ORDERED = np.array(
    [(1, 0, -1), (2, 1, -2), (1, 0, -1), (3, 1, -1), (2, -1, 0), (1, 0, -2), (2, 1, -1), (1, -1, 0)], float
)


def test_that_a_try_that_is_always_best_is_not_overfitted():
    found = probability_of_overfitting(ORDERED, blocks=4)
    assert found.logits == pytest.approx([math.log(3)] * 6)
    assert found.share == 0.0


def test_that_two_opposite_tries_are_overfitted_for_certain():
    first = np.array([1, 2, 1, 2, -1, -2, -1, -2], float)
    found = probability_of_overfitting(np.stack([first, -first], axis=1), blocks=2)
    assert found.logits == pytest.approx([-math.log(2)] * 2)
    assert found.share == 1.0


def test_that_noise_lies_about_the_middle():
    rng = np.random.default_rng(0)
    shares = [probability_of_overfitting(rng.normal(size=(400, 20))).share for _ in range(10)]
    assert 0.3 < np.mean(shares) < 0.7


@pytest.mark.parametrize(("blocks", "shape"), [(3, (40, 5)), (10, (8, 5)), (4, (40, 1)), (0, (40, 5))])
def test_that_what_cannot_be_split_is_refused(blocks, shape):
    with pytest.raises(ValueError, match="cannot be compared"):
        probability_of_overfitting(np.zeros(shape), blocks)
