"""The planted signal as window and report tell it: how many days an edge of each strength would need."""

from __future__ import annotations

import math

from workbench.dataclass import dataclass
from workbench.experiment.planted import Planted
from workbench.export import format as fmt

LEGEND = (
    "Days needed, by how much each day of a shuffled twin leans on the day before. Found means that the "
    "test of the forecast passes, before costs. Reduced setting: {setting}."
)
COLUMNS = ("leans on the day before", "found", "days for 80 % chance", "years")
DAYS_A_YEAR = 252


@dataclass(frozen=True, slots=True)
class Curve:
    """(strength, days for a chance of 80 %) where there are days, and how many days there are here."""

    points: tuple[tuple[float, int], ...]
    here: int

    @property
    def days_span(self) -> tuple[float, float]:
        """Least and most of the axis of days, which is logarithmic; whole powers of ten."""
        days = [days for _, days in self.points] + [self.here]
        low, high = math.floor(math.log10(min(days))), math.ceil(math.log10(max(days)))
        return 10.0**low, 10.0 ** max(high, low + 1)

    def height_of(self, days: float) -> float:
        """Where `days` lie on that axis, 0 to 1."""
        low, high = self.days_span
        return math.log(days / low) / math.log(high / low)


def sentence(made: tuple[Planted, ...], days_here: int) -> str:
    """The weakest of the planted edges that these days would show, in one sentence."""
    enough = [one.strength for one in made if one.days is not None and one.days <= days_here]
    if not enough:
        return "None of the planted edges would be found here four times in five."
    weakest = fmt.number(min(enough), 2)
    return f"A lean of {weakest} or more would be found here four times in five; weaker ones need more days."


def curve_of(made: tuple[Planted, ...], days_here: int) -> Curve | None:
    """The curve; None where no strength showed any edge."""
    points = tuple((one.strength, max(one.days, 1)) for one in made if one.days is not None)
    return Curve(points, max(days_here, 1)) if points else None


def rows_of(made: tuple[Planted, ...]) -> tuple[tuple[str, ...], ...]:
    """The same as a table, a line for each strength."""
    return tuple(_row(one) for one in made)


def years_of(one: Planted) -> float | None:
    """The days an edge needs, in years of trading days."""
    return None if one.days is None else one.days / DAYS_A_YEAR


def spoken(curve: Curve) -> str:
    """The curve in words, for those who do not see it."""
    parts = (f"{fmt.number(strength, 2)} needs {fmt.counted(days, 'day')}" for strength, days in curve.points)
    return f"{'; '.join(parts)}; here are {fmt.counted(curve.here, 'day')}"


def _row(one: Planted) -> tuple[str, ...]:
    found = f"{fmt.points(one.found, 0)}{fmt.THIN}%"
    days = fmt.count(one.days, missing="never")
    return fmt.number(one.strength, 2), found, days, fmt.number(years_of(one), 1, missing=fmt.DASH)
