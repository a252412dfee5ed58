"""Putting a new file in the place of an old one, so that at any moment one of the two is whole."""

from __future__ import annotations

import errno
import os
import re
import secrets
import sys
import time
from pathlib import Path

STALE_SECONDS = 3600.0
_TEMPORARY = re.compile(r"\.~swb-(\d+)-[0-9a-f]{8}")
_BUSY_ON_WINDOWS = (5, 32, 33)  # access denied, sharing violation, lock violation: virus scanners, sync
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
_NO_SYNC_HERE = (errno.EINVAL, errno.ENOTSUP, errno.ENOTTY)


def open_temporary(folder: Path) -> tuple[int, Path]:
    """A new empty file beside the target: (descriptor, path). Its name tells the sweeper whose it was."""
    path = folder / f".~swb-{os.getpid()}-{secrets.token_hex(4)}"
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags, 0o666), path


def sync(descriptor: int) -> None:
    """Have the content on the disk itself. Raises OSError: an unsynced file is a failed save."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in _NO_SYNC_HERE:
                raise
        else:
            return
    os.fsync(descriptor)


def replace(temporary: Path, target: Path) -> None:
    """`os.replace`, patient where Windows says another program holds the target for a moment."""
    for pause in _PAUSES:
        try:
            os.replace(temporary, target)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY_ON_WINDOWS:
                raise
        time.sleep(pause)
    os.replace(temporary, target)


def sync_folder(folder: Path) -> None:
    """Have the folder's new entry on the disk, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC_HERE:
            raise
    finally:
        os.close(descriptor)


def sweep(folder: Path, *, older_than: float = STALE_SECONDS) -> list[Path]:
    """Remove what saves that died left in `folder`: own temporary files, old, of processes that are gone.

    Returns what was removed. A file that cannot be removed stays for the next start.
    """
    import psutil

    removed: list[Path] = []
    now = time.time()
    try:
        names = os.listdir(folder)
    except OSError:
        return removed
    for name in names:
        match = _TEMPORARY.fullmatch(name)
        path = folder / name
        try:
            if match and now - path.lstat().st_mtime >= older_than and not psutil.pid_exists(int(match[1])):
                path.unlink()
                removed.append(path)
        except (OSError, OverflowError):
            continue
    return removed
