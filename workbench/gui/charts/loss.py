"""The loss of the training under way: in grey where it learns, in accent where it is checked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.data.series import Floats
from workbench.gui.charts.ends import End, EndMarks
from workbench.gui.charts.epoch_canvas import BestEpoch, EpochCanvas
from workbench.gui.charts.lines import Curve
from workbench.gui.present import spoken
from workbench.gui.theme import Theme

History = tuple[Sequence[int], Sequence[float], Sequence[float], int, int]


class LossChart(QWidget):
    """Mean squared error by epoch, in variances of a day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._train, self._validation = Curve("t2", 1.4, z=2), Curve("acc", 2.0, z=3)
        self._ends, self._best = EndMarks(), BestEpoch()
        drawings = (self._best, self._train, self._validation, self._ends)
        self._canvas = EpochCanvas(theme, "loss by epoch", drawings)
        self._shown: History = ((), (), (), 20, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._canvas, 1)
        self.clear()

    def clear(self) -> None:
        """No training yet."""
        self.set_history((), (), ())

    def set_log(self, is_log: bool) -> None:
        """Show logarithms, or the losses as they are."""
        self._canvas.is_log = is_log
        self.set_history(*self._shown)

    def set_history(
        self, epochs: Sequence[int], train: Sequence[float], validation: Sequence[float], total: int = 20,
        best: int = 0,
    ) -> None:  # fmt: skip
        """The curves so far, shape (epochs,) each, epochs from 1; `total` is where the axis ends.

        `best` is the best epoch so far, 0 for none.
        """
        self._shown = (epochs, train, validation, total, best)
        self._best.epoch = best
        last = [float(y[-1]) if len(y) else None for y in (train, validation)]
        self.setAccessibleName(spoken.loss(len(epochs), *last, best))
        x = np.asarray(epochs, float)
        learned, checked = (self._scaled(np.asarray(values, float)) for values in (train, validation))
        self._train.set(x, learned)
        self._validation.set(x, checked)
        curves = ((learned, "t2"), (checked, "acc"))
        self._ends.ends = tuple(
            End(float(x[-1]), float(y[-1]), "", ink) for y, ink in curves if len(x) and np.isfinite(y[-1])
        )
        values = np.concatenate([learned, checked])
        values = values[np.isfinite(values)]
        empty = (-0.01, 0.01) if self._canvas.is_log else (0.97, 1.03)
        low, high = (float(values.min()), float(values.max())) if len(values) else empty
        self._canvas.show_values(max(total, int(x[-1]) if len(x) else 0), low, high)

    def _scaled(self, losses: Floats) -> Floats:
        """As the axis has them; a loss that is not above 0 has no logarithm."""
        if not self._canvas.is_log:
            return losses
        return np.log10(losses, out=np.full(len(losses), np.nan), where=losses > 0)
