"""What a report is made of, before it becomes a page or sheets of paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.evaluation.figures import Removal
from workbench.evaluation.rows import Burn
from workbench.evaluation.vault import Opening
from workbench.experiment.placebo import Placebo
from workbench.experiment.planted import Planted
from workbench.export.figures import Figure
from workbench.export.format import DASH
from workbench.export.svg import Drawing, Inks


@dataclass(frozen=True, slots=True)
class Context:
    """What a run does not know of itself: its place in the project, and what the ledger counts by now.

    `tries` are those on the same data in all projects; `prices` are the run's where they are at hand; `note`
    is what the user wrote on it. `placebo` and `planted` are whole answers; `opening` and `burns` (of the
    run's prices) are what its vault has gone through; `removals` say when tries on them were forgotten.
    """

    number: int = 1
    runs: int = 1
    tries: int = 0
    file: str = ""
    notes: str = ""
    note: str = ""
    prices: PriceSeries | None = None
    made: str = ""
    placebo: Placebo | None = None
    planted: tuple[Planted, ...] = ()
    opening: Opening | None = None
    burns: tuple[Burn, ...] = ()
    removals: tuple[Removal, ...] = ()


class Cell(NamedTuple):
    """One figure as written, and as it is (None where it is words or undefined)."""

    text: str
    value: float | None = None

    @property
    def side(self) -> str:
        """Figures and the dashes among them stand at the right, words at the left."""
        return "right" if self.value is not None or self.text == DASH else "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; `own` marks the model's."""

    name: str
    cells: tuple[Cell, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` names the row's name first; all are empty where nothing needs a name."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def is_words(self) -> bool:
        """Whether no figure stands in it."""
        return all(cell.value is None for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Chart:
    """`draw(inks)` makes the drawing, `width` x `height` pixels."""

    draw: Callable[[Inks], Drawing]
    width: float
    height: float

    def svg(self, inks: Inks, *, alone: bool = False) -> str:
        """The picture in these inks."""
        return self.draw(inks).svg(alone=alone)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what is said, then a chart and a table; what is empty is left out."""

    id: str
    title: str
    note: str = ""
    text: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    after: tuple[str, ...] = ()
    """Said below the table."""


@dataclass(frozen=True, slots=True)
class Head:
    """The verdict as it stands largest; `state` picks ink, ground and mark."""

    state: str
    lines: tuple[str, ...]
    subline: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """One run, told whole."""

    title: str
    about: str
    head: Head
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    foot: str
    """Verdict, tries, costs and data hash in one line: what no export goes without."""
