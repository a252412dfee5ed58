"""Cycles with widgets in them are taken apart by the GUI thread, and by no other."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from workbench.gui import tidy
from workbench.gui.tidy import Tidy


class Cycle:
    """Holds itself; `ended_in` collects the thread it was taken apart in."""

    def __init__(self, ended_in):
        self.me = self
        weakref.finalize(self, lambda: ended_in.append(threading.current_thread()))


@pytest.fixture
def collector(qapp):
    # PySide counts on nobody collecting between tests either: see tests/conftest.py.
    parent = QObject()
    made = Tidy(parent)
    yield made
    made.stop()
    parent.deleteLater()


def make_garbage(objects):
    """That many objects the collector counts, and no longer held."""
    held = [[] for _ in range(objects)]
    held.append(held)


def test_that_no_other_thread_collects(collector):
    ended_in = []
    Cycle(ended_in)
    thread = threading.Thread(target=make_garbage, args=(500_000,))
    thread.start()
    thread.join()
    assert ended_in == []
    collector.look()
    assert ended_in == [threading.main_thread()]


def test_that_little_garbage_waits(collector, monkeypatch):
    calls = []
    monkeypatch.setattr(tidy.gc, "collect", calls.append)
    monkeypatch.setattr(tidy.gc, "get_count", lambda: (tidy.YOUNG - 1, 99, 99))
    collector.look()
    assert calls == []
    for count in ((tidy.YOUNG, 0, 99), (tidy.YOUNG, tidy.MIDDLE, 0), (tidy.YOUNG, tidy.MIDDLE, tidy.OLD)):
        monkeypatch.setattr(tidy.gc, "get_count", lambda count=count: count)
        collector.look()
    assert calls == [0, 1, 2]


def test_that_python_collects_again_when_the_window_is_gone(qapp):
    parent = QObject()
    made = Tidy(parent)
    assert not gc.isenabled()
    made.stop()
    assert gc.isenabled()
    parent.deleteLater()
