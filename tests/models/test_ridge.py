"""Ridge: the penalty that validates best, weights from all days, a check by a fit that had not seen them."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from workbench.models.ridge import RIDGE_PENALTIES, fit_ridge


def samples(share: float = 0.5, seed: int = 0):
    """900 windows of 4 bars and a column; the target follows the newest bar, the noise is as large."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((900, 4, 1)) + 0.3
    return x, share * x[:, -1, 0] + 0.5 * rng.standard_normal(900)


def test_that_ridge_finds_the_planted_edge_and_keeps_the_penalty_that_validates_best():
    x, y = samples()
    fits = fit_ridge(x[:600], y[:600], x[600:], y[600:])
    assert fits.whole.weights[-1] == pytest.approx(0.5, abs=0.06)
    assert fits.penalty <= 100.0
    assert fits.validation_loss == pytest.approx(0.25, abs=0.05)


@pytest.mark.parametrize("share", [0.5, 0.05, 0.0])
def test_that_both_fits_are_those_of_scikit_learn(share):
    x, y = samples(share)
    flat = x.reshape(900, -1)
    fits = fit_ridge(x[:600], y[:600], x[600:], y[600:])

    def reference(rows: int, penalty: float) -> Ridge:
        return Ridge(alpha=penalty).fit(flat[:rows], y[:rows])

    losses = [np.mean((reference(600, p).predict(flat[600:]) - y[600:]) ** 2) for p in RIDGE_PENALTIES]
    assert fits.penalty == RIDGE_PENALTIES[int(np.argmin(losses))]
    assert fits.validation_loss == pytest.approx(min(losses))
    for fit, rows in ((fits.learned, 600), (fits.whole, 900)):
        expected = reference(rows, fits.penalty)
        np.testing.assert_allclose(fit.weights, expected.coef_, atol=1e-10)
        assert fit.intercept == pytest.approx(expected.intercept_, abs=1e-10)
        np.testing.assert_allclose(fit.predict(x), expected.predict(flat), atol=1e-10)


def test_that_a_column_that_never_varies_weighs_nothing():
    x, y = samples()
    x[:, 0] = 2.0
    assert fit_ridge(x[:600], y[:600], x[600:], y[600:]).whole.weights[0] == pytest.approx(0.0, abs=1e-10)
