"""What all providers share: raw rows in, a series and its health report out."""

from __future__ import annotations

from workbench.data.cleaning import RawBars, clean
from workbench.data.findings import Finding, HealthReport
from workbench.data.health import report
from workbench.data.intervals import adjective, is_intraday
from workbench.data.series import PriceSeries
from workbench.errors import DataError

LEFT_OUT = ("bad_row", "future_row")
INTERVAL_DAYS = {"1d": 1.0, "1wk": 7.0, "1mo": 30.44}


def build_series(
    raw: RawBars, symbol: str, source: str, *,
    name: str = "", currency: str = "", interval: str = "1d", notes: tuple[Finding, ...] = (),
) -> tuple[PriceSeries, HealthReport]:
    """The cleaned series of a provider's rows with its report; `notes` are the provider's own findings.

    Raises DataError if no row is usable.
    """
    bars, findings = clean(raw)
    if not len(bars["session"]):
        left_out = [finding.text for finding in findings if finding.kind in LEFT_OUT]
        detail = left_out[0] if left_out else "There is no row at all."
        raise DataError(f"No row of {symbol} is usable: {detail}", "Check the file or choose another source.")
    series = PriceSeries(
        symbol=symbol, source=source, name=name, currency=currency, interval=interval, **bars
    )
    return series, report(len(raw.session), series, (*notes, *_within_day(series), *findings))


def _within_day(series: PriceSeries) -> tuple[Finding, ...]:
    """What bars shorter than a day are good for."""
    if not is_intraday(series.interval):
        return ()
    text = f"These are {adjective(series.interval)} bars: they can be looked at; training needs daily ones."
    return (Finding("within_day", "amber", text, len(series)),)
