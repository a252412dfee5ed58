"""`demo`: the main job on the bundled S&P 500 sample with the defaults, offline."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli.options import Options

SYMBOL = "SP500"
PROJECT_ID = "demo"
"""All demos are one project: the same try again is no new try."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the whole run as JSON")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Train, print the verdict; 4 if stopped."""
    from workbench.cli.reporting import report_run
    from workbench.cli.run_json import check_target
    from workbench.cli.training import train
    from workbench.data.providers.sample import load_sample
    from workbench.experiment.spec import ExperimentSpec

    if arguments.json:
        check_target(arguments.json)
    result = train(ExperimentSpec(), load_sample(SYMBOL), PROJECT_ID, options)
    return report_run(result, arguments.json)
