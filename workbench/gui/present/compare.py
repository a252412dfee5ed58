"""Runs side by side: figures to sort, the settings that differ, curves on the days they share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from workbench.data.series import Dates, Floats
from workbench.dataclass import dataclass
from workbench.evaluation.luck import sharpe_by_luck
from workbench.evaluation.verdict import STATES
from workbench.experiment.result import RunResult
from workbench.gui.present import format as fmt
from workbench.gui.present.runs import ENDED, verdict_words
from workbench.gui.present.setting_words import settings_of, value_words, words_of
from workbench.models.catalog import CATALOG
from workbench.project.project import Project

LEAST, MOST = 2, 6
AT_FIRST = 3
COLUMNS = (
    "", "try", "model", "hits", "base", "vs naive", "Sharpe", "excess %", "fall", "break-even", "verdict",
    "note",
)  # fmt: skip
"""The first column holds the tick; excess is % a year over scaled holding, break-even basis points."""
BEST_FIRST = frozenset(("hits", "base", "Sharpe", "excess %", "fall", "break-even"))
"""Of these the largest is wanted on top; fall is negative. Of the others the smallest, or the latest try."""
EMPTY_TITLE = "Two runs are needed."
EMPTY_TEXT = (
    "Train again with another setting, and both stand here side by side: the settings that differ, what came "
    "out of each, their curves on the same days, and what choosing the best of them costs."
)
NOTE_PROMPT = "add a note"
NOTE_TIP = "Your note on this run: a click or F2 edits it, Enter keeps it, Esc leaves it as it was."
TICK_MORE = f"Tick {LEAST} to {MOST} runs: their differences and their curves appear below."
FULL = f"More than {MOST} curves cannot be told apart. Untick one first."
SAME = "Nothing: the settings are the same. Only the prices, or the program, can have changed."
NO_CURVES = "None of these runs has a curve to draw."
OTHER_DATA = "Not drawn together: the prices differ."


@dataclass(frozen=True, slots=True)
class Row:
    """One run; `cells` and `keys` follow COLUMNS after the first, keys are what each cell is sorted by."""

    run_id: str
    number: int
    cells: tuple[str, ...]
    keys: tuple[float | str | None, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting and its value in each chosen run."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Net simple returns on the days all share: `dates` (days + 1,) from the first decision on.

    `curves` are (number of the run, run id, returns (days,)); `holding` is buy & hold on the same days.
    """

    dates: Dates
    curves: tuple[tuple[int, str, Floats], ...]
    holding: Floats


def rows(runs: Sequence[RunResult], project: Project | None = None) -> tuple[Row, ...]:
    """Every run of the project, oldest first, with what the user wrote on it."""
    notes = {note.run_id: note.text for note in project.run_notes} if project is not None else {}
    return tuple(_row(run, number, notes.get(run.run_id, "")) for number, run in enumerate(runs, 1))


def note_step(number: int) -> str:
    """What the step of an edit is called that undo would take back."""
    return f"Note on run {number}"


def in_order(found: Sequence[Row], column: str, descending: bool) -> tuple[Row, ...]:
    """Sorted by a column; what has no value there stands last either way, equal ones latest first."""
    place = COLUMNS.index(column) - 1
    latest = sorted(found, key=lambda row: -row.number)
    known = [row for row in latest if row.keys[place] is not None]
    known.sort(key=lambda row: row.keys[place], reverse=descending)
    return (*known, *(row for row in latest if row.keys[place] is None))


def at_first(runs: Sequence[RunResult]) -> tuple[str, ...]:
    """The runs ticked before anybody has: the last few finished ones on the prices of the latest."""
    ended = [run for run in runs if _has_curve(run)]
    alike = [run for run in ended if run.data.all_sha256 == ended[-1].data.all_sha256]
    return tuple(run.run_id for run in alike[-AT_FIRST:])


def differences(chosen: Sequence[RunResult]) -> tuple[Difference, ...]:
    """Only the settings that are not the same in all; a dash where a model has no such setting.

    What only some models have is told where those differ, and where it is a size: a whole number.
    """
    told = [settings_of(run.spec) for run in chosen]
    paths = dict.fromkeys(path for settings in told for path in settings)
    return tuple(
        Difference(words_of(path), tuple(value_words(path, settings.get(path)) for settings in told))
        for path in paths
        if _differs([settings[path] for settings in told if path in settings], len(told))
    )


def _differs(values: list[object], runs: int) -> bool:
    if any(value != values[0] for value in values):
        return True
    return len(values) < runs and type(values[0]) is int


def same_data(chosen: Sequence[RunResult]) -> bool:
    """Whether all saw the very same prices."""
    return len({run.data.all_sha256 for run in chosen}) <= 1


def data_note(chosen: Sequence[RunResult], numbers: Sequence[int]) -> str:
    """That all saw the same prices, or which of them did not."""
    seen: dict[str, list[int]] = {}
    for run, number in zip(chosen, numbers, strict=True):
        seen.setdefault(run.data.all_sha256, []).append(number)
    if len(seen) == 1:
        return f"Same prices in all: data {_tag(next(iter(seen)))}."
    parts = "; ".join(f"{_numbers(of)}: data {_tag(sha)}" for sha, of in seen.items())
    return f"Not the same prices ({parts}). Their figures stand side by side, their curves do not."


def luck_note(chosen: Sequence[RunResult], tries: int) -> str:
    """What choosing the best of so many costs; `tries` on these data count, not only those ticked."""
    days = [len(run.backtest.net) for run in chosen if run.backtest is not None]
    if len(chosen) < LEAST or not days or min(days) < 2:
        return ""
    counted = max(tries, len(chosen))
    luck = fmt.number(sharpe_by_luck(len(chosen), min(days)), 2)
    text = f"Choosing the best of {len(chosen)}: by luck alone its Sharpe would be {luck}."
    if counted == len(chosen):
        return text
    most = fmt.number(sharpe_by_luck(counted, min(days)), 2)
    return f"{text} There were {counted} tries on these prices; the best of all: {most}."


def tries_of(chosen: Sequence[RunResult]) -> int:
    """The most tries on their data that any of these runs knew of."""
    return max((run.trials.this_data for run in chosen), default=0)


def overlay(chosen: Sequence[RunResult], numbers: Sequence[int]) -> Overlay | None:
    """The curves on the days they share; None where there are none, or the prices differ."""
    drawn = [(run, number) for run, number in zip(chosen, numbers, strict=True) if _has_curve(run)]
    if not drawn or not same_data([run for run, _ in drawn]):
        return None
    shared = reduce(np.intersect1d, (run.backtest.filled for run, _ in drawn))
    if len(shared) < 2:
        return None
    curves = tuple((number, run.run_id, _on(run, shared, run.backtest.net)) for run, number in drawn)
    first = drawn[0][0].backtest
    before = first.decided[np.searchsorted(first.filled, shared[0])]
    dates = np.concatenate([[before], shared]).astype("datetime64[D]")
    return Overlay(dates, curves, _on(drawn[0][0], shared, first.holding_net))


def overlay_note(found: Overlay) -> str:
    """`on the 3,780 days they share · log`."""
    days = fmt.counted(len(found.dates) - 1, "day")
    return fmt.joined(f"on the {days} they share" if len(found.curves) > 1 else days, "log")


def _has_curve(run: RunResult) -> bool:
    withheld = run.verdict is None or run.verdict.state == "invalid"
    return run.backtest is not None and len(run.backtest.net) > 0 and not withheld


def _on(run: RunResult, days: Dates, returns: Floats) -> Floats:
    return returns[np.searchsorted(run.backtest.filled, days)]


def _tag(sha256: str) -> str:
    """As the status bar has it: `b81f 04c2`."""
    return f"{sha256[:4]} {sha256[4:8]}"


def _numbers(numbers: Sequence[int]) -> str:
    """`run 2`, `runs 1 and 3`."""
    if len(numbers) == 1:
        return f"run {numbers[0]}"
    first = ", ".join(str(number) for number in numbers[:-1])
    return f"runs {first} and {numbers[-1]}"


def _row(run: RunResult, number: int, note: str) -> Row:
    state = run.verdict.state if run.verdict else run.outcome
    withheld = state == "invalid"
    missing = fmt.WITHHELD if withheld else fmt.DASH
    forecast = None if withheld else run.forecast
    backtest = None if withheld else run.backtest
    net = backtest.net_figures if backtest else None
    excess = backtest.excess.mean if backtest and backtest.excess else None
    hits, base = (forecast.directional_accuracy, forecast.base_rate) if forecast else (None, None)
    ratio = forecast.naive_ratio if forecast else None
    even = backtest.break_even_bps if backtest else None
    sharpe, fall = (net.sharpe_ratio, net.max_drawdown) if net else (None, None)
    title = CATALOG[run.spec.model.kind].title
    word = verdict_words(state) if run.verdict else ENDED.get(state, state)
    cells = (
        str(number), title, fmt.points(hits, missing=missing), fmt.points(base),
        fmt.number(ratio, 3, missing=missing), fmt.number(sharpe, 2, signed=True, missing=missing),
        fmt.points(excess, signed=True, missing=missing), fmt.percent(fall, 0, missing=missing),
        fmt.number(even, 1, missing=missing), word, note,
    )  # fmt: skip
    rank = float(STATES.index(state)) if state in STATES else None
    figures = (hits, base, ratio, sharpe, excess, fall, even)
    return Row(run.run_id, number, cells, (number, title, *figures, rank, note.casefold() or None), state)
