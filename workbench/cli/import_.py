"""`import`: a file of prices into the store, with what the health check found."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli.options import Options, add_date_order


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file of prices")
    parser.add_argument("--symbol", help="the name to keep it under; without it the file's stem")
    add_date_order(parser)


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Read, check, keep; raises `DataError` when no row is usable."""
    from workbench.cli.health_text import kept_lines
    from workbench.cli.sources import open_store
    from workbench.data.providers.csv_file import read_csv

    series, report = read_csv(arguments.file, arguments.symbol, date_order=arguments.date_order)
    is_new = open_store(options).put(series, report)
    print("\n".join(kept_lines(series, report, is_new)))
    return 0
