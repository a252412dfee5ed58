"""Random traders who hold as much, and trade as often, as the model: its luck made visible."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.evaluation.figures import BacktestResult
from workbench.evaluation.simulate import equity_curve, net_at

CLOUD_QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)
_TWINS_AT_ONCE = 50


def sized_twins(backtest: BacktestResult, sizes: Floats, draws: int = 500, seed: int = 0) -> Floats:
    """Twins of a backtest, shape (draws, bars): in and out at other moments, `sizes` (bars,) as large.

    A twin holds the size of the moment, not that of the day it took its turn from; see `random_entry_twins`.
    """
    return random_entry_twins(np.sign(backtest.position), draws, seed) * sizes


def random_entry_twins(position: Floats, draws: int = 500, seed: int = 0) -> Floats:
    """Twins of `position`, shape (draws, bars): the lengths of its spells shuffled among equals.

    Exposure, number of spells and turnover are exactly those of `position`; only the moments differ. Where
    the first and the last spell differ, half of the twins run through the spells' values backwards.
    """
    starts = np.append(0, np.flatnonzero(np.diff(position)) + 1)
    values = position[starts]
    lengths = np.diff(np.append(starts, len(position)))
    rng = np.random.default_rng(seed)
    reverse = rng.random(draws) < 0.5
    forward = _shuffled(values, lengths, int(np.sum(~reverse)), rng)
    backward = _shuffled(values[::-1], lengths[::-1], int(np.sum(reverse)), rng)
    twins = np.empty((draws, len(position)))
    twins[~reverse], twins[reverse] = forward, backward
    return twins


def equity_cloud(twins: Floats, backtest: BacktestResult) -> Floats:
    """Quantiles of the wealth of `twins` (draws, bars) after the backtest's costs, (5, bars + 1), from 1."""
    draws, bars = twins.shape
    ordered = np.empty((bars + 1, draws))
    # A few twins at a time: this runs where a run needs the most memory anyway.
    for first in range(0, draws, _TWINS_AT_ONCE):
        few = slice(first, first + _TWINS_AT_ONCE)
        ordered[:, few] = equity_curve(net_at(backtest, twins[few], backtest.cost_bps)).T
    ordered.sort(axis=1)
    ranks = np.asarray(CLOUD_QUANTILES) * (draws - 1)
    below = np.floor(ranks).astype(np.int64)
    above = np.minimum(below + 1, draws - 1)
    share = ranks - below
    return np.ascontiguousarray((ordered[:, below] * (1 - share) + ordered[:, above] * share).T)


def _shuffled(
    values: Floats, lengths: NDArray[np.int64], draws: int, rng: np.random.Generator
) -> Floats:
    """`draws` sequences of spells of `values`, each value's lengths in random order; (draws, bars)."""
    drawn = np.tile(lengths, (draws, 1))  # (draws, spells)
    for value in np.unique(values):
        spells = np.flatnonzero(values == value)
        drawn[:, spells] = rng.permuted(drawn[:, spells], axis=1)
    return np.repeat(np.tile(values, draws), drawn.ravel()).reshape(draws, int(lengths.sum()))
