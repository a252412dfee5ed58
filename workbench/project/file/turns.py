"""Saves of one file take turns, across programs: between the last look and the replacing nobody comes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from workbench import paths

PATIENCE_SECONDS = 20.0
_PAUSE = 0.02


@contextlib.contextmanager
def taking_turns(target: Path) -> Iterator[None]:
    """Hold the turn of the file at `target`; the system takes it back from a program that dies.

    Raises `TimeoutError` when another program holds it for `PATIENCE_SECONDS`.
    """
    folder = paths.home() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    full = os.path.normcase(target.resolve())
    name = hashlib.sha256(os.fsencode(full)).hexdigest()[:32]
    descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(descriptor)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _take(descriptor):
        if time.monotonic() > deadline:
            raise TimeoutError(0, "another program is saving it")
        time.sleep(_PAUSE)


def _take(descriptor: int) -> bool:
    """Try once; closing the descriptor gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
