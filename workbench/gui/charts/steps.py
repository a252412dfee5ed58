"""One-step forecasts placed on the bars of a chart."""

from __future__ import annotations

from functools import cached_property
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.experiment.result import Predictions
from workbench.gui.charts.frame import Frame
from workbench.gui.charts.tower import Tower, extremes, highest, lowest, mean


def _place(rows: NDArray[np.int64], bar: int) -> int:
    """Where the first row of at least `bar` stands; rows ascend, mostly by one: then it is known at once."""
    guess = bar - int(rows[0]) if len(rows) else 0
    if 0 <= guess < len(rows) and rows[guess] == bar:
        return guess
    return int(np.searchsorted(rows, bar))


@dataclass(frozen=True, slots=True)
class Steps:
    """One-step forecasts by bar, shape (steps,), on the chart's own prices; `bar` ascending.

    `bar` decided, `target` is the bar forecast; `price` is the close of `bar`; `lower`, `upper` may be NaN.
    `position` is what was held on the bar after `bar`; NaN where not simulated.
    """

    bar: NDArray[np.int64]
    target: NDArray[np.int64]
    price: Floats
    forecast: Floats
    lower: Floats
    upper: Floats
    position: Floats

    def between(self, frame: Frame) -> slice:
        """The steps that touch the frame."""
        return self._within(frame.x0 - 1, frame.x1 + 1)

    def _within(self, first: float, last: float) -> slice:
        return slice(_place(self.target, floor(first)), _place(self.bar, ceil(last) + 1))

    def extent(self, first: float, last: float) -> tuple[float, float] | None:
        """Lowest and highest finite value from bar `first` to bar `last`, None without any."""
        part = self._within(first, last)
        low = np.fmin(self.lower[part], self.forecast[part])
        return extremes(low, np.fmax(self.upper[part], self.forecast[part]))


class FarSteps:
    """Steps seen from afar, by bar: `lower`, `upper` and `held`, the mean position, NaN where unknown."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self.last = int(steps.target[-1]) if len(steps.target) else 0

    @cached_property
    def tower(self) -> Tower:
        """Made when it is first asked for: most charts never zoom out."""
        steps, first = self._steps, int(self._steps.bar[0]) if len(self._steps.bar) else 0
        columns = {name: np.full(self.last - first + 1, np.nan) for name in ("lower", "upper", "held")}
        columns["lower"][steps.target - first] = steps.lower
        columns["upper"][steps.target - first] = steps.upper
        columns["held"][steps.bar + 1 - first] = steps.position
        return Tower(columns, {"lower": lowest, "upper": highest, "held": mean}, first)

    def extent(self, first: float, last: float) -> tuple[float, float] | None:
        """Lowest and highest end of the intervals from bar `first` to bar `last`, None without any."""
        power = Tower.power(1000 / max(last - first + 1, 1), 1)
        columns = self.tower.groups(max(first, 0), max(last, 0), power)[2]
        return extremes(columns["lower"], columns["upper"])


def steps_from(
    prices: PriceSeries, predictions: Predictions, positions: Floats | None, vault_first: int | None
) -> Steps:
    """Predictions placed on the bars of `prices`, scaled from total-return to shown prices.

    Days that `prices` does not have are left out, and so is whatever would reach into the vault.
    """
    bars = np.searchsorted(prices.session, predictions.asof)
    targets = np.searchsorted(prices.session, predictions.target_time)
    end = len(prices) if vault_first is None else min(vault_first, len(prices))
    kept = targets < end
    kept[kept] &= prices.session[bars[kept]] == predictions.asof[kept]
    held = np.full(len(predictions), np.nan)
    if positions is not None:
        count = min(len(positions), len(held))
        held[:count] = positions[:count]
    close = prices.close[bars[kept]]
    scale = close / predictions.asof_price[kept]
    return Steps(
        bar=bars[kept], target=targets[kept], price=close,
        forecast=close * np.exp(predictions.predicted[kept]),
        lower=predictions.lower[kept] * scale, upper=predictions.upper[kept] * scale, position=held[kept],
    )  # fmt: skip


def joined(known: Floats | None, bars: int, first_bar: int, values: Floats) -> Floats:
    """What is known by bar, shape (bars,), with `values` from `first_bar` on; NaN where nothing is known."""
    out = np.full(bars, np.nan) if known is None else known
    last = min(first_bar + len(values), bars)
    out[first_bar:last] = np.asarray(values, float)[: last - first_bar]
    return out


def steps_live(prices: PriceSeries, returns: Floats, vault_first: int | None) -> Steps:
    """Log returns by bar, shape (bars,), NaN where nothing was predicted yet; one bar ahead."""
    end = len(prices) if vault_first is None else min(vault_first, len(prices))
    bars = np.flatnonzero(np.isfinite(returns))
    bars = bars[bars + 1 < end]
    unknown = np.full(len(bars), np.nan)
    close = prices.close[bars]
    return Steps(
        bar=bars, target=bars + 1, price=close, forecast=close * np.exp(returns[bars]),
        lower=unknown, upper=unknown, position=(returns[bars] > 0).astype(float),
    )  # fmt: skip


def closes_of(predictions: Predictions, name: str) -> PriceSeries:
    """The closes a run remembers, as a series of closes alone, for when the prices are not at hand."""
    session = np.append(predictions.asof, predictions.target_time[-1:])
    close = np.append(predictions.asof_price, predictions.actual_price[-1:])
    last = np.isfinite(close)
    session, close = session[last], close[last]
    nothing = np.zeros(len(close))
    return PriceSeries(
        symbol=name, source="run", session=session, open=close, high=close, low=close, close=close,
        volume=nothing, adj_close=close, dividends=nothing, splits=nothing,
    )  # fmt: skip


class OneStep:
    """The forecasts one day ahead on a chart: those of a run that ended, or of one under way."""

    def __init__(self) -> None:
        self.predictions: Predictions | None = None
        self._positions: Floats | None = None
        self._live: Floats | None = None

    def set_run(self, predictions: Predictions | None, positions: Floats | None) -> None:
        """A run that ended, with the position decided on each of its rows; None clears."""
        self.predictions, self._positions, self._live = predictions, positions, None

    def join(self, bars: int, first_bar: int, log_returns: Floats) -> int | None:
        """More of a run under way, from `first_bar` on; the bar after the last one forecast so far."""
        self._live = joined(self._live, bars, first_bar, log_returns)
        known = np.flatnonzero(np.isfinite(self._live))
        return int(known[-1]) + 1 if len(known) else None

    def steps(self, prices: PriceSeries | None, vault_first: int | None) -> Steps | None:
        """What of them lies on the bars of `prices` before the vault."""
        if prices is None:
            return None
        if self._live is not None:
            return steps_live(prices, self._live, vault_first)
        if self.predictions is None:
            return None
        return steps_from(prices, self.predictions, self._positions, vault_first)
