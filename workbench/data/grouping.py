"""Several bars drawn together as one: weeks and months of days, days of hours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.dataclass import dataclass

MONDAY, SUNDAY = 3, 4
"""Days since 1970 plus this, divided by seven, counts weeks from that day on: 1970 began on a Thursday."""
USUAL = 60
"""Weekdays among so many of the last sessions are the ones the exchange trades on."""
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """`series` has one bar a group; `first` (groups,) is the place of each group's first bar among `bars`.

    `begins` (groups,) is the session of that first bar. `split` is the group that begins at the cut, where
    the cut fell inside a week or month; else None. `goes_on` says that the last group's week or month has
    trading days yet to come. `unit` is the interval of the bars that were drawn together.
    """

    series: PriceSeries
    first: Places
    begins: Dates
    bars: int
    unit: str
    split: int | None = None
    goes_on: bool = False

    def __len__(self) -> int:
        return len(self.first)

    def of(self, bar: int) -> int:
        """The group of a bar; bars beyond either end belong to the first group, or to one after the last."""
        if bar >= self.bars:
            return len(self)
        return max(int(np.searchsorted(self.first, bar, "right")) - 1, 0)

    def from_bar(self, bar: int) -> int:
        """The first group that has no bar before `bar`."""
        return int(np.searchsorted(self.first, bar))

    def count(self, group: int) -> int:
        """How many bars a group is made of."""
        end = self.first[group + 1] if group + 1 < len(self) else self.bars
        return int(end - self.first[group])


def grouped(
    series: PriceSeries, interval: str, cut: int | None = None, following: np.datetime64 | None = None
) -> Groups:
    """The bars of each day, week or month (`1d`, `1wk`, `1mo`) as one: every bar is in exactly one group.

    Open of the first bar, highest high, lowest low, close and adjusted close of the last one, volumes and
    dividends summed, splits multiplied; bars without a price count only with their volume. A group bears
    the session of its last bar. Weeks begin on Monday, where Sundays are traded and Fridays not on Sunday.

    `cut` is a bar that begins a group of its own: the first sealed one. A week across the edge of the vault
    is split there, rather than drawn as sealed or as open: so no drawn bar holds both, no open day hides
    among the sealed ones, and the edge stays where it is. Raises ValueError for another interval.

    `following` is the exchange's next session after the last bar, where that is known.
    """
    begins = _week_begins(series.session)
    periods = _periods(series.session, interval, begins)
    first = _firsts(periods, cut)
    if not len(first):
        return Groups(series.replace(interval=interval), first, series.session, 0, series.interval)
    columns = _columns(series, first)
    last = np.append(first[1:], len(series)) - 1
    made = series.replace(
        session=series.session[last], interval=interval, close_time=None, utc_offset=None, **columns
    )
    split = None
    if cut is not None and 0 < cut < len(series) and periods[cut] == periods[cut - 1]:
        split = int(np.searchsorted(first, cut))
    return Groups(
        made, first, series.session[first], len(series), series.interval,
        split=split, goes_on=_goes_on(series.session, interval, begins, following),
    )  # fmt: skip


def _periods(session: Dates, interval: str, begins: int) -> Places:
    """A number for each day that the days of one group share, shape (days,); weeks begin on `begins`."""
    days = session.astype(np.int64)
    if interval == "1d":
        return days
    if interval == "1wk":
        return (days + begins) // 7
    if interval == "1mo":
        return session.astype("datetime64[M]").astype(np.int64)
    raise ValueError(f"bars cannot be drawn together to {interval!r}")


def _weekday(session: Dates) -> Places:
    """0 is Monday."""
    return np.asarray((session.astype(np.int64) + MONDAY) % 7)


def _week_begins(session: Dates) -> int:
    weekday = _weekday(session)
    return SUNDAY if (weekday == 6).any() and not (weekday == 4).any() else MONDAY


def _firsts(periods: Places, cut: int | None) -> Places:
    new = np.ones(len(periods), bool)
    new[1:] = np.diff(periods) != 0
    if cut is not None and 0 < cut < len(periods):
        new[cut] = True
    return np.flatnonzero(new)


def _columns(series: PriceSeries, first: Places) -> dict[str, Floats]:
    close_at = _last_known(series.close, first)
    closes = np.where(close_at < 0, np.nan, series.close[close_at])
    open_at = _first_known(series.open, first)
    return {
        "open": np.where(open_at < 0, np.nan, series.open[open_at]),
        "high": np.fmax.reduceat(series.high, first),
        "low": np.fmin.reduceat(series.low, first),
        "close": closes,
        "adj_close": np.where(close_at < 0, np.nan, series.adj_close[close_at]),
        "volume": np.add.reduceat(np.nan_to_num(series.volume), first),
        "dividends": np.add.reduceat(np.nan_to_num(series.dividends), first),
        "splits": _splits(series.splits, first),
    }


def _splits(splits: Floats, first: Places) -> Floats:
    """The factors multiplied; 0, which means none, where no bar of the group has one."""
    there = splits > 0
    product = np.multiply.reduceat(np.where(there, splits, 1.0), first)
    return np.where(np.logical_or.reduceat(there, first), product, 0.0)


def _first_known(values: Floats, first: Places) -> Places:
    """Place of the first known value of each group; -1 where there is none."""
    known = np.append(np.flatnonzero(np.isfinite(values)), len(values))
    place = known[np.searchsorted(known, first)]
    return np.where(place < np.append(first[1:], len(values)), place, -1)


def _last_known(values: Floats, first: Places) -> Places:
    """Place of the last known value of each group; -1 where there is none."""
    known = np.append(-1, np.flatnonzero(np.isfinite(values)))
    ends = np.append(first[1:], len(values))
    place = known[np.searchsorted(known, ends) - 1]
    return np.where(place >= first, place, -1)


def _goes_on(session: Dates, interval: str, begins: int, following: np.datetime64 | None) -> bool:
    """Whether the last week or month has another session: the following one, or else a usual weekday.

    Weekdays know of no holidays: a week with one at its end counts as going on until the next one begins.
    """

    def ours(days: Dates) -> NDArray[np.bool_]:
        return np.asarray(_periods(days, interval, begins) == _periods(session[-1:], interval, begins))

    if following is not None:
        return bool(ours(np.array([following], session.dtype))[0])
    ahead = session[-1] + np.arange(1, 32)
    return bool((ours(ahead) & np.isin(_weekday(ahead), _weekday(session[-USUAL:]))).any())
