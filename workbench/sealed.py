"""Small files of our own that a crash may hit at any moment: whole, or seen to be damaged."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_DIGEST = hashlib.sha256
_SIZE = _DIGEST().digest_size


def write_sealed(path: Path, content: bytes) -> None:
    """Put `content` at `path` with its hash before it, on the disk itself; raises OSError.

    The folder is made where it is missing. Whatever was there stays until the new file is whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            file.write(_DIGEST(content).digest())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def read_sealed(path: Path) -> bytes | None:
    """What `write_sealed` put there; None where there is nothing, or it is damaged or cannot be read."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    content = data[_SIZE:]
    return content if _DIGEST(content).digest() == data[:_SIZE] else None
