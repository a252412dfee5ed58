"""How figures are written everywhere: true minus signs, thin spaces, ISO dates, steady decimals."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from workbench.evaluation.terms import Terms

MINUS = "\u2212"
THIN = "\u2009"
TIMES = "\u00d7"
DASH = "\u2014"
"""Does not apply."""
DOT = "\u00b7"
"""Not yet; also what separates facts in a line."""
WITHHELD = "withheld"
SEPARATOR = f" {DOT} "
NO_BREAK = "\u00a0"
LARGE, SMALL = 1e7, 1e-5
"""Prices beyond these read in millions and more, or as powers of ten."""
SHORT_FACT = 28
"""A fact of a dotted line up to this long is never broken over two lines."""


def number(value: float | None, decimals: int = 2, *, signed: bool = False, missing: str = DASH) -> str:
    """`value` with thousands separators; `signed` adds a plus, except to what rounds to zero.

    None, NaN and infinities read as `missing`.
    """
    if value is None or not math.isfinite(value):
        return missing
    text = f"{abs(value):,.{decimals}f}"
    if not any(digit in text for digit in "123456789"):
        return text
    sign = MINUS if value < 0 else "+" if signed else ""
    return sign + text


def count(value: int | None, missing: str = DASH) -> str:
    """A whole number with thousands separators."""
    return number(value, 0, missing=missing)


def points(fraction: float | None, decimals: int = 1, *, signed: bool = False, missing: str = DASH) -> str:
    """A fraction as percent without its unit, where the column or the label carries it."""
    return number(None if fraction is None else 100 * fraction, decimals, signed=signed, missing=missing)


def percent(fraction: float | None, decimals: int = 1, *, signed: bool = False, missing: str = DASH) -> str:
    """A fraction as percent: 0.479 reads 47.9 %."""
    text = points(fraction, decimals, signed=signed, missing="")
    return f"{text}{THIN}%" if text else missing


def interval(low: float, high: float, decimals: int = 1, *, signed: bool = False) -> str:
    """An interval in square brackets."""
    ends = (number(end, decimals, signed=signed) for end in (low, high))
    return f"[{', '.join(ends)}]"


def multiple(value: float | None, missing: str = DASH) -> str:
    """What one unit became: 1.95×."""
    text = number(value, 2, missing="")
    return f"{text}{TIMES}" if text else missing


def price(value: float | None, missing: str = DASH) -> str:
    """A price with as many decimals as its size asks for: 2,133.04, 0.08312, 1.2346 tn, 1.235e−8."""
    if value is None or not math.isfinite(value):
        return missing
    if abs(value) >= LARGE:
        size, unit = _unit(abs(value))
        return _power(value, 4) if value / size >= LARGE else f"{number(value / size, 4)} {unit}"
    if 0 < abs(value) < SMALL:
        return _power(value, 3)
    decimals = 2 if abs(value) >= 1 or value == 0 else 5
    return number(value, decimals)


def axis_tag(value: float) -> str:
    """A price on an axis under the crosshair: short, and as exact as a pixel."""
    if abs(value) >= LARGE or 0 < abs(value) < 1e-3:
        return price(value)
    return number(value, 1 if abs(value) >= 1000 else 2 if abs(value) >= 1 else 4)


def axis_labels(values: Sequence[float], step: float) -> list[str]:
    """Labels of an axis whose values lie `step` apart: 2,100, 0.05, 1.250 tn, 1.5e−8."""
    largest = max((abs(value) for value in values), default=0.0)
    if step < SMALL or largest >= LARGE**2:
        power = math.floor(math.log10(largest or step))
        decimals = max(0, power - math.floor(math.log10(step) + 1e-9))
        return [_power(value, decimals, power) for value in values]
    size, unit = _unit(largest) if largest >= LARGE else (1.0, "")
    decimals = max(0, -math.floor(math.log10(step / size) + 1e-9))
    return [f"{number(value / size, decimals)} {unit}".strip() for value in values]


def _unit(value: float) -> tuple[float, str]:
    return next((size, unit) for size, unit in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")) if value >= size)


def _power(value: float, decimals: int, power: int | None = None) -> str:
    """1.235e−8; `power` fixes the exponent, so that the labels of an axis have the same."""
    if value == 0:
        return "0"
    if power is None:
        power = math.floor(math.log10(abs(value)))
    return f"{number(value / 10.0**power, decimals)}e{number(power, 0)}"


def volume(shares: float | None, missing: str = DASH) -> str:
    """A volume in thousands, millions or billions: 4.20 bn. Zero means the source has none."""
    if shares is None or not math.isfinite(shares) or shares <= 0:
        return missing
    for size, unit in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if shares >= size:
            return f"{number(shares / size, 2)} {unit}"
    return number(shares, 0)


def iso_date(value: np.datetime64 | str) -> str:
    """A day as 2016-10-27."""
    return str(np.asarray(value, "datetime64[D]"))


def clock(iso_time: str) -> str:
    """The local hour and minute of an ISO time: 14:22; empty where it is none."""
    try:
        moment = datetime.fromisoformat(iso_time)
    except ValueError:
        return ""
    return f"{moment.astimezone() if moment.tzinfo else moment:%H:%M}"


def duration(seconds: float | None, missing: str = DASH) -> str:
    """Minutes and seconds, with hours where there are some: 0:52, 1:02:03."""
    if seconds is None or not math.isfinite(seconds):
        return missing
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def p_value(value: float | None, missing: str = DASH) -> str:
    """A p-value with two decimals; below a hundredth it says so."""
    if value is None or not math.isfinite(value):
        return missing
    return "<0.01" if value < 0.005 else f"{value:.2f}"


def cost(cost_bps: float, terms: Terms) -> str:
    """`5 bp a side`, or `5 bp a side and more`."""
    return f"{cost_bps:g} bp a side" + ("" if terms.is_free else " and more")


def counted(amount: int, one: str, many: str = "") -> str:
    """`1 day`, `2 days`."""
    return f"{count(amount)} {one if amount == 1 else many or one + 's'}"


def unbroken(text: str) -> str:
    """`text` with spaces that hold figures to their units and short facts of a dotted line together."""
    held = re.sub(r"(?<=\d) (?=%|bp\b|days?\b|epochs?\b)|(?<=\bp) (?=\d)", NO_BREAK, text)
    facts = held.split(SEPARATOR)
    if len(facts) == 1:
        return held
    return SEPARATOR.join(f.replace(" ", NO_BREAK) if len(f) <= SHORT_FACT else f for f in facts)


def joined(*parts: str) -> str:
    """The parts that say something, separated by dots."""
    return SEPARATOR.join(part for part in parts if part)
