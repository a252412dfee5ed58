"""Fit one model on one fold, whatever its kind, and let it decide: the only place that knows the kinds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.features.scaling import Scaler, fit_scaler
from workbench.features.views import DecisionView, TrainView
from workbench.features.windows import windows
from workbench.models.baselines import coin_flips, fit_ridge
from workbench.models.build import build_net
from workbench.models.catalog import CATALOG, ModelSpec, RidgeSpec
from workbench.training import loop, weights
from workbench.training.loop import Hooks, Outcome
from workbench.training.spec import TrainSpec


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Log returns said for the decisions (n,) and for the validation days `checked_rows`, both (m,).

    `signal` replaces the forecast of a model that only decides positions: +1, -1, with `predicted` NaN.
    """

    predicted: Floats
    validation_predicted: Floats
    checked_rows: NDArray[np.int64]
    outcome: Outcome = "finished"
    best_epoch: int = 0
    weights: bytes = b""
    signal: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Scaled:
    """A fold's arrays in the model's units."""

    train: NDArray[np.float32]
    decide: NDArray[np.float32]
    y: Floats
    scaler: Scaler


def fit(
    model: ModelSpec, train: TrainSpec, views: tuple[TrainView, DecisionView], seed: int, hooks: Hooks
) -> Fitted:
    """Fit `model` on the train view alone, then predict the decision view.

    `seed` is `seeding.fit_seed`'s; the same seed and views give the same bits on one machine and torch.
    """
    view, decisions = views
    every_row = np.arange(view.validation_first, view.validation_last + 1)
    if CATALOG[model.kind].net:
        return _fit_net(model, train, views, seed, hooks)
    if isinstance(model, RidgeSpec):
        return _fit_ridge(views)
    if model.kind == "coin_flip":
        nothing = np.full(decisions.decisions, np.nan)
        signal = coin_flips(decisions.decisions, seed)
        return Fitted(nothing, np.full(len(every_row), np.nan), every_row, signal=signal)
    if model.kind == "drift":
        known = float(view.target[view.train_first : view.train_last + 1].mean())
        return Fitted(decisions.mean_return.copy(), np.full(len(every_row), known), every_row)
    if model.kind == "naive":
        return Fitted(np.zeros(decisions.decisions), np.zeros(len(every_row)), every_row)
    raise ValueError(f"no fit for {model.kind}")


def _fit_net(
    model: ModelSpec, train: TrainSpec, views: tuple[TrainView, DecisionView], seed: int, hooks: Hooks
) -> Fitted:
    view, decisions = views
    torch.manual_seed(seed)
    scaled = _scale(view, decisions)
    net = build_net(model, scaled.train.shape[1])
    samples = loop.Samples(
        torch.from_numpy(scaled.train),
        torch.from_numpy(scaled.y.astype(np.float32)),
        view.lookback,
        (view.train_first, view.train_last),
        (view.validation_first, view.validation_last),
    )
    trained = loop.train_net(net, samples, train, seed, hooks)
    decided = windows(scaled.decide, view.lookback, view.lookback - 1, len(scaled.decide) - 1)
    unit = scaled.scaler.target_scale
    rows = loop.checked_rows(samples.validation) if trained.best_epoch else np.zeros(0, np.int64)
    return Fitted(
        loop.predict(net, decided).astype(float) * unit,
        trained.checked.astype(float) * unit,
        rows,
        trained.outcome,
        trained.best_epoch,
        weights.to_bytes(net),
    )


def _fit_ridge(views: tuple[TrainView, DecisionView]) -> Fitted:
    view, decisions = views
    scaled = _scale(view, decisions)
    train = slice(view.train_first, view.train_last + 1)
    validation = slice(view.validation_first, view.validation_last + 1)
    x = windows(scaled.train, view.lookback, view.train_first, view.train_last)
    checked = windows(scaled.train, view.lookback, view.validation_first, view.validation_last)
    ridge = fit_ridge(x, scaled.y[train], checked, scaled.y[validation])
    decided = windows(scaled.decide, view.lookback, view.lookback - 1, len(scaled.decide) - 1)
    unit = scaled.scaler.target_scale
    rows = np.arange(view.validation_first, view.validation_last + 1)
    return Fitted(ridge.predict(decided) * unit, ridge.predict(checked) * unit, rows)


def _scale(view: TrainView, decisions: DecisionView) -> _Scaled:
    """Fit the scaler on the rows and labels of the training samples alone, then apply it."""
    rows = view.values[1 : view.train_last + 1]
    target = view.target[view.train_first : view.train_last + 1]
    scaler = fit_scaler(rows, target, view.train_last)
    if scaler.fit_end >= decisions.first_decision:
        raise ValueError("the scaler has seen a decision's day")
    return _Scaled(
        scaler.apply(view.values), scaler.apply(decisions.values), view.target / scaler.target_scale, scaler
    )

