"""Tests of what the setup dock says."""

from __future__ import annotations

import dataclasses

from tests.samples import make_prices
from workbench.data.spec import DataSpec
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.plan import Plan, make_plan
from workbench.gui.present import setup

PLAN = Plan(
    train=751, test=3780, vault=500, first_decision=750, folds=31, seeds=5, seconds=52.0, weights=51521
)
DATA = DataSpec(symbol="ACME", source="csv", file_name="acme.csv")


def test_that_the_plan_counts_every_day_once():
    prices = make_prices(1500)
    plan = make_plan(ExperimentSpec(), prices)
    assert plan.train + plan.test + plan.vault == 1500
    assert (plan.vault, plan.first_decision, plan.fits) == (500, 750, plan.folds * 5)


def test_that_a_vault_fixed_earlier_moves_the_plan():
    prices = make_prices(1700)
    plan = make_plan(ExperimentSpec(), prices, prices.session[1000])
    assert (plan.vault, plan.vault_first) == (700, 1000)


def test_that_a_symbol_is_shown_with_name_source_days_and_health():
    row = setup.symbol_row(DATA, make_prices(1500), [], active=True)
    assert (row.title, row.source, row.days) == ("Acme Corporation", "CSV", "1,500 days")
    assert row.health == "clean"


def test_that_health_shows_the_worst_finding_and_names_it():
    findings = [("note", "sorted"), ("amber", "stale open"), ("red", "a spike")]
    assert setup.symbol_row(DATA, make_prices(900), findings, active=True).health == "red"
    row = setup.symbol_row(DATA, make_prices(900), findings[:2], active=True)
    assert (row.health, row.tip) == ("notes", "Acme Corporation: usable, with notes\n· stale open")
    assert setup.symbol_row(DATA, make_prices(900), findings[:1], active=False).health == "unused"


def test_that_missing_prices_are_said():
    row = setup.symbol_row(DATA, None, [], active=True)
    assert (row.title, row.days, row.health) == ("ACME", "no prices", "unused")
    assert setup.date_range(None) == "no prices yet"


def test_that_the_range_is_in_iso_dates():
    assert setup.date_range(make_prices(2)) == "2010-01-04 – 2010-01-05"


def test_that_the_zone_bar_names_its_days():
    assert setup.zone_bar(ExperimentSpec(), PLAN, 5031).labels() == ("train 751", "test 3,780", "vault 500")


def test_that_too_few_days_fill_vault_and_train_first():
    bar = setup.zone_bar(ExperimentSpec(), None, 900)
    assert (bar.train, bar.test, bar.vault) == (400, 0, 500)
    empty = setup.zone_bar(ExperimentSpec(), None, 0)
    assert (empty.train, empty.test, empty.vault) == (0, 0, 0)


def test_that_notes_say_what_a_run_costs():
    assert setup.weights_note(PLAN) == "51,521 weights to learn"
    assert setup.folds_note(PLAN) == "31 folds, expanding"
    assert setup.folds_note(PLAN, 1000) == "31 folds, last 1,000 days"
    assert setup.cost_note(PLAN) == "155 fits · 0:52"
    assert setup.weights_note(None) == setup.cost_note(None) == setup.folds_note(None) == ""


def test_that_the_foot_counts_the_tries():
    assert setup.try_note(0, running=False) == "first run: try 1"
    assert setup.try_note(3, running=False) == "next run: try 4"
    assert setup.try_note(2, running=True) == "this run: try 3"


def test_that_the_button_says_what_it_does():
    assert setup.train_label(0, PLAN, running=False) == "Train"
    assert setup.train_label(1, running=False) == "Train again"
    assert setup.train_label(1, running=True) == "Training…"


def test_that_loaded_prices_are_announced_with_their_health():
    prices = make_prices(1500)
    assert setup.loaded_sentence(DATA, prices, []) == (
        "Loaded: Acme Corporation, 1,500 daily bars, no gaps, no bad ticks."
    )
    assert "1 note on the data" in setup.loaded_sentence(DATA, prices, [("amber", "stale open")])
    assert "not usable: a spike" in setup.loaded_sentence(DATA, prices, [("red", "a spike")])


def test_that_folded_parts_say_what_is_in_them():
    assert (setup.changed_note(0), setup.changed_note(2)) == ("", "2 changed")
    assert setup.inputs_note(("ohlcv", "rsi")).startswith("2 of ")


def test_that_a_setting_is_shown_only_where_it_counts():
    assert setup.uses("linear", "features.lookback") and not setup.uses("drift", "features.lookback")
    assert setup.uses("ridge", "features.columns") and not setup.uses("chart_cnn", "features.columns")
    assert setup.uses("ar", "train.interval") and not setup.uses("ma_cross", "train.interval")


def test_that_an_interrupted_run_is_told_with_what_is_left_of_it():
    plan = dataclasses.replace(PLAN, kept=140)
    assert setup.try_note(2, plan, running=False) == "interrupted, 140 done"
    assert setup.cost_note(plan) == "15 fits left · 0:05"
    assert setup.train_label(2, plan, running=False) == "Go on"
    assert setup.train_label(2, plan, running=True) == "Training…"
    assert setup.cost_note(plan, running=True) == "155 fits"
