"""Twins of a ticker: prices with its habits and nothing to find in them, or with an edge planted by hand.

Every twin is made of the days' shapes: ln of open, high, low and close over the close before, and of the
volume over the one before, all on total-return adjusted prices. Sessions stay; events are gone.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbench.data.series import Floats, PriceSeries
from workbench.evaluation.resampling import stationary_blocks

_OPEN, _HIGH, _LOW, _CLOSE, _VOLUME = range(5)


def day_shapes(prices: PriceSeries) -> Floats:
    """(bars - 1, 5): open, high, low, close and volume of each day from the second on, as log ratios.

    A day without volume, or after one without, has 0 there.
    """
    before = prices.adj_close[:-1]
    columns = [
        np.log(getattr(prices, name)[1:] * prices.factor[1:] / before) for name in ("open", "high", "low")
    ]
    traded = (prices.volume[1:] > 0) & (prices.volume[:-1] > 0)
    volume = np.zeros(len(before))
    volume[traded] = np.log(prices.volume[1:][traded] / prices.volume[:-1][traded])
    return np.stack([*columns, np.log(prices.adj_close[1:] / before), volume], axis=1)


def from_shapes(prices: PriceSeries, shapes: Floats, name: str) -> PriceSeries:
    """The first bar of `prices`, then days of these shapes (bars - 1, 5)."""
    start = float(prices.adj_close[0])
    close = start * np.exp(np.concatenate([[0.0], np.cumsum(shapes[:, _CLOSE])]))
    first = prices.factor[0]
    columns = {}
    for column, source in (("open", _OPEN), ("high", _HIGH), ("low", _LOW)):
        later = close[:-1] * np.exp(shapes[:, source])
        columns[column] = np.concatenate([[getattr(prices, column)[0] * first], later])
    grown = np.exp(np.concatenate([[0.0], np.cumsum(shapes[:, _VOLUME])]))
    volume = max(float(prices.volume[0]), 1.0) * grown
    nothing = np.zeros(len(prices))
    return prices.replace(
        **columns, close=close, adj_close=close, volume=volume, dividends=nothing, splits=nothing,
        symbol=f"{prices.symbol}-{name}", source="synthetic", name=f"{prices.name}, {name}",
    )  # fmt: skip


def shuffled(prices: PriceSeries, seed: int) -> PriceSeries:
    """The same days in random order, each whole: what depends on the order of days is gone."""
    shapes = day_shapes(prices)
    return from_shapes(prices, shapes[_random(seed).permutation(len(shapes))], f"shuffled {seed}")


def garch(prices: PriceSeries, seed: int) -> PriceSeries:
    """Closes of a GARCH(1,1) with Student's t fitted to the returns: calm and wild times, no direction.

    Imports arch: call it in a worker.

    Within the day it looks like a real day drawn at random, as wide as that day's volatility asks for.
    """
    shapes = day_shapes(prices)
    random = _random(seed)
    returns, scale = _simulated(shapes[:, _CLOSE], random)
    drawn = shapes[random.permutation(len(shapes))]
    return from_shapes(prices, _with_close(drawn, returns, scale), f"GARCH {seed}")


def block_bootstrap(prices: PriceSeries, seed: int, mean_block: float = 6.8) -> PriceSeries:
    """Runs of the same days in new order (Politis and Romano 1994): short habits stay, so no placebo."""
    shapes = day_shapes(prices)
    (order,) = stationary_blocks(len(shapes), mean_block, _random(seed))
    return from_shapes(prices, shapes[order], f"blocks {seed}")


def planted_autoregression(prices: PriceSeries, seed: int, phi: float) -> PriceSeries:
    """A shuffled twin whose closes lean on the day before: r[t] = phi r[t-1] + sqrt(1 - phi^2) e[t]."""
    drawn = day_shapes(prices)[_random(seed).permutation(len(prices) - 1)]
    mean = float(drawn[:, _CLOSE].mean())
    noise = drawn[:, _CLOSE] - mean
    moved = noise.copy()
    for t in range(1, len(noise)):
        moved[t] = phi * moved[t - 1] + np.sqrt(1.0 - phi * phi) * noise[t]
    planted = _with_close(drawn, moved + mean, np.ones(len(moved)))
    return from_shapes(prices, planted, f"AR {phi:g} {seed}")


def planted_signs(prices: PriceSeries, seed: int, kappa: float) -> PriceSeries:
    """A shuffled twin with r[t+1] = kappa sd sign(r[t] r[t-1]) + e[t+1]: nothing a line can see."""
    drawn = day_shapes(prices)[_random(seed).permutation(len(prices) - 1)]
    mean, spread = float(drawn[:, _CLOSE].mean()), float(drawn[:, _CLOSE].std())
    moved = drawn[:, _CLOSE] - mean
    for t in range(1, len(moved) - 1):
        moved[t + 1] += kappa * spread * np.sign(moved[t] * moved[t - 1])
    planted = _with_close(drawn, moved + mean, np.ones(len(moved)))
    return from_shapes(prices, planted, f"signs {kappa:g} {seed}")


SURROGATES: dict[str, Callable[[PriceSeries, int], PriceSeries]] = {
    "shuffled": shuffled,
    "garch": garch,
    "blocks": block_bootstrap,
}
PLANTED: dict[str, Callable[[PriceSeries, int, float], PriceSeries]] = {
    "ar": planted_autoregression,
    "signs": planted_signs,
}


def _simulated(returns: Floats, random: np.random.Generator) -> tuple[Floats, Floats]:
    """A path of the GARCH(1,1) fitted to log returns, and each day's volatility over the average one."""
    from arch import arch_model

    spread = float(returns.std())
    if not spread > 0:
        return returns.copy(), np.ones(len(returns))
    model = arch_model(returns / spread, mean="Constant", vol="GARCH", p=1, q=1, dist="t", rescale=False)
    found = model.fit(disp="off", show_warning=False)
    mean, omega, alpha, beta, degrees = found.params.to_numpy()
    if not np.isfinite(found.params).all() or degrees <= 2.0:  # no such fit: calm and wild days at random
        return random.permutation(returns), np.ones(len(returns))
    shocks = random.standard_t(degrees, len(returns)) * np.sqrt((degrees - 2.0) / degrees)
    variance = np.empty(len(returns))
    moved, now = 0.0, omega / max(1.0 - alpha - beta, 0.01)
    for t, shock in enumerate(shocks):
        now = omega + alpha * moved**2 + beta * now if t else now
        moved = np.sqrt(now) * shock
        variance[t] = now
    scale = np.sqrt(variance)
    return np.asarray((mean + scale * shocks) * spread), scale


def _with_close(shapes: Floats, close: Floats, scale: Floats) -> Floats:
    """The days with other closes: the gap at the open stays, scaled; high and low reach as far beyond."""
    opened = shapes[:, _OPEN] * scale
    above = shapes[:, _HIGH] - np.maximum(shapes[:, _OPEN], shapes[:, _CLOSE])
    below = np.minimum(shapes[:, _OPEN], shapes[:, _CLOSE]) - shapes[:, _LOW]
    high = np.maximum(opened, close) + np.maximum(above, 0.0) * scale
    low = np.minimum(opened, close) - np.maximum(below, 0.0) * scale
    return np.stack([opened, high, low, close, shapes[:, _VOLUME]], axis=1)


def _random(seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, 77])
