"""A net left to itself: from one day on it is fed what it said, and never sees a price again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import COLUMNS, Dates, Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.features.pipeline import build_features
from workbench.features.spec import FeatureSpec

PATHS = 200
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
TAIL = 250
"""Bars before a day that its columns are computed from: all that any of them remembers."""

Say = Callable[[Floats], Floats]
"""Windows of feature rows, (n, lookback, columns), to log returns of the next day, (n,)."""


@dataclass(frozen=True, slots=True, eq=False)
class FreeRun:
    """`quantiles` (5, days + 1) at `LEVELS` of `PATHS` paths: log returns from the close of `origin`, ISO."""

    origin: str
    quantiles: Floats

    @property
    def days(self) -> int:
        return int(self.quantiles.shape[1]) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Misses:
    """By which log returns, (m,), a net missed the days after the bars it was checked on, (m,)."""

    bars: NDArray[np.int64]
    by: Floats


def free_run(
    known: PriceSeries, days: Dates, spec: FeatureSpec, say: Say, misses: Misses, *, seed: int
) -> FreeRun:  # fmt: skip
    """Run on from the last bar of `known` over the sessions `days`; no other bar is looked at.

    Each simulated day takes what is said of it plus one of the misses; its open, high, low and volume
    stand to its close as they did on the day that was missed so. Drawing what was missed is the residual
    bootstrap of forecast paths (Thombs and Schucany, 1990).
    """
    draws = np.random.default_rng(seed).integers(0, len(misses.by), (PATHS, len(days)))
    shapes = _Shapes.of(known, misses.bars + 1)
    bars = _Bars(known, days)
    window = np.repeat(build_features(known, spec).values[None, -spec.lookback :], PATHS, axis=0)
    for step in range(len(days)):
        move = say(window) + misses.by[draws[:, step]]
        bars.add(move, shapes, draws[:, step])
        window = np.concatenate([window[:, 1:], bars.newest_rows(spec)[:, None]], axis=1)
    gone = np.concatenate([np.zeros((PATHS, 1)), np.cumsum(bars.moves, axis=1)], axis=1)
    return FreeRun(str(known.session[-1]), np.quantile(gone, LEVELS, axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class _Shapes:
    """Of real days, (m,) each: logs of open, high and low over the close, and the volume."""

    open: Floats
    high: Floats
    low: Floats
    volume: Floats

    @classmethod
    def of(cls, prices: PriceSeries, rows: NDArray[np.int64]) -> _Shapes:
        close = prices.close[rows]
        opened, high, low = (
            np.log(values[rows] / close) for values in (prices.open, prices.high, prices.low)
        )
        return cls(opened, high, low, prices.volume[rows])


class _Bars:
    """The bars of every path: real ones up to the origin, simulated ones behind it, (paths, bars) each."""

    def __init__(self, known: PriceSeries, days: Dates) -> None:
        self._known = known
        tail = min(TAIL, len(known))
        self._session = np.concatenate([known.session[-tail:], days])
        room = np.zeros((PATHS, len(days)))
        self._columns = {
            name: np.concatenate([np.tile(getattr(known, name)[-tail:], (PATHS, 1)), room], axis=1)
            for name in COLUMNS
        }
        self._tail = self._end = tail
        self._factor = float(known.factor[-1])
        self.moves = room.copy()

    def add(self, move: Floats, shapes: _Shapes, drawn: NDArray[np.int64]) -> None:
        """One more bar a path, `move` (paths,) from the close before, in the shape of a drawn day."""
        now, columns = self._end, self._columns
        close = columns["close"][:, now - 1] * np.exp(move)
        columns["close"][:, now], columns["adj_close"][:, now] = close, close * self._factor
        for name in ("open", "high", "low"):
            columns[name][:, now] = close * np.exp(getattr(shapes, name)[drawn])
        columns["volume"][:, now] = shapes.volume[drawn]
        self.moves[:, now - self._tail] = move
        self._end += 1

    def newest_rows(self, spec: FeatureSpec) -> Floats:
        """The feature row of the newest bar of each path, (paths, columns).

        The paths stand one behind the other in one series, so that all are computed at once; what a path
        would see of the one before it lies longer ago than any column remembers.
        """
        part = slice(self._end - self._tail, self._end)
        arrays = {name: column[:, part].reshape(-1) for name, column in self._columns.items()}
        series = self._known.replace(session=np.tile(self._session[part], PATHS), **arrays)
        with np.errstate(invalid="ignore"):  # where one path ends and the next begins, days run backwards
            values = build_features(series, spec).values
        return values[self._tail - 1 :: self._tail]
