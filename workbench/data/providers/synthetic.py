"""Planted worlds (METHOD.md A1.3): prices whose truth is known, to try models and the judge on."""

from __future__ import annotations

import re

import numpy as np

from workbench.data.series import Floats, PriceSeries
from workbench.errors import UsageError

WORLDS: dict[str, str] = {
    "W0": "random walk with fat tails",
    "W1": "random walk with clustered volatility (GARCH)",
    "W2": "random walk with a drift of 8 % a year",
    "W3": "tomorrow depends on today (AR(1) of strength phi)",
    "W4": "tomorrow depends on the signs of the last two days",
    "W5": "AR(1) whose phi changes sign halfway",
    "W7": "random walk with one tick a hundred times too high",
}
SIGMA = 0.01  # a day
DRIFT = 0.08 / 252
SIGN_STRENGTH = 0.3
DEFAULT_BARS, DEFAULT_PHI, MOST_BARS = 2000, 0.1, 200_000
FIRST_SESSION = np.datetime64("2000-01-03")
_TEXT = re.compile(r"(W\d)(?:-phi(-?\d*\.?\d+))?(?:-bars(\d{1,7}))?(?:-seed(\d{1,18}))?")


def make_world(
    name: str, bars: int = DEFAULT_BARS, seed: int = 0, phi: float = DEFAULT_PHI
) -> PriceSeries:
    """The prices of a world, the same for the same arguments; `phi` matters to W3 and W5 alone.

    Sigma is 1 % a day; the open lies at the previous close (0.05 % noise), so that a move in close
    returns can be traded at the next open. Sessions are weekdays from 2000-01-03.
    Raises UsageError for an unknown name or an argument out of range.
    """
    _check(name, bars, phi)
    # Each part has its own stream: W2 is W0 plus drift, bar by bar.
    returns_rng, bars_rng = (np.random.default_rng([seed, part]) for part in range(2))
    close = 100 * np.exp(np.cumsum(_returns(name, bars, phi, returns_rng)))
    previous = np.concatenate(([100.0], close[:-1]))
    open_ = previous * np.exp(bars_rng.normal(0, 0.0005, bars))
    top, bottom = np.maximum(open_, close), np.minimum(open_, close)
    high = top * np.exp(abs(bars_rng.normal(0, 0.003, bars)))
    low = bottom * np.exp(-abs(bars_rng.normal(0, 0.003, bars)))
    volume = np.round(bars_rng.lognormal(np.log(1e6), 0.3, bars))
    if name == "W7":
        for column in (open_, high, low, close):
            column[bars // 2] *= 100
    return PriceSeries(
        symbol=symbol_text(name, bars, seed, phi), source="synthetic", name=f"{name}: {WORLDS[name]}",
        session=np.busday_offset(np.full(bars, FIRST_SESSION), np.arange(bars)),
        open=open_, high=high, low=low, close=close, adj_close=close, volume=volume,
        dividends=np.zeros(bars), splits=np.zeros(bars),
    )


def symbol_text(name: str, bars: int = DEFAULT_BARS, seed: int = 0, phi: float = DEFAULT_PHI) -> str:
    """The symbol that says it all, e.g. "W3-phi0.3-seed7"; `from_symbol` rebuilds the prices from it."""
    strength = f"-phi{phi!r}" if name in ("W3", "W5") else ""
    length = f"-bars{bars}" if bars != DEFAULT_BARS else ""
    return f"{name}{strength}{length}-seed{seed}"


def from_symbol(symbol: str) -> PriceSeries:
    """The world a symbol text describes; missing parts take their defaults. Raises UsageError."""
    match = _TEXT.fullmatch(symbol)
    if match is None:
        raise UsageError(
            f"{symbol} does not describe a synthetic series.",
            f"Write for example W3-phi0.3-seed7; the worlds are {', '.join(WORLDS)}.",
        )
    name, phi, bars, seed = match.groups()
    return make_world(name, int(bars or DEFAULT_BARS), int(seed or 0), float(phi or DEFAULT_PHI))


def _check(name: str, bars: int, phi: float) -> None:
    if name not in WORLDS:
        raise UsageError(f"There is no synthetic world {name}.", f"The worlds are {', '.join(WORLDS)}.")
    if not 2 <= bars <= MOST_BARS:
        raise UsageError(f"A synthetic series cannot have {bars} bars.", f"Choose 2 to {MOST_BARS:,}.")
    if not -1 < phi < 1:
        raise UsageError(f"phi = {phi} is not a stationary AR(1).", "Choose a phi between -1 and 1.")


def _returns(name: str, bars: int, phi: float, rng: np.random.Generator) -> Floats:
    """Close-to-close log returns, shape (bars,)."""
    if name == "W1":
        return _garch(_fat_tails(bars, rng))
    if name == "W2":
        return _fat_tails(bars, rng) * SIGMA + DRIFT
    if name == "W3":
        return _autoregression(np.full(bars, phi), rng)
    if name == "W4":
        return _signs(rng.normal(0, SIGMA, bars))
    if name == "W5":
        return _autoregression(np.where(np.arange(bars) < bars // 2, phi, -phi), rng)
    return _fat_tails(bars, rng) * SIGMA


def _fat_tails(bars: int, rng: np.random.Generator) -> Floats:
    """Student t with 5 degrees of freedom, scaled to variance 1."""
    return np.asarray(rng.standard_t(5, bars) * np.sqrt(3 / 5))


def _garch(shocks: Floats, omega: float = 0.04, alpha: float = 0.08, beta: float = 0.88) -> Floats:
    returns, variance = np.empty_like(shocks), 1.0
    for t, shock in enumerate(shocks):
        returns[t] = np.sqrt(variance) * shock
        variance = omega + alpha * returns[t] ** 2 + beta * variance
    return np.asarray(SIGMA * returns)


def _autoregression(phi: Floats, rng: np.random.Generator) -> Floats:
    """AR(1) with marginal standard deviation `SIGMA`; phi (bars,) may change over time."""
    noise = rng.normal(0, SIGMA, len(phi))
    returns = np.empty_like(noise)
    returns[0] = noise[0]
    for t in range(1, len(phi)):
        returns[t] = phi[t] * returns[t - 1] + np.sqrt(1 - phi[t] ** 2) * noise[t]
    return returns


def _signs(noise: Floats) -> Floats:
    """r[t+1] = 0.3 sigma sign(r[t] r[t-1]) + noise: nothing a linear model can see."""
    returns = noise.copy()
    for t in range(1, len(noise) - 1):
        returns[t + 1] += SIGN_STRENGTH * SIGMA * np.sign(returns[t] * returns[t - 1])
    return returns
