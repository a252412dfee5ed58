"""How figures are written everywhere: as in the reports."""

from workbench.export.format import (
    DASH,
    DOT,
    MINUS,
    NO_BREAK,
    SEPARATOR,
    SHORT_FACT,
    THIN,
    TIMES,
    WITHHELD,
    axis_labels,
    axis_tag,
    clock,
    cost,
    count,
    counted,
    duration,
    interval,
    iso_date,
    joined,
    multiple,
    number,
    p_value,
    percent,
    points,
    price,
    unbroken,
    volume,
)

__all__ = [
    "DASH", "DOT", "MINUS", "NO_BREAK", "SEPARATOR", "SHORT_FACT", "THIN", "TIMES", "WITHHELD",
    "axis_labels", "axis_tag", "clock", "cost", "count", "counted", "duration", "interval", "iso_date",
    "joined", "multiple", "number", "p_value", "percent", "points", "price", "unbroken", "volume",
]  # fmt: skip
