"""The questions put to runs that ended: asks them in the background, keeps the answers. GUI thread only."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench import paths
from workbench.data.series import PriceSeries
from workbench.errors import DataError, UsageError, WorkbenchError
from workbench.evaluation.figures import Verdict
from workbench.evaluation.rows import KnownRows
from workbench.evaluation.vault import Opening
from workbench.events import TwinScored
from workbench.experiment.placebo import Placebo, kept_placebo, size_of
from workbench.experiment.result import RunResult
from workbench.experiment.revealed import vault_shown_on
from workbench.experiment.vault import after_vault, trial_key
from workbench.gui.bridge import Bridge
from workbench.gui.inquiry import (
    AHEAD,
    ENGINES,
    PLACEBO,
    PLANTED,
    REVEAL,
    VAULT,
    About,
    Engine,
    Inquiry,
    InquiryOrder,
    answered,
    with_placebo,
    with_twins,
)
from workbench.gui.present import inquiries as present
from workbench.gui.present import vault as present_vault
from workbench.gui.present.question import Question
from workbench.gui.runner import Runner
from workbench.project.answers import Answers

if TYPE_CHECKING:
    from workbench.gui.session import Session


class Inquiries:
    """One question at a time, and none while a run is under way: both need the workers.

    `openings` holds what the vault said, by run; `begun` counts the openings of this user over all data.
    `engines` may be replaced by tests.
    """

    def __init__(self, session: Session, runner: Runner, bridge: Bridge) -> None:
        self.engines: dict[str, Engine] = dict(ENGINES)
        self.openings: dict[str, Opening] = {}
        self.begun = 0
        self._session = session
        self._runner = runner
        self._bridge = bridge
        self._known: dict[tuple[str, str], Inquiry] = {}
        self._asked: RunResult | None = None
        self._under_way: tuple[str, str] | None = None
        self._reveal = (0, "")
        self._overlaid: tuple[Verdict, Opening, Verdict] | None = None

    @property
    def asking(self) -> Inquiry | None:
        """The question being answered."""
        return self._known[self._under_way] if self._under_way else None

    def about(self, run: RunResult | None) -> About:
        """All that was asked about `run`."""
        run_id = run.run_id if run else ""
        known = {kind: self._known.get((kind, run_id)) for kind in (PLACEBO, PLANTED, VAULT, AHEAD)}
        shown = self._known.get((REVEAL, run_id))
        opening = self.openings.get(run_id)
        return About(**known, shown=shown, opening=opening, busy=self.asking is not None, reveal=self._reveal)

    def answers(self, run_id: str) -> Answers:
        """The whole answers of a run, as a report tells them: from this window, or from the project."""
        placebo, planted = (self._known.get((kind, run_id)) for kind in (PLACEBO, PLANTED))
        is_whole = placebo is not None and placebo.phase == "finished"
        here = Answers(placebo.placebo if is_whole else None, planted.curve if planted is not None else ())
        return self._session.document.answers.get(run_id, Answers()).with_later(here)

    def can_ask(self) -> bool:
        """Whether the shown run has a result that can be questioned, and the workers are free."""
        return present.is_answerable(self._session.result) and not (self._session.running or self.asking)

    def can_open_vault(self) -> bool:
        """Whether the vault may be opened for the shown run: it has not answered yet."""
        opening = self.about(self._session.result).opening
        return self.can_ask() and (opening is None or opening.passed is None)

    def can_reveal(self) -> bool:
        """Whether the sealed days may be shown with the shown run: its one bit was said before."""
        return self.can_ask() and present_vault.is_answered(self.about(self._session.result).opening)

    def reveal_question(self) -> Question | None:
        """What must be known before the sealed days are shown; None where they are shown already."""
        run = self._session.result
        assert run is not None
        rows = self._session.document.ledger_rows.get(run.data.sha256, KnownRows())
        # News of a reveal elsewhere unseals nothing here.
        if vault_shown_on(run, [burn for burn in rows.burns if not burn.adopted]):
            return None
        return present_vault.reveal_question(self._number(run), run.data.symbol)

    def vault_question(self) -> Question:
        """What must be known before the vault is opened for the shown run."""
        run = self._session.result
        assert run is not None and run.verdict is not None
        number = self._number(run)
        state = self.verdict(run, run.verdict).state
        days = _sealed(run, self._prices(run.data.sha256, run.data.symbol))
        return present_vault.question(number, state, days, self.begun, self.openings.get(run.run_id))

    def ask(self, kind: str) -> None:
        """Put a question to the shown run, or bring its answer into sight where that is known."""
        run = self._session.result
        if run is None or self._session.running or self.asking:
            return
        if kind != AHEAD:  # which the chart answers, not the panel
            self._reveal = (self._reveal[0] + 1, kind)
        known = self._known.get((kind, run.run_id))
        if kind not in (VAULT, REVEAL) and known is not None and known.phase == "finished":
            self._session.tell("inquiry")
            return
        try:
            order = self._order(run)
        except UsageError as error:
            self._known[kind, run.run_id] = answered(Inquiry(kind, run.run_id), None, error)
            self._session.complain(error)
            self._session.tell("inquiry")
            return
        self._start(kind, order, known)

    def stop(self) -> bool:
        """Stop the question being answered; what is scored is kept. False when there is none."""
        asking = self.asking
        if asking is None or asking.phase == "stopping":
            return False
        self._known[asking.kind, asking.run_id] = replace(asking, phase="stopping")
        self._runner.cancel()
        self._session.say(present.STOPPING[asking.kind])
        self._session.tell("inquiry")
        return True

    def end(self) -> None:
        """Stop and wait for the end, for a few seconds at most: the window closes."""
        if self.asking is not None:
            self._runner.cancel()
            self._runner.join()
            self._bridge.drain()

    def look_up(self, run: RunResult | None) -> None:
        """Find what this run answered: in the project, or what an earlier placebo has left on disk.

        The disk is read in the background.
        """
        self._recall(run)
        folder = paths.unfinished_folder()
        if run is None or (PLACEBO, run.run_id) in self._known or not present.is_answerable(run):
            return
        if self._session.running or not any(folder.glob("placebo-*")):
            return
        try:
            order = self._order(run)
        except UsageError:
            return

        def found(placebo: Placebo | None) -> None:
            if placebo is not None and (PLACEBO, run.run_id) not in self._known:
                inquiry = Inquiry(PLACEBO, run.run_id, all=size_of())
                self._known[PLACEBO, run.run_id] = with_placebo(inquiry, placebo)
                self._session.tell("inquiry")

        self._session.io.submit(lambda: _kept(order), found, lambda error: None)

    def _recall(self, run: RunResult | None) -> None:
        """Show what the project keeps of this run's answers, where nothing later is known."""
        kept = self._session.document.answers.get(run.run_id, Answers()) if run else Answers()
        if kept.placebo is not None and (PLACEBO, run.run_id) not in self._known:
            self._known[PLACEBO, run.run_id] = with_placebo(Inquiry(PLACEBO, run.run_id), kept.placebo)
        if kept.planted and (PLANTED, run.run_id) not in self._known:
            self._known[PLANTED, run.run_id] = Inquiry(PLANTED, run.run_id, "finished", curve=kept.planted)

    def learn(self, openings: Mapping[str, Opening], begun: int) -> bool:
        """Take in what the ledger knows; whether a verdict may read differently now."""
        news = any(self.openings.get(run_id) != opening for run_id, opening in openings.items())
        self.openings.update(openings)
        self.begun = max(self.begun, begun)
        return news

    def forget(self) -> None:
        """Another document is open."""
        self._known.clear()
        self.openings.clear()

    def verdict(self, run: RunResult | None, verdict: Verdict | None) -> Verdict | None:
        """A verdict on `run` with what the vault has said since."""
        opening = self.openings.get(run.run_id) if run else None
        if verdict is None or opening is None:
            return verdict
        last = self._overlaid
        if last is None or last[0] is not verdict or last[1] != opening:
            last = self._overlaid = (verdict, opening, after_vault(verdict, opening))
        return last[2]

    def overlaid(self, runs: tuple[RunResult, ...]) -> tuple[RunResult, ...]:
        """Runs with the verdicts that the vault has left them, for lists; the document keeps its own."""
        return tuple(
            replace(run, verdict=after_vault(run.verdict, self.openings[run.run_id]))
            if run.verdict is not None and run.run_id in self.openings else run
            for run in runs
        )  # fmt: skip

    def scored(self, twins: tuple[TwinScored, ...]) -> None:
        """Twins have been scored (from the bridge)."""
        if self._under_way and self._asked is not None:
            known = self._known[self._under_way]
            self._known[self._under_way] = with_twins(known, self._asked, twins, time.monotonic())
            self._session.tell("inquiry")

    def _number(self, run: RunResult) -> int:
        return [one.run_id for one in self._session.document.runs].index(run.run_id) + 1

    def _start(self, kind: str, order: InquiryOrder, known: Inquiry | None) -> None:
        self._asked, self._under_way = order.run, (kind, order.run.run_id)
        fresh = Inquiry(kind, order.run.run_id)
        kept = replace(fresh, done=known.done, all=known.all, placebo=known.placebo) if known else fresh
        self._known[self._under_way] = kept
        engine, emit = self.engines[kind], self._bridge.put
        self._bridge.expect()
        self._runner.ask(
            lambda cancel, executor: engine(order, emit, cancel, executor),
            lambda value, error: self._bridge.deliver(self._ended, (value, error)),
            self._session.when_shown(),
        )
        self._session.say(present.BEGUN[kind])
        self._session.tell("inquiry", "run_state")

    def _ended(self, answer: tuple[Any, WorkbenchError | None]) -> None:
        assert self._under_way is not None and self._asked is not None
        kind, run_id = place = self._under_way
        self._known[place] = answered(self._known[place], *answer)
        self._under_way, parts = None, ["inquiry", "run_state"]
        answers = self.answers(run_id)
        if answers and self._session.document.run(run_id) is not None:
            self._session.document.add_answers(run_id, answers)
        value, _ = answer
        if isinstance(value, Opening):
            self._opened(value)
            parts += ["result", "runs", "cost", "vault"]
        elif kind in (VAULT, REVEAL):
            # What was interrupted is written down all the same, and a reveal moves the vault.
            self._session.recount()
        self._session.say(present.ended(self._known[place], self.openings.get(run_id)))
        self._session.tell(*parts)

    def _opened(self, opening: Opening) -> None:
        """Every run of the same try on the same prices has this answer: costs and reruns are no other try."""
        asked = self._asked
        same = (run for run in self._session.document.runs if run.data.sha256 == asked.data.sha256)
        openings = {run.run_id: opening for run in same if trial_key(run) == opening.trial_key}
        self.learn({**openings, asked.run_id: opening}, opening.number)

    def _order(self, run: RunResult) -> InquiryOrder:
        session = self._session
        return InquiryOrder(
            run, self._prices(run.data.sha256, run.data.symbol),
            tuple(self._prices(one.sha256, one.symbol) for one in run.data.inputs),
            paths.ledger_file(), session.document.project.project_id, session.document.runs,
        )  # fmt: skip

    def _prices(self, content_hash: str, symbol: str) -> PriceSeries:
        found = self._session.book.find(content_hash) or self._session.document.prices.get(content_hash)
        if found is None:
            raise DataError(
                f"The prices of {symbol} that this run was made with are not at hand.",
                "Show that symbol in the list, or train again on the prices it has now.",
            )
        return found


def _kept(order: InquiryOrder) -> Placebo | None:
    start = order.ledger().fixed_vault(order.prices)
    return kept_placebo(order.run.spec, order.prices, paths.unfinished_folder(), vault_start=start)


def _sealed(run: RunResult, prices: PriceSeries) -> int:
    """How many days are sealed for this run."""
    start = run.data.vault_start
    if start is None:
        return min(run.spec.evaluation.vault_bars, len(prices))
    return int(np.sum(prices.session >= np.datetime64(start, "D")))
