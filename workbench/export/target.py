"""Where something is written: refused before the work begins, and put in its place whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from workbench.errors import UsageError


def check_target(path: Path, project: Path | None = None) -> None:
    """Raise `UsageError` before the work begins if `path` cannot become a file, or is the project's."""
    remedy = "Name a file in a folder that exists and can be written to."
    try:
        target = path.resolve()
        is_writable = not path.is_dir() and os.access(path if path.exists() else target.parent, os.W_OK)
        is_project = project is not None and target == project.resolve()
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.", remedy) from error
    if is_project:
        raise UsageError(f"{path} is the project itself.", "Name another file.")
    if not is_writable:
        raise UsageError(f"{path} cannot be written.", remedy)


def put(path: Path, content: bytes) -> None:
    """Write beside `path` and put it in its place whole; raises `UsageError` where that fails.

    A pipe or a device is written to as it is.
    """
    target = path.resolve()
    fresh = target.with_name(f".~written-{os.getpid()}")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        fresh.write_bytes(content)
        os.replace(fresh, target)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror or error}.", "Name another file."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()
