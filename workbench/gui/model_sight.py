"""What a model that looks at pictures sees: shown below its settings, following them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from workbench.data.series import PriceSeries
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.plan import Plan
from workbench.gui.present import model_sight as present
from workbench.gui.widgets.pixel_picture import PixelPicture
from workbench.gui.widgets.text import WrapLabel

CAPTION_LEAST = 76
"""A caption stands beside its picture where it has so much room, else below."""
GAP = 10


class ModelSight(QWidget):
    """Hidden while the model sees numbers. Drawing a picture takes less than a millisecond."""

    def __init__(self) -> None:
        super().__init__()
        self._sight: present.Sight | None = None
        self.picture = PixelPicture()
        self.caption = WrapLabel("", 8.25, ink="t3")
        self.setToolTip(f"<p>{present.HOW}</p>")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 2, 0, 2)
        self._box.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(self.caption, 1, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_spec(self, spec: ExperimentSpec, prices: PriceSeries | None, plan: Plan | None) -> None:
        """Draw the last window of these prices as the model gets it."""
        self._sight = present.sight(spec, prices, plan)
        self.setVisible(self._sight is not None)
        if self._sight is not None:
            self.caption.set_text(self._sight.caption)
            self.picture.setAccessibleName(self._sight.caption)
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self._sight is None:
            return
        self.picture.show_pixels(self._sight.pixels, self.width())
        beside = self.width() - self.picture.width() - GAP >= CAPTION_LEAST
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(way)
        self._box.setSpacing(GAP if beside else 4)
