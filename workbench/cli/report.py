"""`report`: a run as one HTML page or as a PDF, the verdict first."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli.options import Options
from workbench.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("file", type=Path, metavar="FILE.swb")
    parser.add_argument("--run", metavar="ID", help="which run; the newest without it")
    parser.add_argument("--html", type=Path, metavar="OUT", help="one page that needs no network")
    parser.add_argument("--pdf", type=Path, metavar="OUT", help="the same on sheets of A4")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Write what was asked for and say where it is."""
    from workbench.cli.chosen import run_of
    from workbench.export.page import render
    from workbench.export.printing import print_pdf
    from workbench.export.report import build
    from workbench.export.sheets import sheets
    from workbench.export.target import check_target, put

    html, pdf = arguments.html, arguments.pdf
    if html is None and pdf is None:
        raise UsageError("Nothing to write: there is neither --html nor --pdf.", "Say --html report.html.")
    if html is not None and pdf is not None and html.resolve() == pdf.resolve():
        raise UsageError("--html and --pdf name the same file.", "Name two.")
    for target in (html, pdf):
        if target is not None:
            check_target(target, arguments.file)
    report = build(*run_of(arguments.file, arguments.run, options))
    if html is not None:
        put(html, render(report).encode())
    if pdf is not None:
        put(pdf, print_pdf(sheets(report)))
    written = " and ".join(str(target) for target in (html, pdf) if target is not None)
    print(f"{report.foot}\nWritten to {written}.")
    return 0
