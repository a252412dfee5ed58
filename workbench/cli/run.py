"""`run`: train and evaluate a project, add the run to its file, print the verdict."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli.options import Options
from workbench.cli.settings import add_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("file", type=Path, metavar="FILE.swb")
    add_settings(parser, "for this run only, e.g. model.hidden_size=32; may be repeated")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the whole run as JSON")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Train, save, print the verdict; 4 if stopped, and then what was done is in the file too."""
    from workbench.cli.reporting import report_run
    from workbench.cli.run_json import check_target
    from workbench.cli.settings import parse_settings
    from workbench.cli.sources import open_store, prices_of, refuse_red
    from workbench.cli.training import train
    from workbench.data.library import report_for
    from workbench.project.file.reader import open_document
    from workbench.project.file.writer import save

    settings = parse_settings(arguments.set)
    if arguments.json:
        check_target(arguments.json)
    document = open_document(arguments.file)
    project = document.project
    spec = project.spec.with_settings(settings)
    store = open_store(options)
    prices = prices_of(document, store)
    refuse_red(prices, report_for(prices, store))
    result = train(spec, prices, project.project_id, options)
    if result.outcome != "cancelled" or result.fits:
        document.add_run(result)
        save(document, arguments.file)
    return report_run(result, arguments.json)
