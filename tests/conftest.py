"""What holds for every test: an empty home, no network, an offscreen Qt, and nothing left running."""

from __future__ import annotations

import gc
import logging
import os
import socket
import tempfile
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

_APART = Path(tempfile.mkdtemp(prefix="workbench-tests-"))
_LOOPBACK = ("127.0.0.1", "::1", "localhost", "0.0.0.0")
# Helpers of a pool that a wider fixture keeps on purpose; they end with it.
_POOL_THREADS = ("QueueFeederThread", "_ExecutorManagerThread")
_SHARED_POOLS: set[Any] = set()
_DEAD_PROXY = "http://127.0.0.1:9"

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["WORKBENCH_HOME"] = str(_APART / "home")
for name in ("CONFIG", "DATA", "CACHE", "STATE"):
    os.environ[f"XDG_{name}_HOME"] = str(_APART / name.lower())
# libcurl goes past Python's sockets: a proxy where nobody listens stops it, and child processes too.
for name in ("http_proxy", "https_proxy", "all_proxy"):
    os.environ[name] = os.environ[name.upper()] = _DEAD_PROXY
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1,localhost,::1"


def pytest_unconfigure() -> None:
    import shutil

    shutil.rmtree(_APART, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked x11 run on a real X server or are skipped, saying so."""
    if os.environ["QT_QPA_PLATFORM"] == "xcb" and os.environ.get("DISPLAY"):
        return
    skip = pytest.mark.skip(reason="needs a real X server; `python3 dev.py test` starts Xvfb")
    for item in items:
        if "x11" in item.keywords:
            item.add_marker(skip)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Note the executors that fixtures wider than one test hold."""
    value = yield
    if fixturedef.scope != "function" and hasattr(value, "set_control"):
        _SHARED_POOLS.add(fixturedef)
    return value


def pytest_fixture_post_finalizer(fixturedef: pytest.FixtureDef[Any]) -> None:
    _SHARED_POOLS.discard(fixturedef)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app-data folder of the test's own, named by WORKBENCH_HOME."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("WORKBENCH_HOME", str(folder))
    return folder


@pytest.fixture
def inline_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command line runs trains in this process: the same jobs, no start-up."""
    from workbench.cli import training
    from workbench.experiment.executors.inline import InlineExecutor

    @contextmanager
    def workers(count: int) -> Iterator[InlineExecutor]:
        with InlineExecutor() as executor:
            yield executor

    monkeypatch.setattr(training, "workers", workers)


@pytest.fixture(scope="module", autouse=True)
def old_objects_out_of_sight() -> Iterator[None]:
    """What earlier files left (libraries above all) is not searched for timers test after test."""
    # Not collected first: Qt does not survive that its cycles are taken apart between two tests' windows.
    gc.freeze()
    yield


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets reach this machine alone; looking up another name fails as it does offline."""
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse(host: object) -> None:
        if str(host) not in _LOOPBACK:
            raise OSError(f"tests have no network: {host}")

    def guarded(original: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                refuse(address[0])
            return original(self, address)

        return call

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in (None, ""):
            refuse(host.decode() if isinstance(host, bytes) else host)
        return lookup(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)


@pytest.fixture(autouse=True)
def no_unexpected_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in our log fails the test, unless the test reads the log itself (`caplog`)."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append
    logger = logging.getLogger("workbench")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    if records and "caplog" not in request.fixturenames:
        pytest.fail(f"unexpected in the log: {[record.getMessage() for record in records]}")


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Threads, child processes and Qt timers that a test starts end with it."""
    with_qt = bool({"qtbot", "qapp"} & set(request.fixturenames))
    if with_qt:
        _keep_settings_apart()
    threads, children = set(threading.enumerate()), _children()
    timers = set(_active_timers()) if with_qt else set()
    yield
    started = set(threading.enumerate()) - threads
    if _SHARED_POOLS:
        started = {one for one in started if not {one.name, type(one).__name__} & set(_POOL_THREADS)}
    left = [thread.name for thread in _still_alive(started)]
    if not _SHARED_POOLS:
        left += [f"process {' '.join(_command(pid))}" for pid in _still_there(_children() - children)]
    if with_qt:
        left += _left_timers(timers)
    if left:
        pytest.fail(f"the test left running: {left}")


def _still_alive(threads: set[threading.Thread]) -> list[threading.Thread]:
    for thread in threads:
        thread.join(timeout=3.0)
    return [thread for thread in threads if thread.is_alive()]


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def _still_there(pids: set[int]) -> list[int]:
    found = []
    for pid in pids:
        # The standard library's own helper lives as long as the program.
        if any("resource_tracker" in word for word in _command(pid)):
            continue
        try:
            psutil.Process(pid).wait(timeout=3.0)
        except psutil.NoSuchProcess:
            continue
        except psutil.TimeoutExpired:
            found.append(pid)
    return found


def _command(pid: int) -> list[str]:
    try:
        return psutil.Process(pid).cmdline()
    except psutil.Error:
        return []


def _active_timers() -> list[Any]:
    import shiboken6
    from PySide6.QtCore import QTimer

    # By type and not isinstance: some objects of libraries warn when asked for their class.
    found = [thing for thing in gc.get_objects() if issubclass(type(thing), QTimer)]
    return [timer for timer in found if shiboken6.isValid(timer) and timer.isActive()]


def _left_timers(before: set[Any]) -> list[str]:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if any(timer not in before for timer in _active_timers()):
        gc.collect()
    left = [timer for timer in _active_timers() if timer not in before]
    names = [f"timer of {type(timer.parent()).__name__} each {timer.interval()} ms" for timer in left]
    for timer in left:
        timer.stop()
    return names


def _keep_settings_apart() -> None:
    from PySide6.QtCore import QSettings, QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(_APART / "qsettings"))
