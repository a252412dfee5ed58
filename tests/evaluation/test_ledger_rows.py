"""Rows of the ledger that take nothing away: removed tries, revealed days, and what other ledgers knew."""

from dataclasses import replace

import numpy as np
import pytest

from tests.evaluation.bars import random_walk
from tests.evaluation.test_ledger import trial
from workbench.errors import UsageError
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.rows import Burn

PRICES = random_walk(900, seed=1)
START = str(PRICES.session[650])


@pytest.fixture
def ledger(tmp_path):
    return tried(tmp_path / "ledger.sqlite")


@pytest.fixture
def other(tmp_path):
    return TrialLedger(tmp_path / "other.sqlite")


def tried(path, *keys):
    """A ledger with a vault on PRICES and a try for each key."""
    ledger = TrialLedger(path)
    ledger.vault_start(PRICES, 250)
    for key in keys:
        ledger.append(trial(data_id(ledger), key))
    return ledger


def data_id(ledger):
    return ledger.identify(PRICES)


def burn_of(first=650, last=899, key="key", time=""):
    return Burn(key, "run", str(PRICES.session[first]), str(PRICES.session[last]), time)


def burned(ledger, first=650, last=899):
    return ledger.begin_reveal(data_id(ledger), burn_of(first, last))


# -- removed tries ------------------------------------------------------------------------------------


def test_that_removed_tries_no_longer_count_and_that_they_were_removed_stays(ledger):
    for key in ("a", "a", "b"):
        ledger.append(trial(data_id(ledger), key))
    rows = ledger.path.read_bytes()
    removal = ledger.forget(PRICES)
    assert removal.tries == 2
    assert ledger.counts(data_id(ledger), "one") == (0, 0)
    assert ledger.trials(data_id(ledger)) == []
    assert ledger.removals(data_id(ledger)) == (removal,)
    assert len(ledger.path.read_bytes()) >= len(rows)
    ledger.append(trial(data_id(ledger), "a"))
    assert ledger.counts(data_id(ledger), "one") == (1, 1)
    assert [row.trial_key for row in ledger.trials(data_id(ledger))] == ["a"]
    assert [one.tries for one in (*ledger.removals(data_id(ledger)), ledger.forget(PRICES))] == [2, 1]
    assert len(ledger.removals(data_id(ledger))) == 2
    ledger.verify()


def test_that_removing_tries_leaves_vault_openings_and_other_data_alone(ledger):
    ledger.append(trial(data_id(ledger)))
    ledger.append(trial("other"))
    opening = ledger.begin_opening(data_id(ledger), "key", "run")
    ledger.forget(PRICES)
    assert str(ledger.fixed_vault(PRICES)) == START
    assert ledger.opening(data_id(ledger), "key") == opening
    assert ledger.begin_opening(data_id(ledger), "another", "run").number == 2
    assert ledger.counts("other", "one") == (1, 1)


def test_that_nothing_is_removed_where_nothing_counts(ledger):
    with pytest.raises(UsageError, match="No tries are counted on TEST"):
        ledger.forget(PRICES)
    ledger.append(trial(data_id(ledger)))
    ledger.forget(PRICES)
    with pytest.raises(UsageError):
        ledger.forget(PRICES)
    assert len(ledger.removals(data_id(ledger))) == 1


# -- revealed days ------------------------------------------------------------------------------------


def test_that_the_next_vault_begins_with_the_first_bar_after_the_revealed_ones(ledger):
    burned(ledger, last=799)
    assert ledger.fixed_vault(PRICES) == PRICES.session[799] + 1
    assert ledger.vault_start(PRICES, 400) == PRICES.session[799] + 1
    first_sealed = int(np.searchsorted(PRICES.session, ledger.fixed_vault(PRICES)))
    assert first_sealed == 800


def test_that_the_same_vault_is_revealed_once_and_the_next_one_anew(ledger):
    first = burned(ledger, last=799)
    assert burned(ledger, last=899) == first
    second = burned(ledger, first=800)
    assert second.last == str(PRICES.session[899])
    assert ledger.burns(data_id(ledger)) == (first, second)


def test_that_each_vault_answers_about_a_try_for_itself(ledger):
    opening = ledger.begin_opening(data_id(ledger), "key", "run")
    ledger.end_opening(opening, passed=True)
    burned(ledger, last=799)
    assert ledger.opening(data_id(ledger), "key") is None, "the next vault was not asked yet"
    assert ledger.opening(data_id(ledger), "key", START).passed is True
    later = ledger.begin_opening(data_id(ledger), "key", "later")
    assert (later.number, later.passed) == (2, None)
    assert ledger.end_opening(later, passed=False).passed is False
    assert ledger.opening(data_id(ledger), "key", START).passed is True
    ledger.verify()


# -- what another ledger knew -------------------------------------------------------------------------


def test_that_another_ledger_learns_every_row_once(tmp_path, other):
    ledger = tried(tmp_path / "ledger.sqlite", "a", "b")
    ledger.end_opening(ledger.begin_opening(data_id(ledger), "a", "run"), passed=False)
    burned(ledger)
    other.vault_start(PRICES, 250)
    known = ledger.known(data_id(ledger))
    assert other.adopt(data_id(other), known) == 4
    assert other.adopt(data_id(other), known) == 0
    assert other.counts(data_id(other), "one") == (2, 2)
    np.testing.assert_array_equal(other.trials(data_id(other))[0].net, trial().net)
    opening = other.opening(data_id(other), "a", START)
    assert (opening.number, opening.passed) == (1, False)
    assert other.begin_opening(data_id(other), "b", "run").number == 2
    other.verify()


def test_that_of_identical_reruns_the_latest_alone_travels(ledger):
    for minute in (1, 2, 3):
        ledger.append(replace(trial(data_id(ledger), "a"), time=f"2026-11-23T10:0{minute}:00+00:00"))
    (row,) = ledger.known(data_id(ledger)).tries
    assert row.time == "2026-11-23T10:03:00+00:00"


def test_that_days_revealed_elsewhere_stay_sealed_here_and_are_not_unseen(ledger, tmp_path):
    other = tried(tmp_path / "third.sqlite")
    burned(ledger, last=799)
    other.adopt(data_id(other), ledger.known(data_id(ledger)))
    assert str(other.fixed_vault(PRICES)) == START
    assert other.unseen_from(PRICES) == PRICES.session[799] + 1
    assert [burn.adopted for burn in other.burns(data_id(other))] == [True]
    burned(other, last=899)
    assert other.fixed_vault(PRICES) == PRICES.session[899] + 1


def test_that_tries_removed_elsewhere_count_here_and_the_removal_is_told(tmp_path, other):
    ledger = tried(tmp_path / "ledger.sqlite", "a")
    other.vault_start(PRICES, 250)
    other.adopt(data_id(other), ledger.known(data_id(ledger)))
    removal = ledger.forget(PRICES)
    known = ledger.known(data_id(ledger))
    assert known.tries == ()
    other.adopt(data_id(other), known)
    other.adopt(data_id(other), known)
    assert other.counts(data_id(other), "one") == (1, 1)
    assert other.removals(data_id(other)) == (removal,)


def test_that_tries_removed_here_are_not_brought_back_by_those_who_still_know_them(tmp_path):
    ledger = tried(tmp_path / "ledger.sqlite", "a")
    known = ledger.known(data_id(ledger))
    ledger.forget(PRICES)
    assert ledger.adopt(data_id(ledger), known) == 0
    assert ledger.counts(data_id(ledger), "one") == (0, 0)


def test_that_an_opening_number_that_was_used_elsewhere_is_not_used_again(ledger, other):
    other.vault_start(PRICES, 250)
    for key in ("a", "b", "c"):
        opening = ledger.begin_opening(data_id(ledger), key, "run")
    known = ledger.known(data_id(ledger))
    only_the_third = replace(known, openings=known.openings[2:])
    other.adopt(data_id(other), only_the_third)
    assert other.begin_opening(data_id(other), "d", "run").number == opening.number + 1
