"""Where the program keeps its things: one folder, moved as a whole by WORKBENCH_HOME."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "WORKBENCH_HOME"


def home() -> Path:
    """The app-data folder: store, ledger, settings, logs, autosaves. Created when missing."""
    named = os.environ.get(HOME_VARIABLE)
    if named:
        folder = Path(named).expanduser()
    else:
        from platformdirs import user_data_path

        folder = user_data_path("stock-workbench", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def store_folder(chosen: str | Path | None = None) -> Path:
    """The folder of the price store: `chosen` (`--store`), else inside the app-data. Created when missing."""
    folder = Path(chosen).expanduser() if chosen else home() / "store"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def ledger_file() -> Path:
    """The trial ledger; it never follows `--store`."""
    return home() / "ledger.sqlite"


def unfinished_folder() -> Path:
    """Where runs keep their trainings until they have ended."""
    return home() / "unfinished"


def settings_file() -> Path:
    """The window's settings."""
    return home() / "settings.json"


def log_file() -> Path:
    """The log of this program."""
    folder = home() / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "workbench.log"


def resources() -> Path:
    """The folder of icons and texts, in a checkout, an installed wheel or a frozen build."""
    package = Path(__file__).resolve().parent
    for candidate in (package / "_resources", package.parent / "resources"):
        if candidate.is_dir():
            return candidate
    return package.parent / "resources"
