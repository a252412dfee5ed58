"""Tests of the window as a user has it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton

from tests.gui.desk import Answers, FakeRun, csv_file, settle
from workbench.gui.actions import ACTIONS
from workbench.gui.main_window import MainWindow
from workbench.gui.present.layout import EQUITY, HEAD
from workbench.gui.session import Session
from workbench.gui.tables.runs import RunsTable
from workbench.gui.widgets.fold_stack import FoldStack
from workbench.models.catalog import CATALOG
from workbench.project.document import Document
from workbench.project.project import new_project

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def run():
    return FakeRun()


@pytest.fixture
def window(qtbot, run):
    answers = Answers(unsaved="discard", stop_training=True)
    opened = MainWindow(Session(runner=run.runner()), answers)
    opened.show()
    yield opened
    run.go.set()
    opened.close()
    opened.deleteLater()


def finish(window, run, qtbot):
    run.go.set()
    qtbot.waitUntil(lambda: not window.session.running and window.session.is_told, timeout=5000)


def words(window):
    return window.toolbar.progress.words


def test_that_the_first_start_charts_the_sample_and_welcomes(window):
    assert window.welcome_shown and window.setup.foot.pulse.shown
    assert window.windowTitle().startswith("untitled")
    assert words(window).startswith("Ready. 31 folds")
    assert "5,031 daily bars" in window.status.message


def test_that_escape_hides_the_welcome_for_good(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.welcome_shown and not window.setup.foot.pulse.shown
    assert window.session.settings.welcome_hidden
    window.commands["view.welcome"].trigger()
    assert window.welcome_shown


def test_that_training_is_one_click_and_ends_with_a_row_and_a_verdict(window, run, qtbot):
    qtbot.mouseClick(window.setup.foot.button, Qt.MouseButton.LeftButton)
    assert window.session.running and not window.welcome_shown
    qtbot.waitUntil(lambda: "fold 2 / 3" in words(window))
    assert window.setup.foot.button.text() == "Training…"
    assert not window.setup.foot.button.isEnabled() and not window.toolbar.train.isEnabled()
    finish(window, run, qtbot)
    assert words(window).startswith("6 of 6 trainings")
    assert window.setup.foot.button.text() == "Train again" and window.setup.foot.button.isEnabled()
    assert window.status.message.startswith("Run 1 stored.")
    assert window.isWindowModified()


def test_that_the_middle_column_has_no_gap_where_it_is_laid_out_before_all_have_been_told(window, run, qtbot):
    window.resize(1440, 900)
    window.commands["run.train"].trigger()
    assert run.told.wait(5)
    qtbot.waitUntil(lambda: window.session.is_told)
    window.resize(1100, 700)
    run.go.set()
    qtbot.waitUntil(lambda: not window.session.running, timeout=5000)
    window.resize(1440, 900)
    window.reset_layout()
    qtbot.waitUntil(lambda: window.session.is_told)
    centre = window.centre
    parts = [centre.widget(place) for place in range(centre.count())]
    ends = [(part.y(), part.y() + part.height()) for part in parts if part.isVisible()]
    assert len(ends) > 3
    assert all(top - foot == centre.handleWidth() for (_, foot), (top, _) in pairwise(ends))
    assert ends[-1][1] == centre.height()


class Seen(QObject):
    """What could be seen of a widget: each height it was painted at, and whether it ever came."""

    def __init__(self, widget):
        super().__init__(widget)
        self.heights, self.shown = [], False
        widget.installEventFilter(self)

    def eventFilter(self, widget, event):
        if event.type() == QEvent.Type.Paint and self.heights[-1:] != [widget.height()]:
            self.heights.append(widget.height())
        self.shown |= event.type() == QEvent.Type.Show
        return False


def test_that_the_first_run_moves_the_window_once_as_it_begins_and_once_as_it_ends(window, run, qtbot):
    window.resize(1440, 900)
    session, equity, price = window.session, Seen(window.centre.equity), Seen(window.centre.price)
    bar = Seen(window.reality.findChild(FoldStack).verticalScrollBar())
    assert window.welcome_shown
    window.commands["run.train"].trigger()
    qtbot.waitUntil(lambda: run.told.is_set() and session.is_told)
    assert equity.heights == [HEAD] and len(price.heights) == 1 and not bar.shown
    run.go.set()
    qtbot.waitUntil(lambda: not session.running and session.is_told)
    assert equity.heights == [HEAD, EQUITY] and len(price.heights) == 2


def test_that_pause_and_stop_work_from_the_keyboard(window, run, qtbot):
    window.commands["run.train"].trigger()
    assert run.told.wait(5)
    window.commands["run.pause"].trigger()
    assert window.session.paused and window.commands["run.pause"].text() == "Resume"
    window.commands["run.pause"].trigger()
    assert not window.session.paused
    window.commands["run.stop"].trigger()
    qtbot.waitUntil(lambda: not window.session.running and window.session.is_told, timeout=5000)
    assert words(window).startswith("Stopped after")


def test_that_the_window_asks_before_it_closes_on_a_run_and_keeps_training_if_told(window, run, qtbot):
    window.commands["run.train"].trigger()
    assert run.told.wait(5)
    window.verbs.questions.answers["stop_training"] = False
    assert not window.close()
    assert window.session.running and window.isVisible()
    assert window.verbs.questions.asked[-1][0] == "stop_training"
    window.verbs.questions.answers["stop_training"] = True
    assert window.close()
    assert run.executor.told[-1] == "shutdown"


def test_that_closing_on_a_run_keeps_what_it_brought(window, run, tmp_path):
    window.commands["run.train"].trigger()
    assert run.told.wait(5)
    path = tmp_path / "kept.swb"
    window.verbs.questions.answers.update(unsaved="save", file_to_save=path)
    assert window.close()
    from workbench.project.file.reader import open_document

    assert [kept.outcome for kept in open_document(path).runs] == ["cancelled"]


@pytest.mark.parametrize(("answer", "closes"), [("cancel", False), ("discard", True)])
def test_that_unsaved_changes_are_asked_about(window, answer, closes):
    window.session.set_setting("train.epochs", 3, "Set epochs")
    window.verbs.questions.answers["unsaved"] = answer
    assert window.close() is closes
    window.verbs.questions.answers["unsaved"] = "discard"


def test_that_a_save_nobody_named_does_not_close(window):
    window.session.set_setting("train.epochs", 3, "Set epochs")
    window.verbs.questions.answers["unsaved"] = "save"
    assert not window.close()
    window.verbs.questions.answers["unsaved"] = "discard"


def test_that_nothing_is_asked_where_nothing_is_lost(window):
    assert window.close()
    assert window.verbs.questions.asked == []


def drag(window, handle, place):
    """Move a handle of the columns as the mouse does."""
    window.columns.moveSplitter(place, handle + 1)
    window.columns.splitterMoved.emit(place, handle + 1)


def drop(window, *paths: Path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(10, 10), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)
    settle(window.session)


def test_that_prices_and_projects_can_be_dropped(window, tmp_path):
    drop(window, csv_file(tmp_path))
    assert window.session.document.project.active_symbol == "ACME"
    window.session.save_as(tmp_path / "dropped.swb")
    settle(window.session)
    window.session.show_symbol("SP500")
    drop(window, tmp_path / "dropped.swb")
    assert window.session.document.project.active_symbol == "ACME"
    assert window.windowTitle().startswith("dropped.swb")


def test_that_recent_files_open_from_the_menu(window, tmp_path):
    window.session.save_as(tmp_path / "recent.swb")
    settle(window.session)
    menu = window.commands._recent
    window.commands["file.new"].trigger()
    assert window.session.document.path is None
    (action,) = menu.actions()
    assert action.text() == "recent.swb"
    action.trigger()
    settle(window.session)
    assert window.session.document.path == tmp_path / "recent.swb"


def test_that_undo_and_redo_reach_the_form(window):
    window.session.set_setting("model.hidden_size", 16, "Set hidden size")
    assert window.commands["edit.undo"].text() == "Undo “Set hidden size”"
    window.commands["edit.undo"].trigger()
    assert window.session.document.project.spec.model.hidden_size == 64
    assert not window.commands["edit.undo"].isEnabled()
    window.commands["edit.redo"].trigger()
    assert window.session.document.project.spec.model.hidden_size == 16


def test_that_size_and_columns_are_remembered(window, qtbot, run):
    window.resize(900, 700)
    drag(window, 0, 270)
    sizes = window.columns.sizes()
    window.close()
    again = MainWindow(Session(runner=FakeRun().runner()), Answers())
    again.show()
    remembered = (again.height(), again.columns.sizes())
    again.resize(1440, 900)
    drag(again, 0, 400)
    again.commands["view.reset_layout"].trigger()
    reset = again.columns.sizes()
    again.close()
    again.deleteLater()
    assert remembered == (700, sizes)
    assert (reset[0], reset[2]) == (252, 348)


def test_that_damaged_window_states_are_ignored(qtbot):
    session = Session(runner=FakeRun().runner())
    session.change_settings(geometry="not base64!", splitters={"columns": "AAAA"})
    window = MainWindow(session, Answers())
    window.show()
    assert all(size > 100 for size in window.columns.sizes())
    window.close()
    window.deleteLater()


def test_that_the_sides_keep_their_width_until_they_are_dragged(window, qtbot):
    for size, sides in (((1440, 900), (252, 348)), ((1100, 700), (236, 324))):
        window.resize(*size)
        qtbot.waitUntil(lambda sides=sides: tuple(window.columns.sizes()[::2]) == sides)
    drag(window, 0, 300)
    window.resize(1300, 800)
    qtbot.waitUntil(lambda: window.width() == 1300)
    assert window.columns.sizes()[0] == pytest.approx(300, abs=3)


def test_that_no_column_can_be_closed(window, qtbot):
    window.columns.setSizes([0, 1400, 0])
    assert all(size >= 200 for size in window.columns.sizes())
    assert window.reality.isVisible()


PRESSED = {
    "file.new", "edit.undo", "edit.redo",
    "view.theme.light", "view.theme.dark", "view.theme.contrast", "view.theme.system",
    "view.swap_up_down", "view.welcome", "view.reset_layout", "data.remove", "model.defaults",
    "view.show.price", "view.show.compare", "view.runs", "view.log",
    *(f"model.{kind}" for kind in CATALOG), "run.train", "run.pause", "run.stop",
}  # fmt: skip
ASKING = {
    "file.open": "file_to_open", "file.save": "file_to_save", "file.save_as": "file_to_save",
    "data.add_ticker": "ticker", "data.import_csv": "csv_to_import", "help.about": "about",
    "help.log": "show_folder",
}  # fmt: skip
OTHERS = {
    "file.quit", "file.embed_yahoo", "data.fetch_again", "run.placebo", "run.planted", "run.open_vault",
    "run.reveal_vault", "data.forget",
}  # fmt: skip
NOTES = {"run.note"}
"""Pressed in test_run_notes.py."""
TABLES = {"view.table.price", "view.table.equity"}
"""Pressed in test_chart_tables.py."""
CHARTS = {"view.next_chart", "view.previous_chart", "view.close_chart"}
"""Pressed in test_symbol_tabs.py."""
EXPORTS = {action.id for action in ACTIONS if action.id.startswith(("file.export.", "file.report"))}
"""Pressed in test_exports.py."""


def test_that_every_command_is_exercised():
    elsewhere = OTHERS | CHARTS | EXPORTS | NOTES | TABLES
    assert {action.id for action in ACTIONS} == PRESSED | set(ASKING) | elsewhere


@pytest.mark.parametrize("action", sorted(ASKING))
def test_that_commands_that_ask_do_nothing_when_refused(window, action):
    project = window.session.document.project
    window.verbs.questions.answers.clear()
    window.commands[action].trigger()
    assert window.verbs.questions.asked[-1][0] == ASKING[action]
    assert window.session.document.project == project


@pytest.mark.parametrize("action", sorted(PRESSED))
def test_that_every_other_command_can_be_pressed(window, action):
    window.session.set_setting("train.epochs", 3, "Set epochs")
    window.commands[action].trigger()
    expected = {
        "model.ridge": lambda s: s.document.project.spec.model.kind == "ridge",
        "model.defaults": lambda s: s.document.project.spec.train.epochs == 20,
        "data.remove": lambda s: len(s.document.project.symbols) == 1,
        "view.theme.light": lambda s: s.theme.mode == "light",
        "view.theme.contrast": lambda s: s.settings.theme == s.theme.mode == "contrast",
        "view.swap_up_down": lambda s: s.theme.up_down_swapped,
        "edit.undo": lambda s: s.document.project.spec.train.epochs == 20,
        "file.new": lambda s: not s.document.dirty,
        "run.train": lambda s: s.running,
    }.get(action, lambda s: True)
    assert expected(window.session)


def test_that_the_other_commands_work(window, tmp_path, monkeypatch):
    from tests.samples import make_prices
    from workbench.data import health
    from workbench.data.spec import DataSpec

    prices = make_prices(1700, source="yahoo")
    found = (DataSpec(symbol="ACME", source="yahoo", content_hash=prices.content_hash), prices)
    monkeypatch.setattr(window.session.book, "fetch", lambda symbol: (*found, health.check(prices)))
    window.verbs.questions.answers["ticker"] = ("ACME", "yahoo")
    window.commands["data.add_ticker"].trigger()
    settle(window.session)
    assert window.session.document.project.active_symbol == "ACME" and window.session.online
    window.commands["data.fetch_again"].trigger()
    settle(window.session)
    window.commands["file.embed_yahoo"].trigger()
    window.verbs.questions.answers["file_to_save"] = tmp_path / "yahoo.swb"
    window.commands["file.save"].trigger()
    settle(window.session)
    from workbench.project.file.reader import open_document

    assert prices.content_hash in open_document(tmp_path / "yahoo.swb").prices
    window.commands["file.quit"].trigger()
    assert not window.isVisible()


def test_that_the_keyboard_leaves_the_runs_table_again(window, run, qtbot):
    window.commands["run.train"].trigger()
    assert run.told.wait(5)
    finish(window, run, qtbot)
    table = window.findChild(RunsTable)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert table.currentRow() == 0
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert window.focusWidget() is not table


def test_that_no_button_wears_a_ring_at_the_start(qtbot, run):
    document = Document(new_project())
    opened = MainWindow(Session(runner=run.runner(), document=document), Answers())
    opened.show()
    assert not isinstance(opened.focusWidget(), QAbstractButton)
    opened.close()


def test_that_no_run_can_begin_on_a_device_that_is_not_there(window, qtbot):
    window.session.set_setting("train.device", "mps", "Set device")
    assert window.setup.foot.button.isEnabled()
    window.session.warm_up()
    qtbot.waitUntil(lambda: bool(window.session.problems), timeout=5000)
    assert not window.setup.foot.button.isEnabled() and not window.toolbar.train.isEnabled()
    assert "no MPS device" in words(window)
    window.session.undo()
    assert window.setup.foot.button.isEnabled()
