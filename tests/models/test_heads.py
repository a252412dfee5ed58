"""What a head says and how it is scored, against values worked out elsewhere."""

import math

import numpy as np
import pytest
import torch
from scipy.stats import norm

from workbench.models.nets import heads

UNIT = math.log(math.e - 1.0)
Y = torch.tensor([0.3, -1.2])


def raw_for(values: list[list[float]]) -> torch.Tensor:
    return torch.tensor(values)


def test_that_a_point_is_scored_by_its_squared_error_and_has_no_width():
    raw = raw_for([[0.1], [0.4]])
    torch.testing.assert_close(heads.losses("point", raw, Y), torch.tensor([0.04, 2.56]))
    low, high = heads.band("point", raw)
    assert torch.equal(low, high)


def test_that_a_bell_curve_is_scored_by_its_log_density():
    raw = raw_for([[0.1, 0.0], [0.4, 1.0]])
    scales = np.log1p(np.exp(np.array([0.0, 1.0]) + UNIT)) + heads.SMALLEST_SCALE
    wanted = -norm.logpdf(Y.numpy(), [0.1, 0.4], scales) - 0.5 * math.log(2 * math.pi)
    np.testing.assert_allclose(heads.losses("gaussian", raw, Y).numpy(), wanted, rtol=1e-5)
    _, high = heads.band("gaussian", raw)
    np.testing.assert_allclose(high.numpy(), norm.ppf(0.9, [0.1, 0.4], scales), rtol=1e-5)


def test_that_quantiles_are_scored_by_the_mean_pinball_loss_and_never_cross():
    raw = raw_for([[0.0, 0.2, 0.0], [-5.0, 0.2, 2.0]])
    low, high = heads.band("quantile", raw)
    said = np.stack([low.numpy(), [0.2, 0.2], high.numpy()], axis=1)
    q = np.array(heads.QUANTILES)
    wanted = ((q - (Y.numpy()[:, None] < said)) * (Y.numpy()[:, None] - said)).mean(axis=1)
    np.testing.assert_allclose(heads.losses("quantile", raw, Y).numpy(), wanted, rtol=1e-5)
    assert bool((low < 0.2).all())
    assert bool((high > 0.2).all())
    assert heads.point("quantile", raw).tolist() == pytest.approx([0.2, 0.2])
