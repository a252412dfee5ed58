"""The registry: every group says what it is, needs the bars it declares, and sees nothing but the past."""

import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import make_world
from workbench.data.providers.sample import load_sample
from workbench.data.series import PriceSeries
from workbench.errors import DataError
from workbench.evaluation.sentinel import check_features
from workbench.evaluation.spec import EvaluationSpec
from workbench.evaluation.walk_forward import make_folds
from workbench.evaluation.zones import Zones
from workbench.features.pipeline import build_features, column_names, input_size
from workbench.features.registry import FEATURES
from workbench.features.spec import FeatureSpec, lookback_problem, warm_up

ALL = FeatureSpec(columns=tuple(FEATURES))
PRICE_COLUMNS = ("open", "high", "low", "close", "adj_close")
BANNED = re.compile(r"\b(profits?|optimal|AI|signal confirmed|bullish|bearish|momentum|over(bought|sold))\b")

WORLD = make_world("W1", bars=400, seed=5)
SILENT = WORLD.replace(volume=np.where(np.arange(400) // 12 == 20, 0.0, WORLD.volume))
SERIES = {"world": WORLD, "without volume for a while": SILENT, "one bad tick": make_world("W7", bars=400)}

each_group = pytest.mark.parametrize("name", FEATURES)
each_series = pytest.mark.parametrize("prices", SERIES.values(), ids=SERIES)


def only(name: str) -> FeatureSpec:
    return FeatureSpec(columns=(name,))


def values(prices: PriceSeries, spec: FeatureSpec = ALL) -> np.ndarray:
    return build_features(prices, spec).values


def scaled(prices: PriceSeries, by: float = 7.3) -> PriceSeries:
    return prices.replace(**{name: getattr(prices, name) * by for name in PRICE_COLUMNS})


def with_hole(prices: PriceSeries, rows: list[int]) -> PriceSeries:
    """The series with bars that lack every number."""
    columns = {name: getattr(prices, name).copy() for name in (*PRICE_COLUMNS, "volume")}
    for column in columns.values():
        column[rows] = np.nan
    return prices.replace(**columns)


# What a row says


@each_group
def test_that_a_row_says_in_one_plain_sentence_what_it_is(name):
    row = FEATURES[name]
    assert row.name == name and row.title and row.shown
    assert re.fullmatch(r"[A-Z][^.]*\.", row.explanation), "one sentence"
    assert len(row.explanation) < 110
    assert not BANNED.search(f"{row.title} {row.explanation}")


def test_that_no_two_columns_share_a_name_and_all_are_there():
    table = build_features(WORLD, ALL)
    assert len(set(table.names)) == len(table.names) == table.values.shape[1] == input_size(ALL)
    assert table.names == column_names(ALL)


def test_that_the_registry_needs_none_of_the_heavy_libraries():
    code = (
        "import sys, workbench.features.pipeline\n"
        "print([n for n in ('talib', 'pandas', 'exchange_calendars', 'torch', 'scipy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Look-back and warm-up


@each_group
def test_that_the_declared_look_back_is_the_first_bar_with_a_value(name):
    row = FEATURES[name]
    found = row.compute(WORLD)
    assert found.shape == (400, len(row.columns))
    # The very first bar never has a yesterday, and counts for no look-back.
    first = max(row.look_back - 1, 1)
    assert not np.isfinite(found[:first]).all(axis=1).any()
    assert np.isfinite(found[first:]).all()


@each_group
def test_that_rows_before_the_look_back_are_zero_and_later_ones_say_something(name):
    found = values(WORLD, only(name))
    first = max(FEATURES[name].look_back - 1, 1)
    assert not found[:first].any()
    assert found[first:].any(axis=0).all() and found[first].any()


def test_that_the_warm_up_is_the_longest_look_back_less_today():
    assert warm_up(FeatureSpec()) == 0
    assert warm_up(FeatureSpec(columns="ohlcv, rsi")) == 14
    assert warm_up(ALL) == max(row.look_back for row in FEATURES.values()) - 1 == 33


@each_group
def test_that_the_first_window_of_a_fold_holds_defined_rows_alone(name):
    spec = FeatureSpec(columns=("ohlcv", name) if name != "ohlcv" else "ohlcv", lookback=40)
    fold = make_folds(Zones(2000, 750, 1500), EvaluationSpec(), spec)[0]
    start = fold.train_first - spec.lookback + 1
    defined = FEATURES[name].compute(WORLD)
    assert np.isfinite(defined[start:]).all()
    assert fold.train_first == 40 + max(0, FEATURES[name].look_back - 1)


def test_that_too_long_a_window_with_a_warm_up_is_refused_in_words():
    spec = FeatureSpec(lookback=690, columns="macd")
    make_folds(Zones(2000, 750, 1500), EvaluationSpec(), FeatureSpec(lookback=690))
    with pytest.raises(DataError, match="window of 690 days, after 33 days without all columns, leaves too"):
        make_folds(Zones(2000, 750, 1500), EvaluationSpec(), spec)


def test_that_a_window_shorter_than_a_look_back_is_a_problem_with_a_remedy():
    assert lookback_problem(FeatureSpec(lookback=2)) is None
    assert lookback_problem(FeatureSpec(lookback=34, columns="rsi,macd")) is None
    sentence, remedy = lookback_problem(FeatureSpec(lookback=33, columns="rsi,macd"))
    assert "33 days" in sentence and "34 days" in sentence and FEATURES["macd"].title in sentence
    assert "at least 34 days" in remedy and "macd" in remedy


# The spec


def test_that_any_groups_may_be_named_in_a_text():
    assert FeatureSpec(columns="rsi, macd ,calendar").columns == ("rsi", "macd", "calendar")
    assert FeatureSpec().columns == ("ohlcv",)


@pytest.mark.parametrize(
    ("columns", "said"),
    [("ohlcv,rsy", "unknown column 'rsy'; known: ohlcv, close, returns, .*calendar"), ("rsi,rsi", "once"),
     ("", "unknown"), ((), "at least 1")],
)
def test_that_unknown_and_repeated_groups_are_refused(columns, said):
    with pytest.raises(ValueError, match=said):
        FeatureSpec(columns=columns)


# Causality


@each_group
@each_series
def test_that_the_sentinel_finds_no_look_ahead(name, prices):
    report = check_features(prices, lambda series: (series.session, values(series, only(name))))
    assert report.passed, report.hits
    assert report.checks > 20


def test_that_the_sentinel_finds_no_look_ahead_in_a_series_with_holes():
    prices = with_hole(WORLD, [0, 1, 57, 200, 201, 202, 203])
    report = check_features(prices, lambda series: (series.session, values(series)))
    assert report.passed, report.hits


@pytest.mark.parametrize("prices", [load_sample("SP500"), *SERIES.values()], ids=["SP500", *SERIES])
def test_that_the_first_bars_alone_give_the_same_rows_as_the_whole_file(prices):
    whole = values(prices)
    for bars in (1, 2, 3, 11, 20, 34, 35, 100, 333, len(prices) - 1):
        np.testing.assert_array_equal(values(prices.first(bars)), whole[:bars], err_msg=f"{bars} bars")


@settings(max_examples=25, deadline=None)
@given(bars=st.integers(1, 399), holes=st.sets(st.integers(0, 399), max_size=30), seed=st.integers(0, 50))
def test_that_prefixes_agree_whatever_is_missing(bars, holes, seed):
    prices = with_hole(make_world("W0", bars=400, seed=seed), sorted(holes))
    np.testing.assert_array_equal(values(prices.first(bars)), values(prices)[:bars])


# The price's unit


@pytest.mark.parametrize(
    "prices",
    [load_sample("SP500"), load_sample("NASDAQ"), *SERIES.values(), make_world("W0", bars=3000, seed=1)],
    ids=["SP500", "NASDAQ", *SERIES, "long"],
)
@pytest.mark.parametrize("by", [7.3, 0.01, 1e6])
def test_that_the_price_unit_leaves_every_column_bit_identical(prices, by):
    np.testing.assert_array_equal(values(prices), values(scaled(prices, by)))


def test_that_the_price_unit_changes_nothing_where_the_price_stands_still():
    rest = np.where(np.arange(400) > 150, WORLD.close[150], WORLD.close)
    prices = WORLD.replace(**dict.fromkeys(PRICE_COLUMNS, rest))
    np.testing.assert_array_equal(values(prices), values(scaled(prices)))


@each_group
def test_that_dividends_count_like_returns(name):
    # The total return decides: halving the raw prices before bar 200, not the adjusted ones, changes nothing.
    half = np.where(np.arange(400) < 200, 0.5, 1.0)
    raw = WORLD.replace(**{n: getattr(WORLD, n) * half for n in ("open", "high", "low", "close")})
    np.testing.assert_allclose(values(raw, only(name)), values(WORLD, only(name)), atol=1e-6)


# Holes


@each_group
def test_that_a_bar_without_prices_has_no_values_and_poisons_no_other(name):
    rows = [60, 61, 200]
    found = values(with_hole(WORLD, rows), only(name))
    assert np.isnan(found[rows]).all()
    kept = np.delete(np.arange(400), rows)
    np.testing.assert_array_equal(found[kept], values(WORLD.take(kept), only(name)))


@each_group
def test_that_days_without_volume_leave_the_other_columns_alone_and_end(name):
    clean, silent = values(WORLD, only(name)), values(SILENT, only(name))
    assert np.isfinite(silent).all()
    if name not in ("ohlcv", "obv"):
        np.testing.assert_array_equal(silent, clean)
    # Twelve silent bars from 240 on, and ten more until none is left in the sums.
    np.testing.assert_array_equal(silent[262:], clean[262:])


def test_that_a_missing_volume_counts_as_none():
    missing = WORLD.replace(volume=np.where(SILENT.volume > 0, WORLD.volume, np.nan))
    np.testing.assert_array_equal(values(missing), values(SILENT))


@pytest.mark.parametrize("lacking", PRICE_COLUMNS)
@pytest.mark.parametrize("instead", [np.nan, np.inf, 0.0, -1.0])
def test_that_one_impossible_price_is_enough_to_have_none(lacking, instead):
    column = getattr(WORLD, lacking).copy()
    column[100] = instead
    np.testing.assert_array_equal(values(WORLD.replace(**{lacking: column})), values(with_hole(WORLD, [100])))


def test_that_a_series_without_any_usable_bar_has_no_values():
    found = values(with_hole(WORLD, list(range(400))))
    assert found.shape == (400, input_size(ALL))
    assert np.isnan(found[1:]).all() and not found[0].any()
