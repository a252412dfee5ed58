"""The vault: what opening it costs, what it is asked, and what it said."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.evaluation import sentences
from workbench.evaluation.figures import Verdict
from workbench.evaluation.vault import Opening
from workbench.export.vault import GOES_ON, alpha, date, is_answered, record, standing
from workbench.gui.inquiry import About
from workbench.gui.present import format as fmt

__all__ = ["Offer", "Question", "alpha", "date", "is_answered", "offer", "question", "record", "standing"]
BUTTON = "Open the vault…"
PROMISE = "Once, for this idea. It answers pass or fail, nothing else, and the opening is recorded for good."


@dataclass(frozen=True, slots=True)
class Offer:
    """Below the badges: a button where `button` is not empty, and a line of text."""

    button: str
    text: str
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before an opening: title, the question, all that must be known before the answer."""

    title: str
    text: str
    details: str
    yes: str = "Open the vault"
    no: str = "Keep it sealed"


def offer(about: About, verdict: Verdict | None) -> Offer | None:
    """What stands below the badges; None where there is nothing to offer and nothing to tell."""
    opening, asked = about.opening, about.vault
    if opening is not None and is_answered(opening):
        return Offer("", record(opening))
    if asked is not None and asked.is_under_way:
        return Offer("", "The sealed days are being asked. The answer is pass or fail, nothing else.")
    if asked is not None and asked.problem:
        return Offer(BUTTON, asked.problem, alarm=asked.phase == "failed")
    if opening is not None:
        return Offer(BUTTON, f"Opening {opening.number} was begun and not answered. {GOES_ON}")
    if verdict is not None and verdict.state == "candidate":
        return Offer(BUTTON, PROMISE)
    return None


def question(run_number: int, state: str, days: int, begun: int, opening: Opening | None) -> Question:
    """What is asked before run `run_number`, whose verdict is `state`, meets the `days` sealed days.

    `begun` openings were begun by this user before, over all data.
    """
    sealed = fmt.counted(days, "sealed day")
    parts = [
        f"The {sealed} are used to test this run, once. The answer is pass or fail, nothing else. "
        "It is recorded for good and cannot be taken back."
    ]
    if opening is not None:
        parts.append(f"Opening {opening.number} was begun for it before. {GOES_ON}")
    else:
        now, after = alpha(begun + 1), alpha(begun + 2)
        parts.append(
            f"It is opening {begun + 1} of yours, over all data. Each of three tests (forecast, timing, "
            f"return after costs) must stay below {now}; at the next opening, of any run, below {after}. "
            "All the openings you will ever make share one chance of 5 % to be fooled."
        )
    if state != "candidate":
        word = sentences.word(state)
        parts.append(f"This run is {word}: passing would not change that verdict, and the opening is spent.")
    return Question("Open the vault", f"Open the vault for run {run_number}?", "\n\n".join(parts))
