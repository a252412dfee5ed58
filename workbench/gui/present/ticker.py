"""The words of the dialog that adds a symbol."""

from __future__ import annotations

import re

SOURCES = {
    "yahoo": (
        "Yahoo",
        "Daily prices of the last decades, kept on this computer. For personal use; they may be wrong or "
        "late. Nothing else in this program needs the network.",
    ),
    "store": ("kept here", "Fetched or imported before; nothing is downloaded."),
    "sample": ("sample", "Twenty years of daily prices that come with the program, 1999 to 2018."),
    "synthetic": (
        "planted world",
        "Prices made here, whose secret is known: does the model find what is in them, and nothing where "
        "nothing is?",
    ),
}
SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.^=_-]{0,63}", re.IGNORECASE)


def problem_of(symbol: str) -> str:
    """What is wrong with a symbol, in a sentence; empty if nothing is."""
    if not symbol:
        return "Type a symbol, as the exchange writes it."
    if not SYMBOL.fullmatch(symbol):
        return "A symbol has letters, digits and . ^ = - only."
    return ""
