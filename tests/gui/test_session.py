"""Tests of the verbs behind the window."""

from __future__ import annotations

import pytest

from tests.gui.desk import FakeRun, csv_file, open_session, settle
from tests.samples import make_result
from workbench import paths
from workbench import settings as settings_file
from workbench.errors import FitFailed, UsageError
from workbench.gui.theme import MODES, Theme
from workbench.project.document import Document
from workbench.project.project import new_project


@pytest.fixture
def run():
    return FakeRun()


@pytest.fixture
def session(qapp, run):
    with open_session(qapp, run) as opened:
        yield opened


def heard_by(session):
    parts = []
    session.subscribe(lambda changed: parts.append(changed.parts))
    return parts


def finish(session, run, qtbot):
    run.go.set()
    qtbot.waitUntil(lambda: not session.running and session.is_told, timeout=5000)


def test_that_the_sample_is_there_at_once(session):
    assert (len(session.prices), session.prices.name) == (5031, "S&P 500")
    assert [data.symbol for data in session.document.project.symbols] == ["SP500", "NASDAQ"]
    assert (session.plan.train, session.plan.test, session.plan.vault) == (751, 3780, 500)
    assert (session.plan.folds, session.plan.seeds, session.plan.weights) == (31, 5, 51521)
    assert not session.document.dirty
    assert "5,031 daily bars" in session.message


def test_that_an_edit_can_be_undone_and_done_again(session):
    session.set_setting("model.hidden_size", 16, "Set hidden size")
    assert session.document.project.spec.model.hidden_size == 16
    assert session.document.dirty and session.undo_stack.undoText() == "Set hidden size"
    session.undo()
    assert session.document.project.spec.model.hidden_size == 64
    assert not session.document.dirty
    session.redo()
    assert session.document.project.spec.model.hidden_size == 16


def test_that_edits_of_one_field_within_a_second_are_one_step(session):
    for size in (16, 32, 48):
        session.set_setting("model.hidden_size", size, "Set hidden size")
    session.set_setting("train.epochs", 3, "Set epochs")
    assert session.undo_stack.count() == 2
    session.undo()
    session.undo()
    assert session.document.project.spec.model.hidden_size == 64


def test_that_a_value_outside_its_range_changes_nothing_and_names_the_range(session):
    with pytest.raises(UsageError, match="at least 1"):
        session.set_setting("model.hidden_size", 0, "Set hidden size")
    assert session.undo_stack.count() == 0


def test_that_an_edit_that_changes_nothing_is_no_step(session):
    session.set_setting("model.hidden_size", 64, "Set hidden size")
    assert session.undo_stack.count() == 0


def test_that_another_symbol_brings_its_prices_and_its_plan(session):
    parts = heard_by(session)
    session.show_symbol("NASDAQ")
    assert session.prices.name == "NASDAQ composite"
    assert any("prices" in each for each in parts)
    session.undo()
    assert session.prices.name == "S&P 500"


def test_that_a_sample_that_is_not_shown_comes_later_and_one_that_is_asked_for_meanwhile_only_once(session):
    (other,) = [data for data in session.document.project.symbols if data.symbol == "NASDAQ"]
    assert session.prices.name == "S&P 500" and session.book.series(other) is None
    session.show_symbol("NASDAQ")
    shown = session.prices
    assert shown.name == "NASDAQ composite"
    settle(session)
    assert session.prices is shown and session.book.series(other) is shown


def test_that_settings_that_need_more_days_are_a_problem_at_its_field(session):
    session.set_setting("features.lookback", 740, "Set window size")
    (problem,) = session.problems
    assert problem.field == "features.lookback" and "740" in problem.sentence
    assert session.plan is None
    session.train()
    assert not session.running and problem.sentence in session.message
    session.undo()
    assert session.problems == () and session.plan is not None


def test_that_a_synthetic_world_is_added_and_charted(session):
    session.add_symbol("W3-phi0.3-seed7", "synthetic")
    settle(session)
    assert session.document.project.active_symbol == "W3-phi0.3-seed7"
    assert len(session.prices) == 2000


def test_that_an_unknown_world_is_said_and_does_not_stay_silent(session):
    session.add_symbol("W9", "synthetic")
    settle(session)
    assert session.prices is None
    assert "W9" in session.message and session.message_level == "error"


def test_that_a_csv_file_is_imported_bound_and_kept_in_the_store(session, tmp_path):
    session.open_path(csv_file(tmp_path))
    settle(session)
    data = session.document.project.spec.data
    assert (data.symbol, data.source, data.file_name) == ("ACME", "csv", "ACME.csv")
    assert session.prices.content_hash == data.content_hash and len(session.prices) == 1700
    assert session.book.stored_symbols() == ("ACME",)
    assert "1,700 daily bars" in session.message


def test_that_a_malformed_csv_is_one_sentence_and_nothing_is_added(session, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("hello\nworld\n", encoding="utf-8")
    session.open_path(path)
    settle(session)
    assert session.message_level == "error" and "bad.csv" in session.message
    assert len(session.document.project.symbols) == 2


def test_that_yahoo_offline_is_a_sentence_and_adds_nothing(session, monkeypatch):
    from workbench.errors import OfflineError

    def offline(symbol):
        raise OfflineError("There is no network.", "Import a CSV file instead.")

    monkeypatch.setattr(session.book, "fetch", offline)
    session.add_symbol("AAPL", "yahoo")
    settle(session)
    assert session.message == "There is no network. Import a CSV file instead."
    assert not session.online and len(session.document.project.symbols) == 2


def test_that_training_tells_live_state_then_result_and_verdict(session, run, qtbot):
    parts = heard_by(session)
    session.train()
    assert session.running
    qtbot.waitUntil(lambda: session.run_state.fits_done == 2)
    assert session.result is None
    assert run.orders[0].spec == session.document.project.spec
    assert run.orders[0].ledger_file == paths.ledger_file()
    finish(session, run, qtbot)
    assert session.run_state.phase == "finished"
    assert session.result.run_id == "run-0000" and session.document.runs == (session.result,)
    assert session.shown_verdict.state == "no_edge"
    assert session.message.startswith("Run 1 stored.") and "base rate" in session.message
    assert session.document.dirty
    assert {"run_state", "result", "runs"} <= frozenset().union(*parts)


def test_that_what_a_run_has_to_tell_is_said_at_once_and_once_a_run(session, run, qtbot):
    for number in (1, 2):
        session.train()
        qtbot.waitUntil(lambda: session.run_state.fits_done == 2)
        told = [entry.text for entry in session.log.since(0)]
        assert told.count("Learning on the CPU.") == number
        finish(session, run, qtbot)
        assert [entry.text for entry in session.log.since(0)].count("Learning on the CPU.") == number


def test_that_a_failed_run_says_why_and_adds_no_run(qapp, qtbot):
    run = FakeRun(FitFailed("A worker died.", "Try a smaller net."))
    with open_session(qapp, run) as session:
        session.train()
        finish(session, run, qtbot)
        assert session.document.runs == () and session.result is None
        assert session.message == "A worker died. Try a smaller net."
        assert session.run_state.phase == "failed"


def test_that_stop_keeps_what_was_learned_and_a_second_stop_does_nothing(session, run, qtbot):
    session.train()
    assert run.told.wait(5)
    session.cancel()
    session.cancel()
    assert session.stopping
    qtbot.waitUntil(lambda: not session.running, timeout=5000)
    assert session.run_state.phase == "cancelled"
    assert session.result.outcome == "cancelled" and not session.stopping
    assert "the try counts" in session.message


def test_that_pause_and_resume_say_so(session, run, qtbot):
    session.pause()
    assert not session.paused
    session.train()
    assert run.told.wait(5)
    session.pause()
    assert session.paused and "pause" in run.executor.told
    session.resume()
    assert not session.paused
    finish(session, run, qtbot)


def test_that_a_what_if_cost_changes_what_is_shown_and_nothing_that_is_stored(session, run, qtbot):
    session.train()
    finish(session, run, qtbot)
    before = session.result.backtest.net_figures.cagr
    session.set_what_if_cost(20.0)
    assert session.cost_bps_shown == 20.0
    assert session.shown_backtest.net_figures.cagr < before
    assert session.result.backtest.net_figures.cagr == before
    session.show_run("run-0000")
    assert session.cost_bps_shown == 5.0


def test_that_an_earlier_run_can_be_shown_again(session, run, qtbot):
    for _ in range(2):
        run.go.clear()
        session.train()
        finish(session, run, qtbot)
    assert session.result.run_id == "run-0001"
    session.show_run("run-0000")
    assert session.result.run_id == "run-0000"
    session.show_run("no such run")
    assert session.result.run_id == "run-0000"


def test_that_the_theme_is_told_and_remembered(session):
    parts = heard_by(session)
    session.preferences.set_theme("light")
    session.preferences.set_theme("dark")
    assert frozenset({"theme"}) in parts
    assert settings_file.load(paths.settings_file()).theme == "dark"


@pytest.mark.parametrize("mode", MODES)
def test_that_every_theme_comes_back_at_the_next_start(session, mode):
    session.preferences.set_theme(mode)
    assert Theme(settings_file.load(paths.settings_file()).theme).mode == mode


def test_that_nobody_is_told_after_unsubscribing(session):
    heard = []
    leave = session.subscribe(heard.append)
    leave()
    leave()
    session.say("hello")
    assert heard == []


def test_that_adopting_a_document_shows_its_last_run_and_forgets_the_old_undo(session):
    session.set_setting("train.epochs", 3, "Set epochs")
    prices, result = make_result()
    project = new_project(
        "ACME", "csv", content_hash=prices.content_hash, file_name="acme.csv", spec=result.spec
    )
    session.adopt(Document(project, (result,), {prices.content_hash: prices}))
    assert session.result is result and session.prices.content_hash == prices.content_hash
    assert not session.undo_stack.canUndo()
    assert session.plan.folds == 3


def test_that_missing_prices_leave_the_runs_and_say_where_to_get_them(session):
    prices, result = make_result(source="yahoo")
    project = new_project("ACME", "yahoo", content_hash=prices.content_hash, spec=result.spec)
    session.adopt(Document(project, (result,), {}))
    settle(session)
    assert session.prices is None and session.result is result
    assert "ACME" in session.message and session.message_level == "error"
    assert session.plan is None


def test_that_tries_and_the_fixed_vault_come_from_the_ledger(session):
    from workbench.evaluation.ledger import TrialLedger

    assert session.trials == (0, 0)
    ledger = TrialLedger(paths.ledger_file())
    fixed = ledger.vault_start(session.prices, 700)
    session.show_symbol("NASDAQ")
    session.show_symbol("SP500")
    settle(session)
    assert str(session.prices.session[session.plan.vault_first]) == str(fixed)
    assert session.plan.vault == 700


def test_that_a_reveal_leaves_a_plan_to_the_last_day_without_a_sealed_one(session):
    from workbench.evaluation.ledger import TrialLedger
    from workbench.evaluation.rows import Burn

    ledger, prices = TrialLedger(paths.ledger_file()), session.prices
    start = ledger.vault_start(prices, 500)
    burn = Burn("a" * 64, "run", str(start), str(prices.session[-1]), time="")
    ledger.begin_reveal(ledger.identify(prices), burn)
    session.show_symbol("NASDAQ")
    session.show_symbol("SP500")
    settle(session)
    assert session.problems == ()
    assert (session.plan.vault, session.plan.vault_first) == (0, len(prices))
    (known,) = [rows for rows in session.document.ledger_rows.values() if rows]
    assert [one.last for one in known.burns] == [str(prices.session[-1])]


def test_that_red_findings_forbid_training_and_say_why(session, tmp_path):
    path = csv_file(tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    for row in range(900, 1701):
        day, *prices, volume = lines[row].split(",")
        lines[row] = ",".join([day, *(f"{float(price) / 4:.6f}" for price in prices), volume])
    path.write_text("\n".join(lines), encoding="utf-8")
    session.open_path(path)
    settle(session)
    assert [problem.field for problem in session.problems] == ["data"]
    session.train()
    assert not session.running
