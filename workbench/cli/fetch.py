"""`fetch`: daily prices from Yahoo into the store."""

from __future__ import annotations

import argparse
import sys

from workbench.cli.options import Options
from workbench.errors import OfflineError, ProviderError, UsageError, WorkbenchError

INTERVALS = ("1d",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("symbols", nargs="+", metavar="SYMBOL")
    parser.add_argument("--start", metavar="D", help="first day, as 2010-01-31")
    parser.add_argument("--end", metavar="D", help="last day")
    parser.add_argument("--interval", default="1d", help="length of a bar: 1d")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Fetch one symbol after the other; those that failed are named, the others kept."""
    start, end = (_day(arguments.start, "--start"), _day(arguments.end, "--end"))
    if arguments.interval not in INTERVALS:
        raise UsageError(f"There are no bars of {arguments.interval!r}.", f"Use {', '.join(INTERVALS)}.")
    if start and end and start > end:
        raise UsageError(f"--start {start} lies after --end {end}.", "Exchange them.")
    if options.offline:
        raise OfflineError("Fetching needs the network, and --offline forbids it.", "Leave --offline out.")
    failures = [error for symbol in arguments.symbols if (error := _fetch(symbol, start, end, options))]
    for error in failures[:-1]:
        print(error, file=sys.stderr)
    if failures:
        raise failures[-1]
    return 0


def _fetch(symbol: str, start: str | None, end: str | None, options: Options) -> WorkbenchError | None:
    from workbench.cli.health_text import kept_lines
    from workbench.cli.sources import open_store
    from workbench.data.providers import yahoo

    try:
        series, report = yahoo.fetch(symbol.upper(), start, end)
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
