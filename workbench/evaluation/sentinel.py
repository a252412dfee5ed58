"""The leak sentinel, level 1: change the future, and see whether the past of the features moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.evaluation.figures import SentinelReport
from workbench.features.alignment import over_by

Compute = Callable[..., tuple[Dates, Floats]]
"""(prices, *further symbols) -> (sessions, values of shape (bars, columns))."""

RANDOM_CUTS = 5
MOST_HOLE_CUTS = 3
_PRICES = ("open", "high", "low", "close", "adj_close")
_KINDS = ("x1000", "flip", "nan", "drop")


def check_features(
    prices: PriceSeries, compute: Compute, seed: int = 0, inputs: Sequence[PriceSeries] = ()
) -> SentinelReport:
    """Corrupt the bars after several cuts in four ways and compare what `compute` says up to each cut.

    `compute` is called with `prices` and the further symbols `inputs`; of these every bar is corrupted
    that is not surely over when the cut's bar closes. On the dates present in both, nothing dated up to
    the cut may change; NaN equals NaN. Each hit is (kind, first date that moved).
    """
    with np.errstate(all="ignore"):
        clean = compute(prices, *inputs)
        found = [
            (kind, _first_moved(clean, compute(*_changed(prices, inputs, cut, kind)), prices.session[cut]))
            for cut in choose_cuts(prices, seed, inputs)
            for kind in _KINDS
            # A single bar is no series: some features need two to have a shape at all.
            if not (kind == "drop" and cut == 0)
        ]
    hits = tuple((kind, date) for kind, date in found if date is not None)
    return SentinelReport(passed=not hits, checks=len(found), hits=hits)


def choose_cuts(
    prices: PriceSeries, seed: int = 0, inputs: Sequence[PriceSeries] = ()
) -> tuple[int, ...]:
    """Bars after which the future is changed, in time order.

    Five are random. Filling backwards shows only at a cut inside what was filled: so also the first bar
    (warm-up) and the first bars of holes, runs of bars without volume, or without a new one of an input.
    """
    last = len(prices) - 2
    if last < 1:
        return ()
    rng = np.random.default_rng(seed)
    anywhere = rng.choice(np.arange(1, last + 1), size=min(RANDOM_CUTS, last), replace=False)
    silent = [~(prices.volume > 0), *(_without_news(prices, other) for other in inputs)]
    inside = [cut for hole in silent for cut in _first_of_runs(hole, last)]
    return tuple(sorted({0, *anywhere.tolist(), *inside}))


def _without_news(prices: PriceSeries, other: PriceSeries) -> NDArray[np.bool_]:
    """Bars of `prices` since whose predecessor no traded bar of `other` has closed, (bars,)."""
    traded = np.concatenate([[0], np.cumsum(other.volume > 0)])[over_by(prices, other)]
    return np.asarray(np.diff(traded, prepend=0) == 0)


def _first_of_runs(silent: NDArray[np.bool_], last: int) -> list[int]:
    """The first bars of the first few runs, none after `last`."""
    first = np.flatnonzero(silent[1:] & ~silent[:-1]) + 1
    return [int(bar) for bar in first[first <= last][:MOST_HOLE_CUTS]]


def _changed(
    prices: PriceSeries, inputs: Sequence[PriceSeries], cut: int, kind: str
) -> tuple[PriceSeries, ...]:
    """`prices` and `inputs` with all corrupted that is not over at the close of bar `cut` of `prices`."""
    over = [int(over_by(prices, other)[cut]) for other in inputs]
    changed = [
        corrupt(other, bars - 1, kind) if bars < len(other) else other
        for other, bars in zip(inputs, over, strict=True)
    ]
    return (corrupt(prices, cut, kind), *changed)


def corrupt(prices: PriceSeries, cut: int, kind: str) -> PriceSeries:
    """The series with every bar after `cut` changed.

    `x1000` multiplies prices, dividends and volume. `flip` turns each later log return around (prices
    mirrored in the close of the cut, so that they stay positive; high and low change places) and mirrors
    volume within its range. `nan` blanks every column. `drop` ends the series at the cut. A cut of -1
    changes every bar.
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
        mirror = (prices.adj_close if name == "adj_close" else prices.close)[max(cut, 0)]
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
