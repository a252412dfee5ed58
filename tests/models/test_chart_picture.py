"""Pictures: the scheme of the paper to the pixel, no future, no price unit."""

import numpy as np
import pytest
import torch

from tests.worlds import make_world
from workbench.models.chart_picture import build_chart_columns, draw
from workbench.models.kinds.chart_cnn import PICTURE_HEIGHT
from workbench.models.nets.chart_image import HalfTheRows

PRICES = make_world("W1", bars=150, seed=3)
PRICE_COLUMNS = ("open", "high", "low", "close", "adj_close")


def columns_of(opens, highs, lows, closes, volumes):
    """What is drawn of raw prices; the average is left on the close."""
    before = np.concatenate([[opens[0]], closes[:-1]])
    ratios = [np.log(np.array(values) / before) for values in (opens, highs, lows, closes)]
    volume = np.where(np.array(volumes) > 0, np.log(np.maximum(volumes, 1e-9)), -1000.0)
    return np.stack([*ratios, np.zeros(len(closes)), volume], axis=1)


def test_that_a_picture_shows_open_left_range_in_the_middle_close_right_and_volume_below():
    # 32 rows: 25 for prices (one row a step of 1/24 of the range), one empty, 6 for volume.
    opens, closes = np.array([100.0, 112, 112, 112, 112]), np.array([112.0, 112, 112, 112, 124])
    highs, lows = np.array([112.0, 112, 118, 112, 124]), np.array([100.0, 106, 112, 112, 112])
    picture = draw(columns_of(opens, highs, lows, closes, [10, 20, 0, 20, 5]), 5)[4]
    assert picture.shape == (32, 15)
    assert set(np.unique(picture)) == {0, 1}
    prices = picture[:25]
    # Day 1: opens at the bottom (row 24), closes in the middle (row 12), its range between.
    assert prices[24, 0] == 1
    assert prices[12, 2] == 1
    np.testing.assert_array_equal(np.flatnonzero(prices[:, 1]), np.arange(12, 25))
    # Day 2 reaches down to 106, day 3 up to 118, day 5 closes at the top.
    np.testing.assert_array_equal(np.flatnonzero(prices[:, 4]), np.arange(12, 19))
    np.testing.assert_array_equal(np.flatnonzero(prices[:, 7]), np.arange(6, 13))
    assert prices[0, 14] == 1
    assert not picture[25].any()
    assert picture[26:, 1::3].sum(axis=0).tolist() == [3, 6, 0, 6, 2]


@pytest.mark.parametrize("days", [5, 20, 60])
def test_that_pictures_have_their_size_and_the_first_days_are_blank(days):
    pictures = draw(build_chart_columns(PRICES, days), days)
    assert pictures.shape == (150, PICTURE_HEIGHT[days], 3 * days)
    assert not pictures[: days - 1].any()
    assert pictures[days:, : PICTURE_HEIGHT[days] - PICTURE_HEIGHT[days] // 5 - 1].any(axis=(1, 2)).all()


@pytest.mark.parametrize("days", [5, 20])
def test_that_a_picture_knows_neither_the_future_nor_the_unit_of_the_price(days):
    whole = draw(build_chart_columns(PRICES, days), days)
    np.testing.assert_array_equal(draw(build_chart_columns(PRICES.first(100), days), days), whole[:100])
    scaled = PRICES.replace(**{name: getattr(PRICES, name) * 7.3 for name in PRICE_COLUMNS})
    np.testing.assert_array_equal(draw(build_chart_columns(scaled, days), days), whole)


def test_that_a_flat_window_is_drawn_and_fewer_bars_than_a_window_are_not():
    flat = draw(np.c_[np.zeros((6, 5)), np.full(6, -1000.0)], 5)
    assert flat[5, 12].any()
    assert not flat[5, 26:].any()
    assert draw(np.zeros((3, 6)), 5).shape == (3, 32, 15)


@pytest.mark.parametrize("rows", [21, 22])
def test_that_halving_the_rows_is_max_pooling(rows):
    torch.manual_seed(0)
    x = torch.randn(3, 4, rows, 9, requires_grad=True)
    pooled, halved = torch.nn.MaxPool2d((2, 1))(x), HalfTheRows()(x)
    torch.testing.assert_close(halved, pooled)
    weights = torch.randn_like(pooled)
    grads = [torch.autograd.grad((said * weights).sum(), x)[0] for said in (pooled, halved)]
    torch.testing.assert_close(*grads)
