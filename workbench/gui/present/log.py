"""The log as text: one line an entry, the time first."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.gui.log_book import Said

MARKS = {"info": "", "warning": "note: ", "error": "error: "}
LONGEST = 4096


def lines(said: Iterable[Said]) -> str:
    """The entries under each other: `14:22:07  Run 3 stored.`"""
    return "\n".join(f"{entry.time:%H:%M:%S}  {MARKS[entry.level]}{entry.text[:LONGEST]}" for entry in said)
