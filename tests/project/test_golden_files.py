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


def test_that_schema_2_brings_what_a_ledger_knew():
    document = open_document(GOLDEN / "schema-2.swb")
    ((content_hash, known),) = document.ledger_rows.items()
    assert content_hash == document.project.spec.data.content_hash
    assert (known.vault_start, [row.trial_key for row in known.tries]) == (
        "2013-02-01", [f"{number:064x}" for number in range(2)],
    )
    assert [(row.number, row.passed) for row in known.openings] == [(3, False)]
    assert [(burn.first, burn.last) for burn in known.burns] == [("2013-02-01", "2013-12-31")]
    assert [removal.tries for removal in document.runs[0].trials.history_removed] == [4]


def test_that_a_file_of_schema_1_knows_of_no_ledger_and_removed_nothing():
    document = open_document(GOLDEN / "schema-1.swb")
    assert document.ledger_rows == {}
    assert document.runs[0].trials.history_removed == ()


def test_that_notes_and_answers_of_runs_open_as_they_were_and_older_files_have_none():
    document = open_document(GOLDEN / "schema-2-notes-answers.swb")
    answers = document.answers["run-0000"]
    assert (answers.placebo.real, answers.placebo.ranked) == (-0.014, [0.01, -0.02, 0.0])
    assert [one.days for one in answers.planted] == [None, 1_234]
    assert open_document(GOLDEN / "schema-2.swb").answers == {}
    assert document.project.run_note("run-0000") == "The first one <b>that</b> learned."
    assert document.project.run_note("run-0001") == ""
    assert open_document(GOLDEN / "schema-2.swb").project.run_notes == ()


def test_that_bars_within_the_day_open_with_their_times():
    document = open_document(GOLDEN / "schema-2-intraday.swb")
    hours, clock = (
        document.prices[document.project.data(symbol).content_hash] for symbol in ("HOURS", "CLOCK")
    )  # fmt: skip
    assert (hours.interval, len(hours), clock.interval, len(clock)) == ("1h", 70, "5m", 50)
    assert [str(stamp) for stamp in hours.stamp[[0, 7]]] == ["2024-03-04T09:30:00", "2024-03-05T09:30:00"]
    assert (hours.utc_offset == -300).all() and str(hours.close_time[0]) == "2024-03-04T15:30:00.000000000"
    assert clock.utc_offset is None and str(clock.stamp[1]) == "2024-03-04T09:35:00"
    assert len(document.runs) == 2 and len(document.prices) == 3


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.swb")), ids=lambda path: path.stem)
def test_that_every_golden_file_opens(path):
    assert open_document(path).runs


def make_golden(path, schema=2, run_notes=(), answers=None, within_day=()):
    """How the golden files were made; a new schema gets a new file, the old ones are never made again."""
    from dataclasses import replace

    from tests.project.conftest import document_of, make_known, with_hours

    prices, finished = make_result(bars=1010, folds=1, seeds=1)
    known = make_known()
    finished = replace(finished, trials=replace(finished.trials, history_removed=known.removals))
    document = document_of(prices, finished, make_result(bars=1010, folds=1, seeds=1, run_seed=1,
                                                         outcome="cancelled")[1])
    notes, project_id = f"A project of schema {schema}.\n", "6f1c6d2e-3a0c-4d3e-9a53-1f6f6f0f0a01"
    changes = {"notes": notes, "project_id": project_id, "run_notes": run_notes}
    document.replace(document.project.model_copy(update=changes))
    if answers is not None:
        document.add_answers(finished.run_id, answers)
    with_hours(document, *within_day)
    document.ledger_rows = {prices.content_hash: known}
    save(document, path)
