import numpy as np
import pandas as pd
import pytest

from tests.evaluation.bars import random_walk
from workbench.evaluation.sentinel import check_features, choose_cuts, corrupt
from workbench.features.alignment import known_rows

PRICES = random_walk(600, seed=3)


def clean(prices):
    """Five scale-free columns of each bar, like the product's own."""
    previous = np.append(np.nan, prices.close[:-1])
    silent = np.where(prices.volume > 0, prices.volume, np.nan)
    volume = np.append(np.nan, np.diff(np.log(silent)))
    columns = [np.log(getattr(prices, name) / previous) for name in ("open", "high", "low", "close")]
    return prices.session, np.column_stack([*columns, volume])


def trailing_mean(prices):
    returns = pd.Series(prices.log_returns)
    return prices.session, returns.rolling(20).mean().to_numpy()[:, None]


def full_z_score(prices):
    returns = pd.Series(prices.log_returns)
    return prices.session, ((returns - returns.mean()) / returns.std()).to_numpy()[:, None]


def full_rank(prices):
    return prices.session, pd.Series(prices.close).rank(pct=True).to_numpy()[:, None]


def centred_mean(prices):
    return prices.session, pd.Series(prices.close).rolling(5, center=True).mean().to_numpy()[:, None]


def tomorrow(prices):
    return prices.session, pd.Series(prices.log_returns).shift(-1).to_numpy()[:, None]


def warm_up_filled_backwards(prices):
    return prices.session, pd.Series(prices.log_returns).bfill().to_numpy()[:, None]


def long_warm_up_filled_backwards(prices):
    return prices.session, pd.Series(prices.close).rolling(50).mean().bfill().to_numpy()[:, None]


def holes_filled_backwards(prices):
    volume = pd.Series(prices.volume)
    return prices.session, volume.where(volume > 0).bfill().to_numpy()[:, None]


def holes_interpolated(prices):
    volume = pd.Series(prices.volume)
    return prices.session, volume.where(volume > 0).interpolate().to_numpy()[:, None]


def weekly_last(prices):
    weeks = pd.Series(prices.close, index=pd.DatetimeIndex(prices.session.astype("datetime64[ns]")))
    return prices.session, weeks.groupby(weeks.index.to_period("W")).transform("last").to_numpy()[:, None]


WITH_HOLE = PRICES.replace(volume=np.where(np.arange(600) // 4 == 80, 0.0, PRICES.volume))


@pytest.mark.parametrize("compute", [clean, trailing_mean])
@pytest.mark.parametrize("prices", [PRICES, WITH_HOLE], ids=["whole", "with hole"])
@pytest.mark.parametrize("seed", range(5))
def test_that_features_of_the_past_alone_pass(compute, prices, seed):
    report = check_features(prices, compute, seed)
    assert report.passed and report.hits == () and report.checks >= 20


@pytest.mark.parametrize(
    "leak",
    [full_z_score, full_rank, centred_mean, tomorrow, warm_up_filled_backwards, long_warm_up_filled_backwards,
     weekly_last],
)
@pytest.mark.parametrize("seed", range(5))
def test_that_features_that_see_the_future_are_caught(leak, seed):
    report = check_features(PRICES, leak, seed)
    assert not report.passed
    assert len(report.hits) <= report.checks


@pytest.mark.parametrize("leak", [holes_filled_backwards, holes_interpolated])
def test_that_holes_filled_from_the_future_are_caught_at_their_edge(leak):
    assert check_features(PRICES, leak).passed
    report = check_features(WITH_HOLE, leak)
    assert not report.passed


def test_that_every_kind_of_change_catches_a_full_z_score():
    assert {kind for kind, _ in check_features(PRICES, full_z_score).hits} == {"x1000", "flip", "nan", "drop"}


def test_that_a_hit_names_the_first_date_that_moved():
    cuts = [str(PRICES.session[cut]) for cut in choose_cuts(PRICES)]
    hits = check_features(PRICES, tomorrow).hits
    assert {date for _, date in hits} == set(cuts)


@pytest.mark.parametrize("kind", ["x1000", "flip", "nan", "drop"])
def test_that_corruption_leaves_the_bars_up_to_the_cut_alone(kind):
    changed = corrupt(PRICES, 400, kind)
    for name in ("session", "open", "high", "low", "close", "adj_close", "volume", "dividends", "splits"):
        np.testing.assert_array_equal(getattr(changed, name)[:401], getattr(PRICES, name)[:401])
    assert len(changed) == (401 if kind == "drop" else 600)
    if kind != "drop":
        assert (changed.close[401:] != PRICES.close[401:]).all()
        assert (changed.volume[401:] != PRICES.volume[401:]).all()


def test_that_flipped_prices_are_prices_whose_later_returns_have_turned_around():
    flipped = corrupt(PRICES, 400, "flip")
    np.testing.assert_allclose(flipped.log_returns[401:], -PRICES.log_returns[401:], atol=1e-12)
    for name in ("open", "close", "low"):
        values = getattr(flipped, name)
        assert (values > 0).all() and (values <= flipped.high * (1 + 1e-12)).all()
    assert (flipped.volume >= 0).all()


def test_that_a_series_too_short_to_cut_is_not_checked():
    assert check_features(PRICES.first(2), clean).checks == 0


# Further symbols


def market(symbol, seed, source="yahoo"):
    """`PRICES` and the others share their days; holes of the others are their own."""
    return random_walk(600, seed=seed).replace(symbol=symbol, source=source, session=PRICES.session)


TOKYO, NEW_YORK, NOWHERE = market("7203.T", 5), market("AAPL", 6), market("THING", 7, "csv")


def beside(rows_of):
    """A computation: the other's returns, laid beside the main symbol's bars by `rows_of(main, other)`."""

    def compute(main, other):
        rows = rows_of(main, other)
        returns = np.nan_to_num(other.log_returns)
        values = np.zeros(len(main))
        values[rows >= 0] = returns[rows[rows >= 0]]
        return main.session, values[:, None]

    return compute


def of_the_same_date(main, other):
    """Ignores that an exchange may close later: what a careless join of two tables does."""
    rows = np.searchsorted(other.session, main.session)
    there = rows < len(other)
    there[there] = other.session[rows[there]] == main.session[there]
    return np.where(there, rows, -1)


def of_the_next_date(main, other):
    rows = np.searchsorted(other.session, main.session, side="right")
    return np.where(rows < len(other), rows, -1)


@pytest.mark.parametrize("pair", [(TOKYO, NEW_YORK), (NEW_YORK, TOKYO), (NOWHERE, TOKYO), (TOKYO, NOWHERE)])
def test_that_inputs_aligned_by_their_closing_time_pass(pair):
    main, other = pair
    report = check_features(main, beside(known_rows), inputs=(other,))
    assert report.passed and report.checks >= 20, report.hits


@pytest.mark.parametrize("pair", [(TOKYO, NEW_YORK), (NEW_YORK, NOWHERE), (NOWHERE, NEW_YORK)])
def test_that_a_bar_of_the_same_date_that_may_close_later_is_caught(pair):
    main, other = pair
    report = check_features(main, beside(of_the_same_date), inputs=(other,))
    assert {kind for kind, _ in report.hits} == {"x1000", "flip", "nan", "drop"}
    assert check_features(NEW_YORK, beside(of_the_same_date), inputs=(TOKYO,)).passed


@pytest.mark.parametrize("pair", [(TOKYO, NEW_YORK), (NEW_YORK, TOKYO)])
def test_that_tomorrow_of_an_input_is_caught(pair):
    main, other = pair
    assert not check_features(main, beside(of_the_next_date), inputs=(other,)).passed


def test_that_an_input_scaled_by_its_whole_history_is_caught():
    def scaled(main, other):
        returns = np.nan_to_num(other.log_returns)
        return main.session, (returns / returns.std())[: len(main), None]

    assert not check_features(NEW_YORK, scaled, inputs=(market("MSFT", 8),)).passed


def test_that_holidays_of_an_input_filled_backwards_are_caught_inside_them():
    holes = np.delete(np.arange(600), [100, 101, 102, 300, 301])
    other = NEW_YORK.take(holes)
    assert {100, 300} <= set(choose_cuts(TOKYO.replace(symbol="MSFT"), inputs=(other,)))

    def filled(main, other):
        joined = pd.Series(other.log_returns, index=other.session).reindex(main.session).bfill()
        return main.session, joined.to_numpy()[:, None]

    assert not check_features(TOKYO.replace(symbol="MSFT"), filled, inputs=(other,)).passed


def test_that_an_input_that_ended_long_before_can_be_checked():
    for other in (NEW_YORK.first(20), NEW_YORK.take(np.arange(580, 600))):
        assert check_features(TOKYO, beside(known_rows), inputs=(other,)).passed
