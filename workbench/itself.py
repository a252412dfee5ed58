"""How the program starts itself again, to have Qt draw into memory apart from whoever asked."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PRINT = "--print-sheets"
"""What the program starts itself with to print: then the file of the sheets, and the PDF to write."""


def own_command() -> list[str]:
    """What starts this program, frozen or not."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "workbench"]


def window_environment() -> dict[str, str]:
    """Qt draws into memory; the copy finds the package, and a frozen one unpacks its own surroundings."""
    package_parent = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, [package_parent, os.environ.get("PYTHONPATH")]))
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if getattr(sys, "frozen", False):
        return {**env, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    return {**env, "PYTHONPATH": path}
