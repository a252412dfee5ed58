"""The window's title and the corner of its menu bar."""

from __future__ import annotations

from pathlib import Path

from workbench.gui.present.format import count

PROGRAM = "Stock Workbench"
UNTITLED = "untitled"


def file_name(path: Path | None) -> str:
    """The project's file name, or that it has none."""
    return path.name if path else UNTITLED


def window_title(path: Path | None) -> str:
    """`study.swb[*] - Stock Workbench`, with Qt's placeholder for unsaved changes."""
    return f"{file_name(path)}[*] \u2013 {PROGRAM}"


def tries(trials: tuple[int, int]) -> str:
    """How often these data were tried, in all projects."""
    return count(trials[1])
