"""The runs table: every run is a row, the stopped ones too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from workbench.dataclass import dataclass
from workbench.evaluation import sentences
from workbench.experiment.result import RunResult
from workbench.experiment.run_state import RunState
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.present.format import DASH, DOT, WITHHELD, clock, count, interval, number, percent, points
from workbench.models.catalog import CATALOG

COLUMNS = (
    "try", "time", "model", "window", "hidden", "seeds", "hits", "base", "R\u00b2 vs mean", "Sharpe",
    "excess % a year", "verdict",
)  # fmt: skip
ENDED = {"cancelled": "stopped"}
SHOW, NOTE = "Show run {}", "Note on run {}…"
"""What may be done with a row."""
EMPTY_TITLE = "No runs yet."
EMPTY_TEXT = (
    "Every run is kept here with its costs, its baselines and its verdict. It cannot be edited away later."
)


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line; `cells` stand in the order of COLUMNS; `state` is the verdict's, `running` or `cancelled`."""

    run_id: str
    cells: tuple[str, ...]
    state: str
    shown: bool
    note: str = ""
    """What the user wrote on it."""

    @property
    def told(self) -> str:
        """What stands beside the row for the pointer and for screen readers."""
        number_ = self.cells[0]
        return f"Note on run {number_}: {self.note}" if self.note else ""


def run_rows(
    runs: Sequence[RunResult], shown: str, live: tuple[RunState, ExperimentSpec] | None = None,
    note_of: Callable[[str], str] = lambda run_id: "",
) -> tuple[RunRow, ...]:  # fmt: skip
    """All runs, latest first; `live` is the one under way, `note_of` gives the note on a run."""
    rows = [
        replace(_row(run, number_, run.run_id == shown), note=note_of(run.run_id))
        for number_, run in enumerate(runs, 1)
    ]
    if live is not None:
        rows.append(_live_row(live[1], len(runs) + 1, live[0].run_id))
    return tuple(reversed(rows))


def note(runs: Sequence[RunResult], narrow: bool = False) -> str:
    """What stands at the right end of the head."""
    if narrow and runs:
        return f"{count(len(runs))} run{'s' if len(runs) > 1 else ''}, all kept"
    return "Every run is kept, the stopped ones too."


def verdict_words(state: str) -> str:
    """`NO EDGE` of `no_edge`, as the card has it."""
    return sentences.word(state)


def stored_sentence(run: RunResult, number_: int) -> str:
    """What the status bar says of a run that has just ended."""
    if run.outcome == "cancelled":
        return f"Run {number_} stopped. What was learned is kept; the try counts."
    forecast = run.forecast
    if forecast is None or forecast.directional_accuracy is None or forecast.base_rate is None:
        return f"Run {number_} stored."
    hits, base = percent(forecast.directional_accuracy), percent(forecast.base_rate)
    return f"Run {number_} stored. {hits} hits beside a base rate of {base}."


def _row(run: RunResult, number_: int, shown: bool) -> RunRow:
    forecast = run.forecast
    withheld = run.verdict is not None and run.verdict.state == "invalid"
    missing = WITHHELD if withheld else DASH
    net = run.backtest.net_figures.sharpe_ratio if run.backtest and not withheld else None
    state = run.verdict.state if run.verdict else run.outcome
    cells = (
        *_intent(run.spec, number_, clock(run.started)),
        points(forecast.directional_accuracy if forecast else None, missing=missing),
        points(forecast.base_rate if forecast else None),
        percent(forecast.r2_oos if forecast else None, signed=True, missing=missing),
        number(net, 2, signed=True, missing=missing),
        missing if withheld else _excess(run),
        verdict_words(state) if run.verdict else ENDED.get(state, state),
    )
    return RunRow(run.run_id, cells, state, shown)


def _live_row(spec: ExperimentSpec, number_: int, run_id: str) -> RunRow:
    return RunRow(run_id, (*_intent(spec, number_, "now"), *([DOT] * 5), "running"), "running", True)


def _intent(spec: ExperimentSpec, number_: int, time: str) -> tuple[str, ...]:
    row = CATALOG[spec.model.kind]
    hidden = getattr(spec.model, "hidden_size", None)
    seeds = count(spec.train.seeds) if row.random else DASH
    return str(number_), time, row.title, count(spec.features.lookback), count(hidden), seeds


def _excess(run: RunResult) -> str:
    excess = run.backtest.excess if run.backtest else None
    if excess is None:
        return DASH
    low, high = 100 * excess.low, 100 * excess.high
    return f"{points(excess.mean, signed=True)}  {interval(low, high, signed=True)}"
