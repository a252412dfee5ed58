"""Tests of open, save and recent files through the session."""

from __future__ import annotations

import numpy as np
import pytest

from tests.gui.desk import FakeRun, csv_file, open_session, settle
from workbench import paths
from workbench.evaluation.ledger import TrialLedger, TrialRow


@pytest.fixture
def run():
    return FakeRun()


@pytest.fixture
def session(qapp, run):
    with open_session(qapp, run) as opened:
        yield opened


def trained(session, run, qtbot):
    session.train()
    run.go.set()
    qtbot.waitUntil(lambda: not session.running, timeout=5000)


def test_that_a_saved_project_opens_with_the_same_runs_and_settings(session, run, qtbot, tmp_path):
    session.set_setting("model.hidden_size", 16, "Set hidden size")
    trained(session, run, qtbot)
    verdict, project = session.result.verdict, session.document.project
    assert not session.save()
    session.save_as(tmp_path / "study")
    settle(session)
    path = tmp_path / "study.swb"
    assert path.exists() and session.document.path == path and not session.document.dirty
    assert "study.swb" in session.message
    session.set_setting("model.hidden_size", 99, "Set hidden size")
    session.open_path(path)
    settle(session)
    assert session.document.project == project
    assert session.result.verdict == verdict
    assert len(session.prices) == 5031
    assert session.settings.recent_files[0] == str(path.resolve())


def reopened(qapp, path, tabs=None):
    """The open charts of a project after a start anew, with `tabs` in the settings if there are any."""
    with open_session(qapp) as session:
        if tabs is not None:
            session.change_settings(tabs=tabs)
        session.open_path(path)
        settle(session)
        return session.charts.symbols


def test_that_the_open_charts_of_a_saved_project_are_there_at_the_next_start(qapp, session, tmp_path):
    session.show_symbol("NASDAQ")
    session.add_symbol("W0-seed1", "synthetic")
    settle(session)
    session.charts.close("SP500")
    assert session.settings.tabs == {}
    session.save_as(tmp_path / "study.swb")
    settle(session)
    session.show_symbol("NASDAQ")
    assert reopened(qapp, tmp_path / "study.swb") == ("NASDAQ", "W0-seed1")
    session.charts.close("NASDAQ")
    assert reopened(qapp, tmp_path / "study.swb") == ("W0-seed1",)


def test_that_remembered_charts_that_the_project_does_not_have_are_left_out(qapp, session, tmp_path):
    session.save_as(tmp_path / "study.swb")
    settle(session)
    project_id = session.document.project.project_id
    hostile = ("../..", "NASDAQ", "", "GONE", "NASDAQ", "\0", *("X" * 9 for _ in range(1000)))
    assert reopened(qapp, tmp_path / "study.swb", {project_id: hostile}) == ("NASDAQ", "SP500")
    assert session.document.project.active_symbol == "SP500"


def test_that_a_saved_project_teaches_a_lost_ledger_the_tries_of_others(session, tmp_path):
    prices = session.prices
    ledger = TrialLedger(paths.ledger_file())
    ledger.vault_start(prices, 500)
    for key in ("a" * 64, "b" * 64):
        ledger.append(make_row(key, ledger.identify(prices)))
    session.save_as(tmp_path / "study.swb")
    settle(session)
    for file in paths.ledger_file().parent.glob("ledger.sqlite*"):
        file.unlink()
    session.open_path(tmp_path / "study.swb")
    settle(session)
    assert session.trials == (0, 2)
    learnt = TrialLedger(paths.ledger_file())
    assert len(learnt.trials(learnt.identify(prices))) == 2
    assert str(learnt.fixed_vault(prices)) == str(prices.session[-500])


def test_that_a_damaged_ledger_hinders_no_save(session, tmp_path):
    paths.ledger_file().write_bytes(b"no ledger at all" * 100)
    session.save_as(tmp_path / "study.swb")
    settle(session)
    assert (tmp_path / "study.swb").exists() and not session.document.dirty


def make_row(key, data_id):
    """A try of another project."""
    days = np.arange("2013-01-01", 30, dtype="datetime64[D]")
    return TrialRow(
        key, data_id, "another-project", "2026-11-23T10:00:00+00:00", "{}", days, np.zeros(30), np.zeros(30),
        "no_edge", "finished",
    )  # fmt: skip


def test_that_what_was_edited_while_saving_stays_unsaved(session, tmp_path):
    session.set_setting("train.epochs", 3, "Set epochs")
    session.save_as(tmp_path / "a.swb")
    session.set_setting("train.epochs", 4, "Set epochs again")
    settle(session)
    assert session.document.dirty and session.document.path.name == "a.swb"
    session.save()
    settle(session)
    assert not session.document.dirty


def test_that_a_save_that_fails_is_told_and_leaves_the_changes_unsaved(session, tmp_path):
    session.set_setting("train.epochs", 3, "Set epochs")
    session.save_as(tmp_path / "no" / "such" / "folder" / "a.swb")
    settle(session)
    assert session.message_level == "error" and session.document.dirty
    assert session.document.path is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"\x00" * 4096])
def test_that_a_damaged_project_is_one_sentence_and_the_open_one_stays(session, tmp_path, content):
    path = tmp_path / "damaged.swb"
    path.write_bytes(content)
    document = session.document
    session.open_path(path)
    settle(session)
    assert session.message_level == "error" and "damaged.swb" in session.message
    assert session.document is document


def test_that_a_missing_file_leaves_the_list_of_recent_files(session, tmp_path):
    path = tmp_path / "gone.swb"
    session.change_settings(recent_files=(str(path),))
    session.open_path(path)
    assert "gone.swb" in session.message and session.settings.recent_files == ()


def test_that_a_foreign_file_is_named_as_what_it_is_not(session, tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"x")
    session.open_path(path)
    assert "neither a project" in session.message


def test_that_no_project_is_opened_over_a_run(session, run, qtbot, tmp_path):
    session.save_as(tmp_path / "a.swb")
    settle(session)
    session.train()
    assert run.told.wait(5)
    document = session.document
    session.open_path(tmp_path / "a.swb")
    assert session.document is document and "under way" in session.message
    run.go.set()
    qtbot.waitUntil(lambda: not session.running, timeout=5000)


def test_that_imported_prices_travel_inside_the_project(session, tmp_path, monkeypatch):
    session.open_path(csv_file(tmp_path))
    settle(session)
    session.save_as(tmp_path / "a.swb")
    settle(session)
    content_hash = session.prices.content_hash
    monkeypatch.setattr(session.book, "_known", {})
    session.open_path(tmp_path / "a.swb")
    settle(session)
    assert session.prices.content_hash == content_hash
