"""Loss above validation / naive, each with its head; side by side where height is short."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from workbench.gui.charts.legend import Entry
from workbench.gui.charts.loss import LossChart
from workbench.gui.charts.ratio import RatioChart
from workbench.gui.present import format as fmt
from workbench.gui.present.training import RATIO_DECIMALS, Live
from workbench.gui.theme import Theme
from workbench.gui.widgets.chart_head import ChartHead
from workbench.gui.widgets.segmented import Segmented

SCALE_HEIGHT = 22


class LossPair(QWidget):
    """Shows one training; the others are faint lines behind its ratio."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._loss_head = ChartHead(theme, "Loss", "mean squared error, each in variances of its own days")
        self._ratio_head = ChartHead(theme, "Validation / naive")
        self._loss = LossChart(theme)
        self._ratio = RatioChart(theme)
        scales = (("linear", "linear"), ("log", "log"))
        self._scale = Segmented(scales, "linear", "scale of the loss", SCALE_HEIGHT)
        self._scale.chosen.connect(lambda key: self._loss.set_log(key == "log"))
        self._loss_head.add(self._scale)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        for head, chart in ((self._loss_head, self._loss), (self._ratio_head, self._ratio)):
            part = QVBoxLayout()
            part.setSpacing(0)
            part.addWidget(head)
            part.addWidget(chart, 1)
            self._box.addLayout(part, 1)

    def set_side_by_side(self, beside: bool) -> None:
        """Two charts in a row, or one above the other."""
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != direction:
            self._box.setDirection(direction)

    def show_loss(self, live: Live, epochs: int) -> None:
        """Draw the losses of a training of at most `epochs` epochs; an empty chart where there is none."""
        training = live.training
        if training is None or not len(training.epochs):
            self._loss.set_history((), (), (), epochs)
            self._name_losses("", "")
            return
        self._loss.set_history(
            training.epochs, training.train, training.comparable_validation, epochs, training.best_epoch
        )
        losses = (float(training.train[-1]), float(training.comparable_validation[-1]))
        self._name_losses(*(fmt.number(loss, 3) for loss in losses))

    def show_ratio(self, live: Live, epochs: int) -> None:
        """Draw its ratio to naive over the faint ones of the others."""
        training = live.training
        self._ratio_head.set_note(live.others_note)
        known = training is not None and len(training.epochs) > 0
        if training is not None and known:
            self._ratio.set_history(training.epochs, training.ratio, live.others, epochs)
        else:
            self._ratio.set_history((), (), live.others, epochs)
        last = fmt.number(training.last_ratio, RATIO_DECIMALS) if training is not None and known else ""
        self._ratio_head.set_legend((Entry("this training", "thick", "acc", last),))

    def _name_losses(self, train: str, validation: str) -> None:
        self._loss_head.set_legend(
            (
                Entry("train", "line", "t2", train, keep=1),
                Entry("validation", "thick", "acc", validation, keep=2),
            )
        )
