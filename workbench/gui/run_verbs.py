"""Train, pause, stop, and show a run at one cost or another: what the session does with runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import UsageError
from workbench.experiment.result import RunResult
from workbench.experiment.run_state import RunState
from workbench.gui.orders import make_order
from workbench.gui.present.runs import stored_sentence
from workbench.gui.run_desk import RunDesk
from workbench.gui.what_if import WhatIf

if TYPE_CHECKING:
    from workbench.gui.session import Session


class RunVerbs:
    """The run verbs of one session; what the desk did is said and told. `shown` is the run shown."""

    def __init__(self, session: Session, desk: RunDesk) -> None:
        self._session = session
        self._desk = desk
        self.shown = WhatIf()

    def train(self) -> None:
        """Start a run, unless one is under way or something must be mended first."""
        session = self._session
        if self._desk.running or session.inquiries.asking:
            return
        try:
            order = make_order(session.document.project, session.prices, session.problems, session.book)
        except UsageError as error:
            session.complain(error)
            return
        self._desk.start(order, session.when_shown())
        session.say("The run begins.")
        session.tell_in_turn("run_state", "result")

    def pause(self) -> None:
        """Let the trainings wait."""
        if self._desk.pause():
            self._said("Paused. Nothing is lost; resume goes on at the same batch.")

    def resume(self) -> None:
        """Let them go on."""
        if self._desk.resume():
            self._said("The run goes on.")

    def cancel(self) -> None:
        """Stop the run; what was learned is kept, and the try counts."""
        if self._desk.cancel():
            self._said("Stopping. What was learned is kept.")

    def show(self, run_id: str) -> None:
        """Show another run of the project."""
        run = self._session.document.run(run_id)
        if run is not None:
            self._show(run)

    def set_cost(self, bps: float) -> None:
        """Show the run at another cost a side; an assumption, not a try."""
        run = self.shown.run
        if run is not None and run.backtest is not None and run.verdict is not None:
            self.shown.set_cost(run, bps)
            self._session.tell("cost")

    def moved(self, state: RunState) -> None:
        """The run under way has news (from the bridge)."""
        for line in self._desk.news(state):
            self._session.say(line.text, line.level)
        self._session.tell_in_turn("run_state")

    def ended(self, result: RunResult | None) -> None:
        """The run under way has ended (from the desk): keep what it brought, and show it."""
        session = self._session
        with session.together(in_turn=True):
            if result is not None:
                session.document.add_run(result)
                session.say(stored_sentence(result, len(session.document.runs)))
                self._show(result)
            failure = session.run_state.failure
            if failure is not None:
                session.say(f"{failure.sentence} {failure.hint}".strip(), "error")
            session.recount()
            session.tell("run_state", "result")

    def _show(self, run: RunResult) -> None:
        self.shown.show(run)
        self._session.inquiries.look_up(run)
        self._session.tell("result", "cost", "inquiry", "vault")

    def _said(self, text: str) -> None:
        self._session.say(text)
        self._session.tell("run_state")
