"""What the Reality panel says: its state, header, card, figures, badges, and what mends a broken run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from workbench.dataclass import dataclass
from workbench.evaluation import sentences
from workbench.evaluation.evidence import VerdictInputs
from workbench.evaluation.figures import BacktestResult, PerformanceFigures, Verdict
from workbench.evaluation.rows import KnownRows
from workbench.experiment.inputs import notices
from workbench.experiment.result import RunResult
from workbench.experiment.revealed import revealed_on, vault_shown_on
from workbench.experiment.run_state import RunState
from workbench.experiment.spec import ExperimentSpec
from workbench.export.words import CAVEAT, STOPPED, break_even_note, holding_note, mend_steps, moved_rows
from workbench.gui.inquiry import About
from workbench.gui.present import baselines, expectations, figures
from workbench.gui.present import format as fmt
from workbench.gui.present import vault as present_vault
from workbench.models.catalog import CATALOG

__all__ = [
    "CAVEAT", "WITHHELD_NOTE", "BadgeText", "Card", "Facts", "break_even_note", "card", "four_figures",
    "header", "holding_note", "is_what_if", "leaks", "mend_steps", "mode", "moved_rows", "table_rows",
    "table_title", "vault",
]  # fmt: skip

WITHHELD_NOTE = "withheld until the leak is gone"


@dataclass(frozen=True, slots=True)
class Card:
    """The verdict card. `state` picks ink, ground and mark; `word` may have two lines."""

    state: str
    word: str
    sentence: str
    why: str = ""
    subline: str = ""


@dataclass(frozen=True, slots=True)
class BadgeText:
    """A badge: its name, what it says, and whether that is bad news."""

    name: str
    value: str
    tip: str
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the panel shows, gathered from the session. `backtest`, `verdict` are those at `cost_bps`."""

    spec: ExperimentSpec
    running: bool = False
    paused: bool = False
    run_state: RunState = field(default_factory=RunState)
    result: RunResult | None = None
    backtest: BacktestResult | None = None
    verdict: Verdict | None = None
    cost_bps: float = 5.0
    tries: int = 0
    vault_days: int = 0
    run_ids: tuple[str, ...] = ()
    failure_dismissed: bool = False
    """Another run was chosen after one failed."""
    known: Mapping[str, PerformanceFigures] = field(default_factory=dict)
    seconds: float | None = None
    """What a run would take; None while that is not known."""
    content_hash: str = ""
    """Which prices are at hand."""
    ledger_rows: KnownRows = field(default_factory=KnownRows)
    """What the ledger knows of them."""
    asked: About = field(default_factory=About)
    """Placebo, planted signal and vault of the shown run."""


def mode(facts: Facts) -> str:
    """`running`, `failed`, `not_run`, `cancelled`, `invalid` or `finished`."""
    if facts.running:
        return "running"
    if facts.run_state.phase == "failed" and not facts.failure_dismissed:
        return "failed"
    if facts.result is None:
        return "cancelled" if facts.run_state.phase == "cancelled" else "not_run"
    if facts.verdict is None:
        return "cancelled"
    return "invalid" if facts.verdict.state == "invalid" else "finished"


def is_what_if(facts: Facts) -> bool:
    """Whether the figures shown are at another cost than the run's own."""
    return facts.result is not None and abs(facts.cost_bps - facts.result.spec.evaluation.cost_bps) > 1e-9


def header(facts: Facts) -> str:
    """`run 3 · LSTM · 14:22` at the right of the panel's head."""
    now = mode(facts)
    if now == "not_run":
        return "no run yet"
    if now in ("running", "failed") or facts.result is None:
        title = CATALOG[facts.spec.model.kind].title
        return fmt.joined(f"run {_number_of(facts.run_state.run_id, facts.run_ids)}", title)
    result = facts.result
    last = fmt.clock(result.started)
    if now == "finished" and is_what_if(facts):
        last = f"what if {facts.cost_bps:g} bp"
    number = _number_of(result.run_id, facts.run_ids)
    return fmt.joined(f"run {number}", CATALOG[result.spec.model.kind].title, last)


def card(facts: Facts) -> Card:
    """The card of the panel's state."""
    now = mode(facts)
    if now == "running":
        return _running_card(facts.run_state, facts.paused)
    if now == "failed":
        failure = facts.run_state.failure
        sentence, hint = (failure.sentence, failure.hint) if failure else ("The run could not go on.", "")
        return Card("failed_on_unseen", "RUN FAILED", sentence, hint)
    if now == "not_run":
        return Card(
            "not_run", "NOT RUN YET", expectations.SENTENCE,
            f"The first verdict takes {_about(facts.seconds)}. Most are \u201cno{fmt.NO_BREAK}edge\u201d.",
        )
    if now == "cancelled":
        return _cancelled_card(facts)
    assert facts.verdict is not None
    return _verdict_card(facts)


def four_figures(facts: Facts) -> tuple[figures.Figure, ...]:
    """The 2 x 2 figures, left to right and down; none before the first run."""
    of_run = () if facts.result is None else facts.result.trials.history_removed
    return figures.with_removals(_four(facts), facts.ledger_rows.removals or of_run)


def _four(facts: Facts) -> tuple[figures.Figure, ...]:
    now = mode(facts)
    base = baselines.base_rate(facts.known)
    if now == "not_run":
        return ()
    if now == "running":
        return figures.running(facts.run_state, facts.tries, base)
    if now in ("failed", "cancelled"):
        return figures.stopped(facts.tries, base, "the run never ended")
    assert facts.result is not None and facts.verdict is not None
    if now == "invalid":
        return figures.withheld(facts.tries, base)
    return figures.finished(facts.result, facts.backtest, facts.verdict, facts.tries)


def table_rows(facts: Facts) -> tuple[baselines.Row, ...]:
    """The rows of `Beside every baseline`, whatever the state."""
    now = mode(facts)
    if now == "not_run":
        return baselines.baseline_rows(facts.known)
    if now in ("running", "failed", "cancelled"):
        spec = facts.result.spec if now == "cancelled" and facts.result else facts.spec
        return baselines.waiting_rows(spec, facts.known, fmt.DOT if now == "running" else fmt.DASH)
    assert facts.result is not None
    return baselines.rows_of(facts.result, shown=now != "invalid")


def table_title(facts: Facts) -> tuple[str, str]:
    """Title and note of that table."""
    if mode(facts) == "not_run":
        return "Already known", "no training needed"
    spec = facts.result.spec if facts.result is not None and mode(facts) != "running" else facts.spec
    if mode(facts) == "finished" and baselines.is_no_gain(facts.result):
        return "Beside every baseline", sentences.TEXTS["no_gain"]
    return "Beside every baseline", baselines.note(spec.evaluation.cost_bps, spec.evaluation.terms)


def leaks(facts: Facts) -> BadgeText:
    """What the leak check found in the shown run."""
    report = facts.result.sentinel if facts.result is not None and mode(facts) != "running" else None
    if report is None:
        return BadgeText("Leaks", "not yet", "Every run first proves that its inputs see no later day.")
    if report.passed:
        tip = f"{fmt.counted(report.checks, 'check')}: later prices were changed, and no earlier input moved."
        return BadgeText("Leaks", "clean", "\n".join((tip, *_of_inputs(facts))))
    found = max(1, len(report.hits))
    return BadgeText("Leaks", f"{found} found", "Later prices were changed, and earlier inputs moved.", True)


def _of_inputs(facts: Facts) -> tuple[str, ...]:
    """What is to be known of the further symbols of the shown run."""
    return notices(facts.result.spec, facts.result.data) if facts.result is not None else ()


def vault(facts: Facts, *, narrow: bool = False) -> BadgeText:
    """How many days are sealed, and since when; a narrow panel leaves the number to the tooltip."""
    burns = facts.ledger_rows.burns
    if burns and not facts.vault_days:
        tip = f"They were revealed on {burns[-1].date}. The next vault begins with the first bar behind them."
        return BadgeText("Vault", "none" if narrow else "none sealed", f"No day is sealed. {tip}")
    tip = "No model and no chart of a model ever sees them."
    start = None if facts.result is None else facts.result.data.vault_start
    if start is not None:
        tip = f"{tip} They begin on {start}."
    days = fmt.counted(facts.vault_days, "day")
    opening = facts.asked.opening
    if opening is not None and opening.passed is not None:
        value = "opened" if narrow else f"opened {present_vault.date(opening)}".strip()
        return BadgeText("Vault", value, f"{present_vault.record(opening)} {tip}")
    return BadgeText("Vault", "sealed" if narrow else f"sealed, {days}", f"{days} are sealed. {tip}")


def vault_offer(facts: Facts) -> present_vault.Offer | None:
    """What stands below the badges of a run that ended: the vault's bit, and what may be asked of it."""
    of_run = facts.result is not None and facts.result.data.sha256 == facts.content_hash
    burnt = vault_shown_on(facts.result, facts.ledger_rows.burns) if of_run else None
    return present_vault.offer(facts.asked, facts.verdict, burnt)


def _about(seconds: float | None) -> str:
    """A run's time in whole minutes: nobody counts on the seconds of an estimate."""
    if seconds is None or seconds < 60:
        return "under a minute"
    minutes = round(seconds / 60)
    return f"about {fmt.counted(minutes, 'minute')}"


def _number_of(run_id: str, run_ids: tuple[str, ...]) -> int:
    """Runs count from 1 in the order they were made; one under way is the next."""
    return run_ids.index(run_id) + 1 if run_id in run_ids else len(run_ids) + 1


def _running_card(state: RunState, paused: bool) -> Card:
    folds = f"fold {state.folds} of {state.folds}" if state.folds else "the last fold"
    sentence = f"No verdict before {folds}. Half a curve invites half a conclusion."
    done = f"{fmt.count(state.fits_done)} of {fmt.counted(state.fits, 'training')} done" if state.fits else ""
    left = state.seconds_left
    later = state.stage in ("baselines", "evaluate")
    time = state.text if later else "" if left is None else f"{fmt.duration(left)} left"
    if paused:
        return Card("running", "PAUSED", "The trainings wait. Nothing is lost; pause again to go on.", done)
    return Card("running", "RUNNING", sentence, fmt.joined(done, time) or state.text)


def _cancelled_card(facts: Facts) -> Card:
    if facts.result is not None:
        done = sum(fit.outcome != "cancelled" for fit in facts.result.fits)
        what = f"{fmt.counted(done, 'training')} done and kept"
    else:
        done, fits = facts.run_state.fits_done, facts.run_state.fits
        what = f"{fmt.count(done)} of {fmt.counted(fits, 'training')} done" if fits else ""
    return Card("cancelled", "STOPPED", STOPPED, fmt.joined(what, "the try still counts"))


def _marks(facts: Facts) -> tuple[str, ...]:
    """That the days of the shown run were revealed since it was made."""
    verdict, result = facts.verdict, facts.result
    if verdict is None or result is None or verdict.inputs.get("revealed") is not None:
        return ()
    if result.data.sha256 != facts.content_hash:
        return ()
    return sentences.marks(VerdictInputs(revealed=revealed_on(result, facts.ledger_rows.burns)))


def _verdict_card(facts: Facts) -> Card:
    verdict = facts.verdict
    assert verdict is not None
    lines, subline = sentences.headline(verdict.state, verdict.bars_needed)
    if verdict.state == "luck_after_trials":
        subline = f"after {fmt.counted(facts.tries, 'try', 'tries')}"
    why = sentences.why((*verdict.reasons, *_marks(facts)))
    if is_what_if(facts):
        why = fmt.joined(f"what if {facts.cost_bps:g} bp a side", why)
    sentence = fmt.unbroken(verdict.sentence)
    return Card(verdict.state, "\n".join(lines), sentence, fmt.unbroken(why), subline)
