"""Tests of `report` and `export`: what they write, and what they refuse in a line."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.project.conftest import document_of, make_answers
from tests.samples import make_result
from workbench.evaluation.figures import Trials
from workbench.experiment.result import RunResult
from workbench.project.document import Document
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save
from workbench.project.project import new_project
from workbench.sealed import write_sealed


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a finished run and, newer, a stopped one."""
    prices, result = make_result()
    stopped = make_result(outcome="cancelled", run_seed=1)[1]
    settings = new_project(prices.symbol, "csv", content_hash=prices.content_hash, spec=result.spec)
    settings = settings.model_copy(update={"notes": "What I <expected>."})
    document = Document(settings, runs=(result, stopped), prices={prices.content_hash: prices})
    save(document, tmp_path / "study.swb")
    return tmp_path / "study.swb"


def fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_that_a_report_is_written_as_page_and_as_pdf(cli: Cli, project: Path, tmp_path: Path) -> None:
    before, html, pdf = fingerprint(project), tmp_path / "r.html", tmp_path / "r.pdf"
    said = cli("report", project, "--run", "run-0000", "--html", html, "--pdf", pdf)
    assert said.code == 0, said.err
    data = make_result()[1].data.sha256[:12]
    assert said.out.startswith(f"NO EDGE · 3 tries · 5 bp a side · data {data}") and str(html) in said.out
    page = html.read_text(encoding="utf-8")
    assert "<h1>NO EDGE</h1>" in page and "run 1 of 2" in page and "What I &lt;expected&gt;." in page
    assert pdf.read_bytes().startswith(b"%PDF-") and b"%%EOF" in pdf.read_bytes()[-10:]
    assert fingerprint(project) == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["r.html", "r.pdf", "study.swb"]


def test_that_the_newest_run_is_reported_on_unless_another_is_named(
    cli: Cli, project: Path, tmp_path: Path
) -> None:
    assert cli("report", project, "--html", tmp_path / "r.html").code == 0
    assert "<h1>STOPPED</h1>" in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Nothing to write"),
        (("--html", "study.swb"), "is the project itself"),
        (("--pdf", "study.swb"), "is the project itself"),
        (("--html", "no/such/folder/r.html"), "cannot be written"),
        (("--html", "r", "--pdf", "r"), "name the same file"),
        (("--run", "nobody", "--html", "r.html"), "has no run nobody. Its runs: run-0000, run-0001."),
    ],
)
def test_that_a_report_that_cannot_be_is_refused_in_a_line(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(project.parent)
    before = fingerprint(project)
    said = cli("report", project.name, *words)
    assert said.code == 2 and told in said.err and said.err.count("\n") == 1 and said.out == ""
    assert fingerprint(project) == before
    assert [file.name for file in project.parent.iterdir()] == ["study.swb"]


def test_that_a_project_without_runs_has_no_report(cli: Cli, tmp_path: Path) -> None:
    assert cli("new", tmp_path / "empty.swb", "--symbol", "SP500").code == 0
    said = cli("report", tmp_path / "empty.swb", "--html", tmp_path / "r.html")
    assert said.code == 2 and "no run yet" in said.err and not (tmp_path / "r.html").exists()


def test_that_a_printer_that_fails_is_told_in_a_line(
    cli: Cli, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from workbench.export import printing

    monkeypatch.setattr(printing, "own_command", lambda: [sys.executable, "-c", "raise SystemExit('no ink')"])
    said = cli("report", project, "--pdf", tmp_path / "r.pdf")
    assert said.code == 2 and "The PDF cannot be made here: no ink." in said.err
    assert not (tmp_path / "r.pdf").exists()


def test_that_the_vault_and_the_ledger_have_their_say(
    cli: Cli, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.cli import show
    from workbench.experiment import vault

    def opened(result: RunResult, opening: object, burns: object) -> RunResult:
        verdict = replace(result.verdict, state="failed_on_unseen", sentence="It failed.")
        return replace(result, verdict=verdict)

    monkeypatch.setattr(vault, "as_left", opened)
    monkeypatch.setattr(show, "trials_of", lambda document, prices: Trials(0, 41))
    said = cli("report", project, "--run", "run-0000", "--html", tmp_path / "r.html")
    assert said.out.startswith("FAILED ON UNSEEN DATA · 41 tries")


def test_that_answers_kept_in_the_project_stand_in_the_report(
    cli: Cli, project: Path, tmp_path: Path
) -> None:
    document = open_document(project)
    document.add_answers("run-0000", make_answers(document.runs[0]))
    save(document, project)
    assert cli("report", project, "--run", "run-0000", "--html", tmp_path / "r.html").code == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "1 of 3 twins did as well or better" not in page and "2 of 3 twins did as well or better" in page
    assert "Planted signal" in page and "1,234" in page


def test_that_a_placebo_left_on_this_computer_is_found_and_half_of_one_is_not(
    cli: Cli, tmp_path: Path
) -> None:
    from workbench import paths
    from workbench.experiment.placebo import place_of, reduced

    prices, result = make_result(bars=1600)
    project = tmp_path / "study.swb"
    save(document_of(prices, result), project)

    def told() -> str:
        assert cli("report", project, "--run", "run-0000", "--html", tmp_path / "r.html").code == 0
        return (tmp_path / "r.html").read_text(encoding="utf-8")

    assert "not asked" in told()
    known = prices.first(len(prices) - result.spec.evaluation.vault_bars)
    place = place_of(paths.unfinished_folder(), reduced(result.spec), known)
    assert place is not None
    scores = {kind: {n: (0.01 * n, 0.5, 0.5) for n in range(count)}
              for kind, count in (("real", 1), ("shuffled", 20), ("garch", 20), ("blocks", 9))}  # fmt: skip
    write_sealed(place, json.dumps(scores).encode())
    assert "not asked" in told(), "one twin is missing"
    scores["blocks"][9] = (0.0, 0.5, 0.5)
    write_sealed(place, json.dumps(scores).encode())
    assert "40 of 40 twins did as well or better" in told()


def test_that_a_planted_signal_left_on_this_computer_is_told_once_all_of_the_usual_one_is_there(
    cli: Cli, tmp_path: Path
) -> None:
    from workbench import paths
    from workbench.experiment.placebo import place_of, reduced
    from workbench.experiment.planted import REPETITIONS, STRENGTHS

    prices, result = make_result(bars=1600)
    project = tmp_path / "study.swb"
    save(document_of(prices, result), project)
    known = prices.first(len(prices) - result.spec.evaluation.vault_bars)
    place = place_of(paths.unfinished_folder(), reduced(result.spec), known)
    assert place is not None

    def told_of(kind: str, strengths: tuple[float, ...], repetitions: int) -> str:
        p_value = {n: (0.0, 0.01 if n < 7 else 0.5, 0.5) for n in range(repetitions)}
        scores = {f"{kind} {strength:g}": p_value for strength in strengths}
        write_sealed(place, json.dumps(scores).encode())
        assert cli("report", project, "--run", "run-0000", "--html", tmp_path / "r.html").code == 0
        return (tmp_path / "r.html").read_text(encoding="utf-8")

    assert "Planted signal" not in told_of("ar", STRENGTHS[:4], REPETITIONS)
    assert "Planted signal" not in told_of("ar", STRENGTHS, REPETITIONS - 1)
    assert "Planted signal" not in told_of("signs", STRENGTHS, REPETITIONS)
    page = told_of("ar", (*STRENGTHS, 0.4), REPETITIONS + 5)
    (section,) = re.findall(r'<section id="planted".*?</section>', page, re.S)
    assert section.count(">70") == len(STRENGTHS) and "0.40" not in section


def test_that_predictions_and_positions_are_exported(cli: Cli, project: Path, tmp_path: Path) -> None:
    said = cli("export", project, "--run", "run-0000", "--csv", tmp_path / "r.csv")
    assert said.code == 0 and "499 rows written" in said.out
    lines = (tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# verdict: NO EDGE.") and len(lines) == 8 + 499


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--run", "run-0001", "--csv", "r.csv"), "Run run-0001 never ended"),
        (("--run", "run-0000", "--csv", "study.swb"), "is the project itself"),
        (("--csv", "r.csv"), "--run"),
        (("--run", "run-0000"), "--csv"),
    ],
)
def test_that_an_export_that_cannot_be_is_refused_in_a_line(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(project.parent)
    said = cli("export", project.name, *words)
    assert said.code == 2 and told in said.err and said.err.count("\n") == 1
    assert [file.name for file in project.parent.iterdir()] == ["study.swb"]
