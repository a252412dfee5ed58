"""Dates as people write them in CSV files, and which of two numbers is the day."""

from __future__ import annotations

import re
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from workbench.data.findings import Finding
from workbench.data.series import Dates, Minutes
from workbench.dataclass import dataclass
from workbench.errors import DataError, UsageError

DateOrder = Literal["month-first", "day-first"]
DATE_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(.*)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(\D.*)?")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})\b(.*)")
_DAY_NAME = re.compile(r"(\d{1,2})[-/ .]+([A-Za-z]{3})[A-Za-z]*[-/ .,]+(\d{4}|\d{2})\b(.*)")
_NAME_DAY = re.compile(r"([A-Za-z]{3})[A-Za-z]*[-/ .]+(\d{1,2})[-/ .,]+(\d{4})\b(.*)")
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}
_UTC = re.compile(r".*(Z|[+-]00:?00)$")
_TIME = re.compile(r"[T ,]*(\d{1,2}:\d{2}(?::\d{2})?)")
_CLOCK = re.compile(r"[T ,]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp])?\.?[Mm]?\.?\s*(.*)")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?")


@dataclass(frozen=True, slots=True)
class DateColumn:
    """`session` (rows,) datetime64[D], NaT where unreadable; `times` = time of day as text, "" if none.

    `written` is the day as the file has it, `rests` what stands behind it.
    """

    session: Dates
    times: list[str]
    notes: tuple[Finding, ...]
    written: Dates
    rests: list[str]

    def clock(self) -> tuple[Dates, Minutes | None]:
        """The local times, (rows,) datetime64[s], NaT where unreadable, and their minutes ahead of UTC.

        None where not every row tells how far ahead its clock is.
        """
        found = [_CLOCK.fullmatch(rest) for rest in self.rests]
        seconds = [_seconds(*match.groups()[:4]) if match else -1 for match in found]
        of_day = np.array(seconds, np.int64)
        local = self.written.astype("datetime64[s]") + of_day.astype("timedelta64[s]")
        local[of_day < 0] = np.datetime64("NaT")
        offsets = [_offset(match[5]) if match else None for match in found]
        known = [offset for offset in offsets if offset is not None]
        return local, np.array(known, np.int64) if len(known) == len(offsets) else None


def read_dates(cells: list[str], order: DateOrder | None = None) -> DateColumn:
    """The dates of a column, exchange-local: the date as written, whatever the offset behind it.

    Raises UsageError when day and month cannot be told apart, DataError when hardly any cell is a date.
    """
    parts = [_parts(cell.strip()) for cell in cells]
    numeric = np.array([part is not None and part.ambiguous for part in parts], dtype=bool)
    notes: tuple[Finding, ...] = ()
    if numeric.any():
        some = [part for part in parts if part is not None and part.ambiguous]
        order = order or _order(some)
        example = f"{some[0].written} as {_date(some[0], order)}"
        text = f"Dates are read {order.replace('-', ' ')}, for example {example}."
        notes = (Finding("date_order", "note", text, int(numeric.sum())),)
    session = np.array([_date(part, order) if part else "NaT" for part in parts], "datetime64[D]")
    unreadable = np.isnat(session)
    if unreadable.mean() > 0.5:
        example = cells[int(np.argmax(unreadable))][:40]
        raise DataError(f'The dates cannot be read, for example "{example}".', "Write them as 2024-01-31.")
    rests = [part.rest if part else "" for part in parts]
    times = [match.group(1) if (match := _TIME.match(rest)) else "" for rest in rests]
    return DateColumn(_shifted_to_exchange(session, rests), times, notes, session, rests)


def _seconds(hour: str, minute: str, second: str | None, half: str | None) -> int:
    """Seconds since midnight; -1 for a time that no clock shows."""
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return -1
        hours = hours % 12 + (12 if half in "Pp" else 0)
    minutes, seconds = int(minute), int(second or 0)
    return 3600 * hours + 60 * minutes + seconds if hours < 24 and minutes < 60 and seconds < 60 else -1


def _offset(text: str) -> int | None:
    """`-05:00` -> -300, `Z` -> 0; None for anything else."""
    text = text.strip()
    if text in ("Z", "UTC", "GMT"):
        return 0
    match = _OFFSET.fullmatch(text)
    if not match:
        return None
    sign, hours, minutes = match.groups()
    ahead = 60 * int(hours) + int(minutes or 0)
    return (-ahead if sign == "-" else ahead) if ahead <= 14 * 60 else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """`a` and `b` are month and day, in this order unless `ambiguous`."""

    year: int
    a: int
    b: int
    rest: str
    ambiguous: bool
    written: str
    separator: str = "-"


def _parts(cell: str) -> _Parts | None:
    if match := _ISO.fullmatch(cell) or _COMPACT.fullmatch(cell):
        year, a, b, rest = match.groups()
        return _Parts(int(year), int(a), int(b), rest or "", False, cell)
    if match := _NUMERIC.fullmatch(cell):
        a, separator, b, year, rest = match.groups()
        return _Parts(_year(year), int(a), int(b), rest, True, cell, separator)
    if match := _DAY_NAME.fullmatch(cell):
        day, name, year, rest = match.groups()
    elif match := _NAME_DAY.fullmatch(cell):
        name, day, year, rest = match.groups()
    else:
        return None
    month = _MONTHS.get(name.lower())
    return _Parts(_year(year), month, int(day), rest, False, cell) if month else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= 70 else 2000)


def _date(part: _Parts, order: DateOrder | None) -> str:
    month, day = (part.b, part.a) if part.ambiguous and order == "day-first" else (part.a, part.b)
    text = f"{part.year:04}-{month:02}-{day:02}"
    try:
        return str(np.datetime64(text, "D"))
    except ValueError:
        return "NaT"


def _order(parts: list[_Parts]) -> DateOrder:
    """By a number above 12, else by which reading gives weekdays at an even spacing."""
    first_is_day, second_is_day = any(part.a > 12 for part in parts), any(part.b > 12 for part in parts)
    if first_is_day and second_is_day:
        raise DataError("The dates mix month/day and day/month.", "Write all of them as 2024-01-31.")
    if first_is_day or second_is_day:
        return "day-first" if first_is_day else "month-first"
    if all(part.separator == "." for part in parts):
        return "day-first"  # 31.01.2024: nobody writes the month first with dots
    as_month, as_day = (_oddity(parts, order) for order in ("month-first", "day-first"))
    if as_month == as_day:
        raise UsageError(
            f"Day and month cannot be told apart in {parts[0].written}.",
            "Say which comes first with --date-order month-first or --date-order day-first.",
        )
    return "month-first" if as_month < as_day else "day-first"


def _oddity(parts: list[_Parts], order: DateOrder) -> tuple[int, int, int]:
    """How little this reading looks like trading days: weekends, steps back, widest step."""
    days = np.array([_date(part, order) for part in parts], "datetime64[D]")
    days = days[~np.isnat(days)]
    weekends = int((~np.is_busday(days)).sum())
    forward = np.diff(days).astype(int)
    back = int(min((forward < 0).sum(), (forward > 0).sum()))
    return weekends, back, int(abs(forward).max(initial=0))


def _shifted_to_exchange(session: Dates, rests: list[str]) -> Dates:
    """Midnights east of Greenwich written in UTC fall on the day before: Sunday to Thursday."""
    utc: NDArray[np.bool_] = np.array([bool(_UTC.match(rest.strip())) for rest in rests], dtype=bool)
    if not utc.all() or not len(session):
        return session
    weekday = (session.astype(int) + 3) % 7  # 0 = Monday
    sundays, fridays = (weekday == 6).sum(), (weekday == 4).sum()
    return session + 1 if sundays and not fridays else session
