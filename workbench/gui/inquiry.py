"""A question put to a run that ended, from the placebo to a look ahead; its state, its engine.

The engines run off the GUI thread and need nothing of Qt.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import paths
from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import Cancelled, UsageError, WorkbenchError
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.vault import Opening
from workbench.events import Event, TwinScored
from workbench.experiment.executors.base import Executor
from workbench.experiment.placebo import Placebo, Score, reduced, run_placebo, setting_text
from workbench.experiment.planted import KIND, STRENGTHS, Planted, run_planted
from workbench.experiment.result import RunResult
from workbench.experiment.reveal import Revealed, reveal_vault
from workbench.experiment.vault import open_vault

if TYPE_CHECKING:
    from workbench.experiment.ahead import Ahead

PLACEBO, PLANTED, VAULT, REVEAL, AHEAD = "placebo", "planted", "vault", "reveal", "ahead"

Emit = Callable[[Event], None]


@dataclass(frozen=True, slots=True, eq=False)
class InquiryOrder:
    """What an engine needs: the run, the prices it was made with, and where tries are written down."""

    run: RunResult
    prices: PriceSeries
    inputs: tuple[PriceSeries, ...]
    ledger_file: Path
    project_id: str
    runs: tuple[RunResult, ...]

    def ledger(self) -> TrialLedger:
        """The ledger, with what the project knows of these prices and it did not."""
        from workbench.experiment.record import unite

        ledger = TrialLedger(self.ledger_file)
        unite(ledger, self.prices, self.project_id, self.runs)
        return ledger


Engine = Callable[[InquiryOrder, Emit, threading.Event, Executor], Any]


@dataclass(frozen=True, slots=True, eq=False)
class Inquiry:
    """One question and how far its answer is. `done` of `all` series are scored.

    `phase`: running, stopping, stopped, finished, refused, failed; the last two have a `problem` in words.
    `since` = (seconds on a steady clock, series done) when the first scores came, `now` the latest seconds.
    """

    kind: str
    run_id: str
    phase: str = "running"
    done: int = 0
    all: int = 0
    placebo: Placebo | None = None
    curve: tuple[Planted, ...] = ()
    revealed: Revealed | None = None
    ahead: Ahead | None = None
    problem: str = ""
    since: tuple[float, int] | None = None
    now: float = 0.0

    @property
    def is_under_way(self) -> bool:
        """Whether somebody works on it."""
        return self.phase in ("running", "stopping")

    @property
    def share(self) -> float | None:
        """Part of the series that is scored, 0 to 1; None while their number is not known."""
        return self.done / self.all if self.all else None

    @property
    def seconds_left(self) -> float | None:
        """Estimate from the pace so far; None before three series were scored at it."""
        if self.since is None or self.done - self.since[1] < 3:
            return None
        return (self.now - self.since[0]) / (self.done - self.since[1]) * (self.all - self.done)


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """All that was asked about one run. `reveal` counts up when an answer is to be brought into sight."""

    placebo: Inquiry | None = None
    planted: Inquiry | None = None
    vault: Inquiry | None = None
    shown: Inquiry | None = None
    """The sealed days in full, after the opening."""
    ahead: Inquiry | None = None
    """The free run and the next day."""
    opening: Opening | None = None
    busy: bool = False
    """Some question is being answered, about this run or another."""
    reveal: tuple[int, str] = (0, "")
    """(how often, the kind)."""


def with_twins(inquiry: Inquiry, run: RunResult, twins: Sequence[TwinScored], now: float) -> Inquiry:
    """The inquiry after these twins were scored, at `now` seconds on a steady clock."""
    last = twins[-1]
    inquiry = replace(
        inquiry, done=last.done, all=last.all, now=now, since=inquiry.since or (now, last.done)
    )
    if inquiry.kind != PLACEBO:
        return inquiry
    small = reduced(run.spec)
    before = inquiry.placebo or Placebo(small, setting_text(small), {}, "cancelled")
    scores = {kind: dict(known) for kind, known in before.scores.items()}
    for twin in twins:
        # The tests' p values come with the whole answer; no picture needs them before.
        scores.setdefault(twin.kind, {})[twin.number] = Score(twin.score, 1.0, 1.0)
    return replace(inquiry, placebo=replace(before, scores=scores))


def answered(inquiry: Inquiry, value: Any, error: WorkbenchError | None) -> Inquiry:
    """The inquiry after its engine ended with `value`, or with `error`."""
    if isinstance(error, Cancelled):
        return replace(inquiry, phase="stopped")
    if error is not None:
        phase = "refused" if isinstance(error, UsageError) else "failed"
        return replace(inquiry, phase=phase, problem=str(error))
    if isinstance(value, Placebo):
        return with_placebo(inquiry, value)
    if isinstance(value, Revealed):
        return replace(inquiry, phase="finished", revealed=value)
    if inquiry.kind == AHEAD:
        return replace(inquiry, phase="finished", ahead=value)
    curve = tuple(value) if inquiry.kind == PLANTED else ()
    return replace(inquiry, phase="finished", curve=curve)


def with_placebo(inquiry: Inquiry, placebo: Placebo) -> Inquiry:
    """The inquiry with a placebo that ended, whole or not."""
    done = sum(map(len, placebo.scores.values()))
    phase = "finished" if placebo.outcome == "finished" else "stopped"
    return replace(inquiry, phase=phase, placebo=placebo, done=done, all=max(inquiry.all, done))


def ask_placebo(order: InquiryOrder, emit: Emit, cancel: threading.Event, executor: Executor) -> Placebo:
    """Score the run's pipeline on twins of its prices."""
    return run_placebo(
        order.run.spec, order.prices, executor, vault_start=order.ledger().fixed_vault(order.prices),
        emit=emit, cancel=cancel, unfinished=paths.unfinished_folder(),
    )  # fmt: skip


def ask_planted(
    order: InquiryOrder, emit: Emit, cancel: threading.Event, executor: Executor
) -> list[Planted]:
    """How often, and within how many days, edges of known strengths would be found."""
    return run_planted(
        order.run.spec, order.prices, executor, kind=KIND, strengths=STRENGTHS,
        vault_start=order.ledger().fixed_vault(order.prices),
        emit=emit, cancel=cancel, unfinished=paths.unfinished_folder(),
    )  # fmt: skip


def ask_vault(order: InquiryOrder, emit: Emit, cancel: threading.Event, executor: Executor) -> Opening:
    """Judge the run on the sealed days; the opening is written down first."""
    return open_vault(
        order.run, order.prices, order.ledger(), executor, inputs=order.inputs, emit=emit, cancel=cancel
    )


def ask_reveal(order: InquiryOrder, emit: Emit, cancel: threading.Event, executor: Executor) -> Revealed:
    """All figures of the run on the sealed days; the reveal is written down first."""
    return reveal_vault(
        order.run, order.prices, order.ledger(), executor, inputs=order.inputs, emit=emit, cancel=cancel
    )


def ask_ahead(order: InquiryOrder, emit: Emit, cancel: threading.Event, executor: Executor) -> Ahead:
    """A free run of the last fold's nets, and the day after the last bar."""
    from workbench.experiment.ahead import look_ahead
    from workbench.experiment.gather import gather

    executor.set_control("run")
    job = executor.submit(look_ahead, order.run, order.prices, order.inputs)
    (found,) = gather(executor, [job], emit, cancel)
    return found


ENGINES: dict[str, Engine] = {
    PLACEBO: ask_placebo, PLANTED: ask_planted, VAULT: ask_vault, REVEAL: ask_reveal,
    AHEAD: ask_ahead,
}  # fmt: skip
