"""The planted signal: how strong an edge must be to be found here, and how many days each would need."""

from __future__ import annotations

from workbench.dataclass import dataclass
from workbench.export.planted import COLUMNS, LEGEND, Curve, curve_of, rows_of, sentence, spoken
from workbench.gui.inquiry import Inquiry
from workbench.gui.present import format as fmt
from workbench.gui.present import inquiries

__all__ = ["COLUMNS", "Curve", "View", "curve_of", "sentence", "spoken", "view"]
ASK, GO_ON = "Plant a signal", "Go on"
BEGUN = "Edges of known strength are planted in twins of this ticker, and looked for."
STOPPED = "Stopped. What is scored is kept; the curve waits for all twins."


@dataclass(frozen=True, slots=True)
class View:
    """The section: note at its head, one line, the button's word (or ""), curve and table."""

    note: str
    text: str
    legend: str = ""
    button: str = ""
    alarm: bool = False
    curve: Curve | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def view(inquiry: Inquiry, days_here: int, setting: str = "") -> View:
    """The section of a run for which a signal was planted; `days_here` are its days out of sample.

    `setting` says how the twins were trained.
    """
    if inquiry.problem:
        word = "not possible" if inquiry.phase == "refused" else "failed"
        return View(word, inquiry.problem, alarm=inquiry.phase == "failed", button=ASK)
    if inquiry.phase != "finished":
        done = f"{inquiries.scored(inquiry)} scored" if inquiry.all else "begins…"
        stopped = inquiry.phase == "stopped"
        note, text = (f"stopped, {done}", STOPPED) if stopped else (done, BEGUN)
        return View(note, text, button=GO_ON if stopped else "")
    return View(
        note=f"{fmt.counted(days_here, 'day')} here",
        text=sentence(inquiry.curve, days_here),
        legend=LEGEND.format(setting=setting),
        curve=curve_of(inquiry.curve, days_here),
        rows=rows_of(inquiry.curve),
    )
