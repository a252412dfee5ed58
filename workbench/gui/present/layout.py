"""How the centre column shares its height: who gives way first, and what stays a head alone."""

from __future__ import annotations

from workbench.dataclass import dataclass

HEAD = 28
TABS = 34
RUNS = 124
EQUITY = 208
EQUITY_SMALL = 150
LIVE_SMALLEST = 180
WELCOME = 200
WELCOME_SMALL = 212
PRICE_TRAINING = 242
PRICE_TRAINING_SMALL = 190
PRICE_SMALLEST = 200
GAP = 6
LOW = 720
"""Below this height of the column the runs fold to their tabs, and equity and price give way."""


@dataclass(frozen=True, slots=True)
class CentreHeights:
    """Pixels of each part, 0 = not there."""

    price: int
    welcome: int
    equity: int
    live: int
    runs: int
    compare: int = 0


def centre_heights(height: int, mode: str) -> CentreHeights:
    """The parts of a column of `height` pixels; `mode` is welcome, idle, training, finished or compare.

    Comparing takes the whole column: it lists the runs itself.
    """
    if mode == "compare":
        return CentreHeights(0, 0, 0, 0, TABS, compare=max(height - TABS - GAP, PRICE_SMALLEST))
    low = height < LOW
    runs = TABS if low else RUNS
    if mode == "welcome":
        welcome = WELCOME_SMALL if low else WELCOME
        return CentreHeights(max(height - welcome - runs - 2 * GAP, PRICE_SMALLEST), welcome, 0, 0, runs)
    room = height - runs - 3 * GAP
    if mode == "training":
        price = PRICE_TRAINING_SMALL if low else PRICE_TRAINING
        return CentreHeights(price, 0, HEAD, max(room - price - HEAD, LIVE_SMALLEST), runs)
    equity = HEAD if mode == "idle" else EQUITY_SMALL if low else EQUITY
    return CentreHeights(max(room - equity - HEAD, PRICE_SMALLEST), 0, equity, HEAD, runs)
