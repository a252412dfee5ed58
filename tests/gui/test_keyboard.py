"""The keyboard alone: Tab reaches every control in the order of the layout, and shows where it is."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMenuBar,
    QScrollArea,
    QSplitter,
    QSplitterHandle,
    QWidget,
)

from tests.gui.keyboard import (
    LEAST_PIXELS,
    controls,
    differing,
    is_in_sight,
    look,
    named,
    names,
    said_of,
    stands_for,
    tab_round,
)
from tests.gui.pictures import LARGE, SMALL, STATES, settled, shown
from workbench.gui.dialogs import last_question
from workbench.gui.dialogs.about import AboutDialog
from workbench.gui.dialogs.add_ticker import AddTickerDialog
from workbench.gui.dialogs.written import WrittenBox
from workbench.gui.model_picker import ModelPicker
from workbench.gui.present.question import Question
from workbench.gui.widgets.section import Section

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")
LEAST_CONTRAST = 3.0
EVERYTHING = "everything open"
CASES = [*((name, LARGE) for name in STATES), (EVERYTHING, LARGE), ("finished", SMALL)]


def wait_on(qapp):
    return lambda ready: settled(qapp, ready)


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}-{case[1][0]}")
def window(qapp, request):
    """The window in each of its states, active, nothing pressed yet."""
    name, size = request.param
    state = "finished" if name == EVERYTHING else name
    with shown(qapp, state, "dark", size, wait_on(qapp)) as made:
        made.activateWindow()
        settled(qapp, qapp.activeWindow)
        if name == EVERYTHING:
            for section in made.findChildren(Section):
                section.set_open(True)
        settled(qapp)
        yield made


def test_that_tab_reaches_every_control_in_the_order_of_the_layout_and_comes_round(window):
    stops = tab_round(window)
    missed = [control for control in controls(window) if stands_for(control, stops) is None]
    assert not missed, names(missed)
    assert tab_round(window, key=Qt.Key.Key_Backtab) == stops[::-1]
    assert_reading_order(window, stops)


def test_that_every_stop_of_tab_has_a_name_and_can_be_seen(window):
    unnamed, unseen, unlit, pictures = [], [], [], {}

    def visit(stop: QWidget) -> None:
        pictures[stop] = look(stop)
        if not said_of(stop).strip():
            unnamed.append(named(stop))
        if not is_in_sight(stop):
            unseen.append(named(stop))

    for stop in tab_round(window, visit):
        if stop is QApplication.focusWidget():
            window.setFocus()
        if differing(pictures[stop], look(stop), LEAST_CONTRAST) < LEAST_PIXELS:
            unlit.append(named(stop))
    assert not unnamed and not unseen and not unlit, f"{unnamed=} {unseen=} {unlit=}"


def assert_reading_order(window, stops) -> None:
    """Toolbar, then column by column; within a column no stop lies above the one before by a whole line."""
    columns = [window.toolbar, window.setup, window.centre, window.reality]
    first = next(place for place, stop in enumerate(stops) if window.toolbar.isAncestorOf(stop))
    while window.toolbar.isAncestorOf(stops[first - 1]):
        first -= 1
    stops = stops[first:] + stops[:first]
    places = [next(n for n, column in enumerate(columns) if column.isAncestorOf(stop)) for stop in stops]
    assert places == sorted(places), [named(stop) for stop in stops]
    assert set(places) == {0, 1, 2, 3}
    for before, stop in pairwise(stops):
        frame = frame_of(stop)
        if frame is frame_of(before) and frame is not window:
            one, other = (part.mapTo(frame, part.rect().bottomLeft()).y() for part in (before, stop))
            assert other > one - before.height(), f"{named(stop)} lies above {named(before)}"


def frame_of(stop: QWidget) -> QWidget:
    """What it is scrolled in, else its column."""
    part = stop.parentWidget()
    while part.parentWidget() is not None and not isinstance(part.parentWidget(), QSplitter):
        if isinstance(part.parentWidget().parentWidget(), QScrollArea):
            break
        part = part.parentWidget()
    return part


@pytest.fixture
def finished(qapp):
    with shown(qapp, "compare", "light", LARGE, wait_on(qapp)) as made:
        made.activateWindow()
        settled(qapp, qapp.activeWindow)
        yield made


def test_that_of_buttons_that_exclude_each_other_the_arrow_keys_reach_every_one(finished):
    finished.show_view("price")
    settled(QApplication.instance())
    groups = {
        button.group() for button in controls(finished)
        if isinstance(button, QAbstractButton) and button.group() and button.group().exclusive()
    }  # fmt: skip
    assert len(groups) >= 4
    for group in groups:
        finished.show_view("price")
        buttons = [button for button in group.buttons() if button.isVisible() and button.isEnabled()]
        (group.checkedButton() or buttons[0]).setFocus(Qt.FocusReason.TabFocusReason)
        reached = {QApplication.focusWidget()}
        for key in [Qt.Key.Key_Left] * len(buttons) + [Qt.Key.Key_Right] * len(buttons):
            if QApplication.focusWidget() in buttons:
                QTest.keyClick(QApplication.focusWidget(), key)
                reached.add(QApplication.focusWidget())
        assert reached >= set(buttons), names([button for button in buttons if button not in reached])


def test_that_the_window_has_no_splitter_that_tab_would_have_to_reach(finished):
    """Qt's handles know no keys; View > Reset layout gives every panel its place back."""
    handles = finished.findChildren(QSplitterHandle)
    assert handles and all(handle.focusPolicy() == Qt.FocusPolicy.NoFocus for handle in handles)
    assert finished.commands["view.reset_layout"].isEnabled()


def test_that_alt_opens_the_row_of_menus(finished):
    bar = finished.findChild(QMenuBar)
    QTest.keyPress(finished, Qt.Key.Key_Alt)
    QTest.keyRelease(finished, Qt.Key.Key_Alt)
    assert bar.activeAction() is not None
    QTest.keyClick(bar, Qt.Key.Key_Escape)


def _menu_of_models(parent: QWidget) -> QWidget:
    return parent.findChild(ModelPicker).open_menu()


QUESTION = Question("Open the vault?", "It opens once.", "It is recorded.", "Open it", "Keep it sealed")
DIALOGS = {
    "about": AboutDialog,
    "ticker": lambda window: AddTickerDialog(("AAPL",), window),
    "question": lambda window: last_question.box_of(window, QUESTION)[0],
    "written": lambda window: WrittenBox(Path("report.html"), window),
    "models": _menu_of_models,
}


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", DIALOGS)
def test_that_tab_reaches_and_shows_every_control_of_a_dialog(qapp, name, theme):
    with shown(qapp, "finished", theme, LARGE, wait_on(qapp)) as window:
        dialog = DIALOGS[name](window)
        dialog.show()
        dialog.activateWindow()
        settled(qapp, dialog.isVisible)
        pictures = {}
        stops = tab_round(dialog, lambda stop: pictures.update({stop: look(stop)}))
        missed = [control for control in controls(dialog) if stands_for(control, stops) is None]
        unlit = []
        for stop in stops:
            next(other for other in stops if other is not stop).setFocus(Qt.FocusReason.TabFocusReason)
            if differing(pictures[stop], look(stop), LEAST_CONTRAST) < LEAST_PIXELS:
                unlit.append(named(stop))
        unnamed = [named(stop) for stop in stops if not said_of(stop)]
        missed = [named(control) for control in missed]
        dialog.close()
    assert not missed and not unlit and not unnamed, f"{missed=} {unlit=} {unnamed=}"
