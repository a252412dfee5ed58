"""Tests of the way back from threads to the GUI thread."""

from __future__ import annotations

import threading

from tests.gui.desk import sample_events
from workbench.gui.bridge import Bridge
from workbench.gui.io_worker import IoWorker


def test_that_one_drain_tells_one_state_however_many_events_came(qapp):
    states = []
    bridge = Bridge(states.append)
    for event in sample_events("run-1"):
        bridge.put(event)
    bridge.drain()
    bridge.drain()
    assert len(states) == 1
    assert (states[0].fits_done, states[0].fits, states[0].current) == (2, 6, (1, 0))


def test_that_deliveries_are_made_on_the_gui_thread_after_the_events(qtbot):
    heard = []
    bridge = Bridge(lambda state: heard.append(("state", state.run_id)))
    bridge.expect()

    def work():
        for event in sample_events("run-1"):
            bridge.put(event)
        bridge.deliver(lambda value: heard.append((value, threading.current_thread().name)), "done")

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: len(heard) == 2)
    thread.join()
    assert heard == [("state", "run-1"), ("done", threading.main_thread().name)]


def test_that_the_timer_rests_when_nothing_is_expected(qtbot):
    bridge = Bridge(lambda state: None)
    timer = bridge.children()[0]
    assert not timer.isActive()
    bridge.expect()
    assert timer.isActive()
    bridge.deliver(lambda value: None, 1)
    qtbot.waitUntil(lambda: not timer.isActive())


def test_that_the_io_worker_keeps_the_order_and_brings_errors_as_sentences(qtbot, tmp_path):
    heard = []
    bridge = Bridge(lambda state: None)
    worker = IoWorker(bridge)
    worker.submit(lambda: 1, heard.append, heard.append)
    worker.submit(lambda: (tmp_path / "none").read_text(), heard.append, heard.append)
    worker.submit(lambda: 3, heard.append, heard.append)
    assert worker.settle()
    bridge.drain()
    worker.shutdown()
    assert heard[0] == 1 and heard[2] == 3
    assert "No such file" in heard[1].sentence and str(tmp_path) in heard[1].sentence


def test_that_an_unforeseen_error_of_a_task_is_told_and_the_worker_lives(qtbot, caplog):
    heard = []
    bridge = Bridge(lambda state: None)
    worker = IoWorker(bridge)
    worker.submit(lambda: {}["no such key"], heard.append, heard.append)
    worker.submit(lambda: "alive", heard.append, heard.append)
    assert worker.settle()
    bridge.drain()
    worker.shutdown()
    assert "inside the program" in heard[0].sentence
    assert heard[1] == "alive"
    assert "no such key" in caplog.text


def test_that_an_answer_that_comes_as_the_window_closes_begins_no_more_work(qtbot):
    heard = []
    bridge = Bridge(lambda state: None)
    worker = IoWorker(bridge)
    worker.submit(lambda: 1, lambda value: worker.submit(lambda: 2, heard.append, heard.append), heard.append)
    worker.shutdown()
    bridge.drain()
    assert worker.settle() and worker._thread is None
    bridge.drain()
    assert heard == []
