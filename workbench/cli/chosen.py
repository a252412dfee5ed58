"""Which run of a project a verb is about, and what is known of it beyond itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbench.cli.options import Options
from workbench.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.experiment.result import RunResult
    from workbench.export.parts import Context
    from workbench.project.document import Document


def chosen_run(document: Document, run_id: str | None) -> RunResult:
    """The run of that name, or the newest; raises `UsageError` naming the runs there are."""
    if not document.runs:
        raise UsageError("The project has no run yet.", "Make one with `workbench run`.")
    found = document.runs[-1] if run_id is None else document.run(run_id)
    if found is None:
        known = ", ".join(result.run_id for result in document.runs)
        raise UsageError(f"The project has no run {run_id}.", f"Its runs: {known}.")
    return found


def run_of(file: Path, run_id: str | None, options: Options) -> tuple[RunResult, Context]:
    """A run of a project file as the vault left it, and its context; prices may be missing."""
    from workbench.cli.show import trials_of, with_vault
    from workbench.cli.sources import open_store, prices_of
    from workbench.export.parts import Context
    from workbench.project.file.reader import open_document

    document = open_document(file)
    result = chosen_run(document, run_id)
    try:
        prices = prices_of(document, open_store(options))
    except (DataError, UsageError):
        prices = None
    document = with_vault(document, prices)
    result = chosen_run(document, result.run_id)
    is_its_own = prices is not None and prices.content_hash == result.data.sha256
    return result, Context(
        number=1 + [run.run_id for run in document.runs].index(result.run_id),
        runs=len(document.runs),
        tries=trials_of(document, prices).this_data if is_its_own else 0,
        file=file.name,
        notes=document.project.notes,
        note=document.project.run_note(result.run_id),
        prices=prices if is_its_own else document.prices.get(result.data.sha256),
        made=f"report of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    )
