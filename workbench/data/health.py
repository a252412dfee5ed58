"""The health check: is this series fit to learn from, and what should its owner know?"""

from __future__ import annotations

from workbench.data.cleaning import RawBars, clean
from workbench.data.findings import Finding, HealthReport
from workbench.data.series import PriceSeries
from workbench.data.suspects import suspects

__all__ = ["Finding", "HealthReport", "RawBars", "check", "clean"]

_RANK = {"red": 0, "amber": 1, "note": 2}


def check(series: PriceSeries) -> HealthReport:
    """The report on a finished series: impossible rows and suspicious patterns, the worst first."""
    bars, findings = clean(RawBars.of(series))
    kept = series if len(bars["session"]) == len(series) and not findings else series.replace(**bars)
    return report(len(series), kept, findings)


def report(rows_in: int, series: PriceSeries, findings: tuple[Finding, ...]) -> HealthReport:
    """The report on a cleaned `series`: the `findings` made while cleaning, and its suspicious patterns."""
    every = [*findings, *suspects(series)]
    every.sort(key=lambda finding: _RANK[finding.severity])
    return HealthReport(rows_in, len(series), tuple(every))
