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
AHEAD = (
    Entry("in the market", "thick", "t3", keep=1),
    Entry("free run, its middle path", "dashed", "acc", keep=4),
    Entry("9 of 10 paths", "box", "acc", alpha=70, keep=3),
    Entry("next day, 80 %", "dot", "acc", keep=2),
)
VALIDATION = Entry(validation.LEGEND, "dashed", "acc", keep=2)


def entries(
    said: tuple[Entry, ...], checked: bool, laid: tuple[Entry, ...], left_out: int
) -> tuple[Entry, ...]:
    """What the model `said` first (`BEFORE`, `AFTER` or `AHEAD`), then what the user laid over.

    Before all, how many indicators lack room. `checked`: validation days are marked.
    """
    crowded = present.left_out(left_out)
    first = (Entry(crowded, "word", "t2", keep=KEEP),) if crowded else ()
    marked = (VALIDATION,) if checked else ()
    return (*first, *said, *marked, *laid)
