"""Trainings that an interrupted run had finished, and checkpoints of those it had not: one folder a run.

A file is taken only for the very job it was made for, to the bit, so that a run that goes on gives what it
would have given without the interruption.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.events import EpochEnded
from workbench.experiment.environment import versions
from workbench.experiment.jobs import FitJob, FitResult
from workbench.training.fitted import Said

if TYPE_CHECKING:
    from workbench.training.keeping import Keeper, Shelf

_SUFFIX = ".fit"
_TOLD = "told"
_KEY_BYTES = 32


def kept(folder: Path) -> int:
    """How many finished trainings are in the folder of a run."""
    return sum(1 for _ in folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else 0


class KeptFit:
    """What is kept of one job, in `job.folder`; `tell` takes a sentence for the user."""

    def __init__(self, job: FitJob, tell: Callable[[str], None]) -> None:
        self._shelf = _shelf(job.folder)
        self._name = f"{job.fold:04d}-{job.seed:02d}"
        self._key = job_key(job)
        self._tell = tell

    def keeper(self) -> Keeper:
        """For the checkpoints on the way."""
        from workbench.training.keeping import Keeper

        return Keeper(self._shelf, self._name, self._key, self._tell)

    def result(self) -> FitResult | None:
        """The finished training, if there is one of this very job."""
        content = self._shelf.get(f"{self._name}{_SUFFIX}")
        if content is None or content[:_KEY_BYTES].hex() != self._key:
            return None
        return _from_bytes(content[_KEY_BYTES:])

    def keep(self, result: FitResult) -> None:
        """Put a finished training in the place of its checkpoints; a cancelled one leaves them."""
        if result.outcome == "cancelled":
            return
        content = bytes.fromhex(self._key) + _to_bytes(result)
        if self._shelf.put(f"{self._name}{_SUFFIX}", content, self._tell):
            self.keeper().drop()


def job_key(job: FitJob) -> str:
    """SHA-256 over everything that decides what a job gives, program and libraries included."""
    told = [job.model, job.train, job.fold, job.seed, versions()]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for part in (job.view, job.decisions):
        for value in (getattr(part, field.name) for field in dataclasses.fields(part)):
            is_array = isinstance(value, np.ndarray)
            digest.update(repr(value.shape if is_array else value).encode())
            if is_array:
                digest.update(np.ascontiguousarray(value).tobytes())
    digest.update(job.start)
    return digest.hexdigest()


@cache
def _shelf(folder: str) -> Shelf:
    from workbench.training.keeping import Shelf

    return Shelf(Path(folder))


def _to_bytes(result: FitResult) -> bytes:
    from safetensors.numpy import save

    arrays: dict[str, NDArray[Any]] = {"checked_rows": result.checked_rows}
    for name in ("said", "checked"):
        said = getattr(result, name)
        arrays |= {f"{name}.{part.name}": getattr(said, part.name) for part in dataclasses.fields(Said)}
    if result.signal is not None:
        arrays["signal"] = result.signal
    plain = ("fold", "seed", "outcome", "best_epoch", "seconds", "device")
    told = {name: getattr(result, name) for name in plain}
    told["history"] = [dataclasses.asdict(event) for event in result.history]
    arrays["weights"] = np.frombuffer(result.weights, np.uint8)
    arrays[_TOLD] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def _from_bytes(content: bytes) -> FitResult:
    from safetensors.numpy import load

    arrays = load(content)
    told = json.loads(arrays[_TOLD].tobytes())
    history = tuple(EpochEnded(**event) for event in told.pop("history"))
    said, checked = (
        Said(*(arrays[f"{name}.{part.name}"] for part in dataclasses.fields(Said)))
        for name in ("said", "checked")
    )
    return FitResult(
        said=said, checked=checked, checked_rows=arrays["checked_rows"], signal=arrays.get("signal"),
        history=history, weights=arrays["weights"].tobytes(), **told,
    )  # fmt: skip
