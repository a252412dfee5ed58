"""What a ledger knew travels in the project file, within limits, and never hinders a save."""

import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from tests.project.conftest import document_of, make_known
from workbench.evaluation.figures import Removal
from workbench.project.document import Document
from workbench.project.file import ledger_part, writer
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save


@pytest.fixture
def carrying(document):
    """The document, and what a ledger knew of its prices."""
    document.ledger_rows = {document.runs[0].data.sha256: make_known()}
    return document


def saved_rows(document, tmp_path):
    """What the file holds of the only prices spoken of."""
    save(document, tmp_path / "a.swb")
    (known,) = open_document(tmp_path / "a.swb").ledger_rows.values()
    return known


def test_that_every_row_comes_back_as_it_was(carrying, tmp_path):
    again, known = saved_rows(carrying, tmp_path), make_known()
    for name in ("vault_start", "openings", "burns", "removals"):
        assert getattr(again, name) == getattr(known, name)
    for mine, theirs in zip(again.tries, known.tries, strict=True):
        for name in ("trial_key", "project_id", "time", "spec_json", "verdict", "outcome"):
            assert getattr(mine, name) == getattr(theirs, name)
        for name in ("test_dates", "net", "scaled"):
            np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name))


def test_that_saving_what_was_opened_gives_the_same_rows_again(carrying, tmp_path):
    save(carrying, tmp_path / "one.swb")
    save(open_document(tmp_path / "one.swb"), tmp_path / "two.swb")
    parts = []
    for name in ("one.swb", "two.swb"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            parts.append([archive.read(part) for part in archive.namelist() if part.startswith("ledger/")])
    assert len(parts[0]) == 3 and parts[0] == parts[1]


def test_that_rows_never_make_a_document_dirty(carrying, tmp_path):
    save(carrying, tmp_path / "a.swb")
    carrying.ledger_rows = {}
    assert not carrying.dirty


def test_that_the_projects_own_runs_are_not_written_twice(carrying, tmp_path):
    run = carrying.runs[0]
    known = make_known()
    own = replace(known.tries[0], trial_key=run.trial_key)
    carrying.ledger_rows = {run.data.sha256: replace(known, tries=(own, *known.tries))}
    assert [row.trial_key for row in saved_rows(carrying, tmp_path).tries] == [
        row.trial_key for row in known.tries
    ]


def test_that_old_tries_lose_their_returns_first_and_still_count(carrying, tmp_path, monkeypatch):
    monkeypatch.setattr(ledger_part, "MAX_LEDGER_DAYS", 45)
    old, new = saved_rows(carrying, tmp_path).tries
    assert (len(old.test_dates), len(new.test_dates)) == (0, 30)


def test_that_the_newest_tries_are_kept_where_there_are_too_many(carrying, tmp_path, monkeypatch):
    monkeypatch.setattr(ledger_part, "MAX_LEDGER_TRIES", 1)
    (row,) = saved_rows(carrying, tmp_path).tries
    assert row.trial_key == make_known().tries[1].trial_key


def test_that_a_row_nobody_could_read_stays_out_and_the_rest_is_saved(carrying, tmp_path):
    known = make_known()
    odd = replace(known.tries[0], time="yesterday", trial_key="c" * 64)
    worse = replace(known.tries[1], spec_json="no JSON", trial_key="d" * 64)
    removal = Removal("once", 3)
    carrying.ledger_rows = {
        carrying.runs[0].data.sha256: replace(
            known, tries=(odd, worse, *known.tries), removals=(removal, *known.removals)
        )
    }
    again = saved_rows(carrying, tmp_path)
    assert [row.trial_key for row in again.tries] == [row.trial_key for row in known.tries]
    assert again.removals == known.removals


def test_that_a_full_file_leaves_the_rows_out_rather_than_fail(carrying, tmp_path, monkeypatch, caplog):
    room = writer._room
    monkeypatch.setattr(
        writer,
        "_room",
        lambda parts: (-1, 0) if any(part.kind == "ledger" for part in parts) else room(parts),
    )
    save(carrying, tmp_path / "a.swb")
    again = open_document(tmp_path / "a.swb")
    assert "stay out of the file" in caplog.text
    assert again.ledger_rows == {}
    assert len(again.runs) == 1


def test_that_only_a_run_after_a_removal_needs_a_newer_program(small_run, tmp_path):
    prices, run = small_run
    after = replace(run, trials=replace(run.trials, history_removed=make_known().removals))
    for result, needed in ((run, 1), (after, 2)):
        path = tmp_path / f"{needed}.swb"
        save(document_of(prices, result), path)
        with zipfile.ZipFile(path) as archive:
            assert json.loads(archive.read("manifest.json"))["min_reader"] == needed
        assert open_document(path).runs[0].trials == result.trials


def test_that_a_document_that_knows_nothing_has_no_such_part(document, tmp_path):
    save(Document(document.project, document.runs, document.prices), tmp_path / "a.swb")
    with zipfile.ZipFile(tmp_path / "a.swb") as archive:
        assert not [name for name in archive.namelist() if name.startswith("ledger/")]
