"""The Reality panel as a user sees it: words, figures and sections of each state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.fake_session import run_events, session_of
from tests.samples import make_result
from workbench.evaluation.verdict import STATES
from workbench.events import RunFailed
from workbench.gui.panels.reality import RealityPanel
from workbench.gui.theme import Theme, apply
from workbench.gui.widgets.badge import Badge
from workbench.gui.widgets.buttons import OutlineButton
from workbench.gui.widgets.cost_slider import CostSlider
from workbench.gui.widgets.figure_cell import FigureCell
from workbench.gui.widgets.plain_table import PlainTable
from workbench.gui.widgets.section import Section
from workbench.gui.widgets.verdict_card import VerdictCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def theme(qapp):
    theme = Theme("dark")
    apply(qapp, theme)
    return theme


@pytest.fixture
def desk(theme, qtbot):
    """Makes a session on a sample run and the panel that shows it."""

    def make(state="no_edge", size=(348, 900)):
        prices, result = make_result(state=state)
        session = session_of(theme, prices, result)
        panel = RealityPanel(session)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        settle()
        return session, panel, result

    return make


def settle():
    for _ in range(6):
        QApplication.processEvents()


def word(panel):
    return panel.findChild(VerdictCard).word


def texts(panel):
    """Every visible label."""
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def sections(panel):
    """Title and whether it is open, of the sections shown."""
    shown = [section for section in panel.findChildren(Section) if not section.isHidden()]
    return {section._head.title.text(): section.is_open for section in shown}


def figures(panel):
    return {cell.figure.label: cell.figure for cell in panel.findChildren(FigureCell) if cell.figure}


def table(panel, name):
    return next(t for t in panel.findChildren(PlainTable) if t.accessibleName() == name).texts()


def test_that_before_any_run_the_panel_says_what_to_expect(desk):
    _, panel, _ = desk()
    assert word(panel) == "NOT RUN YET"
    assert list(sections(panel)) == [
        "What a run will answer", "What to expect", "How long luck takes to rule out", "Already known",
    ]  # fmt: skip
    assert all(sections(panel).values())
    assert [row[0] for row in table(panel, "Beside every baseline")] == ["buy & hold", "tomorrow = today"]


def test_that_a_finished_run_shows_verdict_figures_and_lenses(desk):
    session, panel, result = desk()
    session.show(result)
    settle()
    assert word(panel) == "NO EDGE"
    assert panel.findChild(VerdictCard).sentence == result.verdict.sentence
    assert set(figures(panel)) == {
        "excess over scaled holding", "hits", "tries on this data", "years still needed",
    }  # fmt: skip
    lenses = ("Beside every baseline", "Lag lens", "Cost what-if", "Placebo")
    assert sections(panel) == dict.fromkeys(lenses, True)
    assert table(panel, "Beside every baseline")[0][0] == "LSTM, 2 seeds"
    assert any("of this picture is yesterday" in text for text in texts(panel))


def test_that_a_run_under_way_has_no_verdict_and_folds_its_lenses(desk):
    session, panel, result = desk()
    session.happen(*run_events(session.prices, result, 2, epochs_of_last=3))
    settle()
    assert word(panel) == "RUNNING"
    assert "3 of 6 trainings done" in texts_of(panel)
    shown = sections(panel)
    assert (shown["Lag lens"], shown["Cost what-if"]) == (False, False)
    assert figures(panel)["validation / naive"].ruler.tick == 1.0
    assert not panel.findChild(CostSlider).isVisible()


def texts_of(panel):
    return " ".join(texts(panel))


def test_that_an_invalid_run_shows_no_number_of_the_model(desk):
    session, panel, result = desk("invalid")
    session.show(result)
    settle()
    assert word(panel) == "INVALID"
    assert figures(panel)["hits"].value == "withheld"
    rows = table(panel, "Beside every baseline")
    assert rows[0][1:] == ("", "", "withheld", "")
    assert rows[1][3] != "—"
    assert "How to mend it" in sections(panel)
    assert table(panel, "What moved") == [("multiplied by 1000", "2013-02-01")]
    assert "1 found" in texts(panel)


@pytest.mark.parametrize("width", [348, 324, 280])
def test_that_the_caveat_stays_visible_at_any_size(desk, width):
    session, panel, result = desk(size=(width, 420))
    session.show(result)
    settle()
    caveat = next(part for part in panel.findChildren(QLabel) if "Chosen with" in part.text())
    assert caveat.isVisible()
    assert panel.rect().contains(caveat.geometry())


def test_that_a_low_panel_folds_from_the_bottom_up(desk):
    session, panel, result = desk(size=(348, 640))
    session.show(result)
    settle()
    shown = list(sections(panel).values())
    assert shown[0]
    assert not shown[-1]
    assert shown == sorted(shown, reverse=True)


def test_that_a_section_opened_by_hand_stays_open(desk, qtbot):
    session, panel, result = desk(size=(348, 640))
    session.show(result)
    settle()
    cost = next(s for s in panel.findChildren(Section) if s._head.title.text() == "Cost what-if")
    assert not cost.is_open
    qtbot.mouseClick(cost._head, Qt.MouseButton.LeftButton)
    panel.resize(348, 620)
    settle()
    assert cost.is_open


def test_that_the_cost_slider_asks_for_another_cost_and_shows_it(desk):
    session, panel, result = desk()
    session.show(result)
    settle()
    before = figures(panel)["excess over scaled holding"].value
    panel.findChild(CostSlider).setValue(0)
    settle()
    assert session.asked_costs == [0.0]
    assert figures(panel)["excess over scaled holding"].value != before
    assert "run 1 · LSTM · what if 0 bp" in texts(panel)


def test_that_there_is_a_way_back_to_the_runs_own_cost(desk, qtbot):
    session, panel, result = desk()
    session.show(result)
    session.set_what_if_cost(1.0)
    settle()
    back = next(b for b in panel.findChildren(OutlineButton) if b.text() == "back to 5 bp")
    assert back.isVisible()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    settle()
    assert session.cost_bps_shown == 5.0
    assert panel.findChild(CostSlider).cost_bps == 5.0
    assert not back.isVisible()


def test_that_the_cost_slider_never_folds_away_under_the_hand(desk):
    session, panel, result = desk(size=(348, 700))
    session.show(result)
    settle()
    cost = next(s for s in panel.findChildren(Section) if s._head.title.text() == "Cost what-if")
    assert not cost.is_open
    session.set_what_if_cost(1.0)
    settle()
    assert cost.is_open
    session.set_what_if_cost(5.0)
    settle()
    assert cost.is_open
    session.show(replace(result, run_id="another"))
    settle()
    assert not cost.is_open


def test_that_a_failed_run_gives_way_to_a_run_chosen_from_the_list(desk):
    session, panel, result = desk()
    session.show(result)
    session.happen(RunFailed(run_id="run-live", sentence="A worker died.", hint="Train again."))
    settle()
    assert word(panel) == "RUN FAILED"
    assert "A worker died." in panel.findChild(VerdictCard).sentence
    session.tell("result", "cost")
    settle()
    assert word(panel) == "NO EDGE"


def test_that_a_stopped_run_says_so(desk, theme):
    session, panel, _ = desk()
    session.show(make_result(outcome="cancelled")[1])
    settle()
    assert word(panel) == "STOPPED"
    assert table(panel, "Beside every baseline")[0][1:] == ("—",) * 4


def test_that_a_hidden_panel_refreshes_when_it_is_shown_again(desk):
    session, panel, result = desk()
    panel.hide()
    session.show(result)
    assert word(panel) == "NOT RUN YET"
    panel.show()
    settle()
    assert word(panel) == "NO EDGE"


def test_that_events_of_a_run_touch_only_what_changed(desk, monkeypatch):
    session, _, result = desk()
    events = list(run_events(session.prices, result, 2))
    session.happen(*events[:4])
    settle()
    filled = []
    monkeypatch.setattr(PlainTable, "set_rows", lambda self, rows: filled.append(rows))
    for event in events[4:12]:
        session.happen(event)
    assert filled == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [348, 324])
def test_that_no_verdict_overflows_its_card(desk, state, width):
    session, panel, result = desk(size=(width, 900))
    verdict = replace(result.verdict, state=state, bars_needed=12_345)
    session.trials = (12, 12)
    session.show(replace(result, verdict=verdict))
    settle()
    card = panel.findChild(VerdictCard)
    for label in card.findChildren(QLabel):
        if label.isVisible():
            assert label.width() + label.x() <= card.width()
            assert not label.wordWrap() or label.heightForWidth(label.width()) <= label.height() + 1


def test_that_the_narrow_panel_drops_the_fall_and_nothing_is_cut(desk):
    session, panel, result = desk(size=(324, 900))
    session.show(result)
    settle()
    baselines = next(
        t for t in panel.findChildren(PlainTable) if t.accessibleName() == "Beside every baseline"
    )
    assert baselines.isColumnHidden(4)
    for badge in panel.findChildren(Badge):
        assert badge.x() + badge.width() <= badge.parentWidget().width()
    panel.resize(348, 900)
    settle()
    assert not baselines.isColumnHidden(4)


def test_that_below_300_pixels_the_figures_stand_in_one_column(desk):
    session, panel, result = desk(size=(290, 900))
    session.show(result)
    settle()
    cells = panel.findChildren(FigureCell)
    assert len({cell.x() for cell in cells}) == 1
    panel.resize(348, 900)
    settle()
    assert len({cell.x() for cell in cells}) == 2
