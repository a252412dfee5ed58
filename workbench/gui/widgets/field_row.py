"""One line of a form, and the sentence that says what is wrong with it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.gui.widgets.choice import Choice
from workbench.gui.widgets.numeric_field import NumericField
from workbench.gui.widgets.text import WrapLabel, label


class FieldRow(QWidget):
    """Label at the left, field at the right, and below them the one line that says what is wrong."""

    def __init__(self, text: str, field: QWidget) -> None:
        super().__init__()
        self.field = field
        self._label = label(text, 9, ink="t2")
        self._label.setBuddy(field)
        self._problem = WrapLabel("", 8.25, ink="red")
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label, 1)
        row.addWidget(field)
        column.addLayout(row)
        column.addWidget(self._problem)
        if isinstance(field, NumericField):
            field.set_name(text)
            field.refused.connect(self.set_problem)
            field.edited.connect(lambda _: self.set_problem(""))

    @property
    def caption(self) -> QLabel:
        return self._label

    @property
    def problem(self) -> str:
        return self._problem.plain_text

    def set_problem(self, sentence: str) -> None:
        """Show one sentence below the field, or none."""
        self._problem.set_text(sentence)
        self._problem.setVisible(bool(sentence))
        if isinstance(self.field, NumericField | Choice):
            self.field.set_error(sentence)
