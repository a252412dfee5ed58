"""What cannot be undone: tries that no longer count, and sealed days that are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import QUICK, Cli
from workbench.project.file.reader import open_document


@pytest.fixture
def project(cli: Cli, csv_file: Path, tmp_path: Path, inline_workers: None) -> Path:
    """900 days of ACME with one run."""
    file = tmp_path / "acme.swb"
    assert cli("new", file, "--symbol", "ACME", "--source", f"csv:{csv_file}", "--set", *QUICK).code == 0
    assert cli("run", file).code == 0
    return file


def run_id(project: Path) -> str:
    return open_document(project).runs[-1].run_id


def shown(cli: Cli, project: Path) -> dict:
    return json.loads(cli("show", project, "--json").out)


# -- forget -------------------------------------------------------------------------------------------


def test_that_forgetting_says_what_it_means_and_does_nothing_without_yes(cli: Cli, project: Path) -> None:
    said = cli("data", "forget", "ACME")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "1 would no longer count" in said.err and "for ever" in said.err and "--yes" in said.err
    assert shown(cli, project)["trials"]["this_data"] == 1
    assert shown(cli, project)["trials"]["history_removed"] == []


def test_that_a_forgotten_history_is_shown_wherever_tries_are(
    cli: Cli, project: Path, tmp_path: Path, home: Path
) -> None:
    said = cli("data", "forget", "ACME", "--yes", "--json")
    told = json.loads(said.out)
    assert (said.code, told["symbol"], told["tries"]) == (0, "ACME", 1)
    mark = f"history removed on {told['history_removed']} (1 try)"
    trials = shown(cli, project)["trials"]
    assert (trials["this_project"], trials["this_data"]) == (0, 0)
    assert trials["history_removed"] == [told["history_removed"]]
    assert mark in cli("show", project).out
    run = cli("run", project, "--json", tmp_path / "out.json", "--set", "features.lookback=6")
    assert f"tries on this data: 1; {mark};" in run.out
    whole = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert whole["trials"]["this_data"] == 1
    assert whole["trials"]["history_removed"] == [told["history_removed"]]
    assert [one.tries for one in open_document(project).runs[-1].trials.history_removed] == [1]


def test_that_there_must_be_something_to_forget(cli: Cli, project: Path) -> None:
    assert "No tries are counted on SP500" in cli("data", "forget", "SP500", "--yes").err
    assert cli("data", "forget", "ACME", "--yes").code == 0
    assert "No tries are counted on ACME" in cli("data", "forget", "ACME", "--yes").err
    for words in (["forget"], ["--yes"], ["forget", "ACME", "--source", "csv:x"], ["forget", "NOBODY"]):
        said = cli("data", *words)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)


def test_that_data_still_lists_what_there_is(cli: Cli, project: Path) -> None:
    assert {row["symbol"] for row in json.loads(cli("data", "--json").out)["store"]} == {"ACME"}


def test_that_exports_carry_the_mark_of_a_history_that_was_removed_since(
    cli: Cli, project: Path, tmp_path: Path
) -> None:
    assert cli("data", "forget", "ACME", "--yes").code == 0
    run = run_id(project)
    table = cli("export", project, "--run", run, "--csv", tmp_path / "r.csv")
    page = cli("report", project, "--html", tmp_path / "r.html")
    for said in (table.out, page.out, (tmp_path / "r.csv").read_text(encoding="utf-8"),
                 (tmp_path / "r.html").read_text(encoding="utf-8")):  # fmt: skip
        assert "history removed on" in said and "(1 try)" in said


def test_that_a_report_tells_a_reveal_as_the_end_of_its_vault(
    cli: Cli, project: Path, tmp_path: Path
) -> None:
    run = run_id(project)
    assert cli("vault", "open", project, "--run", run).code == 0
    assert cli("report", project, "--html", tmp_path / "r.html").code == 0
    assert "opened, not passed" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert cli("vault", "reveal", project, "--run", run, "--yes").code == 0
    assert cli("report", project, "--html", tmp_path / "r.html").code == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<small>revealed</small>" in page and "It did not pass on the sealed days" in page
    assert "they are no longer unseen" in page, "the verdict is marked"


# -- reveal -------------------------------------------------------------------------------------------


def test_that_a_reveal_says_what_it_costs_and_comes_after_the_bit(cli: Cli, project: Path) -> None:
    run = run_id(project)
    said = cli("vault", "reveal", project, "--run", run)
    assert (said.code, said.out) == (2, "")
    assert "cannot be undone" in said.err and "--yes" in said.err
    early = cli("vault", "reveal", project, "--run", run, "--yes")
    assert (early.code, early.out) == (2, "")
    assert "was not opened" in early.err and "vault open" in early.err
    assert cli("vault", "open", project, "--run", run, "--yes").code == 2


def test_that_a_reveal_prints_every_figure_and_the_vault_begins_anew(
    cli: Cli, project: Path, tmp_path: Path
) -> None:
    run, out = run_id(project), tmp_path / "out.json"
    before = cli("vault", "open", project, "--run", run)
    assert before.code == 0
    said = cli("vault", "reveal", project, "--run", run, "--yes", "--json", out)
    assert (said.code, said.err) == (0, "")
    told = json.loads(out.read_text(encoding="utf-8"))
    prices = next(iter(open_document(project).prices.values()))
    assert (told["first"], told["last"]) == (str(prices.session[650]), str(prices.session[-1]))
    assert (told["forecast"]["n"], told["opening"], told["passed"]) == (250, 1, False)
    assert set(told["excess"]) == {"mean", "low", "high"}
    assert told["backtest"]["net"]["sharpe_ratio"] is not None
    for part in ("test days", "hits, and the base rate", "a year, over scaled holding", "did not pass",
                 f"begins with the first bar after {told['last']}", "no longer unseen"):  # fmt: skip
        assert part in said.out, part
    (marked,) = shown(cli, project)["runs"]
    assert marked["verdict"]["reasons"][-1].endswith("they are no longer unseen")
    assert cli("vault", "open", project, "--run", run).out.startswith(before.out.splitlines()[0])


def test_that_runs_after_a_reveal_are_tested_to_the_last_day_and_find_the_vault_too_short(
    cli: Cli, project: Path
) -> None:
    run = run_id(project)
    cli("vault", "open", project, "--run", run)
    cli("vault", "reveal", project, "--run", run, "--yes")
    said = cli("run", project, "--set", "evaluation.max_folds=20")
    assert said.code == 0 and "no longer unseen" in said.out
    later = open_document(project).runs[-1]
    assert (later.data.vault_start, len(later.predictions)) == (None, 649)
    refused = cli("vault", "open", project, "--run", later.run_id)
    assert (refused.code, refused.out) == (2, "")
    assert "0 days have come since, and the vault needs 250" in refused.err
