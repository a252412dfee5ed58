"""Who is told of changes, when, and how often."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer

from workbench.gui.announcer import Announcer


@pytest.fixture
def heard():
    return []


@pytest.fixture
def announcer(qapp, heard):
    made = Announcer()
    for name, patient in (("field", False), ("chart", True), ("panel", True)):
        made.subscribe(lambda changed, name=name: heard.append((name, changed.parts)), patient=patient)
    yield made
    made.close()


def rounds(qtbot, announcer):
    """Let the event loop come round until everybody knows."""
    qtbot.waitUntil(lambda: announcer.is_quiet)


def test_that_a_plain_change_reaches_everybody_at_once(announcer, heard):
    announcer.tell("spec")
    assert [name for name, _ in heard] == ["field", "chart", "panel"]


def test_that_of_news_the_patient_are_told_later_with_a_breath_between(announcer, heard, qtbot):
    beats = []
    pulse = QTimer(interval=0)
    pulse.timeout.connect(lambda: beats.append(len(heard)))
    pulse.start()
    announcer.tell_in_turn("run_state")
    assert [name for name, _ in heard] == ["field"] and not announcer.is_quiet
    rounds(qtbot, announcer)
    pulse.stop()
    assert [name for name, _ in heard] == ["field", "chart", "panel"]
    assert 2 in beats, "the event loop comes round between the two"


def test_that_news_before_a_turn_are_told_once_with_all_parts(announcer, heard, qtbot):
    announcer.tell_in_turn("run_state")
    announcer.tell_in_turn("result")
    rounds(qtbot, announcer)
    assert [parts for name, parts in heard if name == "panel"] == [{"run_state", "result"}]
    assert [parts for name, parts in heard if name == "field"] == [{"run_state"}, {"result"}]


def test_that_news_after_a_turn_come_round_again(announcer, heard, qtbot):
    def once_more(changed):
        if len([name for name, _ in heard if name == "chart"]) == 1:
            announcer.tell_in_turn("run_state")

    leave = announcer.subscribe(once_more, patient=True)
    announcer.tell_in_turn("run_state")
    rounds(qtbot, announcer)
    leave()
    assert [name for name, _ in heard] == ["field", "chart", "panel", "field", "chart", "panel"]


def test_that_all_that_changes_together_is_told_as_one_in_turn(announcer, heard, qtbot):
    with announcer.together(in_turn=True):
        announcer.tell("runs")
        announcer.tell("result")
    assert heard == []
    rounds(qtbot, announcer)
    assert heard == [(name, {"runs", "result"}) for name in ("field", "chart", "panel")]


def test_that_who_left_is_not_told_in_a_turn_still_to_come(announcer, heard, qtbot):
    leave = announcer.subscribe(lambda changed: heard.append(("gone", changed.parts)), patient=True)
    announcer.tell_in_turn("run_state")
    leave()
    rounds(qtbot, announcer)
    assert "gone" not in [name for name, _ in heard]


def test_that_work_elsewhere_waits_until_everybody_has_been_told_and_a_frame_longer(announcer, heard, qtbot):
    shown = announcer.when_shown()
    known = []
    pulse = QTimer(interval=0)
    pulse.timeout.connect(lambda: known.append((announcer.is_quiet, shown.is_set())))
    pulse.start()
    announcer.tell_in_turn("run_state")
    qtbot.waitUntil(shown.is_set)
    pulse.stop()
    assert (False, False) in known and (True, False) in known and (False, True) not in known
    assert [name for name, _ in heard] == ["field", "chart", "panel"]


def test_that_work_elsewhere_waits_for_a_frame_where_nobody_is_told_in_turn(announcer, qtbot):
    shown = announcer.when_shown()
    assert not shown.is_set()
    qtbot.waitUntil(shown.is_set)


def test_that_nothing_waits_for_a_window_that_is_closed(announcer):
    shown = announcer.when_shown()
    announcer.close()
    assert shown.is_set()


def test_that_nobody_is_told_after_the_end(announcer, heard, qapp):
    announcer.tell_in_turn("run_state")
    announcer.close()
    announcer.tell_in_turn("run_state")
    qapp.processEvents()
    assert [name for name, _ in heard] == ["field"]
