"""The vault as window and report tell it: sealed, opened with its bit, or revealed."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.dataclass import dataclass
from workbench.evaluation.rows import Burn
from workbench.evaluation.vault import Opening, alpha_of
from workbench.experiment.result import RunResult
from workbench.experiment.revealed import vault_shown_on
from workbench.export import format as fmt

SEALED, REVEALED = "sealed", "revealed"
GOES_ON = "It counts already, and goes on under its number."


@dataclass(frozen=True, slots=True)
class Standing:
    """The corner of the menu bar: `word` behind "vault", and what it means."""

    word: str
    tip: str


def standing(
    run: RunResult | None, opening: Opening | None, burns: Sequence[Burn], sealed: int, *,
    whose: str = "yours",
) -> Standing:  # fmt: skip
    """How the vault of the run shown stands; without a run, that of the prices, `sealed` days for the next.

    `burns` are the reveals of the run's prices, or of the prices at hand; `whose` openings are counted.
    """
    if run is None:
        if sealed:
            return Standing("sealed", f"{fmt.counted(sealed, 'day')} are sealed for the next run.")
        date = f" They were revealed on {burns[-1].date}." if burns else ""
        return Standing("none", f"No day is sealed.{date}")
    shown = vault_shown_on(run, burns)
    if shown is not None:
        bit = f" {record(opening, whose)}" if opening is not None and is_answered(opening) else ""
        return Standing("revealed", f"The days sealed for this run were shown in full on {shown}.{bit}")
    if opening is None:
        if run.data.vault_start is None:
            return Standing("none", "No day was sealed when this run was made.")
        return Standing("sealed", f"The days from {run.data.vault_start} on are sealed for this run.")
    if not is_answered(opening):
        return Standing("opening", f"Opening {opening.number} was begun and not answered. {GOES_ON}")
    return Standing("opened, passed" if opening.passed else "opened, not passed", record(opening, whose))


def zone_word(result: RunResult | None, burns: Sequence[Burn]) -> str:
    """What the vault is called on a chart of the run: `sealed`, or `revealed 2026-11-25`."""
    date = None if result is None else vault_shown_on(result, burns)
    return SEALED if date is None else f"{REVEALED} {date}"


def zone_names(word: str) -> tuple[str, ...]:
    """The vault's name on a chart in capitals, then shorter ones that are as true."""
    if word == SEALED:
        return "VAULT \u00b7 SEALED", "VAULT"
    return f"VAULT \u00b7 {word.upper()}", f"VAULT \u00b7 {REVEALED.upper()}", REVEALED.upper()


def is_answered(opening: Opening | None) -> bool:
    """Whether the vault has said its bit."""
    return opening is not None and opening.passed is not None


def record(opening: Opening, whose: str = "yours") -> str:
    """The opening in one line, once it is answered."""
    bit = "It passed" if opening.passed else "It did not pass"
    return (
        f"{bit} on the sealed days. Opening {opening.number} of {whose}, {date(opening)}: each of three "
        f"tests needed {alpha(opening.number)}. It will not be computed again."
    )


def date(opening: Opening) -> str:
    """The day it was written down, ISO; empty where that is not known."""
    return opening.time[:10]


def alpha(number: int) -> str:
    """What each test must stay below at the `number`-th opening, in three digits that count."""
    value = alpha_of(number)
    return f"{value:.4f}" if value >= 0.001 else f"{value:.2g}"
