"""What the price chart shows now, as plain values for its table and for its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.data.series import Floats
from workbench.gui.present.price_table import InSight, Said

if TYPE_CHECKING:
    from workbench.data.series import PriceSeries
    from workbench.gui.charts.laid_over import LaidOver
    from workbench.gui.charts.price_canvas import PriceCanvas
    from workbench.gui.charts.viewport import Viewport
    from workbench.gui.charts.zones import ZoneMarks


def in_sight(
    prices: PriceSeries | None, viewport: Viewport, marks: ZoneMarks, canvas: PriceCanvas, laid: LaidOver,
    *, only_closes: bool,
) -> InSight | None:  # fmt: skip
    """The bars in sight with all that is drawn on them; None without prices."""
    if prices is None or not len(prices):
        return None
    first, last = (
        min(max(round(edge + 0.5), 0), len(prices)) for edge in (viewport.first, viewport.last)
    )
    steps = canvas.forecasts[0].steps
    said = None if steps is None else Said(
        steps.target, steps.forecast, steps.lower, steps.upper, steps.position
    )
    studies = _studies(canvas, len(prices))
    return InSight(
        prices, first, last, said, marks.vault_first, laid.named(prices), studies, only_closes,
        marks.vault_word,
    )


def _studies(canvas: PriceCanvas, bars: int) -> tuple[tuple[str, Floats], ...]:
    found = []
    for study in canvas.studies.studies:
        for name, line in study.columns:
            title = study.title if len(study.columns) == 1 else f"{study.title} {name}"
            if len(line.values) == bars:
                found.append((title, np.asarray(line.values)))
    return tuple(found)
