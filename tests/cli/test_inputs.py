"""Several symbols from the command line: `--set data.inputs=A,B`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.conftest import QUICK, Cli, write_csv
from tests.samples import make_prices
from workbench.project.file.reader import open_document


@pytest.fixture
def stored(cli: Cli, tmp_path: Path) -> None:
    """ACME.T and OTHER.T of one exchange, and NOWHERE, in the store; OTHER.T has no bar on 20 days."""
    for symbol, seed, missing in (("ACME.T", 0, 0), ("OTHER.T", 1, 20), ("NOWHERE", 2, 0)):
        prices = make_prices(900, symbol, seed=seed)
        kept = np.delete(np.arange(900), 100 + 35 * np.arange(missing))
        file = write_csv(tmp_path / f"{symbol}.csv", prices.take(kept))
        assert cli("import", file, "--symbol", symbol).code == 0


@pytest.fixture
def project(cli: Cli, stored: None, tmp_path: Path) -> Path:
    file = tmp_path / "acme.swb"
    said = cli("new", file, "--symbol", "ACME.T", "--set", *QUICK, "data.inputs=OTHER.T")
    assert said.code == 0, said.err
    assert "input OTHER.T (csv), 880 days" in said.out
    return file


def run_json(cli: Cli, project: Path, *words: object) -> dict[str, Any]:
    out = project.with_suffix(".json")
    said = cli("run", project, "--json", out, *words)
    assert said.code == 0, said.err
    whole: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return whole


def test_that_a_new_project_keeps_its_inputs_bound_to_their_prices(cli: Cli, project: Path) -> None:
    document = open_document(project)
    assert document.project.spec.data.inputs == ("OTHER.T",)
    bound = document.project.data("OTHER.T").content_hash
    assert len(document.prices[bound or ""]) == 880
    assert "inputs: OTHER.T" in cli("show", project).out


def test_that_a_run_beside_an_input_predicts_otherwise_and_says_what_it_saw(
    cli: Cli, project: Path, inline_workers: None
) -> None:
    beside, alone = run_json(cli, project), run_json(cli, project, "--set", "data.inputs=none")
    assert beside["predictions"] != alone["predictions"]
    (identity,) = beside["data"]["inputs"]
    assert (identity["symbol"], identity["rows"], identity["a_day_late"]) == ("OTHER.T", 880, False)
    assert identity["without_news"] == 20
    assert alone["data"]["inputs"] == []
    assert alone["data"]["all_sha256"] == alone["data"]["sha256"] == beside["data"]["sha256"]
    assert beside["data"]["all_sha256"] != beside["data"]["sha256"]
    assert alone["trials"]["this_data"] == 2


def test_that_a_project_moved_to_another_computer_runs_with_its_inputs(
    cli: Cli, project: Path, tmp_path: Path, inline_workers: None
) -> None:
    first = run_json(cli, project)
    again = run_json(cli, project, "--store", tmp_path / "empty")
    assert again["predictions"] == first["predictions"]
    assert again["data"] == first["data"]


def test_that_an_input_for_one_run_is_found_like_any_symbol_and_kept_in_the_file(
    cli: Cli, project: Path, inline_workers: None
) -> None:
    said = cli("run", project, "--set", "data.inputs=NOWHERE,OTHER.T")
    assert said.code == 0, said.err
    assert "ACME.T (csv) beside NOWHERE, OTHER.T" in said.out
    assert "Whether NOWHERE closes before ACME.T is not known" in said.out
    assert "OTHER.T, 2010-01-04 to" in said.out and "nothing new on 20 of the 900 days" in said.out
    document = open_document(project)
    assert document.project.spec.data.inputs == ("OTHER.T",)
    assert document.runs[0].spec.data.inputs == ("NOWHERE", "OTHER.T")
    assert {sha256 for sha256, _ in document.runs[0].data.snapshots} <= set(document.prices)


@pytest.mark.parametrize(
    ("inputs", "complaint"),
    [
        ("GONE", "Get them with `workbench fetch GONE`"),
        ("ACME.T", "ACME.T is the symbol itself"),
        ("OTHER.T,OTHER.T", "OTHER.T is named twice"),
        ("OTHER.T,,NOWHERE", "name symbols with a comma between them"),
    ],
)
@pytest.mark.parametrize("verb", ["run", "new"])
def test_that_an_input_that_cannot_be_is_refused_in_one_line(
    cli: Cli, project: Path, tmp_path: Path, verb: str, inputs: str, complaint: str
) -> None:
    before = project.read_bytes()
    words = ("run", project) if verb == "run" else ("new", tmp_path / "fresh.swb", "--symbol", "ACME.T")
    said = cli(*words, "--set", f"data.inputs={inputs}")
    assert (said.code, said.out) == (2, "")
    assert complaint in said.err and said.err.count("\n") == 1
    assert project.read_bytes() == before
    assert not (tmp_path / "fresh.swb").exists()


def test_that_an_input_whose_prices_are_unusable_stops_the_run(
    cli: Cli, project: Path, tmp_path: Path
) -> None:
    broken = make_prices(900, seed=3)
    close = broken.close.copy()
    close[450] *= 100
    high = np.maximum(broken.high, close)
    file = write_csv(tmp_path / "broken.csv", broken.replace(close=close, high=high, adj_close=close))
    assert cli("import", file, "--symbol", "BROKEN").code == 0
    said = cli("run", project, "--set", "data.inputs=BROKEN")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("BROKEN cannot be trained on: ")


def test_that_a_copy_of_the_main_symbol_under_another_name_is_refused(
    cli: Cli, project: Path, tmp_path: Path
) -> None:
    assert cli("import", tmp_path / "ACME.T.csv", "--symbol", "COPY").code == 0
    said = cli("run", project, "--set", "data.inputs=COPY")
    assert said.code == 2
    assert "COPY holds the very prices of ACME.T" in said.err
