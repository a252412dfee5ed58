"""What was stored and what the health check found, as lines; each finding begins with its kind."""

from __future__ import annotations

from workbench.data.findings import HealthReport, counted
from workbench.data.intervals import unit
from workbench.data.series import PriceSeries


def kept_lines(series: PriceSeries, report: HealthReport, is_new: bool) -> list[str]:
    """The report of an import or a fetch."""
    state = "stored" if is_new else "already stored, nothing changed"
    span = f"{series.session[0]} to {series.session[-1]}"
    bars = counted(len(series), unit(series.interval))
    lines = [f"{series.symbol}: {bars} {span}, data {series.content_hash[:12]}, {state}"]
    lines += [f"{finding.kind} ({finding.severity}): {finding.text}" for finding in report.findings]
    if report.red:
        lines.append("These prices cannot be trained on before the red findings are mended.")
    return lines
