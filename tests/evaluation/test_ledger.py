import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import workbench
from tests.evaluation.bars import random_walk
from workbench.errors import DamagedError, DataError, NewerFormatError, UsageError
from workbench.evaluation.append_only import _chain_hash
from workbench.evaluation.ledger import TrialLedger, TrialRow, same_data

PRICES = random_walk(900, seed=1)
DAYS = np.arange("2011-01-03", "2011-01-08", dtype="datetime64[D]")


def trial(data_id="data", key="key", project="one", verdict="no_edge"):
    return TrialRow(
        trial_key=key, data_id=data_id, project_id=project, time="2026-11-23T10:00:00+00:00",
        spec_json='{"model":{"kind":"lstm"}}', test_dates=DAYS, net=np.linspace(-0.01, 0.01, 5),
        scaled=np.full(5, 0.0001), verdict=verdict, outcome="finished",
    )


@pytest.fixture
def ledger(tmp_path):
    return TrialLedger(tmp_path / "home" / "ledger.sqlite")


def tamper(ledger, statement, *values):
    """Change the file as somebody with a database tool could."""
    connection = sqlite3.connect(ledger.path)
    with connection:
        connection.execute("DROP TRIGGER entries_stay")
        connection.execute("DROP TRIGGER entries_remain")
        connection.execute(statement, values)
    connection.close()


# -- rows ---------------------------------------------------------------------------------------------


def test_that_a_row_comes_back_as_it_was(ledger):
    ledger.append(trial())
    (back,) = TrialLedger(ledger.path).trials("data")
    for name in ("trial_key", "data_id", "project_id", "time", "spec_json", "verdict", "outcome"):
        assert getattr(back, name) == getattr(trial(), name)
    for name in ("test_dates", "net", "scaled"):
        np.testing.assert_array_equal(getattr(back, name), getattr(trial(), name))


def test_that_a_cancelled_run_without_returns_is_a_row_too(ledger):
    empty = np.zeros(0)
    ledger.append(TrialRow("k", "data", "one", "t", "{}", DAYS[:0], empty, empty, "", "cancelled"))
    assert ledger.counts("data", "one") == (1, 1)
    assert len(ledger.trials("data")[0].net) == 0


def test_that_an_identical_rerun_is_a_row_but_no_try(ledger):
    for key in ("a", "a", "b"):
        ledger.append(trial(key=key))
    assert len(ledger.trials("data")) == 3
    assert ledger.counts("data", "one") == (2, 2)


def test_that_tries_are_counted_over_all_projects_on_the_same_data(ledger):
    for project, key in (("one", "a"), ("two", "a"), ("two", "b"), ("two", "c")):
        ledger.append(trial(key=key, project=project))
    ledger.append(trial(data_id="other", key="z"))
    assert ledger.counts("data", "one") == (1, 3)
    assert ledger.counts("data", "two") == (3, 3)
    assert ledger.counts("data", "none") == (0, 3)
    assert ledger.counts("unknown", "one") == (0, 0)


# -- the same data ------------------------------------------------------------------------------------


def test_that_appended_readjusted_and_renamed_prices_are_the_same_data(ledger):
    ledger.vault_start(PRICES.first(800), 250)
    data_id = ledger.identify(PRICES.first(800))
    readjusted = PRICES.replace(adj_close=PRICES.adj_close * 0.73, symbol="OTHER", source="yahoo")
    assert ledger.identify(PRICES) == data_id
    assert ledger.identify(readjusted) == data_id
    assert ledger.identify(random_walk(900, seed=2)) != data_id


def test_that_data_are_followed_through_snapshots_that_overlap_one_after_the_other(ledger):
    ledger.vault_start(PRICES.take(np.arange(0, 500)), 250)
    data_id = ledger.identify(PRICES.take(np.arange(0, 500)))
    late = PRICES.take(np.arange(400, 900))
    assert ledger.identify(late) != data_id
    ledger.vault_start(PRICES, 250)
    assert ledger.identify(late) == data_id


def test_that_asking_who_prices_are_leaves_no_trace(ledger):
    before = ledger.path.read_bytes()
    assert ledger.identify(PRICES) == PRICES.content_hash
    assert ledger.fixed_vault(PRICES) is None
    assert ledger.path.read_bytes() == before


@pytest.mark.parametrize(("wrong", "same"), [(0.04, True), (0.06, False)])
def test_that_one_return_in_twenty_may_differ(wrong, same):
    returns = PRICES.log_returns.copy()
    other = returns.copy()
    other[1 : 1 + int(wrong * 899)] += 3e-4
    assert same_data((PRICES.session, returns), (PRICES.session, other)) is same


@pytest.mark.parametrize(("common", "same"), [(249, False), (250, True)])
def test_that_fewer_than_250_common_sessions_say_nothing(common, same):
    returns = PRICES.log_returns
    first = (PRICES.session[:500], returns[:500])
    second = (PRICES.session[500 - common :], returns[500 - common :])
    assert same_data(first, second) is same


# -- the vault ----------------------------------------------------------------------------------------


def test_that_the_first_run_fixes_the_vault_for_ever(ledger):
    start = ledger.vault_start(PRICES.first(800), 300)
    assert start == PRICES.session[500] == ledger.fixed_vault(PRICES)
    assert ledger.vault_start(PRICES, 300) == start
    assert ledger.vault_start(PRICES.first(800), 400) == start
    assert TrialLedger(ledger.path).vault_start(PRICES.replace(symbol="X"), 250) == start


def test_that_a_series_shorter_than_its_vault_is_refused_and_not_remembered(ledger):
    with pytest.raises(DataError, match="TEST has 250 days, and the vault alone takes 250"):
        ledger.vault_start(PRICES.first(250), 250)
    assert ledger.fixed_vault(PRICES.first(250)) is None
    assert ledger.vault_start(PRICES.first(251), 250) == PRICES.session[1]


def test_that_prices_which_lie_wholly_in_the_vault_are_refused(ledger):
    ledger.vault_start(PRICES, 500)
    with pytest.raises(DataError, match="lies in the sealed vault"):
        ledger.vault_start(PRICES.take(np.arange(450, 900)), 250)


# -- damage -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("UPDATE entries SET body = replace(body, 'no_edge', 'candidate') WHERE number = 2", ()),
        ("UPDATE entries SET arrays = zeroblob(length(arrays)) WHERE number = 1", ()),
        ("UPDATE entries SET key = 'a' WHERE number = 3", ()),
        ("DELETE FROM entries WHERE number = 2", ()),
        ("DELETE FROM entries WHERE number = 3", ()),
        ("DELETE FROM entries", ()),
    ],
)
def test_that_a_changed_or_removed_row_is_found(ledger, statement, values):
    for key in ("a", "b", "c"):
        ledger.append(trial(key=key))
    tamper(ledger, statement, *values)
    kept = ledger.path.read_bytes()
    with pytest.raises(DamagedError, match="ledger is damaged") as caught:
        TrialLedger(ledger.path)
    assert caught.value.exit_code == 5 and ledger.path.read_bytes() == kept


def test_that_a_forged_row_with_a_hash_of_its_own_does_not_fit_the_next(ledger):
    for key in ("a", "b", "c"):
        ledger.append(trial(key=key))
    connection = sqlite3.connect(ledger.path)
    row = list(connection.execute("SELECT * FROM entries WHERE number = 2").fetchone()[:-1])
    connection.close()
    row[3] = "a"
    tamper(ledger, "UPDATE entries SET key = 'a', hash = ? WHERE number = 2", _chain_hash(row))
    with pytest.raises(DamagedError, match="row 3 does not fit"):
        ledger.verify()


def test_that_rows_cannot_be_changed_or_removed_in_passing(ledger):
    ledger.append(trial())
    connection = sqlite3.connect(ledger.path)
    for statement in ("UPDATE entries SET key = 'x'", "DELETE FROM entries"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be one" * 50])
def test_that_a_file_that_is_no_ledger_is_damage_and_never_replaced(tmp_path, content):
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(content)
    with pytest.raises(DamagedError):
        TrialLedger(file)
    assert file.read_bytes() == content


def test_that_a_truncated_ledger_is_damage(ledger):
    for key in range(40):
        ledger.append(trial(key=str(key)))
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedError):
        TrialLedger(ledger.path)


def test_that_a_ledger_gone_while_open_or_missing_beside_its_journal_is_damage(ledger):
    ledger.path.unlink()
    with pytest.raises(DamagedError, match="disappeared"):
        ledger.counts("data", "one")
    assert not ledger.path.exists()
    ledger.path.with_name("ledger.sqlite-wal").write_bytes(b"rows")
    with pytest.raises(DamagedError, match="journal"):
        TrialLedger(ledger.path)
    assert not ledger.path.exists()


def test_that_a_newer_ledger_is_refused(ledger):
    connection = sqlite3.connect(ledger.path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(NewerFormatError):
        TrialLedger(ledger.path)


def test_that_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="trial ledger cannot be made"):
        TrialLedger(tmp_path / "file" / "ledger.sqlite")


# -- many at once -------------------------------------------------------------------------------------


def test_that_a_new_ledger_leaves_no_draft_behind_and_keeps_its_promises(ledger):
    assert [entry.name for entry in ledger.path.parent.iterdir()] == ["ledger.sqlite"]
    connection = sqlite3.connect(ledger.path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_that_a_failed_write_leaves_the_chain_whole(ledger, monkeypatch):
    monkeypatch.setattr("workbench.evaluation.ledger.register", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ledger.vault_start(PRICES, 250)
    monkeypatch.undo()
    assert ledger.fixed_vault(PRICES) is None
    ledger.append(trial())
    ledger.verify()


def test_that_threads_may_share_one_ledger(ledger):
    threads = [
        threading.Thread(target=lambda n=n: [ledger.append(trial(key=f"{n}-{i}")) for i in range(5)])
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.verify()
    assert ledger.counts("data", "one") == (20, 20)


WRITER = """
import sys, numpy as np
from workbench.evaluation.append_only import _chain_hash
from workbench.evaluation.ledger import TrialLedger, TrialRow
ledger = TrialLedger(sys.argv[1])
for i in range(15):
    ledger.append(TrialRow(f"{sys.argv[2]}-{i}", "data", sys.argv[2], "t", "{}",
        np.zeros(0, "datetime64[D]"), np.zeros(0), np.zeros(0), "no_edge", "finished"))
"""


def test_that_two_processes_may_make_and_write_one_ledger(tmp_path):
    file = tmp_path / "ledger.sqlite"
    environment = {**os.environ, "PYTHONPATH": str(Path(workbench.__file__).parents[1])}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(file), name], env=environment)
        for name in ("one", "two")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert TrialLedger(file).counts("data", "one") == (15, 30)
