"""The training loop: sequences to learn from, exact windows to be checked on, the best epoch kept."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.dataclass import dataclass
from workbench.features.windows import windows
from workbench.models.nets import heads
from workbench.training.fitted import Outcome
from workbench.training.keeping import Keeper
from workbench.training.spec import MOST_VALIDATION_WINDOWS
from workbench.training.trainer import Control, Diverged, EpochReport, Trainer

PREDICT_BATCH = 64
PAUSE_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Hooks:
    """How the loop talks: `report` after each epoch, `control` before each batch.

    `start` are weights to begin from (safetensors bytes), empty for a random start; `notice` takes a
    sentence for the user; `keeper` puts the training on the disk on its way, and finds it there.
    """

    report: Callable[[EpochReport], None]
    control: Callable[[], Control]
    start: bytes = b""
    notice: Callable[[str], None] = lambda sentence: None
    keeper: Keeper | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """How a training ended: its best epoch (0 if none) and what that epoch said of the `checked_rows`.

    `checked` (rows, outputs) is in the unit of the target; empty where no epoch was finished.
    """

    outcome: Outcome
    best_epoch: int
    checked: Tensor


def checked_rows(validation: tuple[int, int]) -> NDArray[np.int64]:
    """The rows of the inclusive range that are predicted each epoch: evenly spread, the last included."""
    first, last = validation
    stride = -(-(last - first + 1) // MOST_VALIDATION_WINDOWS)
    return np.arange(last, first - 1, -stride)[::-1].copy()


class _Stopped(Exception):
    """Leaves the epoch at once; carries the outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome: Outcome = outcome


def train_net(trainer: Trainer, hooks: Hooks) -> Trained:
    """Train the trainer's net in place from where it was kept, and leave it at its best epoch.

    Epochs that were kept are reported again.
    """
    if hooks.keeper:
        hooks.keeper.restore(trainer)
    for report in trainer.progress.history:
        hooks.report(report)
    if not trainer.best:
        trainer.best = copy.deepcopy(trainer.judged.state_dict())
    outcome: Outcome = "finished"
    try:
        while trainer.progress.epoch <= trainer.spec.epochs:
            _one_epoch(trainer, hooks)
    except _Stopped as stop:
        outcome = stop.outcome
    except Diverged:
        outcome = "diverged"
    trainer.net.load_state_dict(trainer.best)
    return Trained(outcome, trainer.progress.stopping.best_epoch, trainer.best_said)


def _one_epoch(trainer: Trainer, hooks: Hooks) -> None:
    """Learn, check, report; raises `_Stopped` or `Diverged` where the training ends."""
    progress = trainer.progress
    epoch, stopping = progress.epoch, progress.stopping
    if stopping.is_over(epoch - 1):
        raise _Stopped("stopped_early")
    started, before = time.perf_counter(), progress.seconds

    def before_batch() -> None:
        progress.seconds = before + time.perf_counter() - started
        if hooks.keeper:
            hooks.keeper.keep_sometimes(trainer)
        _heed(hooks, trainer)

    rate = trainer.rate_after(progress.steps - progress.batches)
    train_loss, norm = trainer.epoch(before_batch)
    said, criterion, loss, ratio = _validate(trainer)
    if stopping.improved(epoch, criterion):
        trainer.best, trainer.best_said = copy.deepcopy(trainer.judged.state_dict()), said
    seconds = before + time.perf_counter() - started
    report = EpochReport(epoch, train_loss, loss, ratio, seconds, norm, stopping.best_epoch, rate)
    progress.history.append(report)
    hooks.report(report)
    if not np.isfinite(criterion):
        raise Diverged


def predict(net: nn.Module, windows: NDArray[Any]) -> Tensor:
    """Exact-window predictions, (n, lookback, ...) -> (n, outputs), in the unit of the fitted target."""
    net.eval()
    device = next(net.parameters()).device
    with torch.inference_mode():
        parts = [
            net(torch.from_numpy(np.array(windows[start : start + PREDICT_BATCH])).to(device))
            for start in range(0, len(windows), PREDICT_BATCH)
        ]
        return torch.cat(parts).cpu()


def _heed(hooks: Hooks, trainer: Trainer) -> None:
    """Wait while the user wants it, and leave where the user wants that; both are kept, to go on later."""
    control = hooks.control()
    if control != "run" and hooks.keeper:
        hooks.keeper.keep(trainer)
    while control == "pause":
        time.sleep(PAUSE_POLL_SECONDS)
        control = hooks.control()
    if control == "cancel":
        raise _Stopped("cancelled")


def _validate(trainer: Trainer) -> tuple[Tensor, float, float, float]:
    """What the net says of the checked rows on exact windows, (rows, outputs), and how good that is.

    That is the head's own loss, which decides when to stop; the mean squared error of its forecast; and
    the ratio of that to the error of saying 0.
    """
    samples, head = trainer.samples, trainer.head
    rows = checked_rows(samples.validation)
    first, last = samples.validation
    seen = windows(samples.x.cpu().numpy(), samples.lookback, first, last)[rows - first]
    said = predict(trainer.judged, seen)
    actual = samples.y.cpu()[torch.from_numpy(rows)]
    criterion = float(heads.losses(head, said, actual).mean())
    loss = float(((heads.point(head, said) - actual) ** 2).mean())
    return said, criterion, loss, loss / max(float((actual**2).mean()), np.finfo(float).tiny)

