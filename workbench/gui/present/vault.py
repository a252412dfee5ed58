"""The vault: what opening it costs, what it is asked, and what it said."""

from __future__ import annotations

from workbench.dataclass import dataclass
from workbench.evaluation import sentences
from workbench.evaluation.figures import Verdict
from workbench.evaluation.simulate import performance
from workbench.evaluation.vault import Opening
from workbench.experiment.reveal import Revealed
from workbench.export.vault import GOES_ON, alpha, date, is_answered, record, standing
from workbench.gui.inquiry import About
from workbench.gui.present import format as fmt
from workbench.gui.present.question import Question

__all__ = [
    "Offer", "Shown", "alpha", "date", "is_answered", "offer", "question", "record", "reveal_question",
    "shown", "standing",
]  # fmt: skip
BUTTON = "Open the vault…"
REVEAL, REVEAL_AGAIN = "Reveal the sealed days…", "Show their figures again"
PROMISE = "Once, for this idea. It answers pass or fail, nothing else, and the opening is recorded for good."


@dataclass(frozen=True, slots=True)
class Shown:
    """The figures of a run on the days that were sealed: rows of name, the run's, what it stands beside."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Below the badges: a button where `button` is not empty, and a line of text.

    `reveal` are the words of the button that shows the sealed days, or nothing.
    """

    button: str
    text: str
    alarm: bool = False
    reveal: str = ""
    shown: Shown | None = None


def offer(about: About, verdict: Verdict | None, burnt: str | None = None) -> Offer | None:
    """What stands below the badges; None where there is nothing to offer and nothing to tell.

    `burnt` is the ISO date since when the days sealed for the run are sealed no more.
    """
    opening, asked = about.opening, about.vault
    if opening is not None and is_answered(opening):
        return _after_opening(about, opening, burnt)
    if asked is not None and asked.is_under_way:
        return Offer("", "The sealed days are being asked. The answer is pass or fail, nothing else.")
    if asked is not None and asked.problem:
        return Offer(BUTTON, asked.problem, alarm=asked.phase == "failed")
    if opening is not None:
        return Offer(BUTTON, f"Opening {opening.number} was begun and not answered. {GOES_ON}")
    if verdict is not None and verdict.state == "candidate":
        return Offer(BUTTON, PROMISE)
    return None


def _after_opening(about: About, opening: Opening, burnt: str | None) -> Offer:
    """The bit; then the days in full, for those who want no vault any more."""
    asked, told = about.shown, record(opening)
    if asked is not None and asked.is_under_way:
        return Offer("", f"{told} All figures of the sealed days are being made.")
    if asked is not None and asked.revealed is not None:
        return Offer("", told, shown=shown(asked.revealed))
    again = REVEAL if burnt is None else REVEAL_AGAIN
    if burnt is not None:
        told = f"{told} The days were shown in full on {burnt} and are no longer unseen."
    if asked is not None and asked.problem:
        return Offer("", f"{told} {asked.problem}", alarm=asked.phase == "failed", reveal=again)
    return Offer("", told, reveal=again)


def shown(revealed: Revealed) -> Shown:
    """The run on the days that were sealed, each figure beside what it must be compared with."""
    burn, found, backtest = revealed.burn, revealed.tested.forecast, revealed.tested.backtest
    excess, net, held = backtest.excess, backtest.net_figures, performance(backtest.holding_net)
    mean = None if excess is None else excess.mean
    between = fmt.DASH if excess is None else fmt.interval(100 * excess.low, 100 * excess.high, signed=True)
    rows = (
        ("hits %", fmt.points(found.directional_accuracy), f"base {fmt.points(found.base_rate)}"),
        ("error / naive", fmt.number(found.naive_ratio, 3), "1.000"),
        ("excess % a year", fmt.points(mean, signed=True), between),
        ("Sharpe after costs", fmt.number(net.sharpe_ratio, 2, signed=True),
         f"holding {fmt.number(held.sharpe_ratio, 2, signed=True)}"),
        ("deepest fall", fmt.percent(net.max_drawdown, 0), f"holding {fmt.percent(held.max_drawdown, 0)}"),
    )
    days = fmt.counted(found.n, "day")
    return Shown(f"{burn.first} \u2013 {burn.last}, {days}, shown on {burn.date}", rows)


def reveal_question(run_number: int, symbol: str) -> Question:
    """What is asked before the sealed days of `symbol` are shown with the figures of a run."""
    return Question(
        "Reveal the sealed days", f"Reveal the sealed days for run {run_number}?",
        f"All figures of this run on the sealed days of {symbol} are shown. What is lost, for ever:\n\n"
        "These days are unseen to no model any more. Every verdict that counts on them, of this run and of "
        "others, in every project, carries the date of the reveal.\n\n"
        f"The vault of {symbol} is used up. The next one begins with the first bar behind these days; until "
        "enough of them have come, no run on these prices can be put to a last test.",
        "Reveal them", "Keep them sealed",
    )  # fmt: skip


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
    text = f"Open the vault for run {run_number}?"
    return Question("Open the vault", text, "\n\n".join(parts), "Open the vault", "Keep it sealed")
