"""What the Reality panel says in each of its states."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from tests.gui.fake_session import run_events
from tests.samples import make_result
from workbench.evaluation.figures import PerformanceFigures, Removal, SentinelReport
from workbench.evaluation.rows import Burn, KnownRows
from workbench.evaluation.verdict import STATES
from workbench.events import RunFailed
from workbench.experiment.run_state import RunState, reduce_events
from workbench.gui.present import reality as present

BANNED = re.compile(r"\b(accuracy 98 ?%|profits?|signal confirmed|optimal|ai)\b", re.IGNORECASE)
KNOWN = {"buy_and_hold": PerformanceFigures(directional_accuracy=0.537)}


@cache
def sample(state="no_edge", outcome="finished"):
    return make_result(state=state, outcome=outcome)


def facts(state="no_edge", **changes):
    _, result = sample(state)
    fields = {
        "spec": result.spec, "result": result, "backtest": result.backtest, "verdict": result.verdict,
        "tries": 3, "vault_days": 500, "run_ids": ("run-a", "run-b", result.run_id), "known": KNOWN,
    }  # fmt: skip
    return present.Facts(**{**fields, **changes})


def idle(**changes):
    return facts(result=None, backtest=None, verdict=None, **changes)


def live():
    prices, result = sample()
    return reduce_events(RunState(), run_events(prices, result, 2, epochs_of_last=4))


def failed():
    return reduce_events(
        RunState(), [RunFailed(run_id="run-live", sentence="A worker died.", hint="Train again.")]
    )


def test_that_every_state_has_a_mode():
    assert present.mode(idle()) == "not_run"
    assert present.mode(facts(running=True)) == "running"
    assert present.mode(facts()) == "finished"
    assert present.mode(facts("invalid")) == "invalid"
    assert present.mode(idle(run_state=failed())) == "failed"
    assert present.mode(facts(run_state=failed(), failure_dismissed=True)) == "finished"
    cancelled = sample("no_edge", "cancelled")[1]
    assert present.mode(facts(result=cancelled, backtest=None, verdict=None)) == "cancelled"


def test_that_before_a_run_the_card_says_what_to_expect():
    card = present.card(idle())
    assert card.word == "NOT RUN YET"
    assert "by more than 1\u2009% would be unusual" in card.sentence
    assert present.four_figures(idle()) == ()
    assert present.header(idle()) == "no run yet"


def test_that_no_verdict_is_given_before_the_last_fold():
    card = present.card(facts(running=True, run_state=live()))
    assert card.word == "RUNNING"
    assert card.sentence.startswith("No verdict before fold 3 of 3.")
    assert card.why.startswith("3 of 6 trainings done")


def test_that_a_paused_run_says_so_and_promises_no_time():
    card = present.card(facts(running=True, paused=True, run_state=live()))
    assert card.word == "PAUSED"
    assert card.why == "3 of 6 trainings done"


def test_that_a_run_under_way_is_the_next_one():
    assert present.header(facts(running=True, run_state=live())) == "run 4 · LSTM"


def test_that_the_header_names_run_model_and_time():
    _, result = sample()
    header = present.header(facts())
    assert header.startswith("run 3 · LSTM · ")
    assert re.fullmatch(r"\d\d:\d\d", header.split(" · ")[2])
    assert present.header(facts(run_ids=(result.run_id,))).startswith("run 1 · ")


def test_that_a_what_if_is_named_in_header_and_card():
    shown = facts(cost_bps=3.0)
    assert present.is_what_if(shown)
    assert present.header(shown) == "run 3 · LSTM · what if 3 bp"
    assert present.card(shown).why.replace("\u00a0", " ").startswith("what if 3 bp a side")
    assert not present.is_what_if(facts())


@pytest.mark.parametrize("state", STATES)
def test_that_every_verdict_has_a_card_without_banned_words(state):
    verdict = replace(sample()[1].verdict, state=state)
    card = present.card(facts(verdict=verdict))
    assert card.state == state
    assert card.word == card.word.upper()
    assert card.word.count("\n") <= 1
    assert not BANNED.search(" ".join((card.word, card.sentence, card.why, card.subline)))


def test_that_luck_is_told_with_the_number_of_tries():
    verdict = replace(sample()[1].verdict, state="luck_after_trials")
    assert present.card(facts(verdict=verdict, tries=12)).subline == "after 12 tries"


def test_that_a_failed_run_shows_sentence_and_remedy():
    card = present.card(idle(run_state=failed()))
    assert (card.word, card.sentence, card.why) == ("RUN FAILED", "A worker died.", "Train again.")


def test_that_a_stopped_run_has_no_verdict_and_counts():
    result = sample("no_edge", "cancelled")[1]
    shown = facts(result=result, backtest=None, verdict=None)
    card = present.card(shown)
    assert card.word == "STOPPED"
    assert card.why == "1 training done and kept · the try still counts"
    assert present.table_rows(shown)[0].cells == ("—",) * 4
    assert present.four_figures(shown)[0].value == "—"


def test_that_an_invalid_run_withholds_its_figures_and_says_how_to_mend_it():
    shown = facts("invalid")
    assert [figure.value for figure in present.four_figures(shown)] == [
        "withheld", "withheld", "3", "withheld",
    ]  # fmt: skip
    assert present.table_rows(shown)[0].cells[2] == "withheld"
    assert present.moved_rows(shown.result) == (("multiplied by 1000", "2013-02-01"),)
    steps = present.mend_steps(shown.result)
    assert "saw a later day" in steps[0]
    assert steps[-1] == "Run again. The broken run stays in the ledger."
    clean = replace(shown.result, sentinel=SentinelReport(True, 20))
    assert "health report" in present.mend_steps(clean)[0]


def test_that_the_leak_badge_has_three_answers():
    assert present.leaks(facts()).value == "clean"
    found = present.leaks(facts("invalid"))
    assert (found.value, found.alarm) == ("1 found", True)
    assert present.leaks(idle()).value == "not yet"
    assert present.leaks(facts(running=True)).value == "not yet"


BURN = Burn("a" * 64, "run", "2013-01-01", "2016-12-31", "2026-11-25T10:00:00+00:00")


def test_that_a_removed_history_is_noted_in_every_state_that_counts_tries():
    removal = Removal("2026-11-24T10:00:00+00:00", 5)
    for shown in (facts(), facts(running=True), facts(backtest=None, verdict=None)):
        noted = replace(shown, ledger_rows=KnownRows(removals=(removal,)))
        below = [figure.below for figure in present.four_figures(noted) if "tries" in figure.label]
        assert below[0].endswith("history removed on 2026-11-24 (5 tries)")
    result = facts().result
    of_run = replace(result, trials=replace(result.trials, history_removed=(removal,)))
    assert "5 tries" in present.four_figures(facts(result=of_run))[2].below


def test_that_a_verdict_on_days_revealed_since_is_marked_once():
    mark = "the sealed days were revealed on 2026-11-25; they are no longer unseen"
    rows, sha256 = KnownRows(burns=(BURN,)), facts().result.data.sha256
    shown = facts(ledger_rows=rows, content_hash=sha256)
    assert mark in present.card(shown).why.replace("\u00a0", " ")
    assert mark not in present.card(facts(ledger_rows=rows, content_hash="other prices")).why
    known = replace(shown.verdict, inputs={**shown.verdict.inputs, "revealed": "2026-11-25"})
    assert mark not in present.card(replace(shown, verdict=known)).why, "its own reasons say it"


def test_that_a_vault_that_was_revealed_says_what_the_next_one_waits_for():
    badge = present.vault(facts(vault_days=0, ledger_rows=KnownRows(burns=(BURN,))))
    assert badge.value == "none sealed"
    assert "revealed on 2026-11-25" in badge.tip and "first bar behind them" in badge.tip
    narrow = present.vault(facts(vault_days=0, ledger_rows=KnownRows(burns=(BURN,))), narrow=True)
    assert narrow.value == "none" and narrow.tip == badge.tip
    later = present.vault(facts(vault_days=12, ledger_rows=KnownRows(burns=(BURN,))))
    assert later.value == "sealed, 12 days"


def test_that_the_vault_badge_counts_its_days_where_there_is_room():
    assert present.vault(facts()).value == "sealed, 500 days"
    narrow = present.vault(facts(), narrow=True)
    assert narrow.value == "sealed"
    assert "500 days" in narrow.tip


def test_that_before_a_run_the_table_holds_what_is_known():
    assert present.table_title(idle()) == ("Already known", "no training needed")
    assert [row.name for row in present.table_rows(idle())] == ["buy & hold"]
    assert present.table_title(facts()) == ("Beside every baseline", "after 5 bp a side")
    waiting = present.table_rows(facts(running=True, run_state=live()))
    assert waiting[0].cells == ("·",) * 4


def test_that_break_even_is_said_in_words():
    backtest = sample()[1].backtest
    assert present.break_even_note(replace(backtest, break_even_bps=4.94)) == "break-even at 4.9 bp a side"
    assert present.break_even_note(replace(backtest, break_even_bps=-1.0)) == "loses even at no cost"
    assert present.break_even_note(replace(backtest, break_even_bps=None)) == "it never traded"
    assert present.break_even_note(None) == "it never traded"
    assert present.holding_note(replace(backtest, break_even_vs_holding_bps=1.24)) == (
        "It stops beating scaled holding at 1.2 bp a side."
    )
    assert "at any cost" in present.holding_note(replace(backtest, break_even_vs_holding_bps=-0.1))
    assert present.holding_note(None) == ""


def test_that_the_caveat_is_never_missing_a_part():
    assert present.CAVEAT == "Chosen with hindsight · unaudited data · not advice"
