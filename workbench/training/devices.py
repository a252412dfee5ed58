"""What the fits run on: the CPU with one torch thread a process, or a GPU where it is quicker."""

from __future__ import annotations

import time
from collections.abc import Callable

import torch
from torch import nn

from workbench.errors import UsageError
from workbench.training.spec import Device, TrainSpec
from workbench.training.trainer import Samples, make_trainer

CPU = "cpu"
TRIAL_BATCHES = 3
_chosen: dict[tuple[str, int], str] = {}
"""What the timing found for a net of this class and size, once a process."""


def use_one_thread() -> None:
    """Two one-thread processes each keep full speed; two threads in one are slower at these sizes."""
    torch.set_num_threads(1)


def available_devices() -> tuple[str, ...]:
    """Devices that torch can use here, the CPU first."""
    found = [CPU]
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return tuple(found)


def choose_device(wanted: Device, time_on: Callable[[str], float], key: tuple[str, int]) -> str:
    """The device to fit on; `auto` takes the quickest by `time_on(device)`, in seconds, once for each key.

    Raises `UsageError` for a device that is not there.
    """
    there = available_devices()
    if wanted != "auto":
        if wanted not in there:
            raise UsageError(
                f"There is no device {wanted!r} on this computer.", f"Choose auto or {' or '.join(there)}."
            )
        return wanted
    if len(there) == 1:
        return CPU
    if key not in _chosen:
        _chosen[key] = min(there, key=time_on)
    return _chosen[key]


def trial_seconds(make_net: Callable[[], nn.Module], samples: Samples, spec: TrainSpec, device: str) -> float:
    """Seconds of a few batches of training on `device`, after one unmeasured; the net is thrown away."""
    trainer = make_trainer(make_net().to(device), "point", to_device(samples, device), spec, 0)
    batches = 0
    started = 0.0

    class Enough(Exception):
        pass

    def before_batch() -> None:
        nonlocal batches, started
        if batches == 1:
            started = time.perf_counter()
        if batches > TRIAL_BATCHES:
            raise Enough
        batches += 1

    try:
        while True:
            trainer.epoch(before_batch)
    except Enough:
        return time.perf_counter() - started


def to_device(samples: Samples, device: str) -> Samples:
    """The samples with their tensors on `device`."""
    return Samples(
        samples.x.to(device), samples.y.to(device), samples.lookback, samples.train, samples.validation
    )


