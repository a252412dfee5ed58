"""The folders of runs that did not end: each keeps its trainings until the same run is made again."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from workbench.data.series import PriceSeries
from workbench.experiment.environment import versions
from workbench.experiment.spec import ExperimentSpec

MOST_FOLDERS = 8
LONGEST_DAYS = 30.0
_DAY_SECONDS = 86_400.0


def folder_of(
    root: Path, spec: ExperimentSpec, series: Sequence[PriceSeries], vault_start: np.datetime64
) -> Path:
    """Where this very run keeps its trainings: one spec, prices, inputs and vault, one folder.

    Another version of the program or of a library takes another one: its bits would differ.
    """
    told = [spec.to_json(), [one.content_hash for one in series], str(vault_start), versions()]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return root / digest[:24]


def is_empty(root: Path) -> bool:
    """Whether no run left anything: asked before `folder_of`, which reads the versions of libraries."""
    return not any(root.iterdir()) if root.is_dir() else True


def remove(folder: Path) -> None:
    """The run has ended, or nobody will go on with it."""
    shutil.rmtree(folder, ignore_errors=True)


def prune(root: Path) -> None:
    """Forget runs nobody went on with: all but the newest few, and those of more than a month ago."""
    if not root.is_dir():
        return
    oldest = time.time() - LONGEST_DAYS * _DAY_SECONDS
    dated = sorted(((_changed(folder), folder) for folder in root.iterdir()), reverse=True)
    for number, (changed, folder) in enumerate(dated):
        if number >= MOST_FOLDERS or changed < oldest:
            remove(folder)


def _changed(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0
