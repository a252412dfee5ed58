"""`fetch`: prices from Yahoo into the store, days or bars within the day."""

from __future__ import annotations

import argparse
import sys

from workbench.cli.options import Options
from workbench.data.intervals import parted
from workbench.errors import OfflineError, ProviderError, UsageError, WorkbenchError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("symbols", nargs="+", metavar="SYMBOL")
    parser.add_argument("--start", metavar="D", help="first day, as 2010-01-31")
    parser.add_argument("--end", metavar="D", help="last day")
    lengths = "length of a bar: 1d, or 1h, 90m, 30m, 15m, 5m, 2m, 1m"
    parser.add_argument("--interval", default="1d", help=lengths)


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Fetch one symbol after the other; those that failed are named, the others kept."""
    from workbench.data.providers.yahoo_bars import interval_of

    start, end = (_day(arguments.start, "--start"), _day(arguments.end, "--end"))
    interval = interval_of(arguments.interval)
    if start and end and start > end:
        raise UsageError(f"--start {start} lies after --end {end}.", "Exchange them.")
    if options.offline:
        raise OfflineError("Fetching needs the network, and --offline forbids it.", "Leave --offline out.")
    failures = [
        error for symbol in arguments.symbols if (error := _fetch(symbol, start, end, interval, options))
    ]
    for error in failures[:-1]:
        print(error, file=sys.stderr)
    if failures:
        raise failures[-1]
    return 0


def _fetch(
    symbol: str, start: str | None, end: str | None, interval: str, options: Options
) -> WorkbenchError | None:
    """Fetch and keep one symbol; `AAPL 1h` says its length itself. Returns what went wrong."""
    from workbench.cli.health_text import kept_lines
    from workbench.cli.sources import open_store
    from workbench.data.providers import yahoo

    ticker, own = parted(symbol)
    try:
        series, report = yahoo.fetch(ticker.upper(), start, end, interval if ticker == symbol else own)
    except (ProviderError, UsageError) as error:
        return error
    is_new = open_store(options).put(series, report)
    print("\n".join(kept_lines(series, report, is_new)))
    return None


def _day(text: str | None, option: str) -> str | None:
    """An ISO date as typed; raises `UsageError` for anything else."""
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{option} {text!r} is no date.", "Write it as 2010-01-31.") from None
