"""`train.epoch` and `train.flop_utilisation`: the fast loop against the textbook's."""

from __future__ import annotations

import numpy as np
import torch

from tests.benchmarks.measure import Figure, alternate, gemm_rate, machine, seconds
from tests.benchmarks.textbook import TextbookFit
from workbench.models.build import build_net
from workbench.models.catalog import LSTMSpec
from workbench.training.allocator import keep_freed_memory
from workbench.training.spec import TrainSpec
from workbench.training.trainer import Samples, make_trainer

LOOKBACK = 60
TRAIN_POINTS = 2500
EPOCH_TARGET = 30.0
UTILISATION_TARGET = 0.6


def mackey_glass(points: int = 3000, tau: int = 17, seed: int = 0) -> np.ndarray:
    """The Mackey-Glass series (1977) sampled once a time unit, standardised, with noise of sd 0.05."""
    steps, step = 10, 0.1
    values = np.full(tau * steps, 1.2)
    history = list(values)
    for _ in range((points + 200) * steps):
        delayed, now = history[-tau * steps], history[-1]
        history.append(now + step * (0.2 * delayed / (1 + delayed**10) - 0.1 * now))
    series = np.array(history[tau * steps + 200 * steps :: steps][:points])
    series = (series - series.mean()) / series.std()
    return series + np.random.default_rng(seed).normal(0, 0.05, points)


def _samples() -> Samples:
    series = mackey_glass().astype(np.float32)
    x, y = torch.from_numpy(series[:-1, None]), torch.from_numpy(series[1:])
    return Samples(x, y, LOOKBACK, (LOOKBACK - 1, TRAIN_POINTS - 2), (TRAIN_POINTS - 1, len(x) - 1))


class ProductFit:
    """The product's epoch on the same targets, one torch thread."""

    def __init__(self) -> None:
        keep_freed_memory()
        torch.manual_seed(0)
        self.trainer = make_trainer(build_net(LSTMSpec(), 1), "point", _samples(), TrainSpec(), 0)
        self.default_threads = torch.get_num_threads()

    def epoch(self) -> None:
        """One pass in which every training target is a loss term."""
        torch.set_num_threads(1)
        self.trainer.epoch(lambda: None)
        torch.set_num_threads(self.default_threads)


def train_epoch() -> Figure:
    """One pass over the training targets, ours on one core against the textbook's default threads."""
    series = mackey_glass()
    reference = TextbookFit(series[: TRAIN_POINTS - 1, None], series[1:TRAIN_POINTS], LOOKBACK)
    ours, theirs = alternate(ProductFit().epoch, reference.epoch)
    ratio = theirs / ours
    return Figure(
        "train.epoch", ours, "s", theirs, ratio, f">= {EPOCH_TARGET:g}x", ratio >= EPOCH_TARGET, machine(),
        note=f"reference threads: {torch.get_num_threads()}",
    )  # fmt: skip


def flop_utilisation() -> Figure:
    """Floating-point operations of a training epoch over what the core could have done in its time."""
    fit = ProductFit()
    fit.epoch()
    rates = [(gemm_rate(), seconds(fit.epoch)) for _ in range(5)]
    rate = float(np.median([one for one, _ in rates])) * 1e9
    taken = float(np.median([one for _, one in rates]))
    share = _epoch_flops(fit) / (taken * rate)
    return Figure(
        "train.flop_utilisation", taken, "s", _epoch_flops(fit) / rate, share, f">= {UTILISATION_TARGET:g}",
        share >= UTILISATION_TARGET, machine(),
    )  # fmt: skip


def _epoch_flops(fit: ProductFit) -> float:
    """Two operations a weight and step forward, twice that backward; gates and head included, rest not."""
    first, last = fit.trainer.samples.train
    targets = last - first + 1
    steps = fit.trainer.spec.segment_steps
    segments = targets / steps
    bars = segments * (LOOKBACK - 1 + steps)
    matrices = sum(value.numel() for name, value in fit.trainer.net.named_parameters() if "weight_" in name)
    return 3 * 2 * matrices * bars
