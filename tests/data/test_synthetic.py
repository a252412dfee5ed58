"""The planted worlds hold what they promise."""

import numpy as np
import pytest

from tests.worlds import WORLDS, make_world
from workbench.data.providers.synthetic import from_symbol, symbol_text
from workbench.errors import UsageError

LONG = 60_000


def returns(name: str, **arguments) -> np.ndarray:
    return make_world(name, bars=LONG, **arguments).log_returns[1:]


@pytest.mark.parametrize("name", WORLDS)
def test_that_the_symbol_rebuilds_the_prices(name):
    series = make_world(name, bars=700, seed=7, phi=0.3)
    assert from_symbol(series.symbol).content_hash == series.content_hash
    assert make_world(name, bars=700, seed=8, phi=0.3).content_hash != series.content_hash


def test_that_the_symbol_reads_as_people_write_it():
    assert make_world("W3", phi=0.3, seed=7).symbol == "W3-phi0.3-seed7"
    assert from_symbol("W0").symbol == symbol_text("W0") == "W0-seed0"


@pytest.mark.parametrize("name", ["W0", "W1", "W2", "W3", "W4"])
def test_that_a_day_moves_one_percent(name):
    assert returns(name, seed=1).std() == pytest.approx(0.01, rel=0.05)


def test_that_the_open_lies_at_the_previous_close():
    series = make_world("W3", bars=LONG, seed=2)
    overnight = np.log(series.open[1:] / series.close[:-1])
    assert overnight.std() == pytest.approx(0.0005, rel=0.02)
    upper = np.log(series.high / np.maximum(series.open, series.close))
    assert upper.min() >= 0 and upper.mean() == pytest.approx(0.003 * np.sqrt(2 / np.pi), rel=0.02)


def test_that_sessions_are_weekdays_without_holes():
    session = make_world("W0", bars=1000).session
    assert np.is_busday(session).all()
    assert (np.busday_count(session[:-1], session[1:]) == 1).all()


@pytest.mark.parametrize("phi", [0.05, 0.3])
def test_that_w3_is_autocorrelated_by_phi(phi):
    r = returns("W3", seed=3, phi=phi)
    assert np.corrcoef(r[:-1], r[1:])[0, 1] == pytest.approx(phi, abs=0.015)


def test_that_w3_moves_one_percent_a_day_however_strong_phi_is():
    assert returns("W3", seed=3, phi=0.7).std() == pytest.approx(0.01, rel=0.03)


def test_that_w0_is_a_random_walk_with_fat_tails():
    r = returns("W0", seed=4)
    assert abs(np.corrcoef(r[:-1], r[1:])[0, 1]) < 0.015
    assert (np.abs(r) > 0.04).mean() > 5e-4  # a normal world has 6e-5


def test_that_w1_clusters_volatility_and_w0_does_not():
    squares = returns("W1", seed=5) ** 2, returns("W0", seed=5) ** 2
    clustered, plain = (np.corrcoef(np.minimum(s, 1e-3)[:-1], np.minimum(s, 1e-3)[1:])[0, 1] for s in squares)
    assert clustered > 0.08 > abs(plain)


def test_that_w2_is_w0_plus_eight_percent_a_year():
    difference = returns("W2", seed=6) - returns("W0", seed=6)
    assert difference * 252 == pytest.approx(0.08, abs=1e-9)


def test_that_w4_is_guessed_by_the_product_of_signs_and_by_nothing_linear():
    r = returns("W4", seed=7)
    guess = np.sign(r[1:-1] * r[:-2])
    assert (guess == np.sign(r[2:])).mean() == pytest.approx(0.618, abs=0.01)
    assert abs(np.corrcoef(r[:-1], r[1:])[0, 1]) < 0.015


def test_that_w5_turns_halfway():
    r = returns("W5", seed=8, phi=0.2)
    early, late = r[: LONG // 2], r[LONG // 2 :]
    assert np.corrcoef(early[:-1], early[1:])[0, 1] == pytest.approx(0.2, abs=0.02)
    assert np.corrcoef(late[:-1], late[1:])[0, 1] == pytest.approx(-0.2, abs=0.02)


@pytest.mark.parametrize("symbol", ["W9-seed1", "W3-phi1.5-seed0", "AAPL", "W0-bars1", "W0-bars9999999"])
def test_that_other_texts_are_refused_in_one_sentence(symbol):
    with pytest.raises(UsageError):
        from_symbol(symbol)
