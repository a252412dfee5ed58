"""run, demo and self-test: trainings from the command line."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import QUICK, Cli, write_csv
from tests.samples import make_prices, make_result
from workbench.cli import self_test, training
from workbench.errors import FitFailed
from workbench.experiment.result import RunResult
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(cli: Cli, csv_file: Path, tmp_path: Path) -> Path:
    """900 days of ACME and a ridge that fits at once."""
    file = tmp_path / "acme.swb"
    said = cli("new", file, "--symbol", "ACME", "--source", f"csv:{csv_file}", "--set", *QUICK)
    assert said.code == 0, said.err
    return file


def test_that_a_run_is_printed_written_and_kept(
    cli: Cli, project: Path, tmp_path: Path, inline_workers: None
) -> None:
    out = tmp_path / "out.json"
    said = cli("run", project, "--json", out)
    assert (said.code, said.err) == (0, "")
    whole = json.loads(out.read_text(encoding="utf-8"))
    assert len(whole["predictions"]) == 200
    assert said.out.splitlines()[0] == whole["verdict"]["state"].replace("_", " ").upper()
    assert whole["trials"]["this_data"] == 1
    shown = json.loads(cli("show", project, "--json").out)
    assert [run["run_id"] for run in shown["runs"]] == [whole["run_id"]]
    assert shown["runs"][0]["verdict"] == whole["verdict"]
    assert shown["trials"]["this_data"] == 1


def test_that_running_twice_gives_the_same_predictions_and_is_one_try(
    cli: Cli, project: Path, tmp_path: Path, inline_workers: None
) -> None:
    runs = []
    for name in ("a.json", "b.json"):
        assert cli("run", project, "--json", tmp_path / name).code == 0
        runs.append(json.loads((tmp_path / name).read_text(encoding="utf-8")))
    assert runs[0]["predictions"] == runs[1]["predictions"]
    assert runs[0]["run_id"] != runs[1]["run_id"]
    assert runs[1]["trials"]["this_data"] == 1
    assert len(open_document(project).runs) == 2


def test_that_set_holds_for_this_run_only_and_is_kept_in_it(
    cli: Cli, project: Path, inline_workers: None
) -> None:
    assert cli("run", "--set", "features.lookback=7", "evaluation.cost_bps=1", project).code == 0
    document = open_document(project)
    assert document.project.spec.features.lookback == 5
    assert document.runs[0].spec.features.lookback == 7
    assert document.runs[0].spec.evaluation.cost_bps == 1.0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--set", "model.hidden_size=0"], "hidden_size"),
        (["--set", "evaluation.first_train=800"], "900"),
        (["--json", "no-such-folder/out.json"], "cannot be written"),
    ],
)
def test_that_a_run_that_cannot_start_changes_nothing(
    cli: Cli, project: Path, words: list[str], complaint: str
) -> None:
    before = project.read_bytes()
    said = cli("run", project, *words)
    assert (said.code, said.out) == (2, "")
    assert complaint in said.err
    assert said.err.count("\n") == 1
    assert project.read_bytes() == before


def test_that_the_json_never_takes_the_projects_place(cli: Cli, project: Path) -> None:
    before = project.read_bytes()
    link = project.with_name("link.json")
    link.symlink_to(project)
    for out in (project, link):
        said = cli("run", project, "--json", out)
        assert (said.code, said.out) == (2, "")
        assert "is the project itself" in said.err
    assert project.read_bytes() == before


def test_that_a_run_saved_by_another_program_meanwhile_is_kept_beside_this_one(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = make_result()[1], make_result(run_seed=1)[1]

    def train(*words: object) -> RunResult:
        elsewhere = open_document(project)
        elsewhere.add_run(other)
        save(elsewhere, project)
        return mine

    monkeypatch.setattr(training, "train", train)
    said = cli("run", project)
    assert (said.code, said.err) == (0, "")
    assert [run.run_id for run in open_document(project).runs] == [other.run_id, mine.run_id]


def test_that_a_run_whose_file_was_spoilt_meanwhile_is_told_written_and_kept_in_a_copy(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    mine = make_result()[1]

    def train(*words: object) -> RunResult:
        project.write_bytes(b"something else")
        return mine

    monkeypatch.setattr(training, "train", train)
    said = cli("run", project, "--json", tmp_path / "out.json")
    assert said.code == 5
    assert said.out.startswith("NO EDGE")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["run_id"] == mine.run_id
    assert project.read_bytes() == b"something else"
    (copy,) = (home / "autosaves").iterdir()
    assert str(copy) in said.err
    assert said.err.count("\n") == 1
    assert [run.run_id for run in open_document(copy).runs] == [mine.run_id]


@pytest.mark.parametrize("denied", ["file", "folder"])
def test_that_a_project_that_cannot_be_saved_is_refused_before_the_training(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch, denied: str
) -> None:
    closed = project if denied == "file" else project.parent
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed)
    monkeypatch.setattr(training, "train", lambda *words: pytest.fail("it trained"))
    said = cli("run", project)
    assert (said.code, said.out) == (2, "")
    assert "read-only" in said.err


@pytest.fixture
def red_finding(cli: Cli, tmp_path: Path) -> str:
    """A project on prices that are a hundredfold for three days, with a run from elsewhere; what is found."""
    prices = make_prices(900)
    hundredfold = {
        name: getattr(prices, name) * [100.0 if 400 <= row < 403 else 1.0 for row in range(900)]
        for name in ("open", "high", "low", "close", "adj_close")
    }
    file = write_csv(tmp_path / "odd.csv", prices.replace(**hundredfold))
    imported = cli("import", file, "--symbol", "ODD")
    assert imported.code == 0
    red = [line for line in imported.out.splitlines() if "(red)" in line]
    assert cli("new", tmp_path / "odd.swb", "--symbol", "ODD", "--set", *QUICK).code == 0
    document = open_document(tmp_path / "odd.swb")
    document.add_run(dataclasses.replace(make_result()[1], run_id="elsewhere"))
    save(document, tmp_path / "odd.swb")
    return red[0].split()[0]


@pytest.mark.parametrize(
    "words", [("run",), ("placebo",), ("vault", "open", "--run", "elsewhere")], ids=lambda words: words[0]
)
def test_that_red_findings_forbid_a_run_a_placebo_and_the_vault(
    cli: Cli, tmp_path: Path, red_finding: str, words: tuple[str, ...]
) -> None:
    said = cli(*words, tmp_path / "odd.swb")
    assert said.code == 2
    assert f"ODD cannot be trained on: {red_finding}" in said.err


def test_that_a_stopped_run_is_exit_4_and_what_was_done_is_in_the_file(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stopped = make_result(outcome="cancelled")[1]
    monkeypatch.setattr(training, "train", lambda *words: stopped)
    said = cli("run", project, "--json", tmp_path / "out.json")
    assert said.code == 4
    assert said.out.startswith("Stopped after")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["outcome"] == "cancelled"
    assert [run.run_id for run in open_document(project).runs] == [stopped.run_id]


def test_that_a_training_that_died_is_exit_1_in_one_line(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def train(*words: object) -> None:
        raise FitFailed("A training process ended unexpectedly.", "Choose a smaller model.")

    monkeypatch.setattr(training, "train", train)
    before = project.read_bytes()
    said = cli("run", project)
    assert said.code == 1
    assert said.err == "A training process ended unexpectedly. Choose a smaller model.\n"
    assert project.read_bytes() == before


def test_that_demo_runs_the_defaults_on_the_sample(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[object, ...]] = []

    def train(*words: object) -> object:
        asked.append(words)
        return make_result()[1]

    monkeypatch.setattr(training, "train", train)
    said = cli("demo", "--json", tmp_path / "out.json", "--threads", "3")
    assert said.code == 0
    assert said.out.startswith("NO EDGE\n")
    spec, prices, project_id, options = asked[0]
    assert spec.model_dump() == type(spec)().model_dump()
    assert (prices.symbol, len(prices), project_id, options.threads) == ("SP500", 5031, "demo", 3)
    assert (tmp_path / "out.json").exists()


def test_that_self_test_tells_each_part_and_fails_if_one_does(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, inline_workers: None, home: Path
) -> None:
    monkeypatch.setattr(self_test, "check_imports", lambda options: "all")
    monkeypatch.setattr(self_test, "own_command", lambda: [sys.executable, "-c", "pass #"])
    said = cli("self-test")
    assert said.code == 0, said.out
    assert [line.split(":")[0].split()[0] for line in said.out.splitlines()[:-1]] == ["ok"] * 5
    assert os.environ["WORKBENCH_HOME"] == str(home)
    assert not (home / "ledger.sqlite").exists()
    monkeypatch.setattr(self_test, "own_command", lambda: [sys.executable, "-c", "raise ValueError('torn')"])
    failing = cli("self-test")
    assert failing.code == 1
    assert "FAILED  window: RuntimeError: the window ended with 1: ValueError: torn" in failing.out


def test_that_a_copy_of_the_program_opens_its_window_on_the_sample() -> None:
    assert self_test.check_window() == "opened and closed"


@pytest.mark.slow
def test_that_ctrl_c_stops_real_workers_and_keeps_what_was_done(cli: Cli, project: Path) -> None:
    settings = ("model.kind=lstm", "train.epochs=10000", "train.patience=0", "train.seeds=2")
    process = subprocess.Popen(
        [sys.executable, "-m", "workbench", "run", str(project), "-v", "--set", *settings],
        cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    while "Training" not in (line := process.stderr.readline()):
        assert line, "the run ended before its trainings began"
    # As a terminal does: to the whole group, workers and all.
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 4, err
    assert "Stopped after" in out
    assert "Traceback" not in err
    assert cli("show", project).code == 0
