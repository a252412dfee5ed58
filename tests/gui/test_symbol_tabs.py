"""The tabs over the price chart: which symbols have one, how they are turned and closed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from tests.gui.desk import Answers, FakeRun, settle
from workbench.data.providers.synthetic import make_world
from workbench.gui import edits
from workbench.gui.actions import ACTIONS
from workbench.gui.main_window import MainWindow
from workbench.gui.present import symbol_tabs as present
from workbench.gui.session import Session
from workbench.gui.symbol_tabs import MOST_WIDTH
from workbench.project.document import Document

SP, NASDAQ = "S&P 500", "NASDAQ composite"
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")


@pytest.fixture
def window(qapp):
    run = FakeRun()
    session = Session(runner=run.runner())
    session.test_run = run
    session.change_settings(welcome_hidden=True)
    window = MainWindow(session, Answers(unsaved="discard", stop_training=True))
    window.resize(1100, 700)
    window.show()
    settle(session)
    yield window
    run.go.set()
    window.close()
    window.deleteLater()


def tabs(window):
    row = window.centre.price.symbols
    return [row.tabText(place).replace("&&", "&") for place in range(row.count())]


def show(window, *symbols):
    for symbol in symbols:
        window.session.show_symbol(symbol)
        settle(window.session)


def active(window):
    return window.session.document.project.active_symbol


def cross(window, place):
    row = window.centre.price.symbols
    return row.tabButton(place, row.ButtonPosition.RightSide)


def third(window):
    symbol = make_world("W3", seed=5, phi=0.3).symbol
    window.session.add_symbol(symbol, "synthetic")
    settle(window.session)
    return symbol


def test_that_there_is_no_row_while_one_symbol_was_looked_at(window):
    assert not window.centre.price.symbols.isVisible()
    assert not window.commands["view.next_chart"].isEnabled()


def test_that_a_symbol_looked_at_gets_a_tab_and_a_click_goes_back(window, qtbot):
    show(window, "NASDAQ")
    row = window.centre.price.symbols
    assert row.isVisible() and tabs(window) == [SP, NASDAQ] and row.currentIndex() == 1
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.tabRect(0).center())
    assert active(window) == "SP500" and row.currentIndex() == 0


@pytest.mark.parametrize("keys", [
    (Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier),
])
def test_that_the_keyboard_turns_to_the_next_chart_and_round_the_corner(window, qtbot, keys):
    show(window, "NASDAQ")
    new = third(window)
    seen = []
    for _ in range(3):
        qtbot.keyClick(window, *keys)
        seen.append(active(window))
    assert seen == ["SP500", "NASDAQ", new]
    window.commands["view.previous_chart"].trigger()
    assert active(window) == "NASDAQ"


def test_that_a_cross_closes_a_tab_and_the_symbol_stays_in_the_project(window, qtbot):
    show(window, "NASDAQ", "SP500")
    assert isinstance(cross(window, 1), QToolButton)
    qtbot.mouseClick(cross(window, 1), Qt.MouseButton.LeftButton)
    assert not window.centre.price.symbols.isVisible() and active(window) == "SP500"
    assert len(window.session.document.project.symbols) == 2
    show(window, "NASDAQ")
    assert tabs(window) == [SP, NASDAQ]


def test_that_closing_the_shown_chart_shows_its_neighbour(window, qtbot):
    show(window, "NASDAQ")
    new = third(window)
    show(window, "NASDAQ")
    qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert (tabs(window), active(window)) == ([SP, new], new)
    row = window.centre.price.symbols
    row.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(row, Qt.Key.Key_Delete)
    assert (active(window), row.isVisible()) == ("SP500", False)
    window.session.charts.close("SP500")
    assert active(window) == "SP500"


def test_that_the_middle_button_closes_the_tab_under_it(window, qtbot):
    show(window, "NASDAQ", "SP500")
    row = window.centre.price.symbols
    qtbot.mouseClick(row, Qt.MouseButton.MiddleButton, pos=row.tabRect(1).center())
    assert tabs(window) == [SP] and active(window) == "SP500"


def test_that_every_tab_keeps_the_days_it_was_zoomed_to(window):
    chart = window.centre.price._chart
    chart.show_range(1000, 1100)
    show(window, "NASDAQ")
    chart.show_range(2000, 2300)
    window.commands["view.next_chart"].trigger()
    assert (chart.viewport.first, chart.viewport.last) == (999.5, 1100.5)
    window.commands["view.next_chart"].trigger()
    assert (chart.viewport.first, chart.viewport.last) == (1999.5, 2300.5)


def test_that_tabs_are_still_while_a_run_is_under_way(window, qtbot):
    show(window, "NASDAQ")
    window.commands["run.train"].trigger()
    assert not window.centre.price.symbols.isEnabled()
    assert not window.commands["view.next_chart"].isEnabled()
    window.session.test_run.go.set()
    qtbot.waitUntil(lambda: not window.session.running and window.session.is_told)
    assert window.centre.price.symbols.isEnabled()


def test_that_another_project_begins_with_its_own_symbol_alone(window):
    show(window, "NASDAQ")
    window.session.adopt(Document(edits.first_project()))
    settle(window.session)
    assert tabs(window) == [SP] and not window.centre.price.symbols.isVisible()


def test_that_a_symbol_taken_off_the_list_loses_its_tab_and_undo_brings_it_back(window):
    show(window, "NASDAQ", "SP500")
    window.session.remove_symbol("NASDAQ")
    assert tabs(window) == [SP]
    window.session.undo()
    show(window, "NASDAQ")
    assert tabs(window) == [SP, NASDAQ]


def test_that_many_tabs_scroll_rather_than_shrink(window):
    for seed in range(1, 9):
        window.session.add_symbol(make_world("W3", seed=seed, phi=0.3).symbol, "synthetic")
        settle(window.session)
    window.session.remove_symbol("SP500")
    row = window.centre.price.symbols
    assert row.count() == 8 and row.tabRect(row.currentIndex()).right() <= row.width()
    assert all(row.tabRect(place).width() > 100 for place in range(row.count()))
    assert window.width() == 1100


def test_that_a_tab_says_its_symbol_where_the_name_is_too_long(window):
    new = third(window)
    row = window.centre.price.symbols
    assert tabs(window) == [SP, new]
    assert row.accessibleTabName(1).startswith("W3: tomorrow depends on today")
    assert row.tabRect(1).width() <= MOST_WIDTH


def test_that_names_give_way_to_symbols_when_they_fill_the_row_and_come_back(window):
    show(window, "NASDAQ")
    row = window.centre.price.symbols
    room = sum(row.tabRect(place).width() for place in range(2))
    row.resize(room - 1, row.height())
    assert tabs(window) == ["SP500", "NASDAQ"]
    row.resize(room, row.height())
    assert tabs(window) == [SP, NASDAQ]


def test_that_two_tabs_never_say_the_same():
    rows = (("W3-seed1", "W3"), ("AAPL", "Apple Inc."), ("W3-seed2", "W3"))
    assert present.names(rows) == ("W3-seed1", "Apple Inc.", "W3-seed2")
    assert present.names(rows[:2]) == ("W3", "Apple Inc.")
    assert present.names(rows[:2], [True, False]) == ("W3", "AAPL")


def test_that_second_shortcuts_are_nobody_elses():
    keys = [key for action in ACTIONS for key in (action.shortcut, action.also) if key]
    assert len(keys) == len(set(keys))


SYMBOLS = st.lists(st.sampled_from("ABCDEF"), min_size=1, unique=True).map(tuple)


@given(SYMBOLS, SYMBOLS, st.data())
def test_that_open_tabs_are_symbols_of_the_project_with_the_active_one_among_them(before, symbols, data):
    active = data.draw(st.sampled_from(symbols))
    found = present.opened(before, symbols, active)
    assert active in found and set(found) <= set(symbols) and len(set(found)) == len(found)
    assert [s for s in found if s in before] == [s for s in before if s in found]
    assert present.opened(found, symbols, active) == found


@given(SYMBOLS, st.data())
def test_that_turning_visits_every_tab_once_and_closing_never_shows_what_was_closed(tabs, data):
    active = data.draw(st.sampled_from(tabs))
    visited, at = [], active
    for _ in tabs:
        at = present.following(tabs, at, 1)
        visited.append(at)
    assert sorted(visited) == sorted(tabs) and at == active
    assert present.following(tabs, present.following(tabs, active, 1), -1) == active
    closed = data.draw(st.sampled_from(tabs))
    if len(tabs) > 1:
        after = present.after_closing(tabs, closed, active)
        assert after != closed and (after == active or closed == active)
