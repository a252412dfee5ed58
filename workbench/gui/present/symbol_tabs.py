"""Which symbols have a tab over the price chart, what stands on it, and which one comes next."""

from __future__ import annotations

from collections.abc import Sequence

Symbols = tuple[str, ...]
Rows = tuple[tuple[str, str], ...]
"""Of each tab the symbol and the name of its prices."""


def names(rows: Rows, fits: Sequence[bool] = ()) -> Symbols:
    """What stands on each tab: its name, or the symbol where `fits` denies it or two tabs share a name."""
    titles = [title for _, title in rows]
    allowed = fits or [True] * len(rows)
    return tuple(
        title if fit and titles.count(title) == 1 else symbol
        for (symbol, title), fit in zip(rows, allowed, strict=True)
    )


def opened(before: Symbols, symbols: Symbols, active: str) -> Symbols:
    """The open ones of a project's `symbols`, in the order of opening; the active one is always open."""
    kept = tuple(symbol for symbol in dict.fromkeys(before) if symbol in symbols)
    return kept if active in kept else (*kept, active)


def following(tabs: Symbols, active: str, step: int) -> str:
    """The symbol `step` tabs to the right of the active one; after the last comes the first."""
    return tabs[(tabs.index(active) + step) % len(tabs)]


def after_closing(tabs: Symbols, closed: str, active: str) -> str:
    """The symbol shown when the tab `closed` is gone: the active one, or its right, or its left neighbour."""
    if closed != active:
        return active
    left = [symbol for symbol in tabs if symbol != closed]
    return left[min(tabs.index(closed), len(left) - 1)]
