"""Memory that a step of a training frees is kept for its next step."""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Iterator
from contextlib import contextmanager

# glibc's names and numbers (malloc.h).
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_MMAP_BYTES = 4 << 20
_LARGE_MMAP_BYTES = 32 << 20  # the most that glibc takes


def keep_freed_memory(*, large: bool = False) -> bool:
    """Let this process keep up to 8 MB that it frees; True where the C library can do that (glibc).

    `large` is for nets that look at pictures, whose steps ask for tens of megabytes: 256 MB are kept.

    A step of a recurrent net frees and asks again for workspaces of a few hundred kilobytes; by default glibc
    maps each of them anew, and the pages are then faulted in one by one: that took up to half of a step.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    libc = ctypes.CDLL(None)
    mapped, kept = (_LARGE_MMAP_BYTES, 8 * _LARGE_MMAP_BYTES) if large else (_MMAP_BYTES, 2 * _MMAP_BYTES)
    return bool(libc.mallopt(_M_MMAP_THRESHOLD, mapped) and libc.mallopt(_M_TRIM_THRESHOLD, kept))


@contextmanager
def large_steps(wanted: bool) -> Iterator[None]:
    """More is kept within the block where it is wanted; a worker goes back to little afterwards."""
    if not wanted:
        yield
        return
    keep_freed_memory(large=True)
    try:
        yield
    finally:
        keep_freed_memory()
