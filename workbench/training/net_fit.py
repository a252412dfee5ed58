"""Fitting a net on one fold: scale, train on sequences, decide on exact windows."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.dataclass import dataclass
from workbench.features.windows import windows
from workbench.models.build import build_net
from workbench.models.chart_picture import draw
from workbench.models.kinds.base import Head, NetSpec
from workbench.models.nets import heads
from workbench.training import loop, weights
from workbench.training.allocator import large_steps
from workbench.training.devices import choose_device, to_device, trial_seconds
from workbench.training.fitted import Fitted, Said
from workbench.training.loop import Hooks
from workbench.training.scaled import Scaled, Views, scale
from workbench.training.spec import TrainSpec
from workbench.training.trainer import Samples, make_trainer


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the net sees: one entry a row, and how many rows a prediction looks at."""

    train: NDArray[Any]
    decide: NDArray[Any]
    lookback: int


def fit_net(model: NetSpec, train: TrainSpec, views: Views, seed: int, hooks: Hooks) -> Fitted:
    """Train the net of `model`, then let it decide. `hooks.start` are weights to begin from, if any."""
    view, _ = views
    torch.manual_seed(seed)
    scaled = scale(views)
    seen = rows_seen(model, views, scaled)
    samples = Samples(
        torch.from_numpy(seen.train),
        torch.from_numpy(scaled.y.astype(np.float32)),
        seen.lookback,
        (view.train_first, view.train_last),
        (view.validation_first, view.validation_last),
    )
    net = build_net(model, input_columns(model, views))  # type: ignore[arg-type]
    if hooks.start:
        weights.from_bytes(net, hooks.start)
    device = _device(model, train, samples, input_columns(model, views))
    trainer = make_trainer(net.to(device), model.head, to_device(samples, device), train, seed)
    with large_steps(model.draws):
        trained = loop.train_net(trainer, hooks)
    decided = loop.predict(net, windows(seen.decide, seen.lookback, seen.lookback - 1, len(seen.decide) - 1))
    rows = loop.checked_rows(samples.validation) if trained.best_epoch else np.zeros(0, np.int64)
    unit = scaled.scaler.target_scale
    return Fitted(
        said_of(model.head, decided, unit), said_of(model.head, trained.checked, unit), rows,
        trained.outcome, trained.best_epoch, weights.to_bytes(net), device=device,
    )  # fmt: skip


def rows_seen(model: NetSpec, views: Views, scaled: Scaled) -> Seen:
    """Scaled numbers, or for a net that looks at pictures one picture a row."""
    view, decisions = views
    if not model.draws:
        return Seen(scaled.train, scaled.decide, view.lookback)
    before = decisions.lookback - 1
    return Seen(draw(view.values, view.lookback), draw(decisions.values, view.lookback)[before:], 1)


def input_columns(model: NetSpec, views: Views) -> int:
    """How many numbers the net sees a day; of a picture its days."""
    view, _ = views
    return view.lookback if model.draws else view.values.shape[1]


def _device(model: NetSpec, train: TrainSpec, samples: Samples, input_size: int) -> str:
    def make() -> nn.Module:
        return build_net(model, input_size)  # type: ignore[arg-type]

    with torch.random.fork_rng(devices=[]):
        return choose_device(
            train.device,
            lambda device: trial_seconds(make, samples, train, device),
            (model.model_dump_json(), input_size),
        )


def said_of(head: Head, raw: Tensor, unit: float) -> Said:
    """Log returns from what the net says, (n, outputs) in the unit of the scaled target."""
    if not len(raw):
        return Said.only(np.zeros(0))
    low, high = heads.band(head, raw)
    parts = (heads.point(head, raw), low, high)
    return Said(*(part.cpu().numpy().astype(float) * unit for part in parts))

