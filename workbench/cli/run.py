"""`run`: train and evaluate a project, add the run to its file, print the verdict."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import paths
from workbench.cli.options import Options
from workbench.cli.progress import interrupts_ignored
from workbench.cli.settings import add_settings
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.experiment.result import RunResult
    from workbench.project.document import Document

MOST_SAVES = 20
"""Other programs may save the same file again and again; so many turns are waited for."""


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
    from workbench.cli.sources import (
        inputs_of,
        ledger_of,
        open_store,
        prices_of,
        refuse_any_red,
        remember_rows,
    )
    from workbench.cli.training import train
    from workbench.project.file.reader import open_document
    from workbench.project.file.writer import refuse_read_only

    settings = parse_settings(arguments.set)
    if arguments.json:
        check_target(arguments.json, arguments.file)
    document = open_document(arguments.file)
    refuse_read_only(arguments.file.resolve())
    project = document.project
    spec = project.spec.with_settings(settings)
    store = open_store(options)
    prices = prices_of(document, store)
    inputs = inputs_of(document, spec.data.inputs, store)
    refuse_any_red((prices, *inputs), store)
    ledger_of(document, prices)
    result = train(spec, prices, project.project_id, options, inputs)
    remember_rows(document, prices)
    unsaved = _keep(document, arguments.file, result)
    code = report_run(result, arguments.json)
    if unsaved:
        raise unsaved
    return code


def _keep(document: Document, file: Path, result: RunResult) -> WorkbenchError | None:
    """Put the run into the project's file, else into a copy of it; then what to tell the user."""
    if result.outcome == "cancelled" and not result.fits:
        return None
    try:
        with interrupts_ignored():
            _add(document, file, result)
    except WorkbenchError as error:
        copy = _copy(document, f"{file.stem}-{result.run_id}.swb")
        if copy:
            error.hint = f"The run is kept in {copy}; the project file stays as it is."
        return error
    return None


def _copy(document: Document, name: str) -> Path | None:
    """A copy of the document in the app-data; None where that fails as well."""
    from workbench.project.file.writer import save

    copy = paths.home() / "autosaves" / name
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        save(document, copy)
    except (WorkbenchError, OSError):
        return None
    return copy


def _add(document: Document, file: Path, result: RunResult) -> None:
    """Save with the run added; what another program saved meanwhile is kept, and the run added to it."""
    from workbench.project.file.reader import open_document
    from workbench.project.file.writer import ChangedElsewhereError, save

    document.add_run(result)
    for _ in range(MOST_SAVES):
        try:
            save(document, file)
            return
        except ChangedElsewhereError:
            newer = open_document(file)
            if newer.project.project_id != document.project.project_id:
                raise
            newer.ledger_rows.update(document.ledger_rows)
            document = newer
            document.add_run(result)
    save(document, file)
