"""Bars within the day in CSV files: how long they are, and when each of them closes."""

from __future__ import annotations

import dataclasses

import numpy as np

from workbench.data import intervals
from workbench.data.cleaning import RawBars
from workbench.data.findings import Finding
from workbench.data.providers.csv_dates import DateColumn
from workbench.data.series import Dates, Times
from workbench.errors import DataError

Read = tuple[str, RawBars, tuple[Finding, ...]]
LONGEST = 12 * 60
"""Minutes: bars further apart are not bars of one day."""


def with_times(raw: RawBars, dates: DateColumn, file_name: str) -> Read:
    """Interval, rows with their times, and what is to be known of these; a written time is a bar's beginning.

    The session is the day as written. Raises DataError for bars shorter than a minute.
    """
    local, ahead = dates.clock()
    minutes = _bar_minutes(local, file_name)
    close_time: Times = np.add(local.astype("datetime64[ns]"), np.timedelta64(60 * minutes, "s"))
    if ahead is not None:
        close_time = np.subtract(close_time, ahead.astype("timedelta64[m]"))
    notes: tuple[Finding, ...] = ()
    if ahead is None:
        text = "The times have no time zone; they are taken as those of the exchange’s own clock."
        notes = (Finding("no_time_zone", "note", text, len(local)),)
    elif not ahead.any():
        text = "The times are in UTC; days begin and end there, and not at the exchange."
        notes = (Finding("utc_times", "note", text, len(local)),)
    timed = dataclasses.replace(raw, session=dates.written, close_time=close_time, utc_offset=ahead)
    return intervals.of_minutes(minutes), timed, notes


def _bar_minutes(local: Dates, file_name: str) -> int:
    """The commonest distance of two bars of a day, minutes."""
    times = np.unique(local[~np.isnat(local)]).astype(np.int64)
    apart = np.diff(times)
    apart = apart[apart <= 60 * LONGEST]
    if not len(apart):
        raise DataError(f"The times of {file_name} cannot be read.", "Write them as 2024-01-31 09:30.")
    values, counts = np.unique(apart, return_counts=True)
    seconds = int(values[counts.argmax()])
    if seconds < 60:
        raise DataError(
            f"The bars of {file_name} are shorter than a minute.", "Export bars of a minute or more."
        )
    return round(seconds / 60)
