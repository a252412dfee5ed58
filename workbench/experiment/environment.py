"""What a run ran on, recorded so that it can be repeated."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Sequence
from functools import cache

from workbench import __version__
from workbench.experiment.jobs import FitResult

LIBRARIES = ("torch", "numpy", "scikit-learn", "numba")


def versions() -> dict[str, str]:
    """Of the program and of the libraries that decide what a fit gives; reads package metadata alone."""
    return {"workbench": __version__, **{name: _version(name) for name in LIBRARIES}}


def environment(workers: int, fits: Sequence[FitResult] = ()) -> dict[str, str | int | float | bool | None]:
    """Versions, devices, precision, threads, and a hash of all that was said.

    Reads package metadata, imports nothing heavy. The same spec and prices on the same machine give the
    same `predictions_sha256`.
    """
    digest = hashlib.sha256()
    for fit in sorted(fits, key=lambda fit: (fit.fold, fit.seed)):
        digest.update(fit.said.predicted.astype("<f8").tobytes())
    return {
        **versions(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "device": ",".join(sorted({fit.device for fit in fits})) or "cpu",
        "precision": "float32",
        "threads_per_worker": 1,
        "workers": workers,
        "predictions_sha256": digest.hexdigest(),
    }


@cache
def _version(library: str) -> str:
    # Slow to import, and not needed before something is trained.
    from importlib.metadata import version

    return version(library)
