"""What the corner of the menu bar says of the vault of the run shown."""

from __future__ import annotations

from dataclasses import replace

from tests.samples import make_result
from workbench.evaluation.rows import Burn
from workbench.evaluation.vault import Opening
from workbench.gui.present.vault import standing

RUN = make_result()[1]
START = RUN.data.vault_start
OPENING = Opening(3, "data", "key", RUN.run_id, None, START, "2026-03-04T10:00:00+00:00")
BURN = Burn("key", RUN.run_id, START, "2099-01-01", "2026-04-05T10:00:00+00:00")


def test_that_a_run_nobody_opened_the_vault_for_has_it_sealed_from_its_own_date():
    assert standing(RUN, None, (), 0).word == "sealed"
    assert START in standing(RUN, None, (), 0).tip


def test_that_an_opening_tells_its_bit_its_number_and_its_day():
    passed, failed = (standing(RUN, replace(OPENING, passed=bit), (), 500) for bit in (True, False))
    assert (passed.word, failed.word) == ("opened, passed", "opened, not passed")
    assert "Opening 3 of yours, 2026-03-04" in passed.tip


def test_that_an_opening_without_answer_is_neither_sealed_nor_opened():
    assert standing(RUN, OPENING, (), 500).word == "opening"


def test_that_revealed_days_are_no_longer_called_sealed_and_keep_their_bit():
    told = standing(RUN, replace(OPENING, passed=True), (BURN,), 0)
    assert told.word == "revealed"
    assert "2026-04-05" in told.tip and "It passed" in told.tip


def test_that_a_reveal_before_the_vault_of_this_run_does_not_touch_it():
    earlier = replace(BURN, first="1999-01-01", last="1999-12-31")
    assert standing(RUN, None, (earlier,), 500).word == "sealed"


def test_that_a_run_made_without_sealed_days_has_no_vault():
    bare = replace(RUN, data=replace(RUN.data, vault_start=None))
    assert standing(bare, None, (), 500).word == "none"


def test_that_without_a_run_it_is_the_vault_of_the_next_one():
    assert standing(None, None, (), 500).tip == "500 days are sealed for the next run."
    spent = standing(None, None, (BURN,), 0)
    assert (spent.word, "2026-04-05" in spent.tip) == ("none", True)
