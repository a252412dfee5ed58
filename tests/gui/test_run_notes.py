"""The note on a run from the list of runs and from the menu, with a single run as well."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from tests.gui.test_exports import opened
from workbench.gui.dialogs.note import note_box
from workbench.gui.tables.runs import RunsTable
from workbench.project.project import MAX_RUN_NOTE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")


@pytest.fixture
def window(qtbot):
    made = opened()
    yield made
    made.close()
    made.deleteLater()


def note_of(window) -> str:
    return window.session.document.project.run_note(window.session.document.runs[0].run_id)


def test_that_f2_in_the_list_of_runs_asks_for_the_note_and_undo_takes_it_back(window):
    table = window.findChild(RunsTable)
    table.setFocus()
    table.setCurrentCell(0, 0)
    window.verbs.questions.answers["run_note"] = "with   the long window "
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert window.verbs.questions.asked[-1] == ("run_note", (1, ""))
    assert note_of(window) == "with the long window"
    assert "Note on run 1: with the long window" in table.item(0, 3).toolTip()
    assert window.session.undo_stack.undoText() == "Note on run 1"
    window.commands["edit.undo"].trigger()
    assert note_of(window) == "" and table.item(0, 3).toolTip() == ""


def test_that_the_command_writes_on_the_shown_run_and_offers_the_note_as_it_is(window):
    window.verbs.questions.answers["run_note"] = "first"
    window.commands["run.note"].trigger()
    window.verbs.questions.answers["run_note"] = None
    window.commands["run.note"].trigger()
    assert window.verbs.questions.asked[-1] == ("run_note", (1, "first")) and note_of(window) == "first"


def test_that_the_menu_of_a_row_offers_the_note_by_mouse_and_by_key(window):
    table = window.findChild(RunsTable)
    table.setCurrentCell(0, 0)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        place = QPoint(20, 5)
        event = QContextMenuEvent(reason, place, table.viewport().mapToGlobal(place))
        QApplication.sendEvent(table.viewport(), event)
        menu = table.findChildren(QMenu)[-1]
        assert [action.text() for action in menu.actions()] == ["Show run 1", "Note on run 1…"]
        menu.close()
        QApplication.sendPostedEvents(None, 52)


def test_that_there_is_nothing_to_write_on_without_a_run(qtbot):
    made = opened(runs=0)
    assert not made.commands["run.note"].isEnabled()
    assert made.commands["run.note"].toolTip() == "There is no run to write a note on."
    made.verbs.note()
    assert "Train first." in made.session.message
    made.close()
    made.deleteLater()


def test_that_no_more_can_be_typed_than_a_note_holds(qtbot, qapp):
    box = note_box(None, 3, "x")
    qtbot.addWidget(box)
    line = box.findChild(QLineEdit)
    assert line.maxLength() == MAX_RUN_NOTE and line.accessibleName() == "note on run 3"
    assert box.windowTitle() == "Note on run 3" and box.textValue() == "x"
