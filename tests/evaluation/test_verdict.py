import dataclasses
import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.evaluation.bars import random_walk
from workbench.evaluation.figures import ForecastFigures, SentinelReport
from workbench.evaluation.significance import min_trl, sharpe_moments
from workbench.evaluation.simulate import at_cost, simulate
from workbench.evaluation.verdict import STATES, VerdictInputs, collect, judge, rank, with_backtest

NO_EDGE = VerdictInputs(
    model="LSTM", source="sample", n=3780, seeds=5, random_model=True, cw_p=0.18, timing_p=0.44,
    r2_oos=-0.0025, directional_accuracy=0.482, base_rate=0.537, amplitude=0.1, round_trips=800,
    psr_net=0.6, net_sharpe=0.06, net_mean=0.00002, gross_sharpe=0.4, gross_sharpe_at_close=0.5,
    break_even_bps=4.9, cost_bps=5.0, min_trl=190_000.0, sentinel_checks=23,
)
GATE = dataclasses.replace(NO_EDGE, cw_p=0.01, timing_p=0.02, psr_net=0.97, net_sharpe=0.9, min_trl=850.0)
COMPLETE = dataclasses.replace(GATE, spa_p=0.03, fragile=False, holding_p=0.02)
SURVIVOR = dataclasses.replace(
    COMPLETE, vault_passed=True, half_trl=1000.0, live_bars=1000, live_p=0.0125, live_age=126
)


def state(base, **changes):
    return judge(dataclasses.replace(base, **changes)).state


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"sentinel_passed": False}, "invalid"),
        ({"health_red": True}, "invalid"),
        ({"finite": False}, "invalid"),
        ({"snapshot_ok": False}, "invalid"),
        ({"net_sharpe": 3.01}, "too_good_to_be_true"),
        ({"net_sharpe": 3.0}, "no_edge"),
        ({"r2_oos": 0.0201}, "too_good_to_be_true"),
        ({"r2_oos": 0.0199}, "no_edge"),
        ({"directional_accuracy": 0.588}, "too_good_to_be_true"),
        ({"directional_accuracy": 0.586}, "no_edge"),
        ({"directional_accuracy": 0.70, "n": 499}, "no_edge"),
        ({"gross_sharpe_at_close": 3.5}, "too_good_to_be_true"),
        ({"gross_sharpe_at_close": 3.5, "gross_sharpe": 1.2}, "no_edge"),
        ({"gross_sharpe_at_close": 2.9, "gross_sharpe": 0.1}, "no_edge"),
        ({"gross_sharpe_at_close": 3.5, "gross_sharpe": -1.0}, "too_good_to_be_true"),
        ({"amplitude": 0.019}, "one_day_late_copy"),
        ({"amplitude": 0.0}, "one_day_late_copy"),
        ({"amplitude": 0.02}, "no_edge"),
        ({"amplitude": 0.019, "n": 249}, "too_little_evidence"),
        ({"n": 249}, "too_little_evidence"),
        ({"n": 250}, "no_edge"),
        ({"seeds": 4}, "too_little_evidence"),
        ({"seeds": 1, "random_model": False}, "no_edge"),
        ({"round_trips": 29}, "no_edge"),
        ({"round_trips": 29, "timing_p": 0.04}, "too_little_evidence"),
        ({"round_trips": 30, "timing_p": 0.04}, "suggestive_unproven"),
        ({"cw_p": None, "timing_p": None}, "no_edge"),
        ({"cw_p": 0.05, "net_mean": 0.0}, "edge_before_costs_only"),
        ({"timing_p": 0.05, "net_mean": -1e-9}, "edge_before_costs_only"),
        ({"timing_p": 0.05}, "suggestive_unproven"),
        ({"cw_p": None, "timing_p": 0.01, "psr_net": 0.99}, "suggestive_unproven"),
    ],
)
def test_that_each_row_of_the_table_matches_at_its_line(changes, wanted):
    assert state(NO_EDGE, **changes) == wanted


def test_that_the_first_row_that_matches_wins():
    everything = {"sentinel_passed": False, "net_sharpe": 9.0, "amplitude": 0.0, "n": 10}
    assert state(NO_EDGE, **everything) == "invalid"
    assert state(NO_EDGE, net_sharpe=9.0, amplitude=0.0, n=10) == "too_good_to_be_true"
    assert state(NO_EDGE, amplitude=0.0, seeds=1) == "one_day_late_copy"


def test_that_a_planted_world_is_never_too_good():
    assert state(GATE, source="synthetic", net_sharpe=9.0, r2_oos=0.3) == "suggestive_unproven"
    assert state(GATE, source="csv", net_sharpe=9.0) == "too_good_to_be_true"


@pytest.mark.parametrize("missing", ["spa_p", "fragile", "holding_p"])
def test_that_a_figure_not_computed_yet_stops_the_ladder(missing):
    assert judge(GATE).state == "suggestive_unproven"
    assert state(COMPLETE, **{missing: None}) == "suggestive_unproven"


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "candidate"),
        ({"holding_p": 0.06}, "not_better_than_holding"),
        ({"fragile": True, "holding_p": 0.06}, "fragile"),
        ({"spa_p": 0.06, "fragile": True}, "luck_after_trials"),
        ({"psr_net": 0.949, "spa_p": 0.06}, "suggestive_unproven"),
        ({"vault_passed": True}, "promising"),
        ({"vault_passed": False}, "failed_on_unseen"),
        ({"vault_passed": True, "holding_p": 0.06}, "not_better_than_holding"),
        ({"vault_passed": False, "spa_p": 0.06}, "luck_after_trials"),
    ],
)
def test_that_the_upper_rows_follow_once_their_figures_exist(changes, wanted):
    assert state(COMPLETE, **changes) == wanted


@pytest.mark.parametrize(
    "changes",
    [{"live_bars": 999}, {"live_p": 0.0126}, {"live_p": None}, {"live_age": 127}, {"half_trl": None}],
)
def test_that_only_enough_fresh_days_timed_beyond_luck_survive(changes):
    assert state(SURVIVOR) == "survived_so_far"
    assert state(SURVIVOR, **changes) == "promising"
    assert state(SURVIVOR, vault_passed=False) == "failed_on_unseen"
    assert state(SURVIVOR, vault_passed=None) == "candidate"


def test_that_a_promising_run_says_how_many_days_must_still_come():
    verdict = judge(dataclasses.replace(SURVIVOR, live_bars=200, vault_alpha=0.0304))
    assert verdict.reasons[1] == "about 800 days must still come, were the edge half as large"
    assert "1,000 days that came after" in judge(SURVIVOR).sentence


def test_that_the_bars_needed_are_what_the_track_record_lacks():
    assert judge(GATE).bars_needed == 0
    assert judge(dataclasses.replace(GATE, min_trl=5000.2)).bars_needed == 1221
    assert judge(dataclasses.replace(GATE, min_trl=None)).bars_needed is None
    assert judge(dataclasses.replace(GATE, finite=False)).bars_needed is None


def test_that_a_stored_verdict_can_be_recomputed_from_its_inputs():
    verdict = judge(dataclasses.replace(GATE, min_trl=5000.2))
    assert judge(VerdictInputs(**json.loads(json.dumps(verdict.inputs)))) == verdict


def test_that_the_rank_follows_the_table():
    shared = {rank(name) for name in ("one_day_late_copy", "too_little_evidence", "no_edge")}
    assert len(shared) == 1
    ranked = [rank(name) for name in STATES if rank(name) is not None]
    assert ranked == sorted(ranked) and len(STATES) == 14 and len(ranked) == 12
    assert rank("not_better_than_holding") < rank("failed_on_unseen") < rank("candidate") < rank("promising")
    assert rank("invalid") is None and rank("too_good_to_be_true") is None


CHANCES = st.one_of(st.none(), st.floats(0, 1))
DECIDED = st.tuples(st.floats(0, 1), st.booleans(), st.floats(0, 1))


@st.composite
def inputs(draw):
    spa_p, fragile, holding_p = draw(st.one_of(st.just((None, None, None)), DECIDED))
    return dataclasses.replace(
        NO_EDGE,
        n=draw(st.integers(0, 4000)), seeds=draw(st.integers(1, 9)), random_model=draw(st.booleans()),
        cw_p=draw(CHANCES), timing_p=draw(CHANCES), amplitude=draw(st.floats(0, 1)),
        round_trips=draw(st.integers(0, 100)), psr_net=draw(CHANCES),
        net_sharpe=draw(st.floats(-3, 3)), net_mean=draw(st.floats(-0.01, 0.01)),
        gross_sharpe=draw(st.floats(-3, 3)), directional_accuracy=draw(st.floats(0.3, 0.58)),
        r2_oos=draw(st.floats(-0.1, 0.02)), spa_p=spa_p, fragile=fragile, holding_p=holding_p,
        vault_passed=draw(st.sampled_from([True, True, True, False])), half_trl=draw(st.floats(1, 2000)),
        live_bars=draw(st.integers(0, 4000)), live_p=draw(CHANCES), live_age=draw(st.integers(0, 300)),
    )


@st.composite
def survivors(draw):
    """Most inputs never come so far: these stand at the top, or just below it."""
    return dataclasses.replace(
        SURVIVOR, n=draw(st.integers(250, 4000)), cw_p=draw(st.floats(0, 0.06)),
        spa_p=draw(st.floats(0, 0.06)), live_bars=draw(st.integers(800, 1200)),
        live_p=draw(st.floats(0, 0.02)),
        live_age=draw(st.integers(0, 200)),
    )


def worsened(base, name, by):
    value = getattr(base, name)
    if name in ("cw_p", "timing_p", "spa_p", "holding_p", "live_p"):
        worse = None if value is None else min(1.0, value + by)
    elif name == "vault_passed":
        worse = False
    elif name in ("half_trl", "live_age"):
        worse = value + int(1000 * by)
    elif name in ("n", "seeds", "round_trips", "live_bars"):
        worse = max(0 if name != "seeds" else 1, value - int(1000 * by))
    elif name == "fragile":
        worse = None if value is None else True
    else:
        worse = None if value is None else value - by
    return dataclasses.replace(base, **{name: worse})


WORSENABLE = (
    "cw_p", "timing_p", "spa_p", "holding_p", "n", "seeds", "round_trips", "fragile", "psr_net", "net_mean",
    "net_sharpe", "amplitude", "directional_accuracy", "r2_oos", "vault_passed", "half_trl", "live_bars",
    "live_p", "live_age",
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(inputs(), survivors()), st.sampled_from(WORSENABLE), st.floats(0, 1))
def test_that_worsening_any_input_never_improves_the_rank(base, name, by):
    before, after = (rank(judge(one).state) for one in (base, worsened(base, name, by)))
    assume(before is not None and after is not None)
    assert after <= before


def test_that_inputs_are_collected_from_the_figures_of_a_run():
    prices = random_walk(700, 2)
    wanted = (np.random.default_rng(0).random(600) < 0.5).astype(float)
    backtest = simulate(prices, np.arange(600), wanted, 5.0)
    forecast = ForecastFigures(n=600, clark_west_p=0.3, timing_p=0.4, amplitude=0.2, base_rate=0.5)
    sentinel = SentinelReport(False, 23, (("nan", "2011-05-03"), ("drop", "2010-07-02")))
    facts = VerdictInputs(model="ridge", source="csv")
    found = collect(facts, forecast, backtest, sentinel)
    assert (found.model, found.n, found.cw_p, found.timing_p) == ("ridge", 600, 0.3, 0.4)
    assert found.sentinel_first == "2010-07-02" and found.sentinel_hits == 2 and not found.sentinel_passed
    assert found.round_trips == backtest.trades and found.net_mean == pytest.approx(backtest.net.mean())
    assert found.min_trl == min_trl(sharpe_moments(backtest.net)) and found.finite
    dearer = with_backtest(found, at_cost(backtest, 50.0))
    assert dearer.net_mean < found.net_mean and dearer.cost_bps == 50 and dearer.cw_p == 0.3


def test_that_a_return_that_is_not_finite_makes_the_run_invalid():
    prices = random_walk(700, 2)
    broken = simulate(
        prices.replace(adj_close=np.where(np.arange(700) == 300, np.nan, prices.adj_close)),
        np.arange(600), np.ones(600), 5.0,
    )
    assert judge(with_backtest(NO_EDGE, broken)).state == "invalid"
