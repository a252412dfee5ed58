"""The very picture that the chart CNN looks at, and the words below it."""

from __future__ import annotations

from workbench.data.intervals import is_intraday
from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.plan import Plan
from workbench.gui.present.format import NO_BREAK, TIMES, iso_date
from workbench.models.catalog import NetSpec
from workbench.models.chart_picture import Picture, build_chart_columns, draw

HOW = (
    "The last window it decides on before the sealed vault, drawn by the function that draws for the "
    "model: each day a bar from high to low with ticks for open and close, the mean as a line, the volume "
    "below."
)


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """`pixels` (height, 3 x days) of 0 and 1, as the model gets them, and what they are."""

    pixels: Picture
    caption: str


def sight(spec: ExperimentSpec, prices: PriceSeries | None, plan: Plan | None) -> Sight | None:
    """The last picture the model is asked about; None for a model, a window or prices without pictures."""
    model, days = spec.model, spec.features.lookback
    if prices is None or is_intraday(prices.interval):
        return None
    if not isinstance(model, NetSpec) or not model.draws or model.problem(days):
        return None
    last = _last_decision(spec, plan, len(prices))
    if last < days - 1:
        return None
    columns = build_chart_columns(prices, days)[last + 1 - days : last + 1]
    pixels = draw(columns, days)[-1]
    height, width = pixels.shape
    length, size = f"{days}{NO_BREAK}days", f"{width} {TIMES} {height} pixels".replace(" ", NO_BREAK)
    return Sight(pixels, f"What the model sees: the {length} to {iso_date(prices.session[last])}, {size}")


def _last_decision(spec: ExperimentSpec, plan: Plan | None, rows: int) -> int:
    """Index of the last bar a prediction is made at; without a plan, where it would be at most."""
    if plan is not None:
        return plan.first_decision + plan.test - 1
    return rows - spec.evaluation.vault_bars - spec.features.horizon - 1
