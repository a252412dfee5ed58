"""A file of every released format, kept for ever and opened here."""

from pathlib import Path

import pytest

from tests.samples import fingerprint, make_result
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save

GOLDEN = Path(__file__).parent / "golden"


def test_that_schema_1_opens_as_it_was_saved():
    document = open_document(GOLDEN / "schema-1.swb")
    assert document.project.notes == "A project of schema 1.\n"
    assert document.project.project_id == "6f1c6d2e-3a0c-4d3e-9a53-1f6f6f0f0a01"
    assert [run.run_id for run in document.runs] == ["run-0000", "run-0001"]
    assert [run.outcome for run in document.runs] == ["finished", "cancelled"]
    assert document.runs[0].verdict.state == "no_edge"
    prices = document.prices[document.project.spec.data.content_hash]
    assert (prices.symbol, len(prices)) == ("ACME", 1010)
    assert document.runs[0].weights.keys() == {"fold-0-seed-0"}


def test_that_a_file_of_schema_1_saved_again_holds_the_same(tmp_path):
    document = open_document(GOLDEN / "schema-1.swb")
    save(document, tmp_path / "again.swb")
    again = open_document(tmp_path / "again.swb")
    assert [fingerprint(run) for run in again.runs] == [fingerprint(run) for run in document.runs]
    assert again.project == document.project


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.swb")), ids=lambda path: path.stem)
def test_that_every_golden_file_opens(path):
    assert open_document(path).runs


def make_golden(path):
    """How `schema-1.swb` was made; a new schema gets a new file, the old ones are never made again."""
    from tests.project.conftest import document_of

    prices, finished = make_result(bars=1010, folds=1, seeds=1)
    document = document_of(prices, finished, make_result(bars=1010, folds=1, seeds=1, run_seed=1,
                                                         outcome="cancelled")[1])
    changes = {"notes": "A project of schema 1.\n", "project_id": "6f1c6d2e-3a0c-4d3e-9a53-1f6f6f0f0a01"}
    document.replace(document.project.model_copy(update=changes))
    save(document, path)
