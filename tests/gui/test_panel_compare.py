"""The Compare tab as a user drives it: tick two runs, see what differs, sort, and go back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from tests.gui.desk import Answers, FakeRun
from tests.samples import make_result
from workbench.gui.charts.overlay import OverlayCanvas
from workbench.gui.main_window import MainWindow
from workbench.gui.panels.compare import ComparePanel
from workbench.gui.panels.log import LogPanel
from workbench.gui.present import compare as present
from workbench.gui.session import Session
from workbench.gui.tables.compare import CompareTable
from workbench.gui.tables.runs import RunsTable
from workbench.gui.widgets.choice import Choice
from workbench.gui.widgets.hatched_box import HatchedBox
from workbench.gui.widgets.plain_table import PlainTable
from workbench.gui.widgets.text import WrapLabel
from workbench.project.document import Document
from workbench.project.project import new_project

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CHANGED = (
    {}, {"model.hidden_size": 32}, {"model.kind": "gru"}, {"features.lookback": 20}, {"train.epochs": 9},
    {"train.batch_size": 8}, {"train.patience": 2},
)  # fmt: skip


def some_runs(count):
    made = [make_result(run_seed=number)[1] for number in range(count)]
    return tuple(
        replace(run, spec=run.spec.with_settings({"train.seed": 0, **settings}))
        for run, settings in zip(made, CHANGED, strict=False)
    )


@pytest.fixture
def opened(qtbot):
    """Makes a window on a project with these runs and turns to Compare."""
    windows = []

    def make(runs):
        run = FakeRun()
        document = Document(new_project(), runs)
        session = Session(runner=run.runner(), document=document)
        window = MainWindow(session, Answers(unsaved="discard", stop_training=True))
        window.fake = run
        windows.append(window)
        window.show()
        tab(window.centre.price, "Compare").click()
        settle()
        return window

    yield make
    for window in windows:
        window.fake.go.set()
        window.close()
        window.deleteLater()


def settle():
    for _ in range(6):
        QApplication.processEvents()


def tab(panel, title):
    return next(b for b in panel.tabs.findChildren(QPushButton) if b.text() == title)


def table(window):
    return window.centre.findChild(CompareTable)


def told(window):
    """The table of differences, row by row."""
    panel = window.centre.findChild(ComparePanel)
    found = [t for t in panel.findChildren(PlainTable) if t.isVisible()]
    return found[0].texts() if found else []


def sentences(window):
    panel = window.centre.findChild(ComparePanel)
    return " ".join(part.plain_text for part in panel.findChildren(WrapLabel) if part.isVisible())


def tick(qtbot, window, *numbers):
    """Go to the rows of these runs with the arrow keys and press Space."""
    rows = table(window)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    for number in numbers:
        qtbot.keyClick(rows, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        for _ in range([cells[0] for cells in rows.texts()].index(str(number))):
            qtbot.keyClick(rows, Qt.Key.Key_Down)
        qtbot.keyClick(rows, Qt.Key.Key_Space)
    settle()


def test_that_one_run_is_not_compared_and_says_what_will_stand_here(opened):
    window = opened(some_runs(1))
    assert present.EMPTY_TEXT in sentences(window)
    assert not table(window).isVisible() and not window.centre.price.isVisible()


def test_that_two_ticked_runs_show_what_differs_and_their_curves(opened, qtbot):
    window = opened(some_runs(4))
    tick(qtbot, window, 4, 3, 2)
    assert told(window) == [] and present.TICK_MORE in sentences(window)
    tick(qtbot, window, 1, 2)
    assert told(window) == [("hidden size", "16", "32")]
    chart = window.centre.findChild(OverlayCanvas)
    assert chart.isVisible()
    assert "one unit became run 1 " in chart.accessibleName() and ", run 2 " in chart.accessibleName()
    assert "Choosing the best of 2: by luck alone" in sentences(window)
    assert "Same prices in all" in sentences(window)


def test_that_a_seventh_run_is_refused_with_a_reason(opened, qtbot):
    window = opened(some_runs(7))
    tick(qtbot, window, 1, 2, 3, 4)
    assert present.FULL in sentences(window)
    tick(qtbot, window, 7, 4)
    assert present.FULL not in sentences(window)
    assert len(told(window)[0]) == 7


def test_that_runs_on_other_prices_are_not_drawn_together(opened):
    first, second = some_runs(2)
    strange = replace(second, data=replace(second.data, sha256="77aa" * 16))
    window = opened((first, strange))
    assert "Not the same prices" not in sentences(window)
    panel = window.centre.findChild(ComparePanel)
    panel._inside._table.ticked.emit(first.run_id, True)
    settle()
    assert "Not the same prices" in sentences(window)
    assert not window.centre.findChild(OverlayCanvas).isVisible()
    assert any(box.isVisible() for box in panel.findChildren(HatchedBox))


def test_that_any_column_sorts_by_click_and_by_keyboard(opened, qtbot):
    window = opened(some_runs(4))
    place = present.COLUMNS.index("Sharpe")

    def shown():
        return [float(cells[place - 1].replace("−", "-")) for cells in table(window).texts()]

    header = table(window).horizontalHeader()
    where = header.sectionViewportPosition(place) + 5
    at = header.viewport().rect().topLeft() + type(header.viewport().rect().topLeft())(where, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown() == sorted(shown(), reverse=True)
    choice = window.centre.findChild(ComparePanel).findChild(Choice)
    assert choice.current == "Sharpe"
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown() == sorted(shown())
    choice.setFocus()
    choice.setCurrentIndex(choice.findData("try"))
    choice.activated.emit(choice.currentIndex())
    assert [cells[0] for cells in table(window).texts()] == ["4", "3", "2", "1"]


def test_that_enter_shows_a_run_in_the_reality_panel(opened, qtbot):
    window = opened(some_runs(3))
    rows = table(window)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert window.session.result.run_id == window.session.document.runs[1].run_id
    settle()
    assert window.centre.findChild(OverlayCanvas).accessibleName().count("became run 2 ") == 1


def test_that_the_keyboard_goes_to_compare_and_back(opened, qtbot):
    window = opened(some_runs(2))
    centre = window.centre
    window.activateWindow()
    tab(centre.compare, "Price").setFocus()
    qtbot.keyClick(tab(centre.compare, "Price"), Qt.Key.Key_Space)
    settle()
    assert centre.price.isVisible() and not centre.compare.isVisible()
    assert tab(centre.price, "Price").hasFocus() and tab(centre.price, "Price").isChecked()
    qtbot.keyClick(tab(centre.price, "Compare"), Qt.Key.Key_Space)
    settle()
    assert centre.compare.isVisible() and tab(centre.compare, "Compare").hasFocus()


def test_that_a_run_that_begins_is_watched_and_joins_the_list(opened, qtbot):
    window = opened(tuple(replace(run, run_id=f"old-{run.run_id}") for run in some_runs(2)))
    window.commands["run.train"].trigger()
    qtbot.waitUntil(lambda: window.session.is_told)
    settle()
    assert window.centre.price.isVisible() and not window.centre.compare.isVisible()
    window.fake.go.set()
    qtbot.waitUntil(lambda: not window.session.running and window.session.is_told, timeout=5000)
    tab(window.centre.price, "Compare").click()
    settle()
    assert [cells[0] for cells in table(window).texts()] == ["3", "2", "1"]


def test_that_nothing_is_cut_in_the_smallest_window(opened):
    window = opened(some_runs(4))
    window.resize(1100, 700)
    settle()
    rows, chart = table(window), window.centre.findChild(OverlayCanvas)
    assert chart.height() > 120
    widths = sum(rows.columnWidth(c) for c in range(rows.columnCount()) if not rows.isColumnHidden(c))
    assert widths <= rows.viewport().width()
    hidden = {present.COLUMNS[c] for c in range(rows.columnCount()) if rows.isColumnHidden(c)}
    assert ("hits" in hidden) == ("base" in hidden)


def test_that_a_key_turns_to_compare_and_back(opened):
    window = opened(some_runs(2))
    compare, price = window.commands["view.show.compare"], window.commands["view.show.price"]
    assert compare.isChecked() and not price.isChecked()
    price.trigger()
    assert window.centre.price.isVisible() and price.isChecked() and not compare.isChecked()
    compare.trigger()
    assert table(window).isVisible() and compare.isChecked()
    tab(window.centre.compare, "Price").click()
    assert price.isChecked() and not compare.isChecked(), "the menu follows the tabs"


def test_that_with_one_run_the_command_is_disabled_and_says_what_it_waits_for(opened):
    window = opened(some_runs(1))
    compare = window.commands["view.show.compare"]
    assert not compare.isEnabled()
    assert compare.toolTip().startswith("Two runs are needed.")
    window.session.document.add_run(some_runs(2)[1])
    assert compare.isEnabled() and "(Ctrl+2)" in compare.toolTip()


def test_that_keys_open_the_list_of_runs_and_the_log_wherever_they_are_folded(opened):
    window = opened(some_runs(2))
    records = window.centre.records
    assert records.folded
    window.commands["view.log"].trigger()
    settle()
    assert not records.folded and records.findChild(LogPanel).isVisible()
    assert records.findChild(LogPanel).height() > 60
    window.commands["view.runs"].trigger()
    assert records.findChild(RunsTable).isVisible()


def note_editor(window):
    found = [line for line in table(window).findChildren(QLineEdit) if line.isVisible()]
    return found[0] if found else None


def notes(window):
    return [cells[-1] for cells in table(window).texts()]


def write_note(qtbot, window, text, end=Qt.Key.Key_Return):
    """On the first row, with the keyboard alone."""
    rows = table(window)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(rows, Qt.Key.Key_F2)
    note_editor(window).selectAll()
    qtbot.keyClicks(note_editor(window), text)
    qtbot.keyClick(note_editor(window), end)
    settle()


def test_that_a_note_is_written_by_keyboard_and_undone_with_the_project(opened, qtbot):
    window = opened(some_runs(2))
    session = window.session
    newest = session.document.runs[-1]
    write_note(qtbot, window, "window too short")
    assert notes(window) == ["window too short", ""] and note_editor(window) is None
    assert session.document.project.run_note(newest.run_id) == "window too short"
    assert session.document.runs[-1] is newest, "a run is a fact"
    assert window.commands["edit.undo"].text() == "Undo “Note on run 2”"
    window.commands["edit.undo"].trigger()
    settle()
    assert notes(window) == ["", ""] and session.document.project.run_notes == ()
    window.commands["edit.redo"].trigger()
    settle()
    assert notes(window) == ["window too short", ""]


def test_that_escape_leaves_a_note_as_it_was_and_an_empty_one_takes_it_away(opened, qtbot):
    window = opened(some_runs(2))
    write_note(qtbot, window, "first")
    write_note(qtbot, window, "second", end=Qt.Key.Key_Escape)
    assert notes(window) == ["first", ""]
    write_note(qtbot, window, " ")
    assert notes(window) == ["", ""] and window.session.document.project.run_notes == ()


def test_that_a_click_on_a_note_edits_it_and_neither_ticks_nor_shows_the_run(opened, qtbot):
    window = opened(some_runs(4))
    rows = table(window)
    place = rows.visualItemRect(rows.item(3, present.COLUMNS.index("note"))).center()
    shown = window.session.result.run_id
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert note_editor(window) is not None and note_editor(window).maxLength() == 280
    assert window.session.result.run_id == shown
    panel = window.centre.findChild(ComparePanel)
    assert panel._inside._note.text == "3 of 4 runs"


def test_that_what_happens_meanwhile_does_not_disturb_a_note_that_is_written(opened, qtbot):
    window = opened(some_runs(3))
    runs = some_runs(4)
    rows = table(window)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(rows, Qt.Key.Key_F2)
    qtbot.keyClicks(note_editor(window), "half a")
    window.session.document.add_run(runs[3])
    settle()
    qtbot.keyClicks(note_editor(window), " thought")
    qtbot.keyClick(note_editor(window), Qt.Key.Key_Return)
    settle()
    assert notes(window) == ["", "half a thought", "", ""], "it is the note of run 3, run 4 stands above"


def test_that_markup_in_a_note_stays_words(opened, qtbot):
    window = opened(some_runs(2))
    write_note(qtbot, window, "<b>x</b>")
    cell = table(window).item(0, present.COLUMNS.index("note"))
    assert cell.text() == "<b>x</b>" and cell.toolTip() == "<qt>&lt;b&gt;x&lt;/b&gt;</qt>"


def test_that_notes_sort_with_the_unwritten_last(opened, qtbot):
    window = opened(some_runs(3))
    write_note(qtbot, window, "b")
    table(window).sort_by("note")
    assert notes(window) == ["b", "", ""]
    write_note(qtbot, window, " ")
    assert notes(window) == ["", "", ""]
