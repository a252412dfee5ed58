"""Columns computed in a process of their own, for a window that must not load the libraries they need."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from workbench.data.series import Floats, PriceSeries
from workbench.features.registry import FEATURES


def computed_aside(names: Sequence[str], prices: PriceSeries) -> tuple[Floats, ...]:
    """`columns_of` each group, in one fresh process that ends with them, about a second later.

    The workers of trainings would make a chart wait for the run under way.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return tuple(pool.map(columns_of, names, [prices] * len(names)))


def columns_of(name: str, prices: PriceSeries) -> Floats:
    """The columns of one group, shape (bars, columns); NaN before they are defined, and without prices."""
    row = FEATURES[name]
    out = np.full((len(prices), len(row.columns)), np.nan)
    columns = (prices.open, prices.high, prices.low, prices.close, prices.adj_close)
    known = np.logical_and.reduce([column > 0 for column in columns])
    if known.sum() > 1:
        out[known] = row.compute(prices.take(known))
    return out
