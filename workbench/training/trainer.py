"""One training under way: everything it changes, and everything one must keep to go on with it later."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn

from workbench.dataclass import dataclass
from workbench.models.kinds.base import Head
from workbench.models.nets import heads
from workbench.training.averaging import WeightAverage
from workbench.training.early_stopping import EarlyStopping
from workbench.training.schedules import rate_factor
from workbench.training.sequence_batches import Batch, epoch_batches, steps_per_segment
from workbench.training.spec import TrainSpec

LARGEST_GRADIENT = 1e6

Control = Literal["run", "pause", "cancel"]


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
    learning_rate: float


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """What the loop learns from: `x` (rows, ...) and `y` (rows,) float32, and inclusive row ranges."""

    x: Tensor
    y: Tensor
    lookback: int
    train: tuple[int, int]
    validation: tuple[int, int]

    @property
    def learned(self) -> int:
        """Number of training targets."""
        return self.train[1] - self.train[0] + 1


@dataclass(slots=True)
class Progress:
    """How far a training is; plain numbers, so that a checkpoint can hold it.

    `epoch` is the one under way (from 1), `batches` those done in it, `order` the state of the segments'
    randomness at its start, `seconds` the time it has taken so far; `history` are the reports of the
    epochs before.
    """

    epoch: int = 1
    batches: int = 0
    steps: int = 0
    squared_error: float = 0.0
    largest_norm: float = 0.0
    seconds: float = 0.0
    order: dict[str, Any] = field(default_factory=dict)
    stopping: EarlyStopping = field(default_factory=lambda: EarlyStopping(0))
    history: list[EpochReport] = field(default_factory=list)


class Diverged(Exception):
    """A loss or a gradient is no number any more, or far too large."""


@dataclass(slots=True)
class Trainer:
    """One training: the net it changes, what it learns from, its own randomness, and how far it is.

    `best` is the state of the judged net after its best epoch, `best_said` what it said then of the checked
    rows, shape (rows, outputs).
    """

    net: nn.Module
    head: Head
    samples: Samples
    spec: TrainSpec
    rng: np.random.Generator
    optimiser: torch.optim.Optimizer
    average: WeightAverage | None
    progress: Progress
    best: dict[str, Tensor] = field(default_factory=dict)
    best_said: Tensor = field(default_factory=lambda: torch.zeros(0))

    @property
    def judged(self) -> nn.Module:
        """The net that is validated and kept: the running mean where there is one."""
        return self.average.net if self.average else self.net

    @property
    def steps_per_segment(self) -> int:
        """K: loss terms of one segment."""
        return steps_per_segment(self.samples.learned, self.spec.segment_steps)

    @property
    def learning_rate(self) -> float:
        """Adam's step now, as the schedule has it."""
        return self.rate_after(self.progress.steps)

    def rate_after(self, steps: int) -> float:
        """Adam's step after so many updates of the weights."""
        segments = math.ceil(self.samples.learned / self.steps_per_segment) + 1
        total = self.spec.epochs * math.ceil(segments / self.spec.batch_size)
        return self.spec.learning_rate * rate_factor(self.spec.schedule, steps / total)

    def epoch(self, before_batch: Callable[[], None]) -> tuple[float, float]:
        """The pass over all targets that is under way: (mean squared error as learned, largest norm).

        `before_batch` may raise to leave it; called again, the pass goes on where it was left.
        """
        self.net.train()
        for batch in self._batches_left():
            before_batch()
            self._step(batch)
        loss, norm = self.progress.squared_error / self.samples.learned, self.progress.largest_norm
        self._turn_page()
        return loss, norm

    def _batches_left(self) -> Iterator[Batch]:
        """The batches of the epoch under way that are not done; all follow from its `order`."""
        self.rng.bit_generator.state = self.progress.order
        every = epoch_batches(
            self.samples.train, self.samples.lookback, self.steps_per_segment, self.spec.batch_size, self.rng
        )
        for number, batch in enumerate(every):
            if number >= self.progress.batches:
                yield batch

    def _step(self, batch: Batch) -> None:
        """One update of the weights."""
        device = self.samples.x.device
        rows, mask = batch.rows.to(device), batch.mask.to(device)
        actual = self.samples.y[rows[:, -mask.shape[1] :]]
        said = self.net.sequence(self.samples.x[rows], mask.shape[1])  # type: ignore[operator]
        loss = (heads.losses(self.head, said, actual) * mask).sum() / mask.sum()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        norm = float(nn.utils.clip_grad_norm_(self.net.parameters(), self.spec.grad_clip))
        if not math.isfinite(norm) or norm > LARGEST_GRADIENT:
            raise Diverged
        if self.spec.schedule != "constant":
            for group in self.optimiser.param_groups:
                group["lr"] = self.learning_rate
        self.optimiser.step()
        self._note(float((((heads.point(self.head, said.detach()) - actual) ** 2) * mask).sum()), norm)

    def _note(self, squared_error: float, norm: float) -> None:
        progress = self.progress
        progress.batches += 1
        progress.steps += 1
        progress.squared_error += squared_error
        progress.largest_norm = max(progress.largest_norm, norm)
        if self.average:
            self.average.follow(progress.steps)

    def _turn_page(self) -> None:
        """The next epoch begins."""
        progress = self.progress
        progress.epoch += 1
        progress.batches, progress.order = 0, dict(self.rng.bit_generator.state)
        progress.squared_error = progress.largest_norm = progress.seconds = 0.0


def make_trainer(net: nn.Module, head: Head, samples: Samples, spec: TrainSpec, seed: int) -> Trainer:
    """A trainer with AdamW (Loshchilov and Hutter, 2019), and an order of segments driven by `seed`.

    Without weight decay AdamW is Adam (Kingma and Ba, 2015).
    """
    optimiser = torch.optim.AdamW(
        net.parameters(), lr=spec.learning_rate, weight_decay=spec.weight_decay,
        fused=samples.x.device.type in ("cpu", "cuda"),
    )  # fmt: skip
    average = WeightAverage(net, spec.averaging) if spec.averaging else None
    rng = np.random.default_rng(seed)
    progress = Progress(order=dict(rng.bit_generator.state), stopping=EarlyStopping(spec.patience))
    return Trainer(net, head, samples, spec, rng, optimiser, average, progress)
