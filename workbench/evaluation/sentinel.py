"""The leak sentinel, level 1: change the future, and see whether the past of the features moves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.evaluation.figures import SentinelReport

Compute = Callable[[PriceSeries], tuple[Dates, Floats]]

RANDOM_CUTS = 5
MOST_HOLE_CUTS = 3
_PRICES = ("open", "high", "low", "close", "adj_close")
_KINDS = ("x1000", "flip", "nan", "drop")


def check_features(prices: PriceSeries, compute: Compute, seed: int = 0) -> SentinelReport:
    """Corrupt the bars after several cuts in four ways and compare what `compute` says up to each cut.

    `compute` gives (sessions, values of shape (bars, columns)). On the dates present in both, nothing
    dated up to the cut may change; NaN equals NaN. Each hit is (kind, first date that moved).
    """
    with np.errstate(all="ignore"):
        clean = compute(prices)
        found = [
            (kind, _first_moved(clean, compute(corrupt(prices, cut, kind)), prices.session[cut]))
            for cut in choose_cuts(prices, seed)
            for kind in _KINDS
            # A single bar is no series: some features need two to have a shape at all.
            if not (kind == "drop" and cut == 0)
        ]
    hits = tuple((kind, date) for kind, date in found if date is not None)
    return SentinelReport(passed=not hits, checks=len(found), hits=hits)


def choose_cuts(prices: PriceSeries, seed: int = 0) -> tuple[int, ...]:
    """Bars after which the future is changed, in time order.

    Five are random. Filling backwards shows only at a cut inside what was filled: so also the first bar
    (warm-up) and the first bars of holes, runs of bars without volume.
    """
    last = len(prices) - 2
    if last < 1:
        return ()
    rng = np.random.default_rng(seed)
    anywhere = rng.choice(np.arange(1, last + 1), size=min(RANDOM_CUTS, last), replace=False)
    silent = ~(prices.volume > 0)
    holes = np.flatnonzero(silent[1:] & ~silent[:-1]) + 1
    inside = holes[holes <= last][:MOST_HOLE_CUTS]
    return tuple(sorted({0, *anywhere.tolist(), *inside.tolist()}))


def corrupt(prices: PriceSeries, cut: int, kind: str) -> PriceSeries:
    """The series with every bar after `cut` changed.

    `x1000` multiplies prices, dividends and volume. `flip` turns each later log return around (prices
    mirrored in the close of the cut, so that they stay positive; high and low change places) and mirrors
    volume within its range. `nan` blanks every column. `drop` ends the series at the cut.
    """
    if kind == "drop":
        return prices.first(cut + 1)
    later = slice(cut + 1, None)
    changed = {name: getattr(prices, name).copy() for name in (*_PRICES, "volume", "dividends", "splits")}
    if kind == "x1000":
        for name in (*_PRICES, "volume", "dividends"):
            changed[name][later] *= 1000.0
    elif kind == "nan":
        for values in changed.values():
            values[later] = np.nan
    else:
        _flip(prices, cut, changed)
    return prices.replace(**changed)


def _flip(prices: PriceSeries, cut: int, changed: dict[str, Floats]) -> None:
    later = slice(cut + 1, None)
    for name, source in zip(_PRICES, ("open", "low", "high", "close", "adj_close"), strict=True):
        mirror = prices.adj_close[cut] if name == "adj_close" else prices.close[cut]
        changed[name][later] = mirror**2 / getattr(prices, source)[later]
    volume = prices.volume[later]
    changed["volume"][later] = np.max(volume) + np.min(volume) - volume


def _first_moved(
    clean: tuple[Dates, Floats], changed: tuple[Dates, Floats], cut: np.datetime64
) -> str | None:
    """ISO date of the first row up to `cut` that differs, or None."""
    sessions, before, after = np.intersect1d(clean[0], changed[0], return_indices=True)
    rows: NDArray[np.bool_] = sessions <= cut
    a, b = clean[1][before[rows]], changed[1][after[rows]]
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    moved = np.flatnonzero(~same.reshape(len(a), -1).all(axis=1))
    return str(sessions[rows][moved[0]]) if len(moved) else None
