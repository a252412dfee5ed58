"""A project brings along what the ledger knew of its prices: deleting the ledger resets no count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import QUICK, Cli
from workbench.cli import sources
from workbench.errors import UsageError
from workbench.evaluation.ledger import TrialLedger
from workbench.experiment import vault
from workbench.project.file.reader import open_document


@pytest.fixture
def two(cli: Cli, csv_file: Path, tmp_path: Path, inline_workers: None) -> tuple[Path, Path]:
    """Two projects on the same prices, the second with two runs, then the first with one."""
    files = tmp_path / "first.swb", tmp_path / "second.swb"
    for file in files:
        assert cli("new", file, "--symbol", "ACME", "--source", f"csv:{csv_file}", "--set", *QUICK).code == 0
    for lookback in (6, 7):
        assert cli("run", files[1], "--set", f"features.lookback={lookback}").code == 0
    assert cli("run", files[0]).code == 0
    return files


def lose_the_ledger(home: Path) -> None:
    for file in home.glob("ledger.sqlite*"):
        file.unlink()


def tries(cli: Cli, file: Path, out: Path, *words: str) -> dict:
    said = cli("run", file, "--json", out, *words)
    assert said.code == 0, said.err
    return json.loads(out.read_text(encoding="utf-8"))["trials"]


def test_that_tries_of_another_project_count_after_the_ledger_was_lost(
    cli: Cli, two: tuple[Path, Path], tmp_path: Path, home: Path
) -> None:
    lose_the_ledger(home)
    counted = tries(cli, two[0], tmp_path / "out.json", "--set", "features.lookback=8")
    assert (counted["this_project"], counted["this_data"]) == (2, 4)
    assert counted["spa_p"] is not None
    again = tries(cli, two[0], tmp_path / "out.json", "--set", "features.lookback=8")
    assert again["this_data"] == 4
    both = tries(cli, two[1], tmp_path / "out.json", "--set", "features.lookback=8")
    assert (both["this_project"], both["this_data"]) == (3, 4)
    TrialLedger(home / "ledger.sqlite").verify()


def test_that_the_file_holds_the_others_tries_and_not_its_own_again(two: tuple[Path, Path]) -> None:
    first, second = (open_document(file) for file in two)
    (known,) = first.ledger_rows.values()
    assert {row.project_id for row in known.tries} == {second.project.project_id}
    assert sorted(row.trial_key for row in known.tries) == sorted(run.trial_key for run in second.runs)
    assert known.vault_start == first.runs[0].data.vault_start
    assert [rows.tries for rows in second.ledger_rows.values()] == [()], "it was saved before the first ran"


def test_that_an_opening_and_its_bit_travel(
    cli: Cli, two: tuple[Path, Path], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = open_document(two[1]).runs[0]
    opened = cli("vault", "open", two[1], "--run", run.run_id)
    assert opened.code == 0
    assert cli("run", two[1]).code == 0
    lose_the_ledger(home)
    with monkeypatch.context() as patch:
        patch.setattr(vault, "meets", lambda *job: pytest.fail("it was computed again"))
        again = cli("vault", "open", two[1], "--run", run.run_id)
    assert (again.code, again.out) == (0, opened.out)
    other = cli("vault", "open", two[1], "--run", open_document(two[1]).runs[1].run_id)
    assert "Opening 2 of this user" in other.out


def test_that_a_removed_history_travels_as_a_mark_and_takes_no_try_away(
    cli: Cli, two: tuple[Path, Path], tmp_path: Path, home: Path
) -> None:
    assert cli("data", "forget", "ACME", "--yes").code == 0
    here = tries(cli, two[0], tmp_path / "out.json", "--set", "features.lookback=8")
    assert (here["this_data"], len(here["history_removed"])) == (1, 1)
    lose_the_ledger(home)
    elsewhere = tries(cli, two[0], tmp_path / "out.json", "--set", "features.lookback=9")
    assert elsewhere["this_data"] == 3, "two runs of its own, and this one"
    assert elsewhere["history_removed"] == here["history_removed"]


def test_that_a_ledger_that_fails_after_the_run_hinders_no_save(
    cli: Cli, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(self: TrialLedger, data_id: str) -> None:
        raise UsageError("The trial ledger cannot be used: busy.")

    monkeypatch.setattr(TrialLedger, "known", failing)
    assert cli("run", two[0]).code == 0
    assert len(open_document(two[0]).runs) == 2
    assert sources.ledger_file().exists()
