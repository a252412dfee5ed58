"""The words of the price chart's legend."""

from __future__ import annotations

from workbench.gui.charts.laid_over import KEEP
from workbench.gui.charts.legend import Entry
from workbench.gui.present import studies as present
from workbench.gui.present import validation

BEFORE = (Entry("up", "line", "up"), Entry("down", "line", "down"))
AFTER = (
    Entry("in the market", "thick", "t3", keep=1),
    Entry("one-step forecast", "step", "acc", keep=4),
    Entry("80 % interval", "box", "acc", alpha=70, keep=2),
    Entry("tomorrow = today", "line", "t3", keep=3),
)
VALIDATION = Entry(validation.LEGEND, "dashed", "acc", keep=2)


def entries(
    forecast: bool, checked: bool, laid: tuple[Entry, ...], left_out: int
) -> tuple[Entry, ...]:
    """What the model said first, then what the user laid over; before all, how many indicators lack room.

    `checked`: validation days are marked.
    """
    crowded = present.left_out(left_out)
    said = (Entry(crowded, "word", "t2", keep=KEEP),) if crowded else ()
    marked = (VALIDATION,) if checked else ()
    return (*said, *(AFTER if forecast else BEFORE), *marked, *laid)
