"""Tests of the dialogs and of the small panels."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPlainTextEdit, QWidget

from tests.gui.desk import FakeRun, open_session
from workbench.gui import app as gui_app
from workbench.gui.dialogs import about, close_question, last_question, roomy
from workbench.gui.dialogs.add_ticker import AddTickerDialog
from workbench.gui.dialogs.written import WrittenBox
from workbench.gui.panels.log import LogPanel
from workbench.gui.panels.runs import RunsPanel
from workbench.gui.present import forgetting, vault
from workbench.gui.pulse import Pulse
from workbench.gui.tables.runs import RunsTable

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def answer(button: str | None):
    """Press a button of the message box that is about to open; None presses Escape."""

    def press():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        if button is None:
            box.reject()
        else:
            next(b for b in box.buttons() if b.text().replace("&", "") == button).click()

    QTimer.singleShot(0, press)


@pytest.mark.parametrize(
    ("button", "stops"), [("Keep training", False), ("Stop and close", True), (None, False)]
)
def test_that_only_the_explicit_answer_stops_a_run(parent, button, stops):
    answer(button)
    assert close_question.stop_training(parent) is stops


@pytest.mark.parametrize(
    ("button", "stops"), [("Wait for the answer", False), ("Stop and close", True), (None, False)]
)
def test_that_only_the_explicit_answer_stops_an_opening(parent, button, stops):
    answer(button)
    assert close_question.stop_opening(parent) is stops


@pytest.mark.parametrize(
    ("button", "opens"), [("Keep it sealed", False), ("Open the vault", True), (None, False)]
)
def test_that_only_the_explicit_answer_opens_the_vault(parent, button, opens):
    question = vault.question(1, "candidate", 500, 0, None)
    box, _ = last_question.box_of(parent, question)
    assert box.defaultButton().text() == "Keep it sealed" and "0.0304" in box.informativeText()
    answer(button)
    assert last_question.ask(parent, question) is opens


@pytest.mark.parametrize("button", [0, 1, None])
@pytest.mark.parametrize(
    ("question", "loses"),
    [
        (vault.reveal_question(3, "ACME"), ("unseen to no model any more", "used up", "the next one begins")),
        (forgetting.question("ACME", 4), ("the best of all tries", "History removed", "for ever")),
    ],
)
def test_that_what_is_lost_for_ever_is_said_and_only_the_explicit_answer_loses_it(
    parent, question, loses, button
):
    box, _ = last_question.box_of(parent, question)
    assert all(words.lower() in box.informativeText().lower() for words in loses)
    assert box.defaultButton().text() == box.escapeButton().text() == question.no
    box.show()
    keep = box.defaultButton()
    assert keep.width() >= keep.fontMetrics().horizontalAdvance(keep.text()) + 20, "no letter is cut off"
    box.close()
    answer(None if button is None else (question.no, question.yes)[button])
    assert last_question.ask(parent, question) is (button == 1)


@pytest.mark.parametrize(
    ("button", "said"), [("Save", "save"), ("Discard", "discard"), ("Cancel", "cancel"), (None, "cancel")]
)
def test_that_unsaved_changes_have_three_answers(parent, button, said):
    answer(button)
    assert close_question.unsaved(parent, None) == said


def test_that_about_names_versions_licences_and_what_this_is_not(qtbot):

    text = about.as_text()
    assert "PySide6-Essentials 6." in text and "torch 2." in text
    assert "GNU Lesser General Public License" in text and "not investment advice" not in text
    assert "Nothing in it is investment advice" in text and "not affiliated with Yahoo" in text
    dialog = about.AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.sizeHint().width() < 700


def test_that_a_symbol_from_yahoo_is_upper_case_and_checked(qtbot):
    dialog = AddTickerDialog(())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert dialog.wanted is None and "Type a symbol" in dialog._problem.plain_text
    qtbot.keyClicks(dialog.symbol, "aapl ")
    qtbot.keyClick(dialog.symbol, Qt.Key.Key_Return)
    assert dialog.wanted == ("AAPL", "yahoo")


def test_that_hours_from_yahoo_are_a_symbol_of_their_own(qtbot):
    dialog = AddTickerDialog(())
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.length.current == "1d" and dialog._note.plain_text.startswith("Daily prices")
    qtbot.mouseClick(dialog.length._buttons["1h"], Qt.MouseButton.LeftButton)
    assert dialog._note.plain_text.startswith("Hourly prices of the last two years.")
    assert "training needs daily ones" in dialog._note.plain_text
    qtbot.keyClicks(dialog.symbol, "aapl")
    dialog.add.click()
    assert dialog.wanted == ("AAPL 1h", "yahoo")


def test_that_only_yahoo_is_asked_for_a_length_and_kept_symbols_may_hold_blanks(qtbot):
    dialog = AddTickerDialog(("AAPL 1h",))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.length._buttons["5m"], Qt.MouseButton.LeftButton)
    assert dialog.length.isVisible()
    qtbot.mouseClick(dialog.source._buttons["store"], Qt.MouseButton.LeftButton)
    assert not dialog.length.isVisible() and "nothing is downloaded" in dialog._note.plain_text
    dialog.add.click()
    assert dialog.wanted == ("AAPL 1h", "store")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [("sample", ("SP500", "sample")), ("synthetic", ("W0-seed0", "synthetic")), ("store", ("ACME", "store"))],
)
def test_that_the_other_sources_offer_what_there_is(qtbot, source, wanted):
    dialog = AddTickerDialog(("ACME",))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.source._buttons[source], Qt.MouseButton.LeftButton)
    dialog.add.click()
    assert dialog.wanted == wanted


def test_that_an_empty_store_is_not_offered(qtbot):
    dialog = AddTickerDialog(())
    qtbot.addWidget(dialog)
    assert "store" not in dialog.source._buttons


def test_that_the_runs_table_shows_another_run_by_click_and_by_key(qtbot):
    run = FakeRun()
    with open_session(None, run) as session:
        panel = RunsPanel(session)
        qtbot.addWidget(panel)
        panel.resize(800, 140)
        panel.show()
        for _ in range(2):
            run.go.set()
            session.train()
            qtbot.waitUntil(lambda: not session.running, timeout=5000)
        table = panel.findChild(RunsTable)
        assert [cells[0] for cells in table.texts()] == ["2", "1"]
        table.cellClicked.emit(1, 0)
        assert session.result.run_id == "run-0000"
        table.selectRow(0)
        qtbot.keyClick(table, Qt.Key.Key_Return)
        assert session.result.run_id == "run-0001"
        panel.resize(420, 140)
        hidden = {table.horizontalHeaderItem(i).text() for i in range(12) if table.isColumnHidden(i)}
        assert "verdict" not in hidden and "hits" not in hidden and "base" in hidden
        panel.grab()


def test_that_the_log_grows_with_what_is_said(qtbot):
    with open_session(None) as session:
        panel = LogPanel(session)
        qtbot.addWidget(panel)
        session.say("first")
        session.say("second", "error")
        text = panel.findChild(QPlainTextEdit).toPlainText().splitlines()
        assert text[-2].endswith("  first") and text[-1].endswith("error: second")


def test_that_an_unexpected_error_goes_to_the_log_and_opens_one_dialog(qtbot, caplog, monkeypatch):
    import sys
    import threading

    from PySide6.QtCore import qInstallMessageHandler

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    opened = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: opened.append(box) or box.show())
    window = QWidget()
    qtbot.addWidget(window)
    previous = qInstallMessageHandler(None)
    gui_app.catch_unexpected(window)
    for _ in range(2):
        error = ValueError("surprise")
        sys.excepthook(ValueError, error, None)
    qInstallMessageHandler(previous)
    assert len(opened) == 1 and "surprise" in opened[0].detailedText()
    assert caplog.text.count("surprise") == 2


def test_that_the_ring_stops_breathing_when_it_is_taken_away(qtbot):
    ring = Pulse(QWidget())
    qtbot.addWidget(ring)
    ring.resize(100, 40)
    ring.show()
    ring.set_shown(True)
    assert ring.shown and ring._breath.state() == ring._breath.State.Running
    ring.grab()
    ring.set_shown(False)
    assert not ring.shown and ring._breath.state() == ring._breath.State.Stopped


@pytest.mark.parametrize("name", ["question", "written"])
def test_that_the_words_and_the_buttons_of_a_box_keep_its_edges(parent, name):
    if name == "question":
        box, _ = last_question.box_of(parent, forgetting.question("ACME", 3))
    else:
        box = WrittenBox(Path("a.html"), parent)
    box.show()

    def left(part):
        return part.mapTo(box, QPoint(0, 0)).x()

    texts = [box.findChild(QLabel, f"qt_msgbox_{kind}") for kind in ("label", "informativelabel")]
    assert [left(text) for text in texts] == [roomy.SIDE, roomy.SIDE]
    assert min(map(left, box.buttons())) >= roomy.SIDE
    assert max(left(button) + button.width() for button in box.buttons()) == box.width() - roomy.SIDE
    box.hide()
