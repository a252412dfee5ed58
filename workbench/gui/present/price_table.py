"""The bars in sight of the price chart as a table: what was, and what was said of it a day ahead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data import intervals
from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.export.vault import SEALED
from workbench.gui.present import format as fmt
from workbench.gui.present.bars import moment
from workbench.gui.present.long_table import LongTable, last_of

SAID = ("forecast", "80 % from", "80 % to", "held")
PRICES = ("open", "high", "low", "close")


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a run said of the bars `target`, ascending, on the chart's own prices; shape (forecasts,) each.

    `held` is the position on that bar; NaN where unknown, as are the ends of an interval.
    """

    target: NDArray[np.int64]
    forecast: Floats
    lower: Floats
    upper: Floats
    held: Floats


@dataclass(frozen=True, slots=True, eq=False)
class InSight:
    """Bars `first` to before `last` of a chart; `sealed_from` is the first bar without any model figure.

    `lines` are (name, one value a bar) of averages and other symbols; `studies` those of indicators, which
    sealed bars have none of. With `only_closes` nothing else of the prices is known.
    """

    series: PriceSeries
    first: int
    last: int
    said: Said | None = None
    sealed_from: int | None = None
    lines: tuple[tuple[str, Floats], ...] = ()
    studies: tuple[tuple[str, Floats], ...] = ()
    only_closes: bool = False
    vault: str = SEALED
    """`sealed`, or `revealed` and since when; no model figure stands there in either case."""

    def is_sealed(self, bar: int) -> bool:
        """Whether no model figure may stand beside the bar."""
        return self.sealed_from is not None and bar >= self.sealed_from


def price_table(shown: InSight) -> LongTable:
    """One row a bar; dashes for what is not known, and for all that is sealed."""
    series = shown.series
    unit = intervals.unit(series.interval)
    skipped, note = last_of(shown.last - shown.first, f"{unit}s")
    begin = shown.first + skipped
    count = max(shown.last - begin, 0)
    prices = ("close",) if shown.only_closes else PRICES
    volume = () if shown.only_closes or not series.volume.any() else ("volume",)
    said = SAID if shown.said is not None else ()
    extra = tuple(name for name, _ in (*shown.lines, *shown.studies))
    name = f"Prices of {series.name or series.symbol}, {fmt.counted(count, unit)}"
    if count:
        name += f", {moment(series, begin)} to {moment(series, shown.last - 1)}"

    def row(place: int) -> tuple[str, ...]:
        bar = begin + place
        cells = [moment(series, bar), *(fmt.price(float(getattr(series, column)[bar])) for column in prices)]
        if volume:
            cells.append(fmt.volume(float(series.volume[bar])))
        if said:
            cells += _said_of(shown, bar)
        sealed = shown.is_sealed(bar)
        cells += [_figure(values[bar]) for _, values in shown.lines]
        cells += [fmt.DASH if sealed else _figure(values[bar]) for _, values in shown.studies]
        return tuple(cells)

    return LongTable(name, ("date", *prices, *volume, *said, *extra), count, row, note)


def _said_of(shown: InSight, bar: int) -> list[str]:
    """Forecast, interval and position of a bar; no model figure of a sealed one, whatever is known."""
    said = shown.said
    place = 0 if said is None else int(np.searchsorted(said.target, bar))
    if said is None or place >= len(said.target) or said.target[place] != bar or shown.is_sealed(bar):
        return [fmt.DASH] * len(SAID)
    prices = [fmt.price(float(values[place])) for values in (said.forecast, said.lower, said.upper)]
    return [*prices, fmt.number(float(said.held[place]), 2)]


def _figure(value: float) -> str:
    return fmt.number(float(value), 2 if abs(value) >= 10 else 4)
