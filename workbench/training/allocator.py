"""Memory that a step of a training frees is kept for its next step."""

from __future__ import annotations

import ctypes
import platform

# glibc's names and numbers (malloc.h).
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_MMAP_BYTES = 4 << 20
_TRIM_BYTES = 8 << 20


def keep_freed_memory() -> bool:
    """Let this process keep up to 8 MB that it frees; True where the C library can do that (glibc).

    A step of a recurrent net frees and asks again for workspaces of a few hundred kilobytes; by default glibc
    maps each of them anew, and the pages are then faulted in one by one: that took up to half of a step.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    libc = ctypes.CDLL(None)
    return bool(libc.mallopt(_M_MMAP_THRESHOLD, _MMAP_BYTES) and libc.mallopt(_M_TRIM_THRESHOLD, _TRIM_BYTES))
