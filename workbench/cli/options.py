"""The options that every verb shares."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """The global options. `threads`: worker processes of a run, one thread each."""

    store: Path | None = None
    offline: bool = False
    threads: int = 2
    verbose: bool = False
