"""A training under way as bytes, and back: everything that its next step depends on."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import torch
from safetensors.torch import load, save
from torch import Tensor

from workbench.training.early_stopping import EarlyStopping
from workbench.training.trainer import EpochReport, Progress, Trainer

_PROGRESS, _DICE, _DICE_CUDA = "progress", "random.cpu", "random.cuda"


def to_bytes(trainer: Trainer) -> bytes:
    """Weights, their mean, the best ones, the optimiser, all randomness and the progress, as safetensors."""
    tensors = {
        _PROGRESS: _as_tensor(json.dumps(dataclasses.asdict(trainer.progress)).encode()),
        _DICE: torch.get_rng_state(),
        "best_said": trainer.best_said,
        **_named("net", trainer.net.state_dict()),
        **_named("best", trainer.best),
        **_named("mean", trainer.average.net.state_dict() if trainer.average else {}),
    }
    if trainer.samples.x.is_cuda:
        tensors[_DICE_CUDA] = torch.cuda.get_rng_state()
    for number, state in trainer.optimiser.state_dict()["state"].items():
        tensors |= _named(f"optimiser.{number}", state)
    # One copy each: a best net that still is the present one would share its memory.
    return save({name: tensor.detach().cpu().clone().contiguous() for name, tensor in tensors.items()})


def restore(trainer: Trainer, data: bytes) -> None:
    """Bring a fresh trainer to where the one of `to_bytes` was.

    Raises KeyError, RuntimeError or ValueError where the bytes belong to another net or are none of ours.
    """
    tensors = load(data)
    progress = _progress(json.loads(bytes(tensors[_PROGRESS].tolist())))
    trainer.net.load_state_dict(_part(tensors, "net"))
    if trainer.average:
        trainer.average.net.load_state_dict(_part(tensors, "mean"))
    optimiser = trainer.optimiser.state_dict()
    numbers = {int(name.split(".")[1]) for name in tensors if name.startswith("optimiser.")}
    optimiser["state"] = {number: _part(tensors, f"optimiser.{number}") for number in sorted(numbers)}
    trainer.optimiser.load_state_dict(optimiser)
    trainer.best, trainer.best_said = _part(tensors, "best"), tensors["best_said"]
    trainer.progress = progress
    torch.set_rng_state(tensors[_DICE])
    if _DICE_CUDA in tensors and trainer.samples.x.is_cuda:
        torch.cuda.set_rng_state(tensors[_DICE_CUDA])


def _progress(told: dict[str, Any]) -> Progress:
    stopping = EarlyStopping(**told.pop("stopping"))
    history = [EpochReport(**report) for report in told.pop("history")]
    return Progress(**told, stopping=stopping, history=history)


def _as_tensor(content: bytes) -> Tensor:
    return torch.frombuffer(bytearray(content), dtype=torch.uint8)


def _named(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}.{name}": tensor for name, tensor in tensors.items()}


def _part(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    start = f"{prefix}."
    return {name.removeprefix(start): tensor for name, tensor in tensors.items() if name.startswith(start)}
