"""What makes the verdict believable: no look-ahead, no price unit, no verdict out of noise."""

import itertools

import numpy as np
import pytest

from tests.experiment.helpers import run_small, small_spec
from tests.worlds import make_world
from workbench.data.series import PriceSeries
from workbench.evaluation.sentinel import corrupt
from workbench.evaluation.simulate import equity_curve
from workbench.evaluation.verdict import rank
from workbench.experiment.alone import fit_and_test
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.what_if import with_cost

PRICES = make_world("W3", bars=800, seed=2, phi=0.2)
VAULT = PRICES.session[550]
# In the middle of the second and last fold: no later fold learns from the changed bars.
CUT = 450
PRICE_COLUMNS = ("open", "high", "low", "close", "adj_close")


def dropped(prices: PriceSeries) -> PriceSeries:
    """Every third bar after the cut is missing, those of the vault stay."""
    bars = np.arange(len(prices))
    return prices.take((bars <= CUT) | (bars >= 540) | (bars % 3 > 0))


CHANGES = {
    "x1000": lambda prices: corrupt(prices, CUT, "x1000"),
    "flip": lambda prices: corrupt(prices, CUT, "flip"),
    "nan": lambda prices: corrupt(prices, CUT, "nan"),
    "drop": dropped,
}


@pytest.mark.parametrize("kind", ["lstm", "ridge", "drift"])
@pytest.mark.parametrize("change", CHANGES)
def test_that_changing_the_future_changes_nothing_dated_before_it(kind, change):
    spec = small_spec(kind, evaluation__max_folds=2)
    clean = run_small(spec, PRICES, vault_start=VAULT)
    with np.errstate(all="ignore"):
        changed = run_small(spec, CHANGES[change](PRICES), vault_start=VAULT)
    day = PRICES.session[CUT]
    for name in ("predicted", "lower", "upper", "asof_price", "fold"):
        np.testing.assert_array_equal(
            getattr(clean.predictions, name)[clean.predictions.asof <= day],
            getattr(changed.predictions, name)[changed.predictions.asof <= day],
            err_msg=name,
        )
    for name in ("position", "fill_price"):
        np.testing.assert_array_equal(
            getattr(clean.backtest, name)[clean.backtest.filled <= day],
            getattr(changed.backtest, name)[changed.backtest.filled <= day],
            err_msg=name,
        )
    # What a period earned is known at the next fill.
    known = int(np.sum(clean.backtest.filled <= day)) - 1
    np.testing.assert_array_equal(clean.backtest.net[:known], changed.backtest.net[:known])
    assert not np.array_equal(clean.predictions.predicted, changed.predictions.predicted)


GAPPED = PRICES.take(~np.isin(np.arange(len(PRICES)), [*range(400, 405), *range(470, 475)]))
EDGES = [398, 399, 400, 463, 464, 465]
CUTS = [*EDGES, *np.random.default_rng(0).integers(310, 535, 14).tolist()]


def test_that_twenty_cuts_anywhere_and_at_the_edges_of_gaps_leave_the_past_as_it_was():
    spec = small_spec("ridge", evaluation__max_folds=3, **SIZED)
    clean = fit_and_test(spec, GAPPED, VAULT)
    for cut, kind in zip(CUTS, itertools.cycle(["x1000", "flip"]), strict=False):
        with np.errstate(all="ignore"):
            changed = fit_and_test(spec, corrupt(GAPPED, cut, kind), VAULT)
        day = GAPPED.session[cut]
        said, held = clean.predictions.asof <= day, clean.backtest.filled <= day
        for name in ("predicted", "lower", "upper"):
            before, after = (getattr(run.predictions, name)[said] for run in (clean, changed))
            np.testing.assert_array_equal(before, after, err_msg=f"{name}, {kind} after {day}")
        np.testing.assert_array_equal(clean.backtest.position[held], changed.backtest.position[held])


SIZED = {
    "evaluation__rule": "long_short", "evaluation__threshold_bps": 1.0,
    "evaluation__volatility_target_percent": 20.0, "evaluation__max_leverage": 1.5,
    "evaluation__slippage": 0.5, "evaluation__half_spread_bps": 1.0, "evaluation__min_fee": 5.0,
    "evaluation__borrow_percent": 2.0, "evaluation__financing_percent": 5.0, "evaluation__cash_percent": 2.0,
}  # fmt: skip


@pytest.mark.parametrize("change", ["x1000", "flip"])
def test_that_sizes_and_costs_know_nothing_of_the_future_either(change):
    spec = small_spec("ridge", evaluation__max_folds=2, **SIZED)
    clean = run_small(spec, PRICES, vault_start=VAULT)
    changed = run_small(spec, CHANGES[change](PRICES), vault_start=VAULT)
    known = int(np.sum(clean.backtest.filled <= PRICES.session[CUT])) - 1
    assert len(np.unique(clean.backtest.position[:known])) > 20
    for name in ("position", "impact", "net"):
        np.testing.assert_array_equal(
            getattr(clean.backtest, name)[:known], getattr(changed.backtest, name)[:known], err_msg=name
        )


def test_that_a_run_pays_all_that_its_spec_says_and_so_does_every_companion():
    spec = small_spec("ridge", **SIZED)
    plain = small_spec("ridge", **{name: SIZED[name] for name in list(SIZED)[:4]})
    dear, cheap = run_small(spec, PRICES), run_small(plain, PRICES)
    np.testing.assert_array_equal(dear.backtest.position, cheap.backtest.position)
    assert dear.backtest.position.max() > 1.0 and dear.backtest.position.min() < -1.0
    assert dear.backtest.net.mean() < cheap.backtest.net.mean()
    assert dear.baselines["coin_flip"].total_return < cheap.baselines["coin_flip"].total_return
    assert dear.baselines["ar"].total_return < cheap.baselines["ar"].total_return
    cost, ruined = dear.backtest.cost_bps, with_cost(dear, 40.0)[0]
    assert with_cost(dear, cost)[0].net_figures == dear.backtest.net_figures
    np.testing.assert_array_equal(dear.backtest.gross, ruined.gross)
    assert (ruined.net <= dear.backtest.net).all()


@pytest.mark.parametrize("kind", ["lstm", "ridge"])
def test_that_the_price_unit_leaves_predicted_returns_unchanged(kind):
    spec = small_spec(kind)
    scaled = PRICES.replace(**{name: getattr(PRICES, name) * 7.3 for name in PRICE_COLUMNS})
    one, two = run_small(spec, PRICES), run_small(spec, scaled)
    np.testing.assert_allclose(two.predictions.predicted, one.predictions.predicted, rtol=0, atol=1e-6)
    prices = (one.predictions.predicted_price * 7.3, two.predictions.predicted_price)
    np.testing.assert_allclose(*prices, rtol=1e-6)
    np.testing.assert_allclose(two.backtest.net, one.backtest.net, atol=1e-9)


def test_that_a_dividend_tomorrow_changes_nothing_said_today():
    adj_close = PRICES.adj_close.copy()
    adj_close[: CUT + 1] *= 0.9
    paid = PRICES.replace(adj_close=adj_close)
    spec = small_spec("ridge", evaluation__max_folds=2)
    one, two = run_small(spec, PRICES), run_small(spec, paid)
    before = one.predictions.asof <= PRICES.session[CUT]
    np.testing.assert_allclose(
        two.predictions.predicted[before], one.predictions.predicted[before], rtol=0, atol=1e-9
    )
    gain = two.predictions.actual[CUT - 300] - one.predictions.actual[CUT - 300]
    assert gain == pytest.approx(-np.log(0.9))


def test_that_a_rolling_run_forgets_the_days_before():
    spec = small_spec("ridge", evaluation__max_folds=2, evaluation__train_bars=250)
    older = np.arange(len(PRICES)) < 100  # the second fold learns from day 150 on, its windows from 140
    wild = PRICES.replace(
        **{name: np.where(older, 1.5, 1.0) * getattr(PRICES, name) for name in PRICE_COLUMNS},
        volume=np.where(older, 3.0, 1.0) * PRICES.volume,
    )
    one, two = (run_small(spec, series).predictions for series in (PRICES, wild))
    second = one.fold == 1
    np.testing.assert_array_equal(one.predicted[second], two.predicted[second])
    assert not np.array_equal(one.predicted[~second], two.predicted[~second])


def test_that_costs_never_raise_equity():
    result = run_small(small_spec("ridge"), PRICES)
    assert result.backtest.trades > 10
    ladder = [with_cost(result, bps)[0] for bps in (0, 1, 2, 5, 10, 20)]
    for cheaper, dearer in itertools.pairwise(ladder):
        assert (equity_curve(dearer.net) <= equity_curve(cheaper.net) + 1e-15).all()
        assert equity_curve(dearer.net)[-1] < equity_curve(cheaper.net)[-1]


def ridge_on(world: str, seed: int, **parameters: float):
    prices = make_world(world, bars=1750, seed=seed, **parameters)
    return run_small(ExperimentSpec().with_settings({"model.kind": "ridge"}), prices)


@pytest.mark.slow
def test_that_random_walks_hardly_ever_look_like_an_edge():
    states = [ridge_on("W0", seed).verdict.state for seed in range(20)]
    above = [state for state in states if rank(state) is not None and rank(state) > rank("no_edge")]
    assert len(above) <= 4, states


@pytest.mark.slow
def test_that_a_planted_autoregression_is_recognised_by_clark_west():
    p_values = [ridge_on("W3", seed, phi=0.3).forecast.clark_west_p for seed in range(3)]
    assert max(p_values) <= 0.05, p_values
