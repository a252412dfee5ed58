"""Python's own import, given back after PySide6 has put one of its own in its place."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401


def import_plainly() -> None:
    """Undo what PySide6 did to `import`.

    Its own reads the source of every module for a `__feature__` it asks for; no module of this program does.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
