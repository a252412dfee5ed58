"""Tests of the rows of the runs table and of small texts around it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.gui.desk import sample_events
from tests.samples import make_result
from workbench.experiment.run_state import RunState, reduce_events
from workbench.gui.log_book import KEPT, LogBook
from workbench.gui.present import log, runs, status, ticker, title
from workbench.gui.present.runs import COLUMNS


def cell(row, name):
    return row.cells[COLUMNS.index(name)]


def test_that_the_latest_run_stands_first_and_the_shown_one_is_marked():
    made = [make_result(run_seed=seed)[1] for seed in range(3)]
    rows = runs.run_rows(made, "run-0001")
    assert [cell(row, "try") for row in rows] == ["3", "2", "1"]
    assert [row.shown for row in rows] == [False, True, False]


def test_that_a_row_shows_the_hits_beside_the_base_rate_and_the_excess_with_its_interval():
    _, result = make_result()
    (row,) = runs.run_rows([result], "")
    hits, base = result.forecast.directional_accuracy, result.forecast.base_rate
    assert (cell(row, "hits"), cell(row, "base")) == (f"{100 * hits:.1f}", f"{100 * base:.1f}")
    excess = 100 * result.backtest.excess.mean
    assert cell(row, "excess % a year").replace("\u2212", "-").startswith(f"{excess:+.1f}  [")
    assert (cell(row, "window"), cell(row, "hidden"), cell(row, "seeds")) == ("60", "16", "2")
    assert (cell(row, "verdict"), row.state) == ("NO EDGE", "no_edge")


def test_that_an_invalid_run_withholds_its_figures():
    _, result = make_result(state="invalid")
    (row,) = runs.run_rows([result], "")
    assert {cell(row, name) for name in ("hits", "Sharpe", "excess % a year", "R² vs mean")} == {"withheld"}


def test_that_a_stopped_run_is_kept_with_dashes():
    _, result = make_result(outcome="cancelled")
    (row,) = runs.run_rows([result], "")
    assert (cell(row, "hits"), cell(row, "verdict")) == ("—", "stopped")


def test_that_the_run_under_way_has_dots_and_comes_first():
    _, result = make_result()
    state = reduce_events(RunState(), sample_events("now"))
    rows = runs.run_rows([result], "", (state, result.spec))
    assert (cell(rows[0], "try"), cell(rows[0], "hits"), rows[0].state) == ("2", "·", "running")


def test_that_the_sentence_after_a_run_never_names_hits_alone():
    _, result = make_result()
    sentence = runs.stored_sentence(result, 3)
    assert sentence.startswith("Run 3 stored.") and "beside a base rate of" in sentence
    assert runs.stored_sentence(replace(result, forecast=None), 3) == "Run 3 stored."
    assert "the try counts" in runs.stored_sentence(make_result(outcome="cancelled")[1], 3)


def test_that_the_title_names_the_file_with_a_place_for_the_mark_of_changes():
    assert title.window_title(Path("/tmp/study.swb")) == "study.swb[*] – Stock Workbench"
    assert title.window_title(None) == "untitled[*] – Stock Workbench"
    assert title.tries((1, 1234)) == "1,234"


def test_that_the_status_facts_are_short():
    assert status.data_hash("b81f04c2" + "0" * 56) == "data b81f 04c2"
    assert status.data_hash("") == ""
    assert (status.network(False), status.network(True)) == ("offline", "online")
    assert (status.workers(0), status.workers(2)) == ("starting workers", "2 workers")
    assert status.memory(164 * 1024 * 1024) == "164 MB"


def test_that_symbols_are_checked_before_the_network_is_asked():
    assert ticker.problem_of("^GSPC") == ticker.problem_of("BRK-B") == ticker.problem_of("EURUSD=X") == ""
    assert "Type a symbol" in ticker.problem_of("")
    assert "letters, digits" in ticker.problem_of("rm -rf /")


def test_that_the_log_gives_what_came_after_and_drops_its_oldest_lines():
    book = LogBook()
    for number in range(KEPT + 5):
        book.add(f"line {number}", "error" if number == KEPT + 4 else "info")
    assert [said.text for said in book.since(KEPT + 3)] == [f"line {KEPT + 3}", f"line {KEPT + 4}"]
    assert len(book.since(0)) == KEPT and book.since(book.written) == ()
    text = log.lines(book.since(KEPT + 3))
    assert text.splitlines()[1].endswith(f"error: line {KEPT + 4}")
