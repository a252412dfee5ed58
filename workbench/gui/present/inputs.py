"""What the setup says of further symbols: their boxes, a note in one line, and which are a day older."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.data.series import PriceSeries
from workbench.experiment.inputs import late_notice, sees_inputs
from workbench.experiment.spec import ExperimentSpec
from workbench.features.alignment import both_known
from workbench.gui.present.format import count
from workbench.project.project import Project

NO_OTHERS = "Add a ticker to the list above, and the model may see it too."


def others(project: Project) -> tuple[str, ...]:
    """The symbols of the list that may stand beside the active one."""
    return tuple(data.symbol for data in project.symbols if data.symbol != project.active_symbol)


def is_shown(spec: ExperimentSpec) -> bool:
    """Hidden for a model that sees one symbol alone, unless inputs are chosen and would be forgotten."""
    return sees_inputs(spec.model.kind) or bool(spec.data.inputs)


def note(inputs: Sequence[str]) -> str:
    """`none`, the one symbol, or how many."""
    return f"{count(len(inputs))} chosen" if len(inputs) > 1 else inputs[0] if inputs else "none"


def box_tip(symbol: str, active: str) -> str:
    """What ticking a symbol does."""
    return (
        f"Lets the model see {symbol} beside {active}: bars that have closed when {active} closes, "
        "and none where there is none."
    )


def caution(prices: PriceSeries | None, inputs: Sequence[PriceSeries]) -> str:
    """Which inputs count a day late because an exchange is not known; else empty."""
    if prices is None:
        return ""
    late = [series.symbol for series in inputs if not both_known(prices, series)]
    return late_notice(prices.symbol, late) if late else ""
