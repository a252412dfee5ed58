"""What the system says when it refuses."""

from __future__ import annotations


def reason(error: OSError) -> str:
    """Its words, and which file they are about."""
    if error.strerror and error.filename:
        return f"{error.strerror} ({error.filename})"
    return error.strerror or str(error)
