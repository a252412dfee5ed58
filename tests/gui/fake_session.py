"""A session without threads, disk or network: what the panels read, and a way to tell them."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from workbench.data.series import PriceSeries
from workbench.evaluation.simulate import at_cost
from workbench.events import EpochEnded, FoldEnded, FoldStarted, StageStarted
from workbench.experiment.result import RunResult
from workbench.experiment.run_state import RunState, reduce_events
from workbench.gui.inquiry import About
from workbench.gui.plan import Plan
from workbench.gui.theme import Theme
from workbench.settings import Settings


@dataclass(frozen=True)
class Changed:
    """Stands for `project.document.Changed`."""

    parts: frozenset[str]
    origin: str = ""


@dataclass
class FakeSession:
    """The part of `gui.session.Session` that the panels of results use."""

    theme: Theme
    spec: object
    prices: PriceSeries | None = None
    result: RunResult | None = None
    runs: tuple = ()
    run_state: RunState = field(default_factory=RunState)
    running: bool = False
    paused: bool = False
    trials: tuple[int, int] = (0, 0)
    plan: Plan | None = None
    cost_bps_shown: float = 5.0
    shown_backtest: object = None
    shown_verdict: object = None
    asked_costs: list = field(default_factory=list)
    ledger_rows: dict = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    io: object = None
    book: object = field(default_factory=lambda: SimpleNamespace(series=lambda data: None))
    charts: object = field(default_factory=lambda: SimpleNamespace(symbols=()))
    asked: About = field(default_factory=About)
    _callbacks: list = field(default_factory=list)

    @property
    def inquiries(self):
        return SimpleNamespace(
            about=lambda run: self.asked, overlaid=lambda runs: runs, asking=None, stop=lambda: False
        )

    @property
    def document(self):
        data = self.spec.data
        project = SimpleNamespace(spec=self.spec, active_symbol=data.symbol, symbols=(data,))
        return SimpleNamespace(project=project, runs=self.runs, ledger_rows=self.ledger_rows)

    def subscribe(self, callback, *, patient=False):
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    def tell(self, *parts: str) -> None:
        for callback in tuple(self._callbacks):
            callback(Changed(frozenset(parts)))

    def change_settings(self, **changes) -> None:
        self.settings = self.settings.model_copy(update=changes)

    def set_what_if_cost(self, bps: float) -> None:
        self.asked_costs.append(bps)
        self.cost_bps_shown = bps
        if self.result is not None and self.result.backtest is not None:
            self.shown_backtest = at_cost(self.result.backtest, bps)
        self.tell("cost")

    def show(self, result: RunResult | None) -> None:
        """Show a run as the session does after one ended or was chosen."""
        self.result = result
        self.running = False
        if result is not None:
            self.runs = (*(run for run in self.runs if run.run_id != result.run_id), result)
            self.trials = (len(self.runs), max(self.trials[1], result.trials.this_data))
            self.cost_bps_shown = result.spec.evaluation.cost_bps
        self.shown_backtest = None if result is None else result.backtest
        self.shown_verdict = None if result is None else result.verdict
        self.tell("result", "cost", "runs", "run_state")

    def happen(self, *events) -> None:
        """Let events of a run arrive in one drain."""
        self.run_state = reduce_events(self.run_state, events)
        self.running = self.run_state.phase == "running"
        self.tell("run_state")


def session_of(theme: Theme, prices: PriceSeries, result: RunResult) -> FakeSession:
    """A session with prices loaded and nothing run yet."""
    first = result.spec.evaluation.first_train
    sealed = len(prices) - result.spec.evaluation.vault_bars
    test = sealed - 1 - first
    plan = Plan(
        train=sealed - test, test=test, vault=len(prices) - sealed, first_decision=first, folds=3,
        seeds=result.spec.train.seeds, seconds=52.0, weights=51_521,
    )  # fmt: skip
    return FakeSession(theme=theme, spec=result.spec, prices=prices, plan=plan)


def run_events(prices: PriceSeries, result: RunResult, folds: int, *, epochs_of_last: int | None = None):
    """The events of `result` up to the end of `folds` folds; the very last training may be cut short."""
    total = int(result.predictions.fold.max()) + 1
    seeds = result.spec.train.seeds
    start = {"run_id": "run-live"}
    time = 0.0
    yield StageStarted(
        **start, time=time, stage="fit", text="Training", folds=total, seeds=seeds, fits=total * seeds
    )
    first = result.spec.evaluation.first_train
    for fold in range(folds):
        rows = np.flatnonzero(result.predictions.fold == fold)
        for seed in range(seeds):
            where = {**start, "fold": fold, "seed": seed}
            days = prices.session
            yield FoldStarted(
                **where, time=time, train_first=str(days[60]), train_last=str(days[first - 120]),
                validation_first=str(days[first - 110]), validation_last=str(days[first - 6]),
                test_first=str(days[first + rows[0]]), test_last=str(days[first + rows[-1]]),
            )  # fmt: skip
            records = [r for r in result.epochs if (r.fold, r.seed) == (fold, seed)]
            partial = epochs_of_last is not None and fold == folds - 1 and seed == seeds - 1
            best = 1
            for record in records[: epochs_of_last if partial else None]:
                time += record.seconds
                if record.naive_ratio < records[best - 1].naive_ratio:
                    best = record.epoch
                yield EpochEnded(
                    **where, time=time, epoch=record.epoch, train_loss=record.train_loss,
                    validation_loss=record.validation_loss, naive_ratio=record.naive_ratio,
                    seconds=record.seconds, gradient_norm=0.41, learning_rate=1e-3, best_epoch=best,
                )  # fmt: skip
            if not partial:
                yield FoldEnded(
                    **where, time=time, outcome="stopped_early" if seed % 2 else "finished",
                    epochs=len(records), best_epoch=best, seconds=1.5, first_decision=int(first + rows[0]),
                    predicted=tuple(float(v) for v in result.predictions.per_seed[seed, rows]),
                )  # fmt: skip
