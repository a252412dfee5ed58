"""`show`: what a project file holds: spec, runs, verdicts, tries."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.options import Options
from workbench.errors import DataError, UsageError
from workbench.evaluation.terms import told

if TYPE_CHECKING:
    from workbench.cli.run_json import Json
    from workbench.data.series import PriceSeries
    from workbench.evaluation.figures import Trials
    from workbench.project.document import Document


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("file", type=Path, metavar="FILE.swb")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Print the project; prices that are not at hand are no obstacle."""
    from workbench.project.file.reader import open_document

    document = open_document(arguments.file)
    prices = _prices(document, options)
    document = _after_vault(document, prices)
    if arguments.json:
        print(json.dumps(project_json(document, prices), indent=1, allow_nan=False))
    else:
        print("\n".join(project_lines(document, prices)))
    return 0


def project_json(document: Document, prices: PriceSeries | None) -> Json:
    """The keys of CLI.md; figures of data that are not at hand are null."""
    from workbench.cli.run_json import run_summary, trials_json
    from workbench.project.file.manifest import SCHEMA

    return {
        "file": str(document.path),
        "format": SCHEMA,
        "spec": document.project.spec.to_json(),
        "data": _data_json(document, prices),
        "runs": [run_summary(result) for result in document.runs],
        "trials": trials_json(_trials(document, prices)),
    }


def project_lines(document: Document, prices: PriceSeries | None) -> list[str]:
    """The same for people."""
    from workbench.evaluation.sentences import removal_text

    data, spec = _data_json(document, prices), document.project.spec
    trials = _trials(document, prices)
    days = f"{data['rows']:,} days {data['first']} to {data['last']}" if prices else "prices not at hand"
    model = ", ".join(f"{name} {value}" for name, value in spec.model.model_dump().items() if name != "kind")
    lines = [
        str(document.path),
        f"{data['symbol']} ({data['source']}), {days}",
        f"{spec.model.kind}: {f'{model}, ' if model else ''}lookback {spec.features.lookback}, "
        f"{spec.train.seeds} seeds, {told(spec.evaluation.cost_bps, spec.evaluation.terms)}, "
        f"{spec.evaluation.rule}",
        *([f"inputs: {', '.join(spec.data.inputs)}"] if spec.data.inputs else []),
        f"tries on this data: {trials.this_data}, of this project: {trials.this_project}",
        *(removal_text(removal) for removal in trials.history_removed),
    ]
    for result in document.runs:
        state = result.verdict.state if result.verdict else result.outcome
        sentence = result.verdict.sentence if result.verdict else "There is no verdict."
        lines.append(f"{result.run_id}  {result.started}  {result.spec.model.kind}  {state}: {sentence}")
    return lines if document.runs else [*lines, "No runs yet."]


def _after_vault(document: Document, prices: PriceSeries | None) -> Document:
    """The document with what the vault has said of its runs since they were made."""
    from dataclasses import replace

    from workbench.cli.sources import ledger_file
    from workbench.evaluation.ledger import TrialLedger
    from workbench.experiment.vault import verdict_now
    from workbench.project.document import Document as Reread

    if prices is None or not ledger_file().exists():
        return document
    ledger = TrialLedger(ledger_file())
    runs = tuple(
        run if run.verdict is None or run.data.sha256 != prices.content_hash
        else replace(run, verdict=verdict_now(run, prices, ledger))
        for run in document.runs
    )  # fmt: skip
    return Reread(document.project, runs, document.prices, document.path)


def _prices(document: Document, options: Options) -> PriceSeries | None:
    from workbench.cli.sources import open_store, prices_of

    try:
        return prices_of(document, open_store(options))
    except (DataError, UsageError):
        return None


def _data_json(document: Document, prices: PriceSeries | None) -> Json:
    from workbench.cli.run_json import data_json, series_json

    if prices is not None:
        return series_json(prices)
    data = document.project.spec.data
    for result in reversed(document.runs):
        if result.data.sha256 == data.content_hash:
            return data_json(result.data)
    return {
        "symbol": data.symbol, "source": data.source, "rows": None, "first": None, "last": None,
        "sha256": data.content_hash,
    }  # fmt: skip


def _trials(document: Document, prices: PriceSeries | None) -> Trials:
    """Tries as the ledger counts them now; without prices, as the latest run knew them."""
    from workbench.cli.sources import ledger_file
    from workbench.evaluation.figures import Trials
    from workbench.evaluation.ledger import TrialLedger

    trials = document.runs[-1].trials if document.runs else Trials()
    if prices is None or not ledger_file().exists():
        return trials
    ledger = TrialLedger(ledger_file())
    data_id = ledger.identify(prices)
    counts = ledger.counts(data_id, document.project.project_id)
    return Trials(*counts, trials.spa_p, trials.deflated_sharpe, ledger.removals(data_id))
