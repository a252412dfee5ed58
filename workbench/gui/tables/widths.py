"""How a table of runs shares its width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QTableWidget

GROWS = "model"


def share_width(
    table: QTableWidget, widths: Mapping[str, int], optional: Sequence[tuple[str, ...]], grows: str = GROWS
) -> None:
    """Show as many columns as fit and give the rest of the width to the model's name, or to `grows`.

    `widths` has every column in its order with the pixels it asks for; `optional` are the columns that go
    first where they do not fit, together within a group.
    """
    hidden: set[str] = set()
    room = table.viewport().width()
    for names in optional:
        if sum(width for column, width in widths.items() if column not in hidden) <= room:
            break
        hidden.update(names)
    spare = room - sum(width for column, width in widths.items() if column not in hidden)
    for place, (name, width) in enumerate(widths.items()):
        table.setColumnHidden(place, name in hidden)
        table.setColumnWidth(place, width + (max(spare, 0) if name == grows else 0))
