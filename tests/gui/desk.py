"""A session and a window for tests: no worker processes, questions answered beforehand."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.samples import make_result
from workbench.events import EpochEnded, FoldEnded, FoldStarted, LogLine, StageStarted
from workbench.experiment.devices import devices_here
from workbench.gui.forms import SettingRow
from workbench.gui.model_picker import ModelPicker
from workbench.gui.runner import Runner
from workbench.gui.session import Session


@dataclass
class StillExecutor:
    """An executor that only remembers what it was told; asked for `devices`, it knows them at once."""

    workers: int = 2
    told: list[str] = field(default_factory=list)
    devices: tuple[str, ...] = ("cpu",)

    def submit(self, job) -> Future:
        assert job is devices_here
        answer = Future()
        answer.set_result(self.devices)
        return answer

    def warm_up(self) -> None:
        self.told.append("warm_up")

    def set_control(self, control: str) -> None:
        self.told.append(control)

    def stop_hanging(self) -> None:
        self.told.append("stop_hanging")

    def shutdown(self) -> None:
        self.told.append("shutdown")


class FakeRun:
    """Stands for a run: `folds` x `seeds` trainings told at once; waits for `go` before it ends.

    `error` is raised instead of an end. Cancelled, it returns what it has.
    """

    def __init__(self, error: BaseException | None = None, *, state: str = "no_edge") -> None:
        self.go = threading.Event()
        self.told = threading.Event()
        self.error = error
        self.state = state
        self.orders = []
        self.executor = StillExecutor()

    def __call__(self, order, emit, cancel, executor):
        self.orders.append(order)
        number = len(self.orders) - 1
        for event in sample_events(f"run-{number:04d}"):
            emit(event)
        self.told.set()
        while not self.go.is_set() and not cancel.is_set():
            self.go.wait(0.01)
        if self.error is not None:
            raise self.error
        outcome = "cancelled" if cancel.is_set() else "finished"
        return make_result(state=self.state, outcome=outcome, run_seed=number)[1]

    def runner(self) -> Runner:
        return Runner(run=self, make_executor=lambda: self.executor)


class Answers:
    """Stands for `Questions`: answers prepared, questions remembered."""

    def __init__(self, **answers) -> None:
        self.answers = answers
        self.asked = []

    def __getattr__(self, name):
        def ask(*details):
            self.asked.append((name, details))
            return self.answers.get(name)

        return ask


def sample_events(run_id: str, folds: int = 3, seeds: int = 2, epochs: int = 4):
    """The events of a run whose first two trainings are done and whose third is on its way."""
    clock = iter(range(1, 1000))

    def at(fit=None):
        fold, seed = fit or (None, None)
        return {"run_id": run_id, "fold": fold, "seed": seed, "time": float(next(clock))}

    yield StageStarted(stage="fit", text="training", folds=folds, seeds=seeds, fits=folds * seeds, **at())
    yield LogLine(text="Learning on the CPU.", **at())
    for fit in ((0, 0), (0, 1), (1, 0)):
        yield FoldStarted(
            train_first="2010-01-05", train_last="2012-01-02", validation_first="2012-01-10",
            validation_last="2012-06-01", test_first="2012-06-12", test_last="2013-01-02", **at(fit),
        )  # fmt: skip
        for epoch in range(1, epochs + 1 - (fit == (1, 0))):
            yield EpochEnded(
                epoch=epoch, train_loss=1 / epoch, validation_loss=1.01, naive_ratio=1.01, seconds=0.1,
                gradient_norm=0.4, learning_rate=1e-3, best_epoch=1, **at(fit),
            )  # fmt: skip
        if fit != (1, 0):
            yield FoldEnded(
                outcome="finished", epochs=epochs, best_epoch=1, seconds=0.4, first_decision=750,
                predicted=(0.001, -0.002), **at(fit),
            )  # fmt: skip


@contextmanager
def open_session(qapp, run: FakeRun | None = None, **kwargs):
    """A session that is closed whatever happens."""
    run = run or FakeRun()
    session = Session(runner=run.runner(), **kwargs)
    try:
        yield session
    finally:
        session.close()


def settle(session: Session) -> None:
    """Let the IO worker finish and make its deliveries, those it caused as well, until everybody knows."""
    for _ in range(3):
        assert session.wait_for_files()
    while not session.is_told:
        QApplication.processEvents()


def csv_file(folder: Path, bars: int = 1700) -> Path:
    """A table of prices as Yahoo writes it."""
    from tests.samples import make_prices

    series = make_prices(bars)
    lines = ["Date,Open,High,Low,Close,Adj Close,Volume"]
    lines += [
        f"{series.session[i]},{series.open[i]:.6f},{series.high[i]:.6f},{series.low[i]:.6f},"
        f"{series.close[i]:.6f},{series.adj_close[i]:.6f},{series.volume[i]:.0f}"
        for i in range(bars)
    ]
    path = folder / "ACME.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def row(dock, path) -> SettingRow:
    """The row of a number in the setup."""
    return dock.findChild(SettingRow, path)


def type_into(qtbot, dock, path, text) -> None:
    """Type a number into its field of the setup, and Enter."""
    edit = row(dock, path).field.text_edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def choose(dock, kind) -> None:
    """Press the model's card, and in the menu the card of `kind`."""
    menu = dock.findChild(ModelPicker).open_menu()
    next(card for column in menu.columns for card in column if card.entry.key == kind).click()
