"""What is said of questions put to a run that ended: whether it can be asked, one sentence at each turn."""

from __future__ import annotations

from workbench.evaluation.vault import Opening
from workbench.experiment.placebo import sentence
from workbench.experiment.result import RunResult
from workbench.gui.inquiry import AHEAD, PLACEBO, PLANTED, REVEAL, VAULT, Inquiry
from workbench.gui.present import format as fmt
from workbench.gui.present.progress import Progress

TITLES = {
    PLACEBO: "Placebo", PLANTED: "Planted signal", VAULT: "Vault", REVEAL: "Reveal", AHEAD: "Free run",
}  # fmt: skip
BEGUN = {
    PLACEBO: "The placebo begins: the same training on twins that hold nothing to find. No try is counted.",
    PLANTED: "Edges of known strength are planted and looked for. No try is counted.",
    VAULT: "The vault is opened for this run, and the opening is written down.",
    REVEAL: "The sealed days are revealed; that is written down.",
    AHEAD: "The nets of the last fold are left to themselves. No try is counted.",
}
STOPPING = {
    PLACEBO: "Stopping the placebo. What is scored is kept.",
    PLANTED: "Stopping. What is scored is kept.",
    VAULT: "Stopping. The opening counts all the same.",
    REVEAL: "Stopping. The days are revealed all the same.",
    AHEAD: "Stopping.",
}
STOPPED = {
    PLACEBO: "The placebo was stopped; {done} scored and kept. Asked again, it goes on.",
    PLANTED: "The planted signal was stopped; {done} scored and kept. Asked again, it goes on.",
    VAULT: "The opening was stopped. It counts; asked again, it goes on under its number.",
    REVEAL: "The reveal was stopped. The days count as shown; asked again, their figures cost nothing more.",
    AHEAD: "The free run was stopped.",
}


def is_answerable(run: RunResult | None) -> bool:
    """Whether a run has a result that can be questioned: it ended, and nothing of it is withheld."""
    if run is None or run.verdict is None or run.predictions is None:
        return False
    return run.verdict.state != "invalid"


def scored(inquiry: Inquiry) -> str:
    """`12 of 51`."""
    return f"{fmt.count(inquiry.done)} of {fmt.count(inquiry.all)}"


def ended(inquiry: Inquiry, opening: Opening | None) -> str:
    """What the status bar says when the question is answered or given up."""
    if inquiry.problem:
        return inquiry.problem
    if inquiry.phase == "stopped":
        return STOPPED[inquiry.kind].format(done=scored(inquiry))
    if inquiry.kind == PLACEBO and inquiry.placebo is not None:
        return f"Placebo: {sentence(inquiry.placebo)}"
    if inquiry.kind == VAULT:
        passed = opening is not None and opening.passed
        return f"On the sealed days it {'passed' if passed else 'did not pass'}. The answer is recorded."
    if inquiry.kind == REVEAL:
        return "The sealed days are shown. They are no longer unseen, and every verdict on them says so."
    if inquiry.kind == AHEAD:
        return "The free run and the next day stand on the price chart."
    return "The planted signal is measured."


def progress(inquiry: Inquiry) -> Progress:
    """The toolbar's line while the question is answered."""
    title = TITLES[inquiry.kind]
    if inquiry.kind == VAULT:
        text = "Stopping; the opening counts." if inquiry.phase == "stopping" else "Asking the sealed days…"
        return Progress(text=text)
    if inquiry.kind == REVEAL:
        is_ending = inquiry.phase == "stopping"
        return Progress(text="Stopping; the days are revealed." if is_ending else "Showing the sealed days…")
    if inquiry.kind == AHEAD:
        return Progress(text="Stopping…" if inquiry.phase == "stopping" else "Asking the last fold again…")
    if inquiry.phase == "stopping":
        return Progress(text="Stopping; what is scored is kept.", share=inquiry.share)
    if inquiry.share is None:
        return Progress(text=f"{title}: making the twins…")
    left = fmt.duration(inquiry.seconds_left, missing="")
    spoken = f"{fmt.percent(inquiry.share, 0)}  {left + ' left' if left else ''}".strip()
    figure = f"{fmt.count(inquiry.done)} / {fmt.count(inquiry.all)}"
    return Progress(parts=((title.lower(), figure),), share=inquiry.share, left=spoken)
