import dataclasses
import re

import pytest

from tests.evaluation.test_verdict import COMPLETE, GATE, NO_EDGE
from workbench.evaluation import sentences
from workbench.evaluation.verdict import STATES, judge

BANNED = ("accuracy 98 %", "accuracy 98%", "profit", "signal confirmed", "optimal", "AI")
COSTLY = {"net_mean": -0.0001, "break_even_bps": 4.23}


def said(base, **changes):
    verdict = judge(dataclasses.replace(base, **changes))
    return verdict.sentence, sentences.why(verdict.reasons)


def test_that_no_edge_reads_as_drawn():
    assert said(NO_EDGE) == (
        "On 3,780 days it had not seen, the LSTM forecast no better than the average day, "
        "and timed no better than luck.",
        "forecast p 0.18 · timing p 0.44 · each needs 0.05",
    )


def test_that_an_edge_eaten_by_costs_reads_as_drawn():
    assert said(NO_EDGE, timing_p=0.03, **COSTLY) == (
        "Its timing beats luck, but trading it costs more than it earns: it breaks even at 4.2 bp a side, "
        "and you assumed 5.",
        "forecast p 0.18 · timing p 0.03 · net of costs not above zero",
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cw_p": 0.01, **COSTLY}, "Its forecast beats the average day, but"),
        ({"cw_p": 0.01, "timing_p": 0.01, **COSTLY}, "Its forecast and its timing beat luck, but"),
        ({"cw_p": 0.01, "net_mean": -1e-4, "break_even_bps": -2.0}, "loses even at no cost"),
        ({"cw_p": 0.01, "net_mean": 0.0, "break_even_bps": None}, "it never traded"),
        ({"cw_p": 0.01, "net_mean": -1e-9, "break_even_bps": 4.98}, "at 4.98 bp a side, and you assumed 5."),
        ({"cw_p": None, "model": "coin flip"}, "the coin flip timed no better than luck. It makes no"),
        ({"n": 120}, "only 120 days it had not seen. Below 250"),
        ({"seeds": 2}, "from 2 of 5 random starts"),
        ({"round_trips": 7, "timing_p": 0.01}, "on 7 closed trades. Below 30"),
        ({"timing_p": 0.01}, "but its forecast and its return after costs could still be luck."),
        ({"timing_p": 0.01, "psr_net": 0.97}, "but its forecast could still be luck."),
        ({"timing_p": 0.01, "psr_net": 0.97, "cw_p": None}, "no forecast that could be tested"),
        ({"timing_p": 0.01, "psr_net": None, "cw_p": None}, "but its return after costs could still"),
        ({"timing_p": 0.01, "psr_net": 0.97, "cw_p": 0.01}, "is not tested yet"),
        ({"health_red": True}, "findings"),
        ({"snapshot_ok": False}, "not the ones this run was made with"),
    ],
)
def test_that_the_sentence_says_what_decided(changes, words):
    assert words in said(NO_EDGE, **changes)[0]


def test_that_a_leak_says_how_often_and_where_it_showed():
    sentence, why = said(
        NO_EDGE, sentinel_passed=False, sentinel_hits=6, sentinel_first="2009-03-06"
    )
    assert sentence.startswith("The leak check changed the future and the past moved.")
    assert why == "moved in 6 of 23 checks; first one 2009-03-06"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"net_sharpe": 3.456}, "Sharpe ratio after costs 3.46"),
        ({"r2_oos": 0.031}, "explains 3.1 %"),
        ({"directional_accuracy": 0.61}, "61.0 % hits beside a base rate of 53.7 %"),
        ({"gross_sharpe_at_close": 8.0, "gross_sharpe": -0.5}, "8.00 if filled at the deciding close, −0.50"),
    ],
)
def test_that_too_good_names_the_figure_nobody_ever_published(changes, words):
    assert words in said(NO_EDGE, **changes)[1]


def test_that_missing_days_stand_below_the_words():
    assert sentences.headline("suggestive_unproven", 1221) == (
        ("SUGGESTIVE,", "UNPROVEN"), "needs about 1,221 more days",
    )
    assert sentences.headline("suggestive_unproven", 0).subline == ""
    assert sentences.headline("edge_before_costs_only").lines == ("EDGE BEFORE", "COSTS ONLY")
    assert sentences.headline("invalid") == (("INVALID",), "result withheld")
    assert sentences.word("too_good_to_be_true") == "TOO GOOD TO BE TRUE"


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.18, "0.18"), (None, "1.00"), (0.004, "below 0.01"), (0.0523, "0.052"),
     (0.0478, "0.048"), (0.05, "0.05")],
)
def test_that_a_chance_shows_on_which_side_of_the_line_it_is(p, text):
    assert sentences.chance(p) == text


@pytest.mark.parametrize("state", STATES)
def test_that_every_state_has_words_and_a_sentence(state):
    assert sentences.word(state).isupper()
    assert any(name == f"{state}.sentence" or name.startswith(f"{state}.") for name in sentences.TEXTS)


@pytest.mark.parametrize(
    "changes",
    [{}, {"spa_p": 0.2}, {"fragile": True}, {"holding_p": 0.3}, {"psr_net": 0.5, "min_trl": 9000.0}],
)
def test_that_the_upper_states_speak(changes):
    sentence, why = said(COMPLETE, **changes)
    assert sentence.endswith(".") and "{" not in sentence + why


def test_that_no_banned_word_is_in_the_catalogue():
    for name, text in sentences.TEXTS.items():
        for word in BANNED:
            flags = 0 if word == "AI" else re.IGNORECASE
            assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, flags), (name, word)


def test_that_every_text_is_a_sentence_or_a_phrase_without_loose_ends():
    for name, text in sentences.TEXTS.items():
        assert text == text.strip() and "  " not in text, name
    assert said(GATE)[0] != said(NO_EDGE)[0]
