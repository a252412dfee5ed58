"""The placebo as window and report tell it: a histogram of twins, the run's line in it, and a table."""

from __future__ import annotations

import math

import numpy as np

from workbench.dataclass import dataclass
from workbench.experiment.placebo import APART, RANKED, Placebo
from workbench.export import format as fmt

LEGEND = "Bars: its days shuffled, and GARCH twins. Ticks below: runs of its days in new order, not ranked."
COLUMNS = ("% a year over scaled holding", "twins", "5 %", "middle", "95 %")
NAMES = dict(
    zip((*RANKED, APART), ("its days shuffled", "GARCH twins", "new order, not ranked"), strict=True)
)
LEAST_BINS, MOST_BINS = 14, 34
LEAST_SPAN = 1.0
"""Percent a year: narrower than this, every twin would look far from every other."""
MOST_TICKS = 4
Spread = tuple[str, int | None, float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Cloud:
    """The picture, in percent a year: equal bins from `low` to `high`, what is told apart, the run's line."""

    low: float = -1.0
    high: float = 1.0
    counts: tuple[int, ...] = ()
    apart: tuple[float, ...] = ()
    real: float | None = None
    ticks: tuple[tuple[float, str], ...] = ()

    def place(self, value: float) -> float:
        """Where a value lies from `low`, 0, to `high`, 1."""
        return (value - self.low) / (self.high - self.low)


def rank_note(placebo: Placebo) -> str:
    """`14 of 40 twins did as well or better`."""
    return f"{fmt.count(placebo.as_good)} of {fmt.count(len(placebo.ranked))} twins did as well or better"


def setting_line(placebo: Placebo) -> str:
    """How run and twins were trained, and what the picture shows."""
    return f"Reduced setting for it and all twins: {placebo.setting}. {LEGEND}"


def line_label(real: float) -> str:
    """`this run -1.4 %`; `real` in percent."""
    return f"this run {fmt.number(real, 1, signed=True)}{fmt.THIN}%"


def cloud_of(placebo: Placebo) -> Cloud:
    """The histogram of the ranked twins; the axis takes in what is told apart and the run as well."""
    ranked = 100.0 * np.array(placebo.ranked)
    apart = tuple(100.0 * value for value in placebo.excess(APART))
    real = None if placebo.real is None else 100.0 * placebo.real
    everything = [*ranked, *apart, *(() if real is None else (real,))]
    if not everything:
        return Cloud()
    low, high = _span(everything)
    bins = int(np.clip(round(3.0 * math.sqrt(len(ranked))), LEAST_BINS, MOST_BINS))
    counts, _ = np.histogram(ranked, bins, (low, high))
    return Cloud(low, high, tuple(int(count) for count in counts), apart, real, ticks_between(low, high))


def rows_of(placebo: Placebo) -> tuple[tuple[str, ...], ...]:
    """The same as a table: the run, then each kind of twin with its spread."""
    return tuple(
        (name, fmt.count(twins), *(fmt.points(value, signed=True) for value in spread))
        for name, twins, *spread in values_of(placebo)
    )


def values_of(placebo: Placebo) -> tuple[Spread, ...]:
    """What stands in that table: name, twins, and their 5 %, middle and 95 % as fractions a year."""
    rows: list[Spread] = [("this run, reduced", None, None, placebo.real, None)]
    for kind, name in NAMES.items():
        scores = placebo.excess(kind)
        if scores:
            low, middle, high = (float(value) for value in np.quantile(scores, (0.05, 0.5, 0.95)))
            rows.append((name, len(scores), low, middle, high))
    return tuple(rows)


def spoken(placebo: Placebo) -> str:
    """The picture in one sentence, for those who do not see it."""
    real = "not scored yet" if placebo.real is None else line_label(100.0 * placebo.real)
    ranked = placebo.ranked
    if not ranked:
        return f"{real}; no twins yet"
    low, high = (fmt.points(value, signed=True) for value in (min(ranked), max(ranked)))
    return f"{real}; {fmt.counted(len(ranked), 'twin')} from {low} to {high} % a year. {rank_note(placebo)}."


def ticks_between(low: float, high: float) -> tuple[tuple[float, str], ...]:
    """At most four round values within, as percent; the outermost carry the unit."""
    rough = (high - low) / MOST_TICKS
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * times for times in (1.0, 2.0, 5.0, 10.0) if size * times >= rough)
    first = math.ceil(low / step)
    values = [number * step for number in range(first, math.floor(high / step) + 1)]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return tuple(
        (value, f"{fmt.number(value, decimals, signed=True)}{fmt.THIN}%" if value else "0")
        for value in values
    )


def _span(values: list[float]) -> tuple[float, float]:
    """Ends of the axis: all values, with room at either side."""
    low, high = min(values), max(values)
    short = max(0.0, LEAST_SPAN - (high - low)) / 2.0
    room = 0.04 * (high - low) + short
    return low - room, high + room
