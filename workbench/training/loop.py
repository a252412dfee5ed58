"""The training loop: sequences to learn from, exact windows to be checked on, the best epoch kept."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.features.windows import windows
from workbench.training.early_stopping import EarlyStopping
from workbench.training.sequence_batches import Batch, epoch_batches, steps_per_segment
from workbench.training.spec import MOST_VALIDATION_WINDOWS, TrainSpec

Outcome = Literal["finished", "stopped_early", "cancelled", "diverged"]
LARGEST_GRADIENT = 1e6
PREDICT_BATCH = 128
PAUSE_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class EpochReport:
    """One epoch; losses in units of the training target's variance, `epoch` from 1."""

    epoch: int
    train_loss: float
    validation_loss: float
    naive_ratio: float
    seconds: float
    gradient_norm: float
    best_epoch: int


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """What the loop learns from: `x` (rows, features) and `y` (rows,) float32, and inclusive row ranges."""

    x: Tensor
    y: Tensor
    lookback: int
    train: tuple[int, int]
    validation: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hooks:
    """How the loop talks: `report` after each epoch, `control` before each batch."""

    report: Callable[[EpochReport], None]
    control: Callable[[], Literal["run", "pause", "cancel"]]


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """How a training ended: its best epoch (0 if none) and what that epoch said of the `checked_rows`.

    `checked` (windows,) is in the unit of the target; both are empty where no epoch was finished.
    """

    outcome: Outcome
    best_epoch: int
    checked: NDArray[np.float32]


def checked_rows(validation: tuple[int, int]) -> NDArray[np.int64]:
    """The rows of the inclusive range that are predicted each epoch: evenly spread, the last included."""
    first, last = validation
    stride = -(-(last - first + 1) // MOST_VALIDATION_WINDOWS)
    return np.arange(last, first - 1, -stride)[::-1].copy()


class _Stopped(Exception):
    """Leaves the epoch at once; carries the outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome: Outcome = outcome


@dataclass(slots=True)
class Trainer:
    """One training under way: the net it changes, what it learns from, and its own randomness."""

    net: nn.Module
    samples: Samples
    spec: TrainSpec
    hooks: Hooks
    rng: np.random.Generator
    optimiser: torch.optim.Optimizer

    def epoch(self) -> tuple[float, float]:
        """One pass over all targets: (mean squared error as they were learned, largest gradient norm)."""
        self.net.train()
        first, last = self.samples.train
        steps = steps_per_segment(last - first + 1, self.spec.segment_steps)
        total, largest = 0.0, 0.0
        segments = epoch_batches((first, last), self.samples.lookback, steps, self.spec.batch_size, self.rng)
        for batch in segments:
            _heed(self.hooks)
            squared_error, norm = self._step(batch, steps)
            total += squared_error
            largest = max(largest, norm)
        return total / (last - first + 1), largest

    def _step(self, batch: Batch, steps: int) -> tuple[float, float]:
        """One update of the weights: (sum of squared errors, gradient norm before clipping)."""
        predicted = self.net.sequence(self.samples.x[batch.rows], steps)  # type: ignore[operator]
        errors = (predicted - self.samples.y[batch.rows[:, -steps:]]) ** 2 * batch.mask
        loss = errors.sum() / batch.mask.sum()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = float(nn.utils.clip_grad_norm_(self.net.parameters(), self.spec.grad_clip))
        if not np.isfinite(norm) or norm > LARGEST_GRADIENT:
            raise _Stopped("diverged")
        self.optimiser.step()
        return float(errors.detach().sum()), norm


def make_trainer(net: nn.Module, samples: Samples, spec: TrainSpec, seed: int, hooks: Hooks) -> Trainer:
    """A trainer with Adam (Kingma and Ba, 2015) and an order of segments driven by `seed`."""
    optimiser = torch.optim.Adam(net.parameters(), lr=spec.learning_rate, fused=True)
    return Trainer(net, samples, spec, hooks, np.random.default_rng(seed), optimiser)


def train_net(
    net: nn.Module, samples: Samples, spec: TrainSpec, seed: int, hooks: Hooks
) -> Trained:
    """Train `net` in place and leave it at its best epoch.

    `seed` drives the order of the segments; the initial weights are the caller's.
    """
    trainer = make_trainer(net, samples, spec, seed, hooks)
    stopping = EarlyStopping(spec.patience)
    best = copy.deepcopy(net.state_dict())
    best_checked = np.zeros(0, np.float32)
    outcome: Outcome = "finished"
    try:
        for epoch in range(1, spec.epochs + 1):
            started = time.perf_counter()
            train_loss, gradient_norm = trainer.epoch()
            checked, validation_loss, ratio = _validate(net, samples)
            if stopping.improved(epoch, validation_loss):
                best, best_checked = copy.deepcopy(net.state_dict()), checked
            seconds = time.perf_counter() - started
            hooks.report(
                EpochReport(
                    epoch, train_loss, validation_loss, ratio, seconds, gradient_norm, stopping.best_epoch
                )
            )
            if not np.isfinite(validation_loss):
                raise _Stopped("diverged")
            if stopping.is_over(epoch) and epoch < spec.epochs:
                raise _Stopped("stopped_early")
    except _Stopped as stop:
        outcome = stop.outcome
    net.load_state_dict(best)
    return Trained(outcome, stopping.best_epoch, best_checked)


def predict(net: nn.Module, windows: NDArray[Any]) -> NDArray[np.float32]:
    """Exact-window predictions, (n, lookback, features) -> (n,), in the unit of the fitted target."""
    net.eval()
    with torch.inference_mode():
        parts = [
            net(torch.from_numpy(np.ascontiguousarray(windows[start : start + PREDICT_BATCH], np.float32)))
            for start in range(0, len(windows), PREDICT_BATCH)
        ]
        return np.asarray(torch.cat(parts).numpy())


def _heed(hooks: Hooks) -> None:
    control = hooks.control()
    while control == "pause":
        time.sleep(PAUSE_POLL_SECONDS)
        control = hooks.control()
    if control == "cancel":
        raise _Stopped("cancelled")


def _validate(net: nn.Module, samples: Samples) -> tuple[NDArray[np.float32], float, float]:
    """Predictions of the checked rows on exact windows, their mean squared error, its ratio to naive's."""
    first, last = samples.validation
    rows = checked_rows(samples.validation)
    predicted = predict(net, windows(samples.x.numpy(), samples.lookback, first, last)[rows - first])
    actual = samples.y.numpy()[rows]
    loss = float(np.mean((predicted - actual) ** 2))
    return predicted, loss, loss / max(float(np.mean(actual**2)), np.finfo(float).tiny)
