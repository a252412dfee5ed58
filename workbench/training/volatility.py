"""Intervals that breathe: the band's width follows a GARCH(1,1) of the returns known so far."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np

from workbench.data.series import Floats
from workbench.models.kinds.base import NORMAL_90
from workbench.training.fitted import Fitted, Said
from workbench.training.scaled import Views

EWMA_DECAY = 0.94
PERCENT = 100.0


def with_garch_band(fitted: Fitted, views: Views) -> Fitted:
    """The same forecasts, with quantiles forecast -/+ 1.28 x the volatility expected over the horizon.

    GARCH(1,1) with normal errors (Bollerslev, 1986) is fitted on the returns up to `train_last` alone and
    then runs on with these numbers. Nothing is done to a model without forecast.
    """
    if np.isnan(fitted.said.predicted).any():
        return fitted
    view, decisions = views
    sigma = expected_sigma(decisions.returns, view.train_last, decisions.horizon)
    checked = sigma[fitted.checked_rows]
    return replace(
        fitted,
        said=_around(fitted.said, sigma[decisions.first_decision :]),
        checked=_around(fitted.checked, checked),
    )


def expected_sigma(returns: Floats, train_last: int, horizon: int) -> Floats:
    """The deviation expected at each bar's close for the sum of the next `horizon` returns, (bars,).

    `returns` (bars,) are one-bar log returns, the first NaN; the value at bar t uses those up to t.
    """
    percent = np.nan_to_num(returns) * PERCENT
    mean, omega, alpha, beta = _parameters(percent[1 : train_last + 1])
    squares = (percent - mean) ** 2
    variance = np.empty(len(returns))
    level = float(squares[1 : train_last + 1].mean())
    for t, square in enumerate(squares):
        level = omega + alpha * square + beta * level
        variance[t] = level
    persistence = alpha + beta
    total, ahead = np.zeros(len(returns)), variance
    for _ in range(horizon):
        total = total + ahead
        ahead = omega + persistence * ahead
    return np.sqrt(total) / PERCENT


def _parameters(percent: Floats) -> tuple[float, float, float, float]:
    """(mean, omega, alpha, beta) by maximum likelihood, or of an EWMA where there is no such fit."""
    from arch import arch_model

    mean = float(percent.mean())
    if not percent.std() > 0:
        return mean, 0.0, 1.0 - EWMA_DECAY, EWMA_DECAY
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = arch_model(percent, mean="Constant", vol="GARCH", p=1, q=1).fit(disp="off")
    values = [float(found.params[name]) for name in ("mu", "omega", "alpha[1]", "beta[1]")]
    if found.convergence_flag != 0 or not np.isfinite(values).all():
        return mean, 0.0, 1.0 - EWMA_DECAY, EWMA_DECAY
    return values[0], values[1], values[2], values[3]


def _around(said: Said, sigma: Floats) -> Said:
    return Said(said.predicted, said.predicted - NORMAL_90 * sigma, said.predicted + NORMAL_90 * sigma)
