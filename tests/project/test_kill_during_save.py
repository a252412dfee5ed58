"""kill -9 at any moment of a save: the file is the old one or the new one, and whole."""

import os
import random
import signal
import sys
import time

import pytest

from workbench.errors import DamagedError
from workbench.project.document import Document
from workbench.project.file import replacing
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save

KILLS = 30

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks and kills")


def killed_while(work, seconds):
    """Fork, let the child do `work`, kill it after `seconds`; True when the child was still at it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        pass
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def seconds_of(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def noted(document, text):
    project = document.project.model_copy(update={"notes": text})
    return Document(project, document.runs, document.prices, document.path, origin=document.snapshot().origin)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_that_a_killed_save_leaves_the_old_or_the_new_file_whole(document, tmp_path):
    path = tmp_path / "project.swb"
    save(noted(document, "0"), path)
    lasts = min(seconds_of(lambda: save(noted(open_document(path), "0"), path)) for _ in range(3))
    moments = random.Random(5)
    killed, written = 0, "0"
    for number in range(1, KILLS + 1):
        opened = noted(open_document(path), str(number))
        killed += killed_while(lambda opened=opened: save(opened, path), moments.uniform(0.0, 1.3 * lasts))
        found = open_document(path).project.notes
        assert found in (written, str(number))
        written = found
        replacing.sweep(tmp_path, older_than=0.0)
        assert os.listdir(tmp_path) == ["project.swb"]
    assert killed >= KILLS // 3


def spoils(write_in_place, path, lasts):
    """Whether one kill during `write_in_place` leaves something unreadable."""
    killed_while(write_in_place, lasts)
    try:
        open_document(path)
    except DamagedError:
        return True
    return False


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_that_the_same_kills_do_destroy_a_file_written_in_place(document, tmp_path):
    path = tmp_path / "project.swb"
    save(document, path)
    whole = path.read_bytes()

    def write_in_place():
        with path.open("wb") as file:
            for start in range(0, len(whole), 64):
                file.write(whole[start : start + 64])
                file.flush()

    lasts = seconds_of(write_in_place)
    moments = random.Random(6)
    spoilt = sum(spoils(write_in_place, path, moments.uniform(0.2, 0.9) * lasts) for _ in range(10))
    assert spoilt >= 5
