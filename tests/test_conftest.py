"""The guards of conftest.py, seen to catch what they are there for."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from workbench import paths

pytest_plugins = ["pytester"]
CONFTEST = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")


def test_that_home_is_the_tests_own_and_empty(home: Path) -> None:
    assert paths.home() == home
    assert list(home.iterdir()) == []


def test_that_other_machines_cannot_be_reached() -> None:
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OSError, match="no network"):
        socket.getaddrinfo("query2.finance.yahoo.com", 443)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen("https://query2.finance.yahoo.com", timeout=1)


def test_that_loopback_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()


LEAKS = """
import logging, subprocess, sys, threading
from PySide6.QtCore import QTimer

def test_log():
    logging.getLogger("workbench.data").warning("odd row")

def test_read_log(caplog):
    logging.getLogger("workbench.data").warning("odd row")

def test_thread():
    threading.Thread(target=threading.Event().wait, name="stray", daemon=True).start()

def test_process():
    subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)

def test_timer(qapp):
    global timer
    timer = QTimer()
    timer.start(777)

def test_clean(qapp):
    timer = QTimer()
    timer.start(777)
    thread = threading.Thread(target=print)
    thread.start()
"""


def test_that_what_a_test_leaves_behind_fails_it(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.replace("timeout=3.0", "timeout=0.2"))
    pytester.makepyfile(LEAKS)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-W", "ignore", "-rE")
    complaints = {line.split("::")[1] for line in result.outlines if line.startswith("ERROR ")}
    assert {text.partition(" - ")[0] for text in complaints} == {
        "test_log", "test_thread", "test_process", "test_timer",
    }  # fmt: skip
    shown = result.stdout.str()
    for words in ("odd row", "stray", "input()", "each 777 ms"):
        assert words in shown
