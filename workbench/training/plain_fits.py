"""Fits of the models without epochs, one function a kind. No torch here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workbench.data.series import Floats
from workbench.features.windows import windows
from workbench.models import baselines, ridge
from workbench.models.kinds.simple import GradientBoostingSpec
from workbench.training.fitted import Fitted, Said
from workbench.training.scaled import Views, exact_windows, scale

Fit = Callable[[Any, Views, int], Fitted]


def fit_ridge(spec: object, views: Views, seed: int) -> Fitted:
    """Ridge on the flattened window."""
    scaled = scale(views)
    sets = exact_windows(views, scaled)
    fits = ridge.fit_ridge(sets.x, sets.y, sets.checked_x, sets.checked_y)
    unit = scaled.scaler.target_scale
    # The interval rests on the errors of the checked days: they must be those of a fit that never saw them.
    decided, checked = fits.whole.predict(sets.decided_x), fits.learned.predict(sets.checked_x)
    return _forecast(views, decided * unit, checked * unit)


def fit_linear(spec: object, views: Views, seed: int) -> Fitted:
    """DLinear's trend and rest of the past returns."""
    view, decisions = views
    unit = float(np.nanstd(view.returns[1 : view.train_last + 1])) or 1.0
    past = np.nan_to_num(decisions.returns / unit)
    lookback, y = view.lookback, view.target / unit
    parts = baselines.trend_and_rest(windows(past[:, None], lookback, lookback - 1, len(past) - 1)[:, :, 0])

    def rows(first: int, last: int) -> Floats:
        return parts[first - lookback + 1 : last - lookback + 2]

    train = slice(view.train_first, view.train_last + 1)
    checked = slice(view.validation_first, view.validation_last + 1)
    checked_x = rows(view.validation_first, view.validation_last)
    fits = ridge.fit_ridge(rows(view.train_first, view.train_last), y[train], checked_x, y[checked])
    decided = fits.whole.predict(rows(decisions.first_decision, len(past) - 1))
    return _forecast(views, decided * unit, fits.learned.predict(checked_x) * unit)


def fit_gradient_boosting(spec: GradientBoostingSpec, views: Views, seed: int) -> Fitted:
    """Boosted trees on the newest bars."""
    scaled = scale(views)
    sets = exact_windows(views, scaled, min(spec.bars, views[0].lookback))
    predict = baselines.fit_gradient_boosting(sets.x, sets.y, spec.iterations)
    unit = scaled.scaler.target_scale
    return _forecast(views, predict(sets.decided_x) * unit, predict(sets.checked_x) * unit)


def fit_ar(spec: object, views: Views, seed: int) -> Fitted:
    """AR(1) on the one-bar returns."""
    view, decisions = views
    train = slice(view.train_first, view.train_last + 1)
    constant, share = baselines.fit_ar(view.returns[train], view.target[train])
    newest = decisions.returns[decisions.first_decision :]
    return _forecast(
        views, constant + share * newest, constant + share * view.returns[view.validation_rows]
    )


def fit_drift(spec: object, views: Views, seed: int) -> Fitted:
    """The mean of all returns known at each decision."""
    view, decisions = views
    known = float(view.target[view.train_first : view.train_last + 1].mean())
    return _forecast(views, decisions.mean_return, np.full(len(view.validation_rows), known))


def fit_naive(spec: object, views: Views, seed: int) -> Fitted:
    """No change."""
    view, decisions = views
    return _forecast(views, np.zeros(decisions.decisions), np.zeros(len(view.validation_rows)))


def fit_ma_cross(spec: object, views: Views, seed: int) -> Fitted:
    """In while the mean of 50 closes is above that of 200."""
    _, decisions = views
    return _signal(views, baselines.ma_cross(decisions.returns)[decisions.first_decision :])


def fit_coin_flip(spec: object, views: Views, seed: int) -> Fitted:
    """A fair coin, driven by the seed."""
    return _signal(views, baselines.coin_flips(views[1].decisions, seed))


def fit_buy_and_hold(spec: object, views: Views, seed: int) -> Fitted:
    """Always in."""
    return _signal(views, np.ones(views[1].decisions))


PLAIN_FITS: dict[str, Fit] = {
    "ridge": fit_ridge,
    "linear": fit_linear,
    "gradient_boosting": fit_gradient_boosting,
    "ar": fit_ar,
    "drift": fit_drift,
    "naive": fit_naive,
    "ma_cross": fit_ma_cross,
    "coin_flip": fit_coin_flip,
    "buy_and_hold": fit_buy_and_hold,
}


def _forecast(views: Views, decided: Floats, checked: Floats) -> Fitted:
    return Fitted(Said.only(decided), Said.only(checked), views[0].validation_rows)


def _signal(views: Views, signal: Floats) -> Fitted:
    view, decisions = views
    nothing = Said.only(np.full(decisions.decisions, np.nan))
    return Fitted(
        nothing, Said.only(np.full(len(view.validation_rows), np.nan)), view.validation_rows, signal=signal
    )
