"""Small price series, written by hand or by a seed."""

import numpy as np

from workbench.data.series import PriceSeries


def hand_made(opens, closes, volume=None, adj_close=None, first="2020-01-06"):
    """A series of weekdays with the given opens and closes; volume 1 and no adjustment unless said."""
    opens, closes = np.asarray(opens, float), np.asarray(closes, float)
    zeros = np.zeros(len(opens))
    return PriceSeries(
        symbol="TEST", source="csv",
        session=np.busday_offset(first, np.arange(len(opens)), roll="forward"),
        open=opens, high=np.maximum(opens, closes), low=np.minimum(opens, closes), close=closes,
        volume=np.ones(len(opens)) if volume is None else np.asarray(volume, float),
        adj_close=closes if adj_close is None else np.asarray(adj_close, float),
        dividends=zeros, splits=zeros,
    )


def random_walk(bars=400, seed=0, sigma=0.01, drift=0.0, first="2010-01-04", **fields):
    """A seeded walk whose opens differ from the closes before them."""
    rng = np.random.default_rng(seed)
    closes = 100 * np.exp(np.cumsum(rng.normal(drift, sigma, bars)))
    opens = closes * np.exp(rng.normal(0, sigma / 3, bars))
    return hand_made(opens, closes, volume=rng.lognormal(10, 0.4, bars), first=first, **fields)
