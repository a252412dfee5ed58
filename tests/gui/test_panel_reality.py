"""The Reality panel as a user sees it: words, figures and sections of each state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.fake_session import run_events, session_of
from tests.samples import make_result
from workbench.evaluation.figures import Removal, Robustness
from workbench.evaluation.rows import Burn, KnownRows
from workbench.evaluation.verdict import STATES
from workbench.events import RunFailed
from workbench.experiment.what_if import with_cost
from workbench.gui.panels.reality import RealityPanel
from workbench.gui.widgets.badge import Badge
from workbench.gui.widgets.buttons import OutlineButton
from workbench.gui.widgets.cost_slider import CostSlider
from workbench.gui.widgets.figure_cell import FigureCell
from workbench.gui.widgets.fold_strip import FoldStrip
from workbench.gui.widgets.plain_table import PlainTable
from workbench.gui.widgets.section import Section
from workbench.gui.widgets.verdict_card import VerdictCard
from workbench.gui.widgets.why import WhyButton, WhyFold

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


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
    shown = sections(panel)
    assert list(shown) == [
        "Beside every baseline", "Lag lens", "Cost what-if", "Placebo", "What it rests on", "The tests",
    ]  # fmt: skip
    assert list(shown.values())[:3] == [True, True, True]
    assert "LSTM, 2 seeds" in [row[0] for row in table(panel, "Beside every baseline")]
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


def test_that_a_removed_history_is_on_the_panel_and_overflows_nothing(desk):
    session, panel, result = desk(size=(324, 900))
    removal, burn = Removal("2026-11-24T10:00:00+00:00", 5), Burn(
        "a" * 64, "run", "2010-01-01", "2030-12-31", "2026-11-25T10:00:00+00:00")
    session.ledger_rows = {session.prices.content_hash: KnownRows(burns=(burn,), removals=(removal,))}
    session.show(result)
    settle()
    shown = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert any("history removed on 2026-11-24 (5 tries)" in text for text in shown)
    assert any("no longer unseen" in text.replace("\u00a0", " ") for text in shown)
    card = panel.findChild(VerdictCard)
    for label in card.findChildren(QLabel):
        if label.isVisible():
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


def why(panel, title):
    return next(b for b in panel.findChildren(WhyButton) if b.accessibleName() == f"why: {title}")


def texts_open(panel):
    return [fold.text for fold in panel.findChildren(WhyFold) if fold.isVisible()]


def tab_to(qtbot, panel, wanted):
    """Press Tab until `wanted` has the focus, as a user without a mouse does."""
    for _ in range(40):
        if wanted.hasFocus():
            return
        qtbot.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
    pytest.fail("Tab never got there")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_that_a_why_opens_and_closes_from_the_keyboard(desk, qtbot, key):
    session, panel, result = desk()
    session.show(result)
    settle()
    panel.activateWindow()
    panel.setFocus()
    tab_to(qtbot, panel, why(panel, "tries on this data"))
    qtbot.keyClick(QApplication.focusWidget(), key)
    settle()
    (text,) = texts_open(panel)
    assert "luck alone" in text and "E[max]" in text and "Source: Bailey" in text
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle()
    assert texts_open(panel) == []
    assert why(panel, "tries on this data").hasFocus()


def test_that_one_why_is_open_at_a_time_and_folds_no_section(desk, qtbot):
    session, panel, result = desk(size=(348, 820))
    session.show(result)
    settle()
    before = sections(panel)
    qtbot.mouseClick(why(panel, "hits"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(why(panel, "lag lens"), Qt.MouseButton.LeftButton)
    settle()
    (text,) = texts_open(panel)
    assert "Slide it back" in text
    assert sections(panel) == before
    qtbot.mouseClick(why(panel, "lag lens"), Qt.MouseButton.LeftButton)
    settle()
    assert texts_open(panel) == [] and sections(panel) == before


def test_that_a_why_of_a_folded_section_opens_the_section(desk, qtbot):
    session, panel, result = desk(size=(348, 640))
    session.show(result)
    settle()
    assert not sections(panel)["Cost what-if"]
    why(panel, "break-even cost").click()
    settle()
    assert sections(panel)["Cost what-if"]
    assert "Fischer and Krauss" in texts_open(panel)[0]


def test_that_the_columns_of_the_baselines_are_explained_one_by_one(desk, qtbot):
    session, panel, result = desk()
    session.show(result)
    settle()
    button = why(panel, "the rows")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    settle()
    assert "two numbers (AR(1))" in texts_open(panel)[0]
    word_button = why(panel, "vs naive")
    word_button.setFocus()
    qtbot.keyClick(word_button, Qt.Key.Key_Space)
    assert len(texts_open(panel)) == 1 and "learned to repeat yesterday" in texts_open(panel)[0]
    qtbot.keyClick(word_button, Qt.Key.Key_Escape)
    settle()
    assert texts_open(panel) == [] and button.hasFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert "two numbers (AR(1))" in texts_open(panel)[0]


def test_that_a_why_closes_when_its_figure_becomes_another(desk):
    session, panel, result = desk()
    session.show(result)
    settle()
    why(panel, "years still needed").click()
    session.happen(*run_events(session.prices, result, 1))
    settle()
    assert texts_open(panel) == []
    why(panel, "validation / naive").click()
    assert "median over the trainings" in texts_open(panel)[0]


def test_that_the_folds_are_read_with_the_arrow_keys(desk, qtbot):
    session, panel, result = desk(size=(348, 1300))
    session.show(result)
    settle()
    assert sections(panel)["What it rests on"] and sections(panel)["The tests"]
    strip = panel.findChild(FoldStrip)
    assert strip.columnCount() == 3 and "luck alone: about half" in texts_of(panel)
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert "fold 2 · " in texts_of(panel)
    strip.clearFocus()
    assert "fold 2 · " not in texts_of(panel)


def test_that_the_slider_across_break_even_changes_the_sentence(desk, qtbot):
    """An edge that still pays at 6 bp: dragged beyond its break-even, the verdict says that costs eat it."""
    session, panel, result = desk("edge_before_costs_only", size=(348, 1300))
    backtest = replace(result.backtest, robustness=Robustness((8e-4, 7e-4), (0.5, 0.5), 1e-4, 0.5))
    assert 6 < backtest.break_even_bps < 12
    inputs = {**result.verdict.inputs, "n": 499, "cw_p": 0.01, "timing_p": 0.01, "seeds": 5, "model": "LSTM"}
    run = replace(result, backtest=backtest, verdict=replace(result.verdict, inputs=inputs))

    def ask(bps):
        session.cost_bps_shown = bps
        session.shown_backtest, session.shown_verdict = with_cost(run, bps)
        session.tell("cost")

    session.show(run)
    settle()
    slider = panel.findChild(CostSlider)
    slider.cost_changed.disconnect()
    slider.cost_changed.connect(ask)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    assert word(panel).replace("\n", " ") == "SUGGESTIVE, UNPROVEN"
    for _ in range(4):
        qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    settle()
    assert word(panel).replace("\n", " ") == "EDGE BEFORE COSTS ONLY"
    assert "trading it costs more than it earns" in panel.findChild(VerdictCard).sentence
    rests = next(s for s in panel.findChildren(Section) if s._head.title.text() == "What it rests on")
    assert rests.is_open
