"""What is said of placebo, planted signal and vault, without Qt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.samples import make_result
from workbench.errors import Cancelled, FitFailed, UsageError
from workbench.evaluation.vault import Opening
from workbench.events import TwinScored
from workbench.experiment.placebo import Placebo, Score
from workbench.experiment.planted import Planted
from workbench.gui.inquiry import PLACEBO, PLANTED, VAULT, About, Inquiry, answered, with_twins
from workbench.gui.present import inquiries, placebo, planted, vault

PRICES, RUN = make_result()


def cloud(real, shuffled, garch=(), blocks=()):
    kinds = {"real": () if real is None else (real,), "shuffled": shuffled, "garch": garch, "blocks": blocks}
    scores = {
        kind: {n: Score(value, 0.5, 0.5) for n, value in enumerate(values)} for kind, values in kinds.items()
    }
    return Placebo(RUN.spec, "one random start, trained anew every 500 days", scores)


def twins(*numbers, all=51):
    return [
        TwinScored(run_id="", kind="shuffled", number=n, score=0.01 * n, done=n, all=all) for n in numbers
    ]


def test_that_the_histogram_counts_the_ranked_twins_and_shows_the_run_and_those_apart():
    picture = placebo.cloud_of(cloud(-0.014, (-0.05, -0.02), (0.0, 0.01), (0.03, -0.06)))
    assert sum(picture.counts) == 4 and picture.real == pytest.approx(-1.4)
    assert picture.apart == pytest.approx((3.0, -6.0))
    assert picture.low < -6.0 and picture.high > 3.0
    assert picture.place(picture.low) == 0.0 and picture.place(picture.high) == 1.0


def test_that_equal_twins_and_no_twins_still_make_a_picture():
    flat = placebo.cloud_of(cloud(0.0, (0.0, 0.0)))
    assert flat.high - flat.low >= 1.0 and sum(flat.counts) == 2
    assert placebo.cloud_of(cloud(None, ())).counts == ()


@pytest.mark.parametrize(
    ("ends", "texts"),
    [((-7.2, 3.1), ["−5 %", "0"]), ((-0.5, 0.5), ["−0.5 %", "0", "+0.5 %"]),
     ((11.0, 49.0), ["+20 %", "+30 %", "+40 %"])],
)  # fmt: skip
def test_that_ticks_are_round_and_carry_their_unit(ends, texts):
    ticks = placebo.ticks_between(*ends)
    assert [text.replace("\u2009", " ") for _, text in ticks][: len(texts)] == texts
    assert all(ends[0] <= value <= ends[1] for value, _ in ticks) and len(ticks) <= 5


def test_that_the_line_and_the_note_are_those_of_the_design():
    assert placebo.line_label(-1.4) == "this run −1.4\u2009%"
    assert placebo.rank_note(cloud(0.0, (-0.1, 0.0, 0.1))) == "2 of 3 twins did as well or better"
    assert "this run" in placebo.spoken(cloud(0.0, (-0.1, 0.1))) and "2 twins from" in placebo.spoken(
        cloud(0.0, (-0.1, 0.1))
    )


def test_that_each_turn_of_a_placebo_has_its_words():
    asked = Inquiry(PLACEBO, RUN.run_id)
    assert (placebo.view(None).note, placebo.view(None).button) == ("not asked yet", placebo.ASK)
    assert (placebo.view(asked).note, placebo.view(asked).button) == ("begins…", "")
    going = with_twins(asked, RUN, twins(1, 2, 3), 10.0)
    assert placebo.view(going).note == "3 of 51 scored" and "no rank" in placebo.view(going).text.lower()
    stopped = answered(going, replace(going.placebo, outcome="cancelled"), None)
    assert (stopped.phase, placebo.view(stopped).button) == ("stopped", "Go on")
    finished = answered(going, cloud(0.0, (-0.1, 0.1)), None)
    assert finished.phase == "finished" and "1 of 2 twins" in placebo.view(finished).text
    assert "one random start" in placebo.view(finished).setting
    assert placebo.view(answered(asked, None, UsageError("No.", "Why."))).note == "not possible"
    assert placebo.view(answered(asked, None, FitFailed("Died."))).alarm
    assert placebo.view(answered(asked, None, Cancelled("Stopped."))).button == placebo.ASK


def test_that_the_toolbar_tells_how_far_it_is_and_how_long_it_takes():
    asked = Inquiry(PLACEBO, RUN.run_id)
    assert inquiries.progress(asked).text == "Placebo: making the twins…"
    going = with_twins(asked, RUN, twins(1), 100.0)
    assert going.seconds_left is None
    going = with_twins(going, RUN, twins(11), 110.0)
    assert going.seconds_left == pytest.approx(40.0)
    told = inquiries.progress(going)
    assert told.parts == (("placebo", "11 / 51"),) and told.left.endswith("0:40 left")
    assert inquiries.progress(replace(going, phase="stopping")).text == "Stopping; what is scored is kept."
    assert inquiries.progress(Inquiry(VAULT, "x", "stopping")).text == "Stopping; the opening counts."


def test_that_kept_scores_do_not_count_for_the_pace():
    asked = with_twins(Inquiry(PLACEBO, RUN.run_id), RUN, twins(*range(1, 21)), 5.0)
    assert asked.seconds_left is None
    assert with_twins(asked, RUN, twins(25), 10.0).seconds_left == pytest.approx(26.0)


def test_that_a_planted_signal_says_which_edge_is_found_here():
    made = (Planted(0.05, 10, 0.1, None), Planted(0.1, 10, 0.5, 4000), Planted(0.2, 10, 0.9, 900))
    asked = answered(Inquiry(PLANTED, RUN.run_id), list(made), None)
    view = planted.view(asked, 1000)
    assert view.text.startswith("A lean of 0.20 or more would be found here")
    assert view.rows[0][1:] == ("10\u2009%", "never", "—") and view.rows[1][2:] == ("4,000", "15.9")
    assert view.curve.days_span == (100.0, 10_000.0) and view.curve.height_of(1000) == pytest.approx(0.5)
    assert "0.20 needs 900 days" in planted.spoken(view.curve)
    assert planted.sentence(made, 10).startswith("None of the planted")
    assert planted.curve_of(made[:1], 10) is None


def test_that_the_question_before_an_opening_says_what_it_spends():
    first = vault.question(3, "candidate", 500, 0, None)
    assert first.text == "Open the vault for run 3?"
    assert "500 sealed days" in first.details
    assert "opening 1 of yours" in first.details and "below 0.0304" in first.details
    assert "below 0.0076" in first.details and "passing would not" not in first.details
    later = vault.question(1, "no_edge", 500, 9, None)
    assert "opening 10 of yours" in later.details and "below 0.0003" in later.details
    assert "NO EDGE: passing would not change that verdict" in later.details
    again = vault.question(1, "candidate", 500, 9, Opening(4, "d", "k", "r"))
    assert "Opening 4 was begun" in again.details and "opening 10" not in again.details


def test_that_the_offer_follows_what_the_vault_has_said():
    candidate = replace(RUN.verdict, state="candidate")
    assert vault.offer(About(), RUN.verdict) is None
    assert vault.offer(About(), candidate).text == vault.PROMISE
    begun = Opening(2, "d", "k", RUN.run_id, time="2026-11-25T10:00:00+00:00")
    assert "was begun" in vault.offer(About(opening=begun), candidate).text
    asking = About(vault=Inquiry(VAULT, RUN.run_id), opening=begun)
    assert vault.offer(asking, candidate).button == ""
    passed = vault.offer(About(opening=replace(begun, passed=True)), candidate)
    assert passed.button == "" and "It passed" in passed.text and "2026-11-25" in passed.text
    assert "0.0076" in passed.text
    failed = answered(Inquiry(VAULT, RUN.run_id), None, FitFailed("A worker died.", "Ask again."))
    assert vault.offer(About(vault=failed), candidate).alarm


def test_that_only_a_run_with_a_result_that_is_shown_can_be_asked():
    assert inquiries.is_answerable(RUN)
    assert not inquiries.is_answerable(None)
    assert not inquiries.is_answerable(make_result(outcome="cancelled")[1])
    assert not inquiries.is_answerable(make_result(state="invalid")[1])
