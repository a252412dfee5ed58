"""The words of the dialog that adds a symbol."""

from __future__ import annotations

import re

from workbench.data.intervals import named

LENGTHS = {
    "1d": ("day", "Daily prices of the last decades, kept on this computer."),
    "1h": ("hour", "Hourly prices of the last two years."),
    "30m": ("30 min", "Prices of every half hour of the last 60 days."),
    "15m": ("15 min", "Prices of every quarter of an hour of the last 60 days."),
    "5m": ("5 min", "Prices of every five minutes of the last 60 days."),
    "1m": ("1 min", "Prices of every minute of the last week."),
}
"""What Yahoo is asked for: interval -> (words, what comes)."""
LOOKED_AT = "They can be looked at; training needs daily ones."
YAHOO = "For personal use; they may be wrong or late. Nothing else in this program needs the network."
SOURCES = {
    "yahoo": ("Yahoo", f"{LENGTHS['1d'][1]} {YAHOO}"),
    "store": ("kept here", "Fetched or imported before; nothing is downloaded."),
    "sample": ("sample", "Twenty years of daily prices that come with the program, 1999 to 2018."),
    "synthetic": (
        "planted world",
        "Prices made here, whose secret is known: does the model find what is in them, and nothing where "
        "nothing is?",
    ),
}
SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.^=_-]{0,63}", re.IGNORECASE)


def note_of(source: str, interval: str) -> str:
    """What comes from a source, in bars of that length."""
    if source != "yahoo" or interval == "1d":
        return SOURCES[source][1]
    return f"{LENGTHS[interval][1]} {LOOKED_AT} {YAHOO}"


def wanted_symbol(symbol: str, source: str, interval: str) -> str:
    """The symbol that the chosen prices will have: `AAPL 1h` of hours from Yahoo."""
    return named(symbol, interval) if source == "yahoo" else symbol


def problem_of(symbol: str) -> str:
    """What is wrong with a symbol, in a sentence; empty if nothing is."""
    if not symbol:
        return "Type a symbol, as the exchange writes it."
    if not SYMBOL.fullmatch(symbol):
        return "A symbol has letters, digits and . ^ = - only."
    return ""
