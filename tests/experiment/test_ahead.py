"""Beyond one step: the day after the last bar, and a net left to itself that never sees a price again."""

from dataclasses import replace

import numpy as np
import pytest

from tests.experiment.helpers import run_small, small_spec
from tests.worlds import make_world
from workbench.errors import DataError, UsageError
from workbench.experiment import ahead
from workbench.experiment.ahead import _LastFold, look_ahead
from workbench.experiment.assemble import interval
from workbench.experiment.free_run import LEVELS, PATHS, TAIL, Misses, _Bars, _Shapes, free_run
from workbench.features.pipeline import build_features
from workbench.features.registry import FEATURES
from workbench.features.spec import FeatureSpec

PRICES = make_world("W0", bars=1000, seed=5)
SPECS = {
    "lstm": small_spec("lstm"),
    "garch": small_spec("gru", train__interval="garch", model__head="gaussian"),
    "ridge": small_spec("ridge"),
    "chart_cnn": small_spec("chart_cnn"),
}
CLOSE_ALONE = FeatureSpec(columns=("close",), lookback=10)
ORIGIN = 600


@pytest.fixture(scope="module")
def runs():
    return {name: run_small(spec, PRICES) for name, spec in SPECS.items()}


def run_on(say, misses, days=20, seed=0, spec=CLOSE_ALONE):
    missed = Misses(400 + np.arange(len(misses)) % 150, np.asarray(misses))
    sessions = PRICES.session[ORIGIN + 1 : ORIGIN + 1 + days]
    return free_run(PRICES.first(ORIGIN + 1), sessions, spec, say, missed, seed=seed)


@pytest.mark.parametrize("name", SPECS)
def test_that_a_fold_asked_again_says_what_the_run_said_with_the_same_interval(runs, name):
    last = _LastFold.of(runs[name], PRICES, ())
    fits = last._fits(last._decisions(last.fold.decision_first, last.fold.decision_last))
    said, rows = runs[name].predictions, runs[name].predictions.fold == last.fold.index
    np.testing.assert_allclose([fit.said.predicted for fit in fits], said.per_seed[:, rows], atol=1e-7)
    low, high = interval(fits, last.whole.target)
    np.testing.assert_allclose(said.asof_price[rows] * np.exp(low), said.lower[rows], rtol=1e-6)
    np.testing.assert_allclose(said.asof_price[rows] * np.exp(high), said.upper[rows], rtol=1e-6)


@pytest.mark.parametrize("name", SPECS)
def test_that_the_next_day_is_said_at_the_close_of_the_last_bar(runs, name):
    said = look_ahead(runs[name], PRICES).next_day
    assert said.asof == str(PRICES.session[-1]) and said.horizon == 1
    assert said.known_until < str(runs[name].predictions.asof[-1])
    assert said.lower < said.predicted < said.upper and said.predicted == said.per_seed.mean()
    other = PRICES.replace(close=PRICES.close.copy(), adj_close=_last_raised(PRICES.adj_close))
    moved = replace(runs[name], data=replace(runs[name].data, sha256=other.content_hash))
    assert look_ahead(moved, other).next_day.predicted != said.predicted, "it looks at the last bar"


def _last_raised(values):
    values = values.copy()
    values[-1] *= 1.05
    return values


def test_that_a_free_run_looks_at_no_price_behind_its_origin(runs, monkeypatch):
    before = look_ahead(runs["lstm"], PRICES).run
    origin = int(np.searchsorted(PRICES.session, np.datetime64(before.origin)))
    changed = {
        name: np.where(np.arange(len(PRICES)) > origin, 3 * getattr(PRICES, name), getattr(PRICES, name))
        for name in ("open", "high", "low", "close", "adj_close", "volume")
    }
    other = PRICES.replace(**changed)
    moved = replace(runs["lstm"], data=replace(runs["lstm"].data, sha256=other.content_hash))
    # The fold's own decisions lie behind the origin, and so differ.
    monkeypatch.setattr(ahead._LastFold, "_expect_the_same", lambda *_: None)
    after = look_ahead(moved, other).run
    np.testing.assert_array_equal(after.quantiles, before.quantiles)


def test_that_a_free_run_begins_with_the_last_fold_and_ends_before_the_vault(runs):
    run, said = look_ahead(runs["lstm"], PRICES).run, runs["lstm"].predictions
    rows = said.fold == said.fold.max()
    assert run.origin == str(said.asof[rows][0]) and run.days == rows.sum()
    assert run.quantiles.shape == (len(LEVELS), run.days + 1) and (run.quantiles[:, 0] == 0).all()
    assert (np.diff(run.quantiles[:, 1:], axis=0) > 0).all(), "the cone is open from the first day on"
    again = look_ahead(runs["lstm"], PRICES).run
    np.testing.assert_array_equal(again.quantiles, run.quantiles)


def test_that_a_net_that_says_the_same_each_day_drifts_by_it():
    run = run_on(lambda seen: np.full(len(seen), 0.01), [0.0, 0.0])
    np.testing.assert_allclose(run.quantiles, np.tile(0.01 * np.arange(21), (5, 1)), atol=1e-12)


def test_that_a_net_is_fed_what_it_said():
    """Half of yesterday's move, each day: the moves halve and halve again, from the last real one on."""
    last = np.log(PRICES.adj_close[ORIGIN] / PRICES.adj_close[ORIGIN - 1])
    run = run_on(lambda seen: 0.5 * seen[:, -1, 0], [0.0])
    wanted = np.concatenate([[0], np.cumsum(last * 0.5 ** np.arange(1, 21))])
    np.testing.assert_allclose(run.quantiles[2], wanted, atol=1e-8)


def test_that_the_cone_widens_as_misses_add_up():
    misses = np.random.default_rng(3).normal(0, 0.01, 500)
    run = run_on(lambda seen: np.zeros(len(seen)), misses, days=100)
    wide = run.quantiles[4] - run.quantiles[0]
    wanted = 2 * 1.645 * misses.std() * np.sqrt([25, 100])
    np.testing.assert_allclose(wide[[25, 100]], wanted, rtol=0.25)


@pytest.mark.parametrize("group", FEATURES)
def test_that_columns_of_all_paths_at_once_are_those_of_each_alone(group):
    spec = FeatureSpec(columns=(group,), lookback=30)
    known, days = PRICES.first(ORIGIN), PRICES.session[ORIGIN : ORIGIN + 40]
    random, past = np.random.default_rng(1), np.arange(300, 400)
    bars, shapes = _Bars(known, days), _Shapes.of(known, past + 1)
    for _ in days:
        drawn = random.integers(0, len(past), PATHS)
        bars.add(random.normal(0, 0.02, PATHS), shapes, drawn)
    together = bars.newest_rows(spec)
    for path in (0, 1, PATHS - 1):
        columns = {name: values[path] for name, values in bars._columns.items()}
        alone = PRICES.first(TAIL + len(days)).replace(session=bars._session, **columns)
        np.testing.assert_allclose(together[path], build_features(alone, spec).values[-1], atol=2e-6)


def test_that_simulated_bars_keep_the_shape_of_real_days():
    bars = _Bars(PRICES.first(ORIGIN), PRICES.session[ORIGIN : ORIGIN + 1])
    shapes = _Shapes.of(PRICES, np.array([450]))
    bars.add(np.full(PATHS, 0.02), shapes, np.zeros(PATHS, int))
    made = {name: values[:, -1] for name, values in bars._columns.items()}
    assert made["close"][0] == pytest.approx(PRICES.close[ORIGIN - 1] * np.exp(0.02))
    for name in ("open", "high", "low"):
        shape = getattr(PRICES, name)[450] / PRICES.close[450]
        assert made[name][0] / made["close"][0] == pytest.approx(shape)
    assert made["volume"][0] == PRICES.volume[450]


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (small_spec("ridge"), "ridge is none"),
        (small_spec("chart_cnn"), "pictures of days that never were"),
        (small_spec("lstm", features__horizon=5), "5 days at once"),
    ],
)
def test_that_what_cannot_run_free_says_why_and_still_says_the_next_day(spec, words):
    found = look_ahead(run_small(spec, PRICES), PRICES)
    assert found.run is None and words in found.no_run and found.next_day is not None


def test_that_a_model_without_forecast_has_neither():
    found = look_ahead(run_small(small_spec("buy_and_hold"), PRICES), PRICES)
    assert found.next_day is None and found.run is None and "without a forecast" in found.no_next_day


def test_that_weights_of_something_else_are_refused(runs):
    run = runs["lstm"]
    swapped = dict(zip(run.weights, reversed(run.weights.values()), strict=True))
    with pytest.raises(DataError, match="do not say what the run said"):
        look_ahead(replace(run, weights=swapped), PRICES)
    with pytest.raises(DataError, match="were not kept"):
        look_ahead(replace(run, weights={}), PRICES)


def test_that_other_prices_and_unfinished_runs_are_refused(runs):
    with pytest.raises(DataError, match="not the ones"):
        look_ahead(runs["lstm"], make_world("W0", bars=1000, seed=6))
    with pytest.raises(UsageError, match="never ended"):
        look_ahead(replace(runs["lstm"], verdict=None), PRICES)
