import dataclasses
import errno
import json
import os
import shutil
import sys
import threading
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest

from tests.project.conftest import document_of
from tests.samples import fingerprint, make_prices, make_result
from workbench.errors import UsageError
from workbench.project import runs
from workbench.project.document import Document
from workbench.project.file import backups, limits, replacing, turns, writer
from workbench.project.file.reader import open_document
from workbench.project.file.writer import ChangedElsewhereError, SaveError, save, write
from workbench.project.project import new_project


def edited(document, notes):
    document.replace(document.project.model_copy(update={"notes": notes}))
    return document


def leftovers(folder):
    return [name for name in os.listdir(folder) if name.startswith(".~swb")]


@pytest.mark.parametrize("state", ["no_edge", "invalid", "suggestive_unproven"])
def test_that_the_opened_document_equals_the_saved_one(tmp_path, state):
    prices, first = make_result(state=state)
    document = document_of(prices, first, make_result(state=state, run_seed=1)[1],
                           make_result(run_seed=2, outcome="cancelled")[1])
    edited(document, "Zeile eins\nlinea dos — 行三")
    save(document, tmp_path / "whole.swb")
    again = open_document(tmp_path / "whole.swb")
    assert again.project == document.project
    assert [fingerprint(run) for run in again.runs] == [fingerprint(run) for run in document.runs]
    assert list(again.prices) == [prices.content_hash]
    assert again.prices[prices.content_hash].currency == "USD"
    assert not again.dirty
    assert again.path == tmp_path / "whole.swb"


def test_that_a_project_without_runs_opens_again(tmp_path):
    document = Document(new_project())
    save(document, tmp_path / "bare.swb")
    assert open_document(tmp_path / "bare.swb").project == document.project


def test_that_only_a_finished_save_makes_the_document_clean(document, tmp_path, monkeypatch):
    heard = []
    document.subscribe(heard.append)
    with monkeypatch.context() as patch:
        patch.setattr(writer, "rotate", lambda path: (_ for _ in ()).throw(OSError(errno.EIO, "I/O error")))
        with pytest.raises(SaveError):
            save(document, tmp_path / "a.swb")
    assert document.dirty
    assert document.path is None
    assert heard == []
    save(document, tmp_path / "a.swb")
    assert not document.dirty
    assert [change.parts for change in heard] == [{"path", "dirty"}]


def test_that_the_file_says_what_it_is_at_byte_38(saved):
    head = saved.read_bytes()[:100]
    assert head[30:67] == b"mimetypeapplication/x-stock-workbench"


def test_that_any_unzip_finds_plain_json_and_arrays(saved):
    with zipfile.ZipFile(saved) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert manifest["format"] == "stock-workbench-project"
        assert (manifest["schema"], manifest["min_reader"]) == (2, 1)
        with archive.open("runs/run-0000/predictions.npy") as file:
            assert np.load(file, allow_pickle=False).shape[0] == len(runs.PREDICTION_VALUES)
        names = set(archive.namelist())
    assert names == {"mimetype", "manifest.json", *(row["name"] for row in manifest["entries"])}
    assert all(set(row) == {"name", "size", "sha256", "kind"} for row in manifest["entries"])


def test_that_equal_content_gives_equal_bytes(document, tmp_path):
    for name in ("one.swb", "two.swb"):
        save(Document(document.project, document.runs, document.prices), tmp_path / name)
    assert (tmp_path / "one.swb").read_bytes() == (tmp_path / "two.swb").read_bytes()


def test_that_every_save_is_a_revision_that_knows_its_parent(document, tmp_path):
    path = tmp_path / "a.swb"
    for _ in range(3):
        save(document, path)
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["revision"], manifest["parent_revision"]) == (3, 2)
    assert open_document(path).snapshot().origin.revision == 3


# ---- what belongs into the file ----


def test_that_yahoo_prices_stay_out_unless_ticked(tmp_path):
    prices, run = make_result(bars=1010, folds=1, seeds=1, source="yahoo")
    document = document_of(prices, run)
    save(document, tmp_path / "lean.swb")
    lean = open_document(tmp_path / "lean.swb")
    assert lean.prices == {}
    assert fingerprint(lean.runs[0]) == fingerprint(run)
    save(document, tmp_path / "full.swb", embed_yahoo=True)
    assert list(open_document(tmp_path / "full.swb").prices) == [prices.content_hash]


def test_that_a_file_with_yahoo_prices_keeps_them_until_told_otherwise(tmp_path):
    prices, run = make_result(bars=1010, folds=1, seeds=1, source="yahoo")
    path = tmp_path / "a.swb"
    save(document_of(prices, run), path, embed_yahoo=True)
    again = open_document(path)
    save(edited(again, "x"), path)
    assert len(open_document(path).prices) == 1
    save(again, path, embed_yahoo=False)
    assert open_document(path).prices == {}


def test_that_prices_nobody_speaks_of_stay_out(document, tmp_path):
    other = make_prices(300, symbol="OTHER", seed=9)
    document.prices[other.content_hash] = other
    save(document, tmp_path / "a.swb")
    assert other.content_hash not in open_document(tmp_path / "a.swb").prices


def test_that_keys_and_entries_of_a_newer_program_survive_a_save(saved):
    from tests.project.hostile import File

    file = File(saved.read_bytes())
    file.manifest["licence"] = {"name": "CC0"}
    file.json("project.json", lambda value: value.update(palette=["red"]))
    file.add("diary/2027.bin", b"\x00\x01", "diary")
    saved.write_bytes(file.bytes())
    document = edited(open_document(saved), "changed here")
    save(document, saved)
    again = File(saved.read_bytes())
    assert again.manifest["licence"] == {"name": "CC0"}
    assert json.loads(again.contents["project.json"])["palette"] == ["red"]
    assert again.contents["diary/2027.bin"] == b"\x00\x01"
    assert open_document(saved).project.notes == "changed here"


def test_that_weights_of_the_oldest_runs_stay_out_when_the_file_is_full(tmp_path, monkeypatch):
    (prices, first), *more = (make_result(bars=1010, folds=1, seeds=2, run_seed=n) for n in range(3))
    document = document_of(prices, first, *(run for _, run in more))
    entries = 1 + 3 + 3 * (1 + len(runs.to_arrays(first))) + 2
    monkeypatch.setattr(writer, "MAX_ENTRIES", entries + 5)
    save(document, tmp_path / "full.swb")
    kept = open_document(tmp_path / "full.swb").runs
    assert [len(run.weights) for run in kept] == [0, 2, 2]
    assert fingerprint(kept[0].predictions) == fingerprint(first.predictions)
    monkeypatch.setattr(writer, "MAX_ENTRIES", entries - 1)
    with pytest.raises(SaveError, match="more runs"):
        save(edited(document, "x"), tmp_path / "full.swb")


def test_that_a_run_that_could_not_be_opened_again_replaces_nothing(document, saved, tmp_path):
    before = saved.read_bytes()
    run = document.runs[0]
    short = dataclasses.replace(run.predictions, lower=run.predictions.lower * np.inf)
    document.add_run(dataclasses.replace(run, run_id="run-0001", predictions=short))
    with pytest.raises(SaveError, match=r"could not be read back.*lower"):
        save(document, saved)
    assert saved.read_bytes() == before
    assert leftovers(tmp_path) == []
    assert document.dirty


def test_that_weights_broken_in_training_stay_out_and_the_run_is_saved(document, saved, caplog):
    from safetensors.numpy import load
    from safetensors.numpy import save as to_bytes

    run = document.runs[0]
    tensors = load(run.weights["fold-0-seed-0"])
    broken = to_bytes({name: tensor * np.float32("nan") for name, tensor in tensors.items()})
    document.add_run(dataclasses.replace(run, run_id="run-0001", weights={"fold-0-seed-0": broken}))
    save(document, saved)
    kept = open_document(saved).runs
    assert [len(one.weights) for one in kept] == [1, 0]
    assert fingerprint(kept[1].predictions) == fingerprint(run.predictions)
    assert "Weights of run run-0001 stay out of the file" in caplog.text


# ---- the old file stays whole ----


CALLS = {
    "write": (zipfile.ZipFile, "writestr"), "fsync": (os, "fsync"), "replace": (os, "replace"),
    "copyfile": (shutil, "copyfile"),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EDQUOT])
def test_that_any_failure_leaves_the_old_file_and_nothing_else(document, saved, monkeypatch, call, number):
    before = saved.read_bytes()

    def fail(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(*CALLS[call], fail)
        with pytest.raises(SaveError, match=os.strerror(number)) as refusal:
            save(edited(document, "more"), saved)
    assert refusal.value.hint
    assert saved.read_bytes() == before
    assert leftovers(saved.parent) == []
    assert document.dirty


def test_that_a_file_that_reads_back_differently_is_not_put_in_place(document, saved, tmp_path, monkeypatch):
    before = saved.read_bytes()
    real = replacing.sync

    def sync_and_spoil(descriptor):
        real(descriptor)
        os.pwrite(descriptor, b"\xff", os.fstat(descriptor).st_size // 2)

    monkeypatch.setattr(replacing, "sync", sync_and_spoil)
    with pytest.raises(SaveError, match="could not be read back"):
        save(edited(document, "more"), saved)
    assert saved.read_bytes() == before
    assert leftovers(tmp_path) == []


def test_that_a_nearly_full_disk_is_noticed_before_writing(document, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=60 * limits.MEGABYTE))
    with pytest.raises(SaveError, match="nearly full") as refusal:
        save(document, tmp_path / "a.swb")
    assert "MB of room" in refusal.value.hint
    assert os.listdir(tmp_path) == []


def test_that_a_missing_folder_is_one_sentence(document, tmp_path):
    with pytest.raises(SaveError, match=r"a\.swb could not be saved: No such file"):
        save(document, tmp_path / "nowhere" / "a.swb")


def test_that_a_read_only_file_is_not_overwritten(document, saved, monkeypatch):
    before = saved.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(SaveError, match="read-only"):
        save(edited(document, "more"), saved)
    assert saved.read_bytes() == before


def test_that_content_is_synced_before_the_replacement_and_the_folder_after(document, tmp_path, monkeypatch):
    order = []
    for owner, name in ((replacing, "sync"), (replacing, "replace"), (replacing, "sync_folder")):
        real = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *a, real=real, name=name: (order.append(name), real(*a)))
    save(document, tmp_path / "a.swb")
    assert order == ["sync", "replace", "sync_folder"]


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and links")
def test_that_a_save_keeps_the_permissions_and_follows_a_link(document, saved, tmp_path):
    saved.chmod(0o640)
    link = tmp_path / "link.swb"
    link.symlink_to(saved)
    save(edited(document, "through the link"), link)
    assert link.is_symlink()
    assert saved.stat().st_mode & 0o777 == 0o640
    assert open_document(saved).project.notes == "through the link"


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_that_a_new_file_has_the_permissions_of_any_new_file(saved, tmp_path):
    plain = tmp_path / "plain"
    plain.touch()
    assert saved.stat().st_mode == plain.stat().st_mode


def test_that_a_file_busy_on_windows_is_tried_again(tmp_path, monkeypatch):
    source, target = tmp_path / "new", tmp_path / "old"
    source.write_text("new")
    target.write_text("old")
    real, pauses, busy = os.replace, [], [32, 5, 33]

    def busy_replace(*names):
        if busy:
            error = PermissionError(errno.EACCES, "busy")
            error.winerror = busy.pop()
            raise error
        real(*names)

    monkeypatch.setattr(os, "replace", busy_replace)
    monkeypatch.setattr(replacing.time, "sleep", pauses.append)
    replacing.replace(source, target)
    assert target.read_text() == "new"
    assert pauses == [0.05, 0.1, 0.2]


def test_that_patience_with_windows_ends_after_two_and_a_half_seconds(tmp_path, monkeypatch):
    error = PermissionError(errno.EACCES, "busy")
    error.winerror = 32
    pauses = []

    def busy_replace(*_names):
        raise error

    monkeypatch.setattr(os, "replace", busy_replace)
    monkeypatch.setattr(replacing.time, "sleep", pauses.append)
    with pytest.raises(PermissionError):
        replacing.replace(tmp_path / "a", tmp_path / "b")
    assert sum(pauses) == pytest.approx(2.5)


# ---- changed elsewhere, backups, sweeping ----


def test_that_a_file_changed_elsewhere_is_not_overwritten_unasked(saved):
    here, there = open_document(saved), open_document(saved)
    save(edited(there, "from there"), saved)
    with pytest.raises(ChangedElsewhereError, match="changed by another program") as refusal:
        save(edited(here, "from here"), saved)
    assert refusal.value.exit_code == 2
    assert open_document(saved).project.notes == "from there"
    assert here.dirty
    save(here, saved, force=True)
    assert open_document(saved).project.notes == "from here"


def test_that_two_saves_in_flight_do_not_take_each_other_for_strangers(saved):
    document = open_document(saved)
    first = edited(document, "one").snapshot()
    second = edited(document, "two").snapshot()
    written = write(first, saved)
    document.mark_saved(second, write(second, saved))
    document.mark_saved(first, written)
    assert open_document(saved).project.notes == "two"
    save(edited(document, "three"), saved)
    assert open_document(saved).project.notes == "three"


def test_that_a_second_name_is_watched_like_the_first(saved, tmp_path):
    document = open_document(saved)
    save(document, tmp_path / "second.swb")
    save(edited(open_document(saved), "from there"), saved)
    with pytest.raises(ChangedElsewhereError):
        save(edited(document, "back to the first"), saved)


def test_that_a_file_replaced_by_something_else_is_not_overwritten_unasked(saved):
    document = open_document(saved)
    saved.write_text("an important letter")
    with pytest.raises(ChangedElsewhereError):
        save(edited(document, "x"), saved)
    assert saved.read_text() == "an important letter"


def test_that_a_copy_with_another_time_is_still_the_same_file(saved):
    document = open_document(saved)
    os.utime(saved, ns=(1, 1))
    save(edited(document, "x"), saved)
    assert open_document(saved).project.notes == "x"


def test_that_a_file_deleted_elsewhere_is_written_again(saved):
    document = open_document(saved)
    saved.unlink()
    save(document, saved)
    assert saved.exists()


def test_that_saving_under_another_name_leaves_the_first_file_alone(saved, tmp_path):
    before = saved.read_bytes()
    document = edited(open_document(saved), "copy")
    save(document, tmp_path / "copy.swb")
    assert saved.read_bytes() == before
    assert document.path == tmp_path / "copy.swb"


def test_that_three_earlier_states_are_kept(saved):
    document = open_document(saved)
    for number in range(1, 6):
        save(edited(document, f"state {number}"), saved)
    kept = [open_document(copy).project.notes for copy in backups.backups(saved)]
    assert kept == ["state 4", "state 3", "state 2"]


def test_that_files_of_one_name_in_two_folders_have_backups_of_their_own(document, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        for _ in range(2):
            save(edited(document, folder), tmp_path / folder / "same.swb")
    assert [open_document(backups.backups(tmp_path / folder / "same.swb")[0]).project.notes
            for folder in ("a", "b")] == ["a", "b"]


def test_that_a_damaged_file_names_its_backup(saved):
    save(edited(open_document(saved), "later"), saved)
    saved.write_bytes(saved.read_bytes()[:-50])
    with pytest.raises(Exception, match="earlier copy") as refusal:
        open_document(saved)
    assert str(backups.backups(saved)[0]) in refusal.value.hint


def test_that_the_sweeper_takes_only_old_leftovers_of_dead_processes(tmp_path, monkeypatch):
    import psutil

    dead, alive = 999_999_991, os.getpid()
    monkeypatch.setattr(psutil, "pid_exists", lambda pid: pid == alive)
    names = {
        "old and dead": f".~swb-{dead}-00112233", "young": f".~swb-{dead}-44556677",
        "alive": f".~swb-{alive}-00112233", "stranger": ".~swb-notes.txt", "project": "a.swb",
    }
    for title, name in names.items():
        (tmp_path / name).touch()
        if title != "young":
            os.utime(tmp_path / name, (0, 0))
    assert replacing.sweep(tmp_path) == [tmp_path / names["old and dead"]]
    assert sorted(os.listdir(tmp_path)) == sorted(set(names.values()) - {names["old and dead"]})


def test_that_sweeping_a_folder_that_is_gone_does_nothing(tmp_path):
    assert replacing.sweep(tmp_path / "gone") == []


def test_that_what_a_save_raises_is_wrong_usage_never_a_bug():
    assert issubclass(SaveError, UsageError)
    assert issubclass(ChangedElsewhereError, SaveError)


def test_that_the_project_room_imports_no_heavy_library():
    import subprocess

    code = ("import sys, workbench.project.file.writer; "
            "print(*{'torch', 'pandas', 'scipy', 'safetensors', 'PySide6'} & set(sys.modules))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_that_saves_of_one_file_take_turns(tmp_path, monkeypatch):
    path = tmp_path / "one.swb"
    save(Document(new_project()), path)
    first, second = edited(open_document(path), "first"), edited(open_document(path), "second")
    other_has_come, outcome = threading.Event(), []

    def save_second():
        try:
            save(second, path)
        except ChangedElsewhereError as error:
            outcome.append(error)

    other = threading.Thread(target=save_second)
    rotate = writer.rotate

    def rotate_while_the_other_saves(target):
        if threading.current_thread() is other:
            other_has_come.set()
        else:
            other.start()
            other_has_come.wait(0.3)
        rotate(target)

    monkeypatch.setattr(writer, "rotate", rotate_while_the_other_saves)
    save(first, path)
    other.join()
    assert len(outcome) == 1
    assert open_document(path).project.notes == "first"


def test_that_a_turn_that_never_comes_is_told(tmp_path, monkeypatch):
    path = tmp_path / "one.swb"
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.0)
    with turns.taking_turns(path), pytest.raises(SaveError, match="another program is saving it"):
        save(Document(new_project()), path)
    assert not path.exists()
    assert leftovers(tmp_path) == []
