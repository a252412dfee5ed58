"""`export`: the predictions and positions of a run, for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli.options import Options
from workbench.errors import UsageError

HELP = (
    "predictions and positions, one row a decision; verdict, tries, costs and data hash stand above them in "
    "lines that begin with #, which pandas.read_csv(OUT, comment='#') leaves out"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("file", type=Path, metavar="FILE.swb")
    parser.add_argument("--run", metavar="ID", required=True, help="which run; `show` names them")
    parser.add_argument("--csv", type=Path, metavar="OUT", required=True, help=HELP)


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Write the table and say where it is."""
    from workbench.cli.chosen import run_of
    from workbench.export.csv_table import run_csv, run_facts
    from workbench.export.foot import foot_line
    from workbench.export.target import check_target, put

    check_target(arguments.csv, arguments.file)
    result, context = run_of(arguments.file, arguments.run, options)
    if result.predictions is None or result.backtest is None:
        raise UsageError(
            f"Run {result.run_id} never ended, so it has no predictions to write.", "Run it again to its end."
        )
    facts = run_facts(result, context.tries, removals=context.removals)
    put(arguments.csv, run_csv(result, facts).encode())
    print(foot_line(result, context.tries, removals=context.removals))
    print(f"{len(result.predictions):,} rows written to {arguments.csv}.")
    return 0
