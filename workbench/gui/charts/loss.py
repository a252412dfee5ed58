"""The loss of the training under way: in grey where it learns, in accent where it is checked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.charts.ends import End, EndMarks
from workbench.gui.charts.epoch_canvas import EpochCanvas
from workbench.gui.charts.lines import Curve
from workbench.gui.present.format import DOT, number
from workbench.gui.theme import Theme


class LossChart(QWidget):
    """Mean squared error by epoch, in variances of a day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._train, self._validation = Curve("t2", 1.4, z=2), Curve("acc", 2.0, z=3)
        self._ends = EndMarks()
        self._canvas = EpochCanvas(theme, "loss by epoch", (self._train, self._validation, self._ends))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._canvas, 1)
        self.clear()

    def clear(self) -> None:
        """No training yet."""
        self.set_history((), (), ())

    def set_history(
        self, epochs: Sequence[int], train: Sequence[float], validation: Sequence[float], total: int = 20
    ) -> None:
        """The curves so far, shape (epochs,) each, epochs from 1; `total` is where the axis ends."""
        x, learned, checked = (np.asarray(values, float) for values in (epochs, train, validation))
        self._train.set(x, learned)
        self._validation.set(x, checked)
        curves = ((learned, "t2"), (checked, "acc"))
        self._ends.ends = tuple(
            End(float(x[-1]), float(y[-1]), "", ink) for y, ink in curves if len(x) and np.isfinite(y[-1])
        )
        values = np.concatenate([learned, checked])
        values = values[np.isfinite(values)]
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.97, 1.03)
        self._canvas.show_values(max(total, int(x[-1]) if len(x) else 0), low, high)
        last = [number(float(y[-1]), 3) if len(y) else DOT for y, _ in curves]
        self.setAccessibleName(f"loss: train {last[0]}, validation {last[1]}")
