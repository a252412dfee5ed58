"""What a health check found, as plain facts for the store, the window and the command line."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Literal

from numpy.typing import NDArray

from workbench.dataclass import dataclass

Severity = Literal["red", "amber", "note"]

KINDS = (
    "bad_row", "duplicate", "future_row", "unsorted", "partial_bar",
    "spike", "unit_100x", "unadjusted_split", "jump", "missing_dividend",
    "gap", "stuck_price", "stale_open", "zero_volume",
    "no_volume", "no_adj_close", "not_daily", "date_order", "unused_columns",
    "within_day", "no_time_zone", "utc_times",
)
DATES_KEPT = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of fault. `red` forbids training, `amber` warns, `note` only tells.

    `count` = rows or places concerned; `dates` = ISO sessions of the first `DATES_KEPT` of them.
    """

    kind: str
    severity: Severity
    text: str
    count: int = 1
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All findings about one series. `rows_in` as the source gave them, `rows_kept` as stored."""

    rows_in: int
    rows_kept: int
    findings: tuple[Finding, ...] = ()

    @property
    def red(self) -> bool:
        """Whether a finding forbids training on these prices."""
        return any(finding.severity == "red" for finding in self.findings)

    def of_kind(self, kind: str) -> tuple[Finding, ...]:
        """The findings of one kind."""
        return tuple(finding for finding in self.findings if finding.kind == kind)

    def to_json(self) -> str:
        """One line of JSON; the inverse is `from_json`."""
        return json.dumps(asdict(self), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> HealthReport:
        """The report of `to_json`'s text; ValueError, TypeError or KeyError if it is not one."""
        fields: dict[str, Any] = json.loads(text)
        findings = tuple(
            Finding(**{**finding, "dates": tuple(finding["dates"])}) for finding in fields["findings"]
        )
        return cls(int(fields["rows_in"]), int(fields["rows_kept"]), findings)


def finding_at(
    kind: str, severity: Severity, sentence: str, sessions: NDArray[Any], *, count: int | None = None
) -> Finding:
    """A finding about the bars at `sessions`; their dates are added to the sentence."""
    dates = tuple(str(session) for session in sessions[:DATES_KEPT])
    number = len(sessions) if count is None else count
    return Finding(kind, severity, f"{sentence} ({named(dates, number)}).", number, dates)


def named(dates: tuple[str, ...], count: int, most: int = 3) -> str:
    """The first few dates, and how many more there are."""
    shown = ", ".join("undated" if date == "NaT" else date for date in dates[:most])
    return f"{shown} and {count - most} more" if count > most else shown


def counted(count: int, noun: str) -> str:
    """"1 row", "2 rows", "1,234 rows"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
