"""`placebo`: the same pipeline on twins of the ticker with nothing to find, or with a planted edge."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import paths
from workbench.cli.options import Options
from workbench.errors import UsageError
from workbench.evaluation.terms import told

if TYPE_CHECKING:
    from workbench.cli.run_json import Json
    from workbench.events import Event
    from workbench.experiment.placebo import Placebo
    from workbench.experiment.planted import Planted
    from workbench.experiment.spec import ExperimentSpec
    from workbench.project.document import Document

STRENGTHS = "0.05,0.1,0.15,0.2,0.3"
MOST_REPETITIONS = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("file", type=Path, metavar="FILE.swb")
    parser.add_argument("--run", metavar="ID", help="whose settings: the newest run's, else the project's")
    parser.add_argument("--repetitions", type=int, metavar="N", help="twins (40; planted: 10 a strength)")
    parser.add_argument("--planted", choices=("ar", "signs"), help="plant an edge instead: a power curve")
    parser.add_argument("--strengths", default=STRENGTHS, metavar="A,B", help=f"of that edge ({STRENGTHS})")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every score as JSON")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Score the twins and print what they say; 4 if stopped."""
    from workbench.cli.progress import interrupt_cancels
    from workbench.cli.run_json import check_target, write_json
    from workbench.cli.sources import ledger_of, open_store, prices_of, refuse_any_red
    from workbench.cli.training import workers
    from workbench.experiment.placebo import REPETITIONS, run_placebo
    from workbench.experiment.planted import REPETITIONS as EACH
    from workbench.experiment.planted import run_planted
    from workbench.project.file.reader import open_document

    count = arguments.repetitions or (EACH if arguments.planted else REPETITIONS)
    if arguments.repetitions is not None and not 1 <= arguments.repetitions <= MOST_REPETITIONS:
        raise UsageError(f"--repetitions must be from 1 to {MOST_REPETITIONS:,}.", "40 is usual.")
    strengths = parse_strengths(arguments.strengths)
    if arguments.json:
        check_target(arguments.json, arguments.file)
    document = open_document(arguments.file)
    spec = chosen_spec(document, arguments.run)
    store = open_store(options)
    prices = prices_of(document, store)
    refuse_any_red((prices,), store)
    shared: dict[str, Any] = {
        "vault_start": ledger_of(document, prices).fixed_vault(prices), "repetitions": count,
        "unfinished": paths.unfinished_folder(), "emit": _show,
    }  # fmt: skip
    with interrupt_cancels() as cancel, workers(options.threads) as executor:
        shared["cancel"] = cancel
        if arguments.planted:
            made = run_planted(spec, prices, executor, kind=arguments.planted, strengths=strengths, **shared)
            told, lines, stopped = planted_json(arguments.planted, made), planted_lines(made), False
        else:
            placebo = run_placebo(spec, prices, executor, **shared)
            told, lines = placebo_json(placebo), placebo_lines(placebo)
            stopped = placebo.outcome != "finished"
    if arguments.json:
        write_json(told, arguments.json)
    print("\n".join(lines))
    return 4 if stopped else 0


def parse_strengths(text: str) -> tuple[float, ...]:
    """`0.05,0.1` as numbers between 0 and 1; raises `UsageError`."""
    try:
        strengths = tuple(float(part) for part in text.split(","))
    except ValueError:
        strengths = ()
    if not strengths or not all(0.0 < strength < 1.0 for strength in strengths):
        raise UsageError("--strengths are numbers between 0 and 1.", f"Write for example {STRENGTHS}.")
    return strengths


def chosen_spec(document: Document, run_id: str | None) -> ExperimentSpec:
    """The spec of that run, or of the newest, or of the project; raises `UsageError`."""
    if run_id is None:
        return document.runs[-1].spec if document.runs else document.project.spec
    found = document.run(run_id)
    if found is None:
        known = ", ".join(result.run_id for result in document.runs) or "none yet"
        raise UsageError(f"The project has no run {run_id}.", f"Its runs: {known}.")
    return found.spec


def placebo_json(placebo: Placebo) -> Json:
    """Every score (net return over scaled holding a year), the rank, and the sentence."""
    from workbench.experiment.placebo import APART, RANKED, sentence

    return {
        "outcome": placebo.outcome,
        "spec": placebo.spec.to_json(),
        "setting": placebo.setting,
        "real": placebo.real,
        **{kind: placebo.excess(kind) for kind in (*RANKED, APART)},
        "twins": len(placebo.ranked),
        "as_good": placebo.as_good,
        "p": placebo.p_value,
        "inside": not placebo.is_outside,
        "sentence": sentence(placebo),
    }


def placebo_lines(placebo: Placebo) -> list[str]:
    """The sentence first, then what stands behind it."""
    import numpy as np

    from workbench.cli.verdict_text import number, percent
    from workbench.experiment.placebo import APART, RANKED, sentence

    lines = [sentence(placebo), f"  {'this ticker, a year over scaled holding':<42}{percent(placebo.real)}"]
    names = ("its days shuffled", "GARCH twins", "same habits, new order (not ranked)")
    for kind, name in zip((*RANKED, APART), names, strict=True):
        scores = placebo.excess(kind)
        if scores:
            low, middle, high = np.quantile(scores, (0.05, 0.5, 0.95))
            spread = f"{percent(middle)} ({percent(low)} to {percent(high)})"
            lines.append(f"  {name:<42}{spread}, {len(scores)} twins")
    lines.append(f"  {'chance of as much with nothing to find':<42}{number(placebo.p_value)}")
    cost = told(placebo.spec.evaluation.cost_bps, placebo.spec.evaluation.terms)
    lines.append(f"Reduced setting: {placebo.setting}; {cost}. No try is counted.")
    if placebo.outcome != "finished":
        lines.append("Stopped; asked again, it goes on from here.")
    return lines


def planted_json(kind: str, made: list[Planted]) -> Json:
    """The power curve."""
    return {"kind": kind, "curve": [one._asdict() for one in made]}


def planted_lines(made: list[Planted]) -> list[str]:
    """The same for people: a line for each strength."""
    lines = ["strength  found  days for a chance of 80 %"]
    for one in made:
        days = "never" if one.days is None else f"{one.days:,}"
        lines.append(f"{one.strength:8g}  {100 * one.found:3.0f} %  {days}")
    return lines


def _show(event: Event) -> None:
    """How far it is, on a terminal."""
    from workbench.events import TwinScored

    if isinstance(event, TwinScored) and sys.stderr.isatty():
        end = "\n" if event.done == event.all else ""
        sys.stderr.write(f"\r{event.done} of {event.all} scored{end}")
        sys.stderr.flush()
