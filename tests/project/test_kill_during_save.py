"""kill -9 at any moment of a save: the file is the old one or the new one, and whole.

A moment is one of the calls, of Python or of C, that the work makes; counting calls instead of
microseconds spreads the kills evenly however busy the machine is.
"""

import os
import random
import signal
import sys

import pytest

from workbench.errors import DamagedError
from workbench.project.document import Document
from workbench.project.file import replacing
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save

KILLS = 30
NEVER = 10**9

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks and kills")


def killed_at(moment, work):
    """Fork, and let the child do `work` until its call number `moment`; True when that ended it."""
    child = os.fork()
    if child == 0:
        left = moment

        def count(_frame, _event, _argument):
            nonlocal left
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(count)
            work()
        finally:
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def moments_of(work):
    """How many calls `work` makes."""
    calls = 0

    def count(_frame, _event, _argument):
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def noted(document, text):
    project = document.project.model_copy(update={"notes": text})
    return Document(project, document.runs, document.prices, document.path, origin=document.snapshot().origin)


def test_that_a_killed_save_leaves_the_old_or_the_new_file_whole(document, tmp_path):
    path = tmp_path / "project.swb"
    save(noted(document, "0"), path)
    warm = noted(open_document(path), "0")
    calls = moments_of(lambda: save(warm, path))
    chance = random.Random(5)
    # The last calls are where the file is replaced: a third of the kills go there.
    moments = [chance.randrange(1, calls) for _ in range(KILLS - KILLS // 3)]
    moments += [chance.randrange(calls - 150, calls) for _ in range(KILLS // 3)]
    killed, written, outcomes = 0, "0", set()
    for number, moment in enumerate(moments, start=1):
        opened = noted(open_document(path), str(number))
        killed += killed_at(moment, lambda opened=opened: save(opened, path))
        found = open_document(path).project.notes
        assert found in (written, str(number))
        outcomes.add(found == written)
        written = found
        replacing.sweep(tmp_path, older_than=0.0)
        assert os.listdir(tmp_path) == ["project.swb"]
    assert killed >= KILLS - 5
    assert outcomes == {True, False}


def test_that_a_save_left_alone_in_the_child_is_not_killed(document, tmp_path):
    path = tmp_path / "project.swb"
    assert not killed_at(NEVER, lambda: save(document, path))
    assert len(open_document(path).runs) == 1


def test_that_the_same_kills_do_destroy_a_file_written_in_place(document, tmp_path):
    path = tmp_path / "project.swb"
    save(document, path)
    whole = path.read_bytes()

    def write_in_place():
        with path.open("wb") as file:
            for start in range(0, len(whole), 1024):
                file.write(whole[start : start + 1024])
                file.flush()

    calls = moments_of(write_in_place)
    chance = random.Random(6)
    spoilt = 0
    for _ in range(10):
        killed_at(chance.randrange(1, calls), write_in_place)
        try:
            open_document(path)
        except DamagedError:
            spoilt += 1
    assert spoilt >= 8
