"""`vault open`: the sealed days say one bit about a run, recorded for good."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.options import Options
from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.cli.run_json import Json
    from workbench.evaluation.figures import Verdict
    from workbench.evaluation.vault import Opening


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("action", choices=("open",))
    parser.add_argument("file", type=Path, metavar="FILE.swb")
    parser.add_argument("--run", required=True, metavar="ID", help="the run that is put to the test")
    parser.add_argument("--json", type=Path, metavar="OUT")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Open, record, print the bit and the verdict it makes; 4 if stopped, which counts as an opening."""
    from workbench.cli.progress import interrupt_cancels
    from workbench.cli.run_json import check_target, write_json
    from workbench.cli.sources import inputs_of, ledger_of, open_store, prices_of, refuse_any_red
    from workbench.cli.training import workers
    from workbench.experiment.vault import after_vault, open_vault
    from workbench.project.file.reader import open_document

    if arguments.json:
        check_target(arguments.json, arguments.file)
    document = open_document(arguments.file)
    result = document.run(arguments.run)
    if result is None:
        known = ", ".join(one.run_id for one in document.runs) or "none yet"
        raise UsageError(f"The project has no run {arguments.run}.", f"Its runs: {known}.")
    store = open_store(options)
    prices = prices_of(document, store)
    inputs = inputs_of(document, result.spec.data.inputs, store)
    refuse_any_red((prices, *inputs), store)
    ledger = ledger_of(document, prices)
    with interrupt_cancels() as cancel, workers(options.threads) as executor:
        opening = open_vault(
            result, prices, ledger, executor, inputs=inputs, cancel=cancel
        )
    assert result.verdict is not None
    verdict = after_vault(result.verdict, opening)
    if arguments.json:
        write_json(opening_json(opening, verdict), arguments.json)
    print("\n".join(opening_lines(opening, verdict)))
    return 0


def opening_json(opening: Opening, verdict: Verdict) -> Json:
    """The bit, and what it was measured against."""
    from workbench.cli.run_json import verdict_json

    return {
        "run_id": opening.run_id, "passed": opening.passed, "opening": opening.number,
        "alpha": opening.alpha, "verdict": verdict_json(verdict),
    }  # fmt: skip


def opening_lines(opening: Opening, verdict: Verdict) -> list[str]:
    """The same for people."""
    bit = "passed" if opening.passed else "did not pass"
    return [
        f"On the sealed days it {bit}.",
        f"Opening {opening.number} of this user: each test had to stay below {opening.alpha:.4f}. "
        "The answer is recorded and will not be computed again.",
        f"{verdict.state.replace('_', ' ').upper()}: {verdict.sentence}",
    ]
