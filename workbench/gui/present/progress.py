"""The toolbar's line: what is ready, how far a run is, how it ended."""

from __future__ import annotations

from workbench.dataclass import dataclass
from workbench.experiment.result import RunResult
from workbench.experiment.run_state import RunState
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.plan import Plan
from workbench.gui.present.format import TIMES, count, counted, duration, joined, percent
from workbench.gui.present.training import followed

STAGES = {
    "features": "reading the prices", "fit": "training", "baselines": "fitting the baselines",
    "evaluate": "judging what it said",
}  # fmt: skip


NO_PRICES = "No prices to learn from. Fetch or import them in the Data menu."


@dataclass(frozen=True, slots=True)
class Progress:
    """`parts` are (word, figure) pairs; `share` 0 to 1, or None for no bar; `quiet` is the grey end."""

    text: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    share: float | None = None
    left: str = ""
    quiet: str = ""


def ready(plan: Plan | None, problem: str = "") -> Progress:
    """Before a run."""
    if problem:
        return Progress(text=problem)
    if plan is None:
        return Progress(text="Waiting for prices.")
    work = f"{counted(plan.folds, 'fold')} {TIMES} {counted(plan.seeds, 'seed')}"
    return Progress(text=f"Ready. {work}, about {duration(plan.seconds)} on two cores, offline.")


def running(state: RunState, epochs: int, *, paused: bool = False, stopping: bool = False) -> Progress:
    """During a run: fold, seed and epoch of the training the Live panel follows, percent, time left."""
    if stopping:
        return Progress(text="Stopping; what was learned is kept.", share=state.progress)
    if not state.fits or state.current is None:
        return Progress(text=f"{_stage(state)}…", share=state.progress if state.fits else None)
    left = duration(state.seconds_left, missing="") if not paused else "paused"
    if state.fits_done >= state.fits:
        return Progress(text=f"{_stage(state)}…", share=1.0, left="paused" if paused else "")
    fit = followed(state, None) or state.current
    fold, seed = fit
    epoch = state.histories[fit][-1].epoch
    parts = (
        ("fold", f"{fold + 1} / {state.folds}"),
        ("seed", f"{seed + 1} / {state.seeds}"),
        ("epoch", f"{epoch} / {epochs}"),
    )
    spoken = f"{left} left" if left and not paused else left
    return Progress(parts=parts, share=state.progress, left=joined_left(state.progress, spoken))


def joined_left(share: float, left: str) -> str:
    """`36 %  0:33 left`."""
    return f"{percent(share, 0)}  {left}".strip()


def ended(result: RunResult) -> Progress:
    """After a run: how many trainings, how long, why they ended."""
    fits = [fit for fit in result.fits if fit.outcome != "cancelled"]
    folds = len({fit.fold for fit in result.fits})
    seeds = len({fit.seed for fit in result.fits})
    took = duration(result.timing.get("total_seconds"), missing="")
    if result.outcome == "cancelled":
        return Progress(text=joined(f"Stopped after {counted(len(fits), 'training')}", "kept, no verdict"))
    text = joined(
        f"{count(len(fits))} of {counted(len(result.fits), 'training')}",
        f"{counted(folds, 'fold')} {TIMES} {counted(seeds, 'seed')}",
        f"took {took}" if took else "",
    )
    return Progress(text=text, quiet=why_ended(result))


def why_ended(result: RunResult) -> str:
    """`all 20 epochs used, none stopped early`; empty for a model without epochs."""
    early = sum(fit.outcome == "stopped_early" for fit in result.fits)
    diverged = sum(fit.outcome == "diverged" for fit in result.fits)
    if diverged:
        return f"{count(diverged)} diverged: verdict withheld"
    if not result.epochs:
        return ""
    if not early:
        return f"all {count(result.spec.train.epochs)} epochs used, none stopped early"
    return f"{count(early)} of {count(len(result.fits))} stopped early"


def failed(state: RunState) -> Progress:
    """After a run that could not go on: how far it came; why stands in the card and in the status bar."""
    if not state.fits:
        return Progress(text="The run failed before its first training.")
    done = f"{count(state.fits_done)} of {counted(state.fits, 'training')}"
    return Progress(text=f"The run failed after {done}.")


def epochs_of(spec: ExperimentSpec) -> int:
    """Epochs of one training at most."""
    return spec.train.epochs


def _stage(state: RunState) -> str:
    words = state.text or STAGES.get(state.stage, "getting ready")
    return words[:1].upper() + words[1:].rstrip(".…")
