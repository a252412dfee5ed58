"""A number with its unit, right-aligned so that numbers stand under each other down a panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from workbench.gui.theme import set_role
from workbench.gui.widgets.text import label

UNIT_WIDTH = 30
HEIGHT = 24


class NumericField(QFrame):
    """A frame with a number and a unit column; `edited` carries a value the user committed.

    A text that is no number, or one outside `low` to `high`, is refused: the border turns red,
    `refused` carries one sentence, and the value stays what it was.
    """

    edited = Signal(float)
    refused = Signal(str)

    def __init__(
        self, value: float, unit: str = "", low: float = 0, high: float = 1e9, decimals: int = 0,
        *, step: float = 1, width: int = 94,
    ) -> None:  # fmt: skip
        super().__init__()
        self._value, self._low, self._high = float(value), float(low), float(high)
        self._decimals, self._step = decimals, step
        self._edit = QLineEdit()
        self._edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._edit.setFrame(False)
        self._edit.installEventFilter(self)
        self._edit.editingFinished.connect(self._commit)
        self._edit.textEdited.connect(lambda _: self.set_error(""))
        self.setFocusProxy(self._edit)
        self._build(unit, width)
        self.set_value(value)

    def _build(self, unit: str, width: int) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 8, 0)
        row.setSpacing(5)
        row.addWidget(self._edit, 1)
        if unit:
            tail = label(unit, 8.25, ink="t3")
            tail.setFixedWidth(UNIT_WIDTH)
            row.addWidget(tail)
        self.setFixedSize(width, HEIGHT)
        set_role(self, field="number", state="")

    @property
    def value(self) -> float:
        return self._value

    @property
    def text_edit(self) -> QLineEdit:
        return self._edit

    def set_value(self, value: float) -> None:
        """Show a value without announcing it; a text being typed is left alone."""
        self._value = float(value)
        if not (self._edit.hasFocus() and self._edit.isModified()):
            self._edit.setText(self.format(value))
            self.set_error("")

    def set_range(self, low: float, high: float) -> None:
        """What is accepted from now on; the value shown stays."""
        self._low, self._high = float(low), float(high)

    def set_name(self, name: str) -> None:
        """What the number is, for screen readers and for the sentence of a refusal."""
        self.setAccessibleName(name)
        self._edit.setAccessibleName(name)

    def set_error(self, sentence: str) -> None:
        """Red border and tooltip; an empty sentence takes them away."""
        state = "error" if sentence else ("focus" if self._edit.hasFocus() else "")
        if self.property("state") != state:
            set_role(self, state=state)
        self.setToolTip(sentence)
        self._edit.setAccessibleDescription(sentence)

    def format(self, value: float) -> str:
        """The number as shown: no more decimals than it has."""
        text = f"{value:.{self._decimals}f}"
        return text.rstrip("0").rstrip(".") if self._decimals else text

    def _commit(self) -> None:
        typed = self._edit.text().strip().replace("−", "-").replace(",", "." if self._decimals else "")
        self._edit.setModified(False)
        try:
            value = round(float(typed), self._decimals)
        except ValueError:
            self._refuse("This is not a number.")
            return
        if not self._low <= value <= self._high:
            self._refuse(f"Choose {self.format(self._low)} to {self.format(self._high)}.")
            return
        self.set_error("")
        self._edit.setText(self.format(value))
        if value != self._value:
            self._value = value
            self.edited.emit(value)

    def _refuse(self, sentence: str) -> None:
        self.set_error(sentence)
        self.refused.emit(sentence)

    def _nudge(self, steps: float) -> None:
        value = min(max(self._value + steps * self._step, self._low), self._high)
        self._edit.setText(self.format(value))
        self._commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and self.property("state") != "error":
            set_role(self, state="focus" if event.type() == QEvent.Type.FocusIn else "")
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
            if event.key() in steps:
                self._nudge(steps[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel steps only a focused field, so that scrolling a panel changes nothing."""
        if self._edit.hasFocus() and event.angleDelta().y():
            self._nudge(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()
