"""Further states of the window, drawn and measured but not kept as pictures: rare ones, and the longest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QApplication

from tests.samples import VAULT_BARS
from workbench.data.providers.synthetic import make_world
from workbench.evaluation.rows import Burn
from workbench.evaluation.vault import Opening
from workbench.evaluation.verdict import STATES as VERDICTS
from workbench.experiment.ahead import Ahead, NextDay
from workbench.experiment.alone import Tested
from workbench.experiment.free_run import FreeRun
from workbench.experiment.reveal import Revealed
from workbench.experiment.vault import trial_key
from workbench.gui import edits
from workbench.gui.charts.price import PriceChart
from workbench.gui.main_window import MainWindow
from workbench.gui.widgets.fold_stack import FoldStack
from workbench.gui.widgets.section import Section
from workbench.settings import ChartLook

Wait = Callable[[Callable[[], bool]], None]
CONE_DAYS = 20
NOTE = "a longer note on what this run was for, and what became of it in the end"
STUDIES = ("rsi", "obv", "volatility")


def _foot(window: MainWindow, wait: Wait) -> None:
    """Every section of the Reality panel open, its foot in sight."""
    for section in window.reality.findChildren(Section):
        section.set_open(True)
    QApplication.processEvents()
    bar = window.reality.findChild(FoldStack).verticalScrollBar()
    wait(lambda: bar.setValue(bar.maximum()) or bar.value() == bar.maximum())


def _ahead(window: MainWindow, wait: Wait) -> None:
    session = window.session
    prices = session.prices
    origin = len(prices) - VAULT_BARS - CONE_DAYS - 1
    wide = np.linspace(-0.05, 0.05, 5)[:, None] * np.linspace(0, 1, CONE_DAYS + 1)
    said = NextDay(str(prices.session[-1]), str(prices.session[origin - 6]), 1, 0.0, -0.02, 0.02, np.zeros(2))
    session.inquiries.engines["ahead"] = lambda *order: Ahead(
        said, "", FreeRun(str(prices.session[origin]), wide), ""
    )
    tools = window.findChild(PriceChart).tools
    tools._fill()
    next(action for action in tools.menu.actions() if action.text().startswith("Free run")).trigger()
    wait(lambda: session.inquiries.asking is None)


def _look(look: ChartLook) -> Callable[[MainWindow, Wait], None]:
    def prepare(window: MainWindow, wait: Wait) -> None:
        chart = window.findChild(PriceChart)
        chart.tools.changed.emit(look)
        wait(lambda: not any("computed" in study.title for study in chart._canvas.studies.studies))

    return prepare


def _tabs(count: int) -> Callable[[MainWindow, Wait], None]:
    def prepare(window: MainWindow, wait: Wait) -> None:
        session = window.session
        symbols = ["NASDAQ"]
        for place in range(count - 2):
            symbols.append(make_world("W3", seed=place, phi=0.1).symbol)
            session.add_symbol(symbols[-1], "synthetic")
            assert session.wait_for_files()
        for symbol in symbols:
            session.show_symbol(symbol)
            assert session.wait_for_files()

    return prepare


def _note(window: MainWindow, wait: Wait) -> None:
    session = window.session
    project = edits.with_run_note(session.document.project, session.document.runs[0].run_id, NOTE)
    session.edit("Write a note", project)
    window.centre.show_view("compare")


def _opened(passed: bool) -> Callable[[MainWindow, Wait], None]:
    def prepare(window: MainWindow, wait: Wait) -> None:
        session = window.session
        result = session.result
        session.inquiries.engines["vault"] = lambda *order: Opening(
            3, "data", trial_key(result), result.run_id, passed, time="2026-11-25T10:00:00+00:00"
        )
        window.verbs.questions.answers["open_vault"] = True
        window.commands["run.open_vault"].trigger()
        wait(lambda: session.inquiries.asking is None)
        assert session.wait_for_files()

    return prepare


def _revealed(window: MainWindow, wait: Wait) -> None:
    _opened(False)(window, wait)
    session = window.session
    result, prices = session.result, session.prices

    def reveal(*order: object) -> Revealed:
        burn = Burn(trial_key(result), result.run_id, result.data.vault_start, str(prices.session[-1]),
                    time="2026-11-26T10:00:00+00:00")  # fmt: skip
        opening = session.inquiries.openings[result.run_id]
        return Revealed(burn, opening, Tested(result.predictions, result.forecast, result.backtest))

    session.inquiries.engines["reveal"] = reveal
    window.verbs.questions.answers["reveal_vault"] = True
    window.commands["run.reveal_vault"].trigger()
    wait(lambda: session.inquiries.asking is None)
    assert session.wait_for_files()


def _no_gain(window: MainWindow, wait: Wait) -> None:
    """A net whose errors are no smaller than ridge's: the longest note of the table."""
    session = window.session
    (run,) = session.document.runs
    session.document.add_run(replace(run, run_id="no-gain", forecast=replace(run.forecast, ridge_p=0.4)))
    session.show_run("no-gain")
    assert session.wait_for_files()


def _nothing(window: MainWindow, wait: Wait) -> None:
    """As it opens."""


STATES = {
    "foot": (_foot, ({},)),
    "no-gain": (_no_gain, ({},)),
    "free-run": (_ahead, ({},)),
    "weekly": (_look(ChartLook(bars="1wk")), ({},)),
    "indicators": (_look(ChartLook(studies=STUDIES)), ({},)),
    "two-tabs": (_tabs(2), ()),
    "five-tabs": (_tabs(5), ()),
    "note": (_note, ({}, {"run_seed": 1})),
    "vault-opened": (_opened(True), ({"state": "candidate"},)),
    "vault-revealed": (_revealed, ({"state": "candidate"},)),
}
"""Name -> (how to get there, the runs the project has), as in `tests.gui.pictures`."""
SHOWN_ELSEWHERE = {"invalid", "no_edge", "candidate"}
VERDICT_STATES = {
    state: (_nothing, ({"state": state},)) for state in VERDICTS if state not in SHOWN_ELSEWHERE
}
"""The verdicts that no other state has: their words are longer and shorter."""
ALL = STATES | VERDICT_STATES
