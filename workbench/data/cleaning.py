"""From the rows of a source to bars that may be used: everything dropped or filled in is counted and told."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.findings import Finding, Severity, counted, finding_at
from workbench.data.series import COLUMNS, TIMES, Dates, Floats, Minutes, PriceSeries, Times
from workbench.dataclass import dataclass

PRICES = ("open", "high", "low", "close", "adj_close")
TOLERANCE = 1e-6  # relative: providers round high, low, open and close separately
REJECTED_LIMIT = 0.005

Bars = dict[str, NDArray[Any]]
Step = tuple[Bars, list[Finding]]


@dataclass(frozen=True, slots=True)
class RawBars:
    """Rows as a source gives them, unchecked, in any order; every array has shape (rows,).

    `session` is datetime64[D], NaT where it could not be read; numbers are NaN where missing.
    None = the source has no such column at all. `close_time` and `utc_offset` are those of a `PriceSeries`.
    """

    session: Dates
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats | None = None
    adj_close: Floats | None = None
    dividends: Floats | None = None
    splits: Floats | None = None
    close_time: Times | None = None
    utc_offset: Minutes | None = None

    @classmethod
    def of(cls, series: PriceSeries) -> RawBars:
        """The bars of a finished series, to be checked once more."""
        return cls(**{name: getattr(series, name) for name in ("session", *COLUMNS, *TIMES)})

    def first(self, rows: int) -> RawBars:
        """The first `rows` rows alone."""
        present = {name: getattr(self, name) for name in ("session", *COLUMNS, *TIMES)}
        return RawBars(**{name: values[:rows] for name, values in present.items() if values is not None})


def clean(columns: RawBars, *, today: np.datetime64 | None = None) -> tuple[Bars, tuple[Finding, ...]]:
    """Bars that hold: dated, complete, positive, consistent, oldest first, one a session or a time.

    Returns the arrays ("session", `COLUMNS`, and the times of bars within the day, each of shape
    (rows kept,)) and what was found.
    `today` (UTC, default now) decides which rows lie in the future, and which bar within the day is not over.
    """
    rows_in = len(columns.session)
    bars, findings = _with_all_columns(columns)
    for step in (_without_empty_rows, _without_bad_rows):
        bars, found = step(bars, rows_in)
        findings += found
    bars, found = _without_future_rows(bars, today)
    findings += found
    bars, found = _without_unfinished_bar(bars, today)
    findings += found
    for tidy in (_in_order, _one_row_a_session):
        bars, found = tidy(bars)
        findings += found
    return bars, tuple(findings)


def _with_all_columns(raw: RawBars) -> Step:
    rows = len(raw.session)
    findings = []
    bars: Bars = {"session": raw.session, **{name: getattr(raw, name) for name in COLUMNS}}
    bars |= {name: getattr(raw, name) for name in TIMES if getattr(raw, name) is not None}
    if raw.volume is None:
        bars["volume"] = np.zeros(rows)
        findings.append(Finding("no_volume", "note", "There is no volume; it counts as 0.", rows))
    else:
        missing = np.isnan(raw.volume)
        bars["volume"] = np.where(missing, 0.0, raw.volume)
    if raw.adj_close is None:
        bars["adj_close"] = np.array(raw.close)
        text = "There is no adjusted close; the close stands in for it, so returns leave dividends out."
        findings.append(Finding("no_adj_close", "note", text, rows))
    for name in ("dividends", "splits"):
        events = bars[name] if bars[name] is not None else np.zeros(rows)
        bars[name] = np.where(np.isnan(events), 0.0, events)
    return bars, findings


def _key(bars: Bars) -> Dates:
    """What tells the bars apart: when they close, or the session."""
    return bars.get("close_time", bars["session"])


def _kept(bars: Bars, rows: NDArray[Any]) -> Bars:
    return {name: values[rows] for name, values in bars.items()}


def _without_empty_rows(bars: Bars, rows_in: int) -> Step:
    """Rows with a date and no price at all: Yahoo writes them for holidays."""
    empty = np.all([np.isnan(bars[name]) for name in PRICES[:4]], axis=0) & ~np.isnat(bars["session"])
    if not empty.any():
        return bars, []
    count = int(empty.sum())
    severity: Severity = "amber" if count > REJECTED_LIMIT * rows_in else "note"
    text = f"{counted(count, 'row')} without any price left out"
    return _kept(bars, ~empty), [finding_at("bad_row", severity, text, bars["session"][empty])]


def _without_bad_rows(bars: Bars, rows_in: int) -> Step:
    bad = _impossible(bars)
    if not bad.any():
        return bars, []
    count = int(bad.sum())
    too_many = count > REJECTED_LIMIT * rows_in
    text = f"{counted(count, 'impossible row')} of {rows_in:,} left out: {_why(bars, bad)}"
    finding = finding_at("bad_row", "red" if too_many else "amber", text, bars["session"][bad])
    return _kept(bars, ~bad), [finding]


def _impossible(bars: Bars) -> NDArray[np.bool_]:
    return np.asarray(np.any(list(_reasons(bars).values()), axis=0))


# A price near the largest float leaves its range here; infinity compares as it should.
@np.errstate(over="ignore")
def _reasons(bars: Bars) -> dict[str, NDArray[np.bool_]]:
    """Which rows are impossible, reason by reason, each of shape (rows,)."""
    prices = np.array([bars[name] for name in PRICES])  # (5, rows)
    # Comparisons with NaN are False, so a NaN is counted once, as unreadable.
    body_top = np.maximum(bars["open"], bars["close"])
    body_bottom = np.minimum(bars["open"], bars["close"])
    return {
        "no readable date": np.isnat(bars["session"]) | np.isnat(_key(bars)),
        "a price missing or unreadable": np.any(~np.isfinite(prices), axis=0),
        "a price of zero or less": np.any(prices <= 0, axis=0),
        "a high below open or close": bars["high"] < body_top * (1 - TOLERANCE),
        "a low above open or close": bars["low"] > body_bottom * (1 + TOLERANCE),
        "a volume below zero or unreadable": ~(np.isfinite(bars["volume"]) & (bars["volume"] >= 0)),
        "an unreadable dividend or split": ~(
            np.isfinite(bars["dividends"]) & np.isfinite(bars["splits"]) & (bars["splits"] >= 0)
        ),
    }


def _why(bars: Bars, bad: NDArray[np.bool_]) -> str:
    """The reasons that occur, the commonest first."""
    counts = {reason: int((rows & bad).sum()) for reason, rows in _reasons(bars).items()}
    return ", ".join(reason for reason, n in sorted(counts.items(), key=lambda item: -item[1]) if n)


def _without_future_rows(bars: Bars, today: np.datetime64 | None) -> Step:
    now = np.datetime64("now").astype("datetime64[D]") if today is None else today
    # The far east is up to 14 hours ahead of UTC, so tomorrow's session may already be under way.
    future = bars["session"] > now + 1
    if not future.any():
        return bars, []
    text = f"{counted(int(future.sum()), 'row')} dated in the future left out"
    return _kept(bars, ~future), [finding_at("future_row", "amber", text, bars["session"][future])]


def _without_unfinished_bar(bars: Bars, today: np.datetime64 | None) -> Step:
    """What is still being traded is no bar yet; known only where the source tells its time zone."""
    now = np.datetime64("now") if today is None else today
    if "utc_offset" not in bars:
        return bars, []
    ahead = bars["close_time"] > now
    if not ahead.any():
        return bars, []
    text = f"{counted(int(ahead.sum()), 'bar')} not over yet left out"
    return _kept(bars, ~ahead), [finding_at("partial_bar", "note", text, bars["session"][ahead])]


def _in_order(bars: Bars) -> Step:
    key = _key(bars)
    if np.all(key[1:] >= key[:-1]):
        return bars, []
    how = "newest first" if np.all(key[1:] <= key[:-1]) else "not in order of time"
    note = Finding("unsorted", "note", f"The rows were {how}; they have been sorted.", len(key))
    return _kept(bars, np.argsort(key, kind="stable")), [note]


def _one_row_a_session(bars: Bars) -> Step:
    """Identical rows are merged; of different ones the first is kept and the report is red."""
    session, key = bars["session"], _key(bars)
    repeated = np.zeros(len(session), dtype=bool)
    repeated[1:] = key[1:] == key[:-1]
    if not repeated.any():
        return bars, []
    first_of = np.maximum.accumulate(np.where(repeated, 0, np.arange(len(session))))
    same = np.all([values == values[first_of] for name, values in bars.items() if name != "session"], axis=0)
    findings: list[Finding] = []
    grades: tuple[tuple[NDArray[np.bool_], Severity, str], ...] = (
        (repeated & ~same, "red", "given twice with different values; the first is kept"),
        (repeated & same, "note", "given twice with the same values; merged"),
    )
    for rows, severity, text in grades:
        if rows.any():
            sentence = f"{counted(int(rows.sum()), 'bar' if 'close_time' in bars else 'session')} {text}"
            findings.append(finding_at("duplicate", severity, sentence, session[rows]))
    return _kept(bars, ~repeated), findings
