"""How the centre column shares its height: who gives way first, and what is folded to its head."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = 28
TABS = 34
RUNS = 124
EQUITY = 208
EQUITY_SMALL = 150
LIVE = 100
LIVE_SMALLEST = 150
WELCOME = 262
PRICE_TRAINING = 242
PRICE_SMALLEST = 200
GAP = 6
LOW = 720
"""Below this height of the column, runs and live fold to their heads."""


@dataclass(frozen=True, slots=True)
class CentreHeights:
    """Pixels of each part, 0 = not there; `..._open` says whether it is more than a head."""

    price: int
    welcome: int
    equity: int
    live: int
    runs: int
    live_open: bool
    equity_open: bool
    runs_open: bool


def centre_heights(height: int, mode: str, *, live_open: bool = False) -> CentreHeights:
    """The parts of a column of `height` pixels; `mode`: welcome, idle, training, finished."""
    low = height < LOW
    runs = TABS if low else RUNS
    if mode == "welcome":
        # The welcome card may ask for a table of runs less, never for the chart.
        price = max(height - WELCOME - runs - 2 * GAP, PRICE_SMALLEST)
        return CentreHeights(price, WELCOME, 0, 0, runs, False, False, not low)
    room = height - runs - 3 * GAP
    if mode == "training":
        price = PRICE_SMALLEST if low else PRICE_TRAINING
        live = max(room - price - HEAD, LIVE_SMALLEST)
        return CentreHeights(price, 0, HEAD, live, runs, True, False, not low)
    equity = HEAD if mode == "idle" else (EQUITY_SMALL if low else EQUITY)
    opened = live_open and not low
    live = LIVE + HEAD if opened else HEAD
    price = max(room - equity - live, PRICE_SMALLEST)
    return CentreHeights(price, 0, equity, live, runs, opened, mode != "idle", not low)
