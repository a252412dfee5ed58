"""The placebo: a histogram of twins that hold nothing to find, the run's line in it, and what they say."""

from __future__ import annotations

from workbench.dataclass import dataclass
from workbench.experiment.placebo import sentence
from workbench.export.placebo import (
    COLUMNS,
    Cloud,
    cloud_of,
    line_label,
    rank_note,
    rows_of,
    setting_line,
    spoken,
    ticks_between,
)
from workbench.gui.inquiry import Inquiry
from workbench.gui.present import inquiries

__all__ = [
    "COLUMNS", "Cloud", "View", "cloud_of", "line_label", "rank_note", "rows_of", "spoken", "ticks_between",
    "view",
]  # fmt: skip
ASK, GO_ON = "Run the placebo", "Go on"
NOT_ASKED = "The same training on twins of this ticker that hold nothing to find: how often is luck as good?"


@dataclass(frozen=True, slots=True)
class View:
    """The section: note at its head, one line, what is asked for by the button (or ""), and its picture."""

    note: str
    text: str
    setting: str = ""
    button: str = ""
    alarm: bool = False
    cloud: Cloud | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def view(inquiry: Inquiry | None) -> View:
    """The section of a run that ended, whatever is known of its placebo."""
    if inquiry is None:
        return View("not asked yet", NOT_ASKED, button=ASK)
    if inquiry.problem:
        word = "not possible" if inquiry.phase == "refused" else "failed"
        return View(word, inquiry.problem, alarm=inquiry.phase == "failed", button=ASK)
    placebo = inquiry.placebo
    if placebo is None:
        return View("not asked yet" if inquiry.phase == "stopped" else "begins…", NOT_ASKED,
                    button=ASK if inquiry.phase == "stopped" else "")  # fmt: skip
    finished = inquiry.phase == "finished"
    return View(
        note=rank_note(placebo) if finished else _going_note(inquiry),
        text=sentence(placebo) if finished else _so_far(inquiry),
        setting=setting_line(placebo),
        button=GO_ON if inquiry.phase == "stopped" else "",
        cloud=cloud_of(placebo),
        rows=rows_of(placebo),
    )


def _going_note(inquiry: Inquiry) -> str:
    done = f"{inquiries.scored(inquiry)} scored"
    return f"stopped, {done}" if inquiry.phase == "stopped" else done


def _so_far(inquiry: Inquiry) -> str:
    if inquiry.phase == "stopped":
        return "Stopped. What is scored is kept; the rank waits for all twins."
    if inquiry.phase == "stopping":
        return "Stopping; what is scored is kept."
    return "Twins come in one by one. No rank before the last: half a cloud invites half a conclusion."
