"""The main job as a user does it: press Train, watch it learn, read the verdict, save, open again."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.gui.desk import Answers, settle
from workbench.gui import edits
from workbench.gui.main_window import MainWindow
from workbench.gui.session import Session

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SMALL = {
    "model.hidden_size": 8, "model.num_layers": 1, "train.epochs": 3, "train.seeds": 2,
    "evaluation.max_folds": 2, "train.batch_size": 16,
}  # fmt: skip


@pytest.fixture
def window(qtbot):
    opened = MainWindow(Session(), Answers(stop_training=True, unsaved="discard"))
    opened.resize(1440, 900)
    opened.show()
    opened.session.warm_up()
    yield opened
    opened.close()
    opened.deleteLater()


def press_train(window, qtbot):
    session = window.session
    session.edit("Small", edits.with_settings(session.document.project, SMALL))
    qtbot.mouseClick(window.setup.foot.button, Qt.MouseButton.LeftButton)
    assert session.running


@pytest.mark.slow
def test_that_a_run_from_the_button_to_the_reopened_file_shows_one_verdict(window, qtbot, tmp_path):
    session = window.session
    live = []
    session.subscribe(lambda _: live.append(sum(map(len, session.run_state.histories.values()))))
    press_train(window, qtbot)
    qtbot.waitUntil(lambda: live[-1] > 0 and session.running, timeout=60_000)
    qtbot.waitUntil(lambda: not session.running, timeout=120_000)
    assert session.run_state.failure is None
    assert len(session.run_state.histories) == 4 and max(live) == 12
    verdict, result = session.shown_verdict, session.result
    assert verdict.state == "too_little_evidence" and verdict.sentence
    path = tmp_path / "study.swb"
    session.save_as(path)
    settle(session)
    assert session.trials == (1, 1)
    session.open_path(path)
    settle(session)
    assert session.result is not result and session.shown_verdict == verdict
    np.testing.assert_array_equal(session.result.predictions.predicted, result.predictions.predicted)
    np.testing.assert_array_equal(session.shown_backtest.net, result.backtest.net)


@pytest.mark.slow
def test_that_closing_in_the_middle_of_a_real_run_leaves_no_process(window, qtbot):
    import psutil

    press_train(window, qtbot)
    qtbot.waitUntil(lambda: window.session.run_state.current is not None, timeout=60_000)
    workers = psutil.Process().children(recursive=True)
    assert len(workers) >= 2
    assert window.close()
    assert not window.session.running
    alive = [one for one in workers if one.is_running() and "resource_tracker" not in " ".join(one.cmdline())]
    assert alive == []


@pytest.mark.slow
def test_that_pause_holds_a_real_run_and_resume_ends_it(window, qtbot):
    session = window.session
    press_train(window, qtbot)
    qtbot.waitUntil(lambda: session.run_state.current is not None or not session.running, timeout=60_000)
    window.commands["run.pause"].trigger()
    # What was on its way before the workers heard of it may still arrive.
    qtbot.wait(300)
    held = session.run_state
    qtbot.wait(300)
    assert session.run_state == held and session.paused
    window.commands["run.pause"].trigger()
    qtbot.waitUntil(lambda: not session.running, timeout=60_000)
    assert session.run_state.phase == "finished"


@pytest.mark.slow
def test_that_after_a_stop_the_button_says_that_it_goes_on_and_it_does(window, qtbot):
    session, foot = window.session, window.setup.foot
    press_train(window, qtbot)
    qtbot.waitUntil(lambda: session.run_state.fits_done >= 1, timeout=60_000)
    session.cancel()
    qtbot.waitUntil(lambda: not session.running, timeout=60_000)
    settle(session)
    kept = session.plan.kept
    assert 1 <= kept < 4
    assert foot.button.text() == "Go on"
    said = [one.text() for one in foot.findChildren(QLabel)]
    assert f"interrupted, {kept} done" in said and any(f"{4 - kept} fit" in text for text in said)
    qtbot.mouseClick(foot.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.running, timeout=120_000)
    settle(session)
    assert session.run_state.phase == "finished" and session.trials == (1, 1)
    assert session.plan.kept == 0 and foot.button.text() == "Train again"


@pytest.mark.x11
def test_that_the_window_opens_and_trains_on_a_real_x_server(window, qtbot):
    qtbot.waitExposed(window)
    press_train(window, qtbot)
    qtbot.waitUntil(lambda: not window.session.running, timeout=120_000)
    assert window.session.shown_verdict is not None
    image = window.grab().toImage()
    assert image.width() >= 1100
    # One row alone may cross nothing but empty ground; setup, charts and verdict each have to be painted.
    for left, right in ((0, 240), (260, 1080), (1110, image.width())):
        seen = {image.pixel(x, y) for x in range(left, right, 7) for y in range(0, image.height(), 7)}
        assert len(seen) > 30, (left, right, len(seen))
