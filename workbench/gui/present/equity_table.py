"""The equity chart as a table: what one unit became day by day, and how far it lay below its peak."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.data.series import Dates, Floats
from workbench.dataclass import dataclass
from workbench.evaluation.simulate import equity_curve
from workbench.gui.present import format as fmt
from workbench.gui.present.long_table import LongTable, last_of

NAMES = {"model": "model", "holding": "buy & hold", "scaled": "scaled holding", "ridge": "ridge"}
TITLES = {"model": "model", "holding": "holding", "scaled": "scaled", "ridge": "ridge"}
"""The same as titles of narrow columns."""
FALLS = ("model", "holding")
CLOUD = ("traders 5 %", "traders 25 %", "traders 75 %", "traders 95 %")
DRAWN = (0, 1, 3, 4)
"""Rows of the cloud that the chart draws: its ends, and those of its middle half."""


def fall(equity: Floats) -> Floats:
    """Fraction below the highest value so far, zero or negative."""
    return equity / np.maximum.accumulate(equity) - 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """What the equity chart draws.

    `dates`, shape (days,), are followed by `sealed`, the days of the vault; `returns` are net simple returns
    by curve, shape (days - 1,); `cloud` are equities of random traders, shape (5, days), or None.
    """

    dates: Dates
    returns: Mapping[str, Floats]
    cloud: Floats | None
    sealed: Dates

    def equity(self, name: str) -> Floats:
        """What one unit became, shape (days,)."""
        return equity_curve(self.returns[name])

    def falls(self, name: str) -> Floats:
        """Fraction below the highest value so far, zero or negative, shape (days,)."""
        return fall(self.equity(name))

    def ends(self) -> tuple[tuple[str, float], ...]:
        """Every curve and what one unit had become at its end."""
        return tuple((NAMES[name], float(self.equity(name)[-1])) for name in self.returns)

    def worst(self) -> tuple[tuple[str, float], ...]:
        """The deepest falls from the peak."""
        return tuple((NAMES[name], float(self.falls(name).min())) for name in FALLS if name in self.returns)


def equity_table(curves: Curves) -> LongTable:
    """One row a day; the sealed days follow with dashes, for nothing was simulated on them."""
    days = len(curves.dates)
    dates = np.concatenate([curves.dates, curves.sealed])
    skipped, note = last_of(len(dates), "days")
    known = [name for name in NAMES if name in curves.returns]
    falls = [name for name in FALLS if name in curves.returns]
    multiples = [curves.equity(name) for name in known]
    below = [curves.falls(name) for name in falls]
    has_cloud = curves.cloud is not None and curves.cloud.shape == (5, days)
    if has_cloud:
        multiples += [curves.cloud[row] for row in DRAWN]
    columns = (
        "date", *(TITLES[name] for name in known), *(CLOUD if has_cloud else ()),
        *(f"fall of {TITLES[name]}" for name in falls),
    )  # fmt: skip

    def row(place: int) -> tuple[str, ...]:
        day = skipped + place
        if day >= days:
            return (fmt.iso_date(dates[day]), *[fmt.DASH] * (len(columns) - 1))
        grown = [fmt.number(float(values[day]), 3) for values in multiples]
        fallen = [fmt.percent(float(values[day]), 1) for values in below]
        return (fmt.iso_date(dates[day]), *grown, *fallen)

    between = f"{fmt.iso_date(dates[skipped])} to {fmt.iso_date(dates[-1])}"
    name = f"What one unit became after costs, {fmt.counted(len(dates) - skipped, 'day')}, {between}"
    return LongTable(name, columns, len(dates) - skipped, row, note)


def runs_table(dates: Dates, curves: Mapping[str, Floats]) -> LongTable:
    """Several runs on the days they share: net simple returns by name, shape (days - 1,) each."""
    skipped, note = last_of(len(dates), "days")
    grown = [equity_curve(returns) for returns in curves.values()]

    def row(place: int) -> tuple[str, ...]:
        day = skipped + place
        return (fmt.iso_date(dates[day]), *(fmt.number(float(values[day]), 3) for values in grown))

    name = f"What one unit became in each run, {fmt.counted(len(dates) - skipped, 'day')}"
    return LongTable(name, ("date", *curves), len(dates) - skipped, row, note)
