"""`vault`: `open` asks the sealed days for one bit about a run; `reveal` shows them, and uses them up."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.options import Options
from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.cli.run_json import Json
    from workbench.evaluation.figures import Verdict
    from workbench.evaluation.vault import Opening
    from workbench.experiment.result import RunResult
    from workbench.experiment.reveal import Revealed
    from workbench.project.document import Document


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("action", choices=("open", "reveal"))
    parser.add_argument("file", type=Path, metavar="FILE.swb")
    parser.add_argument("--run", required=True, metavar="ID", help="the run that is put to the test")
    parser.add_argument("--yes", action="store_true", help="with reveal: these days will be sealed no more")
    parser.add_argument("--json", type=Path, metavar="OUT")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Open or reveal, record, print what that said; 4 if stopped, which counts all the same."""
    from workbench.cli.progress import interrupt_cancels
    from workbench.cli.run_json import check_target, write_json
    from workbench.cli.sources import inputs_of, ledger_of, open_store, prices_of, refuse_any_red
    from workbench.cli.training import workers
    from workbench.experiment.reveal import reveal_vault
    from workbench.experiment.vault import open_vault, verdict_now
    from workbench.project.file.reader import open_document

    if arguments.json:
        check_target(arguments.json, arguments.file)
    document = open_document(arguments.file)
    result = _run_of(document, arguments.run)
    _refuse_unasked(arguments)
    store = open_store(options)
    prices = prices_of(document, store)
    inputs = inputs_of(document, result.spec.data.inputs, store)
    refuse_any_red((prices, *inputs), store)
    ledger = ledger_of(document, prices)
    act: Any = reveal_vault if arguments.action == "reveal" else open_vault
    with interrupt_cancels() as cancel, workers(options.threads) as executor:
        said = act(result, prices, ledger, executor, inputs=inputs, cancel=cancel)
    verdict = verdict_now(result, prices, ledger)
    told, lines = _told(said, verdict)
    if arguments.json:
        write_json(told, arguments.json)
    print("\n".join(lines))
    return 0


def _run_of(document: Document, run_id: str) -> RunResult:
    result = document.run(run_id)
    if result is None:
        known = ", ".join(one.run_id for one in document.runs) or "none yet"
        raise UsageError(f"The project has no run {run_id}.", f"Its runs: {known}.")
    return result


def _refuse_unasked(arguments: argparse.Namespace) -> None:
    if arguments.action == "reveal" and not arguments.yes:
        raise UsageError(
            "A reveal shows the sealed days in full, and from then on they are unseen to no model: the next "
            "vault begins with the first bar behind them, and it cannot be undone.",
            "Add --yes if that is what you want.",
        )
    if arguments.action == "open" and arguments.yes:
        raise UsageError("--yes belongs to `vault reveal`.", "`vault open` needs none.")


def _told(said: Opening | Revealed, verdict: Verdict) -> tuple[Json, list[str]]:
    """JSON and lines of what was done."""
    from workbench.evaluation.vault import Opening

    if isinstance(said, Opening):
        return opening_json(said, verdict), opening_lines(said, verdict)
    return revealed_json(said, verdict), revealed_lines(said, verdict)


def opening_json(opening: Opening, verdict: Verdict) -> Json:
    """The bit, and what it was measured against."""
    from workbench.cli.run_json import verdict_json

    return {
        "run_id": opening.run_id, "passed": opening.passed, "opening": opening.number,
        "alpha": opening.alpha, "verdict": verdict_json(verdict),
    }  # fmt: skip


def opening_lines(opening: Opening, verdict: Verdict) -> list[str]:
    """The same for people."""
    return [
        f"On the sealed days it {_bit(opening)}.",
        f"Opening {opening.number} of this user: each test had to stay below {opening.alpha:.4f}. "
        "The answer is recorded and will not be computed again.",
        f"{verdict.state.replace('_', ' ').upper()}: {verdict.sentence}",
        *(f"  - {reason}" for reason in verdict.reasons if verdict.inputs.get("revealed")),
    ]


def revealed_json(revealed: Revealed, verdict: Verdict) -> Json:
    """Every figure of the run on the days that were sealed; keys as those of a run."""
    from workbench.cli.run_json import excess_json, forecast_figures_json, strategy_json

    burn, tested = revealed.burn, revealed.tested
    return {
        **opening_json(revealed.opening, verdict),
        "revealed": burn.time, "first": burn.first, "last": burn.last,
        "forecast": forecast_figures_json(tested.forecast),
        "backtest": strategy_json(tested.backtest),
        "excess": excess_json(tested.backtest.excess),
    }  # fmt: skip


def revealed_lines(revealed: Revealed, verdict: Verdict) -> list[str]:
    """The same for people."""
    from workbench.cli.verdict_text import figure_lines

    burn = revealed.burn
    return [
        f"The sealed days {burn.first} to {burn.last}, revealed on {burn.date}. It {_bit(revealed.opening)}.",
        *(f"  {name:<36}{text}" for name, text in figure_lines(
            revealed.tested.forecast, revealed.tested.backtest)),
        f"The vault of this data now begins with the first bar after {burn.last}.",
        f"{verdict.state.replace('_', ' ').upper()}: {verdict.sentence}",
        *(f"  - {reason}" for reason in verdict.reasons),
    ]  # fmt: skip


def _bit(opening: Opening) -> str:
    return "passed" if opening.passed else "did not pass"
