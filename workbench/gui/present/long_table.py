"""What a chart shows as a table of many rows, each put into words when it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from workbench.dataclass import dataclass

MOST_ROWS = 4000
"""Of more the last ones are shown, and the note says so."""


@dataclass(frozen=True, slots=True, eq=False)
class LongTable:
    """`row(place)` gives the cells of a row, 0 to `count` - 1; the first column names it.

    `note` is a sentence below the table, empty where nothing need be said.
    """

    name: str
    columns: tuple[str, ...]
    count: int
    row: Callable[[int], tuple[str, ...]]
    note: str = ""


def last_of(count: int, what: str) -> tuple[int, str]:
    """Where a table of `count` rows begins, and the note where some are left out."""
    if count <= MOST_ROWS:
        return 0, ""
    return count - MOST_ROWS, f"The last {MOST_ROWS:,} of {count:,} {what} in sight."
