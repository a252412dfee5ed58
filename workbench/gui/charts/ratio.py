"""Validation / naive: the strip that shows whether anything was learned at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.data.series import Floats
from workbench.gui.charts.ends import End, EndMarks
from workbench.gui.charts.epoch_canvas import EpochCanvas, Reference, ReferenceText
from workbench.gui.charts.ghosts import Ghosts
from workbench.gui.charts.lines import Curve
from workbench.gui.present import spoken
from workbench.gui.theme import Theme

REFERENCE = "1.00 = no better than “tomorrow = today”"
SHORT = "“tomorrow = today”"
NARROWEST = 0.02
"""The axis spans at least this much on either side of 1, so that noise does not look like a story."""


class RatioChart(QWidget):
    """Mean squared error on the validation days / that of "tomorrow = today", by epoch."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._curve, self._ends, self._ghosts = Curve("acc", 2.0, z=3), EndMarks(), Ghosts()
        drawings = (
            self._ghosts, Reference(1.0, REFERENCE), self._curve, self._ends,
            ReferenceText(1.0, REFERENCE, SHORT),
        )  # fmt: skip
        self._canvas = EpochCanvas(theme, "validation error over the naive one, by epoch", drawings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._canvas, 1)
        self.clear()

    def clear(self) -> None:
        """No training yet."""
        self.set_history((), ())

    def set_history(
        self,
        epochs: Sequence[int],
        ratio: Sequence[float],
        earlier: Sequence[Sequence[float]] = (),
        total: int = 20,
    ) -> None:
        """The present training, epochs from 1, and the `earlier` ones faintly; the axis ends at `total`."""
        x, y = np.asarray(epochs, float), np.asarray(ratio, float)
        self._curve.set(x, y)
        self._ghosts.set(earlier)
        known = len(y) > 0 and bool(np.isfinite(y[-1]))
        self._ends.ends = (End(float(x[-1]), float(y[-1]), "", "acc"),) if known else ()
        low, high = self._bounds(y)
        self._canvas.show_values(max(total, int(x[-1]) if len(x) else 0), low, high)
        self.setAccessibleName(spoken.ratio(y, len(earlier)))

    def _bounds(self, y: Floats) -> tuple[float, float]:
        values = [1 - NARROWEST, 1 + NARROWEST, *y[np.isfinite(y)], *self._ghosts.spread]
        return float(min(values)), float(max(values))
