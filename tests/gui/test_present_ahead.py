"""What is said of a free run and of the day after the last bar, and at which prices it is drawn."""

import numpy as np
import pytest

from tests.worlds import make_world
from workbench.experiment.ahead import Ahead, NextDay
from workbench.experiment.free_run import FreeRun
from workbench.gui.present import ahead as present

PRICES = make_world("W0", bars=700, seed=4)
ORIGIN, DAYS = 500, 20
SAID = NextDay(str(PRICES.session[-1]), "2001-05-04", 1, 0.01, -0.02, 0.03, np.array([0.01]))


def run_between(low, high):
    """A cone of that width on every day but the first."""
    steps = np.minimum(np.arange(DAYS + 1), 1)
    levels = np.linspace(low, high, 5)
    return FreeRun(str(PRICES.session[ORIGIN]), levels[:, None] * steps)


def test_that_the_cone_opens_at_the_close_of_its_origin():
    cone = present.cone_of(run_between(-0.1, 0.2), PRICES)
    assert cone.origin == ORIGIN and cone.prices.shape == (5, DAYS + 1)
    np.testing.assert_allclose(cone.prices[:, 0], PRICES.close[ORIGIN])
    np.testing.assert_allclose(cone.prices[[0, -1], -1], PRICES.close[ORIGIN] * np.exp([-0.1, 0.2]))


def test_that_the_next_day_lies_behind_the_last_bar():
    mark, close = present.mark_of(SAID, PRICES), PRICES.close[-1]
    assert mark.bar == len(PRICES)
    assert (mark.low, mark.price, mark.high) == pytest.approx(tuple(close * np.exp([-0.02, 0.01, 0.03])))


def test_that_the_words_count_the_days_the_price_lay_inside():
    view = present.view(Ahead(SAID, "", run_between(-9.0, 9.0), ""), PRICES)
    assert "inside on 20 of 20 days" in view.text and "2001-05-04" in view.text
    came = PRICES.close[ORIGIN + DAYS] / PRICES.close[ORIGIN] - 1
    assert f"{100 * came:+.1f}".replace("-", "−") in view.text
    narrow = present.view(Ahead(SAID, "", run_between(0.5, 0.6), ""), PRICES)
    assert "inside on 0 of 20 days" in narrow.text


def test_that_what_there_is_not_says_why_once():
    silent = "This model decides without a forecast."
    view = present.view(Ahead(None, silent, None, silent), PRICES)
    assert (view.cone, view.mark, view.text) == (None, None, silent)


def test_that_an_unknown_interval_is_not_spoken_of():
    said = NextDay(SAID.asof, SAID.known_until, 5, 0.0, np.nan, np.nan, np.zeros(1))
    view = present.view(Ahead(said, "", None, "No net."), PRICES)
    assert "between" not in view.text and view.text.startswith("No net. The 5 trading days after")
    assert view.mark.bar == len(PRICES) + 4
