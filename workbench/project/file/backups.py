"""Earlier copies of project files, three each, in the app-data: kept by full path, so names never collide."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from workbench import paths

COPIES = 3


def folder_for(path: Path) -> Path:
    """Where the copies of the file at `path` lie."""
    full = os.path.normcase(Path(path).resolve())
    return paths.home() / "backups" / hashlib.sha256(os.fsencode(full)).hexdigest()[:32]


def backups(path: Path) -> list[Path]:
    """The copies there are, newest first."""
    folder = folder_for(path)
    return [copy for copy in (folder / f"{number}.swb" for number in range(1, COPIES + 1)) if copy.is_file()]


def rotate(path: Path) -> None:
    """Copy the file at `path`, if there is one, as the newest; the oldest of three goes. Raises OSError."""
    if not path.is_file():
        return
    folder = folder_for(path)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "of.txt").write_text(f"{path}\n", encoding="utf-8")
    fresh = folder / "new.swb"
    shutil.copyfile(path, fresh)
    for number in range(COPIES, 1, -1):
        older = folder / f"{number - 1}.swb"
        if older.exists():
            os.replace(older, folder / f"{number}.swb")
    os.replace(fresh, folder / "1.swb")
