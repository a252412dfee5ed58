"""What is said before and after tries are taken out of the count."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.evaluation.figures import Removal
from workbench.evaluation.sentences import removal_text
from workbench.gui.present import format as fmt
from workbench.gui.present.question import Question

NOTHING = "No tries are counted on these prices: there is nothing to forget."


def question(symbol: str, tries: int) -> Question:
    """What is asked before the `tries` on the prices of `symbol` are forgotten."""
    counted = fmt.counted(tries, "try", "tries")
    return Question(
        "Forget tries", f"Forget the {counted} on {symbol}?",
        "They would no longer count, in any project. What is lost, for ever:\n\n"
        "Nobody will know any more what the best of all tries would show by luck alone: with fewer tries in "
        "the count, a lucky run looks better than it is.\n\n"
        "\u201cHistory removed\u201d, with its date, stands beside every later count of these prices. The "
        "vault and its openings stay as they are.",
        "Forget them", "Keep counting",
    )  # fmt: skip


def done(symbol: str, removal: Removal) -> str:
    """What the status bar says then."""
    return f"{symbol}: {removal_text(removal)}. The vault and its openings stay as they were."


def mark(removals: Sequence[Removal]) -> str:
    """What stands beside the count of tries for ever; nothing where none were removed."""
    return "history removed" if removals else ""


def tip(removals: Sequence[Removal]) -> str:
    """Every removal, a line each."""
    return "\n".join(removal_text(removal) for removal in removals)
