"""`doctor`: what the program stands on here: versions, system libraries, devices, paths, writable folders."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workbench import __version__, paths
from workbench.cli import system_libraries as libraries
from workbench.cli.options import Options
from workbench.errors import UsageError

PACKAGES = (
    "PySide6-Essentials", "numpy", "pandas", "scipy", "scikit-learn", "torch", "yfinance",
    "arch", "statsmodels", "TA-Lib", "exchange_calendars", "pydantic", "safetensors", "superqt",
    "platformdirs", "Jinja2", "psutil",
)  # fmt: skip
MISSING = "missing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This verb has no words of its own."""


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Print all that is found; raises `UsageError` naming what the program cannot do without."""
    needs: list[str] = []
    for title, lines in (
        ("Versions", _versions(needs)),
        ("System libraries", _libraries(needs)),
        ("Devices", _devices()),
        ("Paths", _paths(options, needs)),
    ):
        print(title)
        for name, text in lines:
            print(f"  {name:<22}{text}")
    if needs:
        raise UsageError(f"The program cannot work as it is: {'; '.join(needs)}.", "Mend that first.")
    return 0


def _versions(needs: list[str]) -> Iterator[tuple[str, str]]:
    yield "Stock Workbench", f"{__version__}{' (frozen)' if getattr(sys, 'frozen', False) else ''}"
    yield "Python", platform.python_version()
    yield "system", platform.platform()
    for name in PACKAGES:
        try:
            yield name, importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            needs.append(f"the package {name} is missing")
            yield name, MISSING


def _libraries(needs: list[str]) -> Iterator[tuple[str, str]]:
    needed = libraries.missing_packages(libraries.NEEDED)
    wanted = libraries.missing_packages(libraries.FOR_A_WINDOW)
    if needed:
        needs.append(f"Qt does not load; type {libraries.install_line([*needed, *wanted])}")
    yield "for Qt", _all_or(needed)
    yield "for a window", _all_or(wanted)
    if wanted and not needed:
        yield "to add them, type", libraries.install_line(wanted)
    yield "display", libraries.why_no_window() or "a window can open"


def _devices() -> Iterator[tuple[str, str]]:
    import psutil

    yield "processor", f"{os.cpu_count()} cores, {platform.machine()}"
    yield "memory", f"{psutil.virtual_memory().total / 2**30:.1f} GB"
    yield "NVIDIA GPU", "there is one" if shutil.which("nvidia-smi") else "none found"
    yield "training uses", "the processor"


def _paths(options: Options, needs: list[str]) -> Iterator[tuple[str, str]]:
    yield "program", str(Path(__file__).resolve().parents[1])
    resources = paths.resources()
    yield "resources", f"{resources} ({'there' if resources.is_dir() else MISSING})"
    for name, place in (
        ("app-data", paths.home),
        ("price store", lambda: paths.store_folder(options.store)),
        ("log", lambda: paths.log_file().parent),
    ):
        try:
            folder = place()
        except OSError as error:
            needs.append(f"the folder of the {name} cannot be used ({error.strerror or error})")
            yield name, str(error)
            continue
        if not is_writable(folder):
            needs.append(f"the folder {folder} cannot be written to")
        yield name, f"{folder} ({'writable' if is_writable(folder) else 'not writable'})"
    yield "ledger", _size(paths.ledger_file)
    yield "settings", _size(paths.settings_file)


def is_writable(folder: Path) -> bool:
    """Can a file be made there?"""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _size(place: object) -> str:
    try:
        file: Path = place()  # type: ignore[operator]
        return f"{file} ({f'{file.stat().st_size:,} bytes' if file.exists() else 'not made yet'})"
    except OSError as error:
        return str(error)


def _all_or(missing: list[str]) -> str:
    return f"{MISSING}: {' '.join(missing)}" if missing else "all there"
