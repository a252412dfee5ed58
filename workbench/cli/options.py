"""The options that every verb shares."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """The global options. `threads`: worker processes of a run, one thread each."""

    store: Path | None = None
    offline: bool = False
    threads: int = 2
    verbose: bool = False


def add_date_order(parser: argparse.ArgumentParser) -> None:
    """Give a verb that reads CSV files `--date-order`."""
    from workbench.data.providers.csv_dates import DATE_ORDERS

    parser.add_argument(
        "--date-order", choices=DATE_ORDERS, help="how a CSV file writes 02/03/2020; without it, inferred"
    )
