"""The keyboard alone: Tab reaches every control in the order of the layout, and shows where it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QSplitterHandle, QWidget

from tests.gui.keyboard import (
    LEAST_PIXELS,
    controls,
    differing,
    look,
    named,
    names,
    said_of,
    stands_for,
    tab_round,
)
from tests.gui.pictures import LARGE, SMALL, STATES, settled, shown
from workbench.gui.widgets.section import Section

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
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
    assert tab_round(window, key=Qt.Key.Key_Backtab) == stops[-2::-1] + stops[-1:]
    assert_reading_order(window, stops)


def test_that_every_stop_of_tab_has_a_name_and_can_be_seen(window):
    unnamed, unseen, unlit, pictures = [], [], [], {}

    def visit(stop: QWidget) -> None:
        pictures[stop] = look(stop)
        if not said_of(stop).strip():
            unnamed.append(named(stop))
        if stop.visibleRegion().isEmpty():
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
    places = [next(n for n, column in enumerate(columns) if column.isAncestorOf(stop)) for stop in stops]
    assert places == sorted(places), [named(stop) for stop in stops]
    assert set(places) == {0, 1, 2, 3}
    for before, stop in zip(stops, stops[1:], strict=False):
        one, other = place_of(before, window), place_of(stop, window)
        if places[stops.index(before)] == places[stops.index(stop)]:
            assert other.bottom() > one.top(), f"{named(stop)} lies above {named(before)}"


def place_of(stop, window):
    return stop.rect().translated(stop.mapTo(window, QPoint(0, 0)))
