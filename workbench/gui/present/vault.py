"""The vault: what opening it costs, what it is asked, and what it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.evaluation import sentences
from workbench.evaluation.figures import Verdict
from workbench.evaluation.rows import Burn
from workbench.evaluation.vault import Opening, alpha_of
from workbench.experiment.result import RunResult
from workbench.experiment.revealed import vault_shown_on
from workbench.gui.inquiry import About
from workbench.gui.present import format as fmt

BUTTON = "Open the vault…"
PROMISE = "Once, for this idea. It answers pass or fail, nothing else, and the opening is recorded for good."


@dataclass(frozen=True, slots=True)
class Offer:
    """Below the badges: a button where `button` is not empty, and a line of text."""

    button: str
    text: str
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The corner of the menu bar: `word` behind "vault", and what it means."""

    word: str
    tip: str


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
        return Offer(BUTTON, f"Opening {opening.number} was begun and not answered. {_GOES_ON}")
    if verdict is not None and verdict.state == "candidate":
        return Offer(BUTTON, PROMISE)
    return None


_GOES_ON = "It counts already, and goes on under its number."


def standing(run: RunResult | None, opening: Opening | None, burns: Sequence[Burn], sealed: int) -> Standing:
    """How the vault of the run shown stands; without a run, that of the prices, `sealed` days for the next.

    `burns` are the reveals of the run's prices, or of the prices at hand.
    """
    if run is None:
        if sealed:
            return Standing("sealed", f"{fmt.counted(sealed, 'day')} are sealed for the next run.")
        date = f" They were revealed on {burns[-1].date}." if burns else ""
        return Standing("none", f"No day is sealed.{date}")
    shown = vault_shown_on(run, burns)
    if shown is not None:
        bit = f" {record(opening)}" if opening is not None and is_answered(opening) else ""
        return Standing("revealed", f"The days sealed for this run were shown in full on {shown}.{bit}")
    if opening is None:
        if run.data.vault_start is None:
            return Standing("none", "No day was sealed when this run was made.")
        return Standing("sealed", f"The days from {run.data.vault_start} on are sealed for this run.")
    if not is_answered(opening):
        return Standing("opening", f"Opening {opening.number} was begun and not answered. {_GOES_ON}")
    return Standing("opened, passed" if opening.passed else "opened, not passed", record(opening))


def is_answered(opening: Opening | None) -> bool:
    """Whether the vault has said its bit."""
    return opening is not None and opening.passed is not None


def record(opening: Opening) -> str:
    """The opening in one line, once it is answered."""
    bit = "It passed" if opening.passed else "It did not pass"
    return (
        f"{bit} on the sealed days. Opening {opening.number} of yours, {date(opening)}: each of three tests "
        f"needed {alpha(opening.number)}. It will not be computed again."
    )


def date(opening: Opening) -> str:
    """The day it was written down, ISO; empty where that is not known."""
    return opening.time[:10]


def alpha(number: int) -> str:
    """What each test must stay below at the `number`-th opening, in three digits that count."""
    value = alpha_of(number)
    return f"{value:.4f}" if value >= 0.001 else f"{value:.2g}"


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
        parts.append(f"Opening {opening.number} was begun for it before. {_GOES_ON}")
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
