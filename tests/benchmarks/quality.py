"""`train.time_to_quality` and `train.architectures`: time to a given error, and an epoch of each net."""

from __future__ import annotations

import statistics
import time

import numpy as np
import torch
from torch import nn

from tests.benchmarks.measure import ROUNDS, Figure, machine
from tests.benchmarks.textbook import TextbookFit
from tests.benchmarks.training import LOOKBACK, TRAIN_POINTS, mackey_glass
from workbench.features.windows import windows
from workbench.models.build import build_net
from workbench.models.catalog import CATALOG, LSTMSpec
from workbench.training.allocator import keep_freed_memory
from workbench.training.loop import checked_rows, predict
from workbench.training.spec import TrainSpec
from workbench.training.trainer import Samples, make_trainer

GOOD_ERROR = 0.005
"""Twice the variance of the noise."""
MOST_EPOCHS = 100
QUALITY_TARGET = 10.0
RECIPE = TrainSpec(learning_rate=1e-2, averaging=0.95, epochs=MOST_EPOCHS)
SEQUENCE_KINDS = ("rnn", "lstm", "gru", "cnn", "transformer")


def _samples(series: np.ndarray) -> Samples:
    x, y = (torch.from_numpy(part.astype(np.float32)) for part in (series[:-1, None], series[1:]))
    return Samples(x, y, LOOKBACK, (LOOKBACK - 1, TRAIN_POINTS - 2), (TRAIN_POINTS - 1, len(x) - 1))


def _is_good(net: nn.Module, samples: Samples) -> bool:
    """Whether the error on all exact windows of the validation part is good; asked only where some say so.

    Those some are the windows that the product's own early stopping reads, for both competitors.
    """
    first, last = samples.validation
    every = np.arange(first, last + 1)
    return all(_error(net, samples, rows) <= GOOD_ERROR for rows in (checked_rows((first, last)), every))


def _error(net: nn.Module, samples: Samples, rows: np.ndarray) -> float:
    """Mean squared error on the exact windows that end at `rows`."""
    first, last = samples.validation
    said = predict(net, windows(samples.x.numpy(), LOOKBACK, first, last)[rows - first]).reshape(-1)
    return float(((said - samples.y[torch.from_numpy(rows)]) ** 2).mean())


def _product_seconds(seed: int) -> tuple[float, int]:
    """(seconds, epochs) until the error is good; one torch thread."""
    samples = _samples(mackey_glass(seed=seed))
    torch.manual_seed(seed)
    started = time.perf_counter()
    trainer = make_trainer(build_net(LSTMSpec(), 1), "point", samples, RECIPE, seed)
    epochs, good = 0, False
    while not good and epochs < MOST_EPOCHS:
        trainer.epoch(lambda: None)
        epochs, good = epochs + 1, _is_good(trainer.judged, samples)
    return time.perf_counter() - started, epochs


def _textbook_seconds(seed: int) -> tuple[float, int]:
    series = mackey_glass(seed=seed)
    samples = _samples(series)
    torch.manual_seed(seed)
    started = time.perf_counter()
    reference = TextbookFit(series[: TRAIN_POINTS - 1, None], series[1:TRAIN_POINTS], LOOKBACK)
    epochs, good = 0, False
    while not good and epochs < MOST_EPOCHS:
        reference.epoch()
        epochs, good = epochs + 1, _is_good(reference.net, samples)
    return time.perf_counter() - started, epochs


def time_to_quality() -> Figure:
    """Seconds to a validation error of twice the noise on Mackey-Glass, five seeds each, in turns."""
    keep_freed_memory()
    threads = torch.get_num_threads()
    ours, theirs = [], []
    for seed in range(ROUNDS):
        torch.set_num_threads(1)
        ours.append(_product_seconds(seed))
        torch.set_num_threads(threads)
        theirs.append(_textbook_seconds(seed))
    mine, other = (statistics.median(seconds for seconds, _ in runs) for runs in (ours, theirs))
    epochs = [statistics.median(epoch for _, epoch in runs) for runs in (ours, theirs)]
    return Figure(
        "train.time_to_quality", mine, "s", other, other / mine, f">= {QUALITY_TARGET:g}x",
        other / mine >= QUALITY_TARGET, machine(),
        note=f"{epochs[0]:g} epochs at 1e-2 with averaging 0.95, textbook {epochs[1]:g}",
    )  # fmt: skip


def architectures() -> Figure:
    """Seconds an epoch of each net at its defaults, same targets and lookback, one thread."""
    keep_freed_memory()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    seconds = {kind: _epoch_seconds(kind) for kind in SEQUENCE_KINDS}
    torch.set_num_threads(threads)
    ratio = seconds["lstm"] / seconds["transformer"]
    return Figure(
        "train.architectures", seconds["lstm"], "s", seconds["transformer"], ratio, "none, for the eye", True,
        machine(), note=", ".join(f"{kind} {value:.3f} s" for kind, value in seconds.items()),
    )  # fmt: skip


def _epoch_seconds(kind: str) -> float:
    torch.manual_seed(0)
    samples = _samples(mackey_glass())
    trainer = make_trainer(build_net(CATALOG[kind].spec(), 1), "point", samples, TrainSpec(), 0)
    times = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        trainer.epoch(lambda: None)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])
