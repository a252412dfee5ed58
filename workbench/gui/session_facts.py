"""What can be read of a session at any time: prices, run, plan, tries, and what is remembered."""

from __future__ import annotations

from workbench.data.findings import HealthReport
from workbench.data.series import PriceSeries
from workbench.evaluation.figures import BacktestResult, Verdict
from workbench.experiment.result import RunResult
from workbench.experiment.run_state import RunState
from workbench.experiment.validate import Problem
from workbench.gui.bridge import Bridge
from workbench.gui.inquiries import Inquiries
from workbench.gui.plan import Plan
from workbench.gui.preferences import Preferences
from workbench.gui.price_book import PriceBook
from workbench.gui.run_desk import RunDesk
from workbench.gui.run_verbs import RunVerbs
from workbench.gui.standing import Standing
from workbench.project.document import Document
from workbench.settings import Settings


class SessionFacts:
    """Read from the rooms that `Session` builds; nothing here changes anything."""

    document: Document
    book: PriceBook
    inquiries: Inquiries
    preferences: Preferences
    standing: Standing
    _bridge: Bridge
    _desk: RunDesk
    _runs: RunVerbs

    @property
    def prices(self) -> PriceSeries | None:
        """The active symbol's prices, once they are at hand."""
        return self.book.series(self.document.project.spec.data)

    @property
    def health(self) -> HealthReport | None:
        """The active symbol's health report."""
        return self.book.report(self.document.project.spec.data)

    @property
    def settings(self) -> Settings:
        """What the window remembers between two starts."""
        return self.preferences.settings

    @property
    def result(self) -> RunResult | None:
        """The run shown."""
        return self._runs.shown.run

    @property
    def run_state(self) -> RunState:
        """The live picture of the run under way, or of the last one."""
        return self._bridge.state

    @property
    def running(self) -> bool:
        """Whether a run is under way (also while it waits or stops)."""
        return self._desk.running

    @property
    def paused(self) -> bool:
        """Whether the run under way waits."""
        return self._desk.paused

    @property
    def stopping(self) -> bool:
        """Whether the run under way was told to stop."""
        return self._desk.stopping

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the next run from starting, by field."""
        return self.standing.problems

    @property
    def plan(self) -> Plan | None:
        """What pressing Train would do; None while that is not known."""
        return self.standing.plan

    @property
    def trials(self) -> tuple[int, int]:
        """Tries on these data: (in this project, in all)."""
        return self.standing.trials

    @property
    def workers(self) -> int:
        """Worker processes ready."""
        return self._desk.workers

    @property
    def cost_bps_shown(self) -> float:
        """The cost a side behind the backtest shown."""
        return self._runs.shown.cost_bps if self.result else self.document.project.spec.evaluation.cost_bps

    @property
    def shown_backtest(self) -> BacktestResult | None:
        """The shown run's backtest at the cost shown."""
        return self._runs.shown.backtest

    @property
    def shown_verdict(self) -> Verdict | None:
        """The shown run's verdict at the cost shown."""
        return self.inquiries.verdict(self.result, self._runs.shown.verdict)
