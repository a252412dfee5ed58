import json
import os
import sys

import pytest

import workbench.dataclass
from tests.project.conftest import document_of, make_answers, make_hours, make_known, with_hours
from tests.project.hostile import CASES, File
from workbench.errors import DamagedError, NewerFormatError, UsageError
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save


@pytest.fixture(scope="module")
def whole(small_run, tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "valid.swb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(tmp_path_factory.mktemp("hostile_home")))
        document = document_of(*small_run)
        document.ledger_rows = {small_run[0].content_hash: make_known()}
        with_hours(document, make_hours())
        document.add_answers(small_run[1].run_id, make_answers(small_run[1]))
        save(document, path)
    return path.read_bytes()


_watching: list[str] | None = None
_HARMFUL = (
    "os.rename", "os.remove", "os.symlink", "os.link", "os.chmod", "os.truncate", "os.exec", "os.system",
    "subprocess.Popen", "socket.", "pickle.", "exec", "compile", "ctypes.dlopen", "shutil.",
)


def _watch(event, arguments):
    """An audit hook cannot be taken out again, so it looks at a switch."""
    if _watching is None:
        return
    wants_to_write = event == "open" and (
        set(arguments[1] or "") & set("wax+") or (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
    )
    if wants_to_write or event.startswith(_HARMFUL):
        _watching.append(f"{event} {arguments!r:.200}")


sys.addaudithook(_watch)


@pytest.fixture
def harmless_opening(monkeypatch):
    """`harmless_opening(path)` opens a project; anything but reading files fails the test."""
    # The fourth object of a class has the standard library compile an `__init__` of its fields' names, for
    # the file's sake or not; here all are filled field by field, so that whatever is compiled is the file's.
    monkeypatch.setattr(workbench.dataclass, "FEW", 10**9)

    def opening(path):
        global _watching
        _watching = []
        try:
            return open_document(path)
        finally:
            seen, _watching = _watching, None
            assert seen == []

    return opening


def test_that_the_unchanged_file_taken_apart_and_put_together_opens(whole, tmp_path):
    path = tmp_path / "again.swb"
    path.write_bytes(File(whole).bytes())
    assert len(open_document(path).runs) == 1


def test_that_a_file_packed_again_by_another_program_opens(whole, tmp_path):
    from dataclasses import replace

    from tests.project.hostile import zipped

    entries = File(whole).entries()
    path = tmp_path / "deflated.swb"
    path.write_bytes(zipped([entries[0], *(replace(entry, method=8) for entry in entries[1:])]))
    assert path.stat().st_size < len(whole)
    assert len(open_document(path).runs) == 1


def test_that_opening_a_good_file_reads_and_does_nothing_else(whole, tmp_path, harmless_opening):
    path = tmp_path / "good.swb"
    path.write_bytes(whole)
    assert len(harmless_opening(path).runs) == 1


def test_that_the_corpus_is_large_enough():
    assert len(CASES) >= 60


@pytest.mark.parametrize("title", CASES)
def test_that_a_hostile_file_is_refused_with_its_reason(title, whole, tmp_path, harmless_opening):
    build, reason = CASES[title]
    path = tmp_path / "stranger.swb"
    path.write_bytes(build(File(whole)))
    with pytest.raises(DamagedError) as refusal:
        harmless_opening(path)
    assert refusal.value.sentence.startswith("stranger.swb cannot be opened: ")
    assert reason in refusal.value.sentence
    assert "\n" not in str(refusal.value)
    assert len(refusal.value.sentence) < 400
    assert refusal.value.hint
    assert not isinstance(refusal.value, NewerFormatError)
    assert os.listdir(tmp_path) == ["stranger.swb"]


def test_that_a_file_of_a_newer_program_is_refused_whatever_else_is_new_in_it(whole, tmp_path):
    file = File(whole)
    file.manifest.update(min_reader=3, schema=3, app="7.1", entries={"another": "shape"})
    file.contents["manifest.json"] = json.dumps(file.manifest).encode()
    from tests.project.hostile import Raw, zipped

    path = tmp_path / "future.swb"
    path.write_bytes(zipped([Raw(name.encode(), content) for name, content in file.contents.items()]))
    with pytest.raises(NewerFormatError, match=r"future\.swb.*newer Stock Workbench \(7\.1\)") as refusal:
        open_document(path)
    assert refusal.value.exit_code == 5
    assert "Update" in refusal.value.hint


def test_that_a_newer_file_this_program_may_read_opens(whole, tmp_path):
    file = File(whole)
    file.manifest.update(schema=3, app="1.4")
    path = tmp_path / "newer.swb"
    path.write_bytes(file.bytes())
    assert len(open_document(path).runs) == 1


def test_that_a_file_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="There is no file") as refusal:
        open_document(tmp_path / "nowhere.swb")
    assert refusal.value.exit_code == 2


def test_that_a_folder_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="not a file"):
        open_document(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_that_a_named_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.swb")
    with pytest.raises(UsageError, match="not a file"):
        open_document(tmp_path / "pipe.swb")
