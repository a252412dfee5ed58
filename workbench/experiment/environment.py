"""What a run ran on, recorded so that it can be repeated."""

from __future__ import annotations

import importlib.metadata
import platform

from workbench import __version__


def environment(workers: int) -> dict[str, str | int | float | bool | None]:
    """Versions, device, precision, threads; reads package metadata, imports nothing heavy."""
    return {
        "workbench": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        **{name: importlib.metadata.version(name) for name in ("torch", "numpy", "scikit-learn")},
        "device": "cpu",
        "precision": "float32",
        "threads_per_worker": 1,
        "workers": workers,
    }
