"""Which run of a project a verb is about, and what is known of it beyond itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbench import paths
from workbench.cli.options import Options
from workbench.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.data.series import PriceSeries
    from workbench.evaluation.rows import Burn
    from workbench.evaluation.vault import Opening
    from workbench.experiment.result import RunResult
    from workbench.export.parts import Context
    from workbench.project.answers import Answers
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
    from workbench.cli.show import trials_of
    from workbench.cli.sources import open_store, prices_of
    from workbench.evaluation.figures import Trials
    from workbench.experiment.vault import as_left
    from workbench.export.parts import Context
    from workbench.project.answers import Answers
    from workbench.project.file.reader import open_document

    document = open_document(file)
    result = chosen_run(document, run_id)
    try:
        prices = prices_of(document, open_store(options))
    except (DataError, UsageError):
        prices = None
    is_its_own = prices is not None and prices.content_hash == result.data.sha256
    opening, burns = _vault_of(document, result, prices if is_its_own else None)
    trials = trials_of(document, prices) if is_its_own else Trials()
    left = _left_answers(result, prices if is_its_own else None)
    answers = left.with_later(document.answers.get(result.run_id, Answers()))
    return as_left(result, opening, burns), Context(
        number=1 + [run.run_id for run in document.runs].index(result.run_id),
        runs=len(document.runs),
        tries=trials.this_data,
        file=file.name,
        notes=document.project.notes,
        note=document.project.run_note(result.run_id),
        prices=prices if is_its_own else document.prices.get(result.data.sha256),
        made=f"report of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        placebo=answers.placebo,
        planted=answers.planted,
        opening=opening,
        burns=burns,
        removals=trials.history_removed,
    )


def _vault_of(
    document: Document, result: RunResult, prices: PriceSeries | None
) -> tuple[Opening | None, tuple[Burn, ...]]:
    """What the ledger knows of this run's vault, or the project where the ledger cannot be asked."""
    from workbench.cli.sources import ledger_file
    from workbench.evaluation.ledger import TrialLedger
    from workbench.evaluation.rows import KnownRows
    from workbench.experiment.revealed import vault_day
    from workbench.experiment.vault import opening_of

    known = document.ledger_rows.get(result.data.sha256, KnownRows())
    if not ledger_file().exists():
        return None, known.burns
    ledger = TrialLedger(ledger_file())
    if prices is None:
        return ledger.opening_of(result.data.sha256, result.trial_key, vault_day(result)), known.burns
    return opening_of(result, prices, ledger), ledger.burns(ledger.identify(prices))


def _left_answers(result: RunResult, prices: PriceSeries | None) -> Answers:
    """A whole placebo and a whole planted signal, as far as `placebo` has left them on this computer."""
    from workbench.cli.sources import ledger_file
    from workbench.evaluation.ledger import TrialLedger
    from workbench.experiment.placebo import kept_placebo
    from workbench.experiment.planted import kept_planted
    from workbench.project.answers import Answers

    folder = paths.unfinished_folder()
    if prices is None or result.verdict is None or not any(folder.glob("placebo-*")):
        return Answers()
    start = TrialLedger(ledger_file()).fixed_vault(prices) if ledger_file().exists() else None
    try:
        found = kept_placebo(result.spec, prices, folder, vault_start=start)
        planted = kept_planted(result.spec, prices, folder, vault_start=start)
    except (DataError, UsageError):
        return Answers()
    return Answers(found if found is not None and found.outcome == "finished" else None, planted)
