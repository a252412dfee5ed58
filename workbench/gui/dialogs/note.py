"""Asks for the note on a run."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from workbench.project.project import MAX_RUN_NOTE

LEAST_WIDTH = 420


def note_box(parent: QWidget, number: int, text: str) -> QInputDialog:
    """A field with the note as it is; no more can be typed than a note holds."""
    box = QInputDialog(parent)
    box.setWindowTitle(f"Note on run {number}")
    box.setLabelText("Your note on this run, in one line. Without words it is taken away.")
    box.setTextValue(text)
    box.setOkButtonText("Keep the note")
    box.setMinimumWidth(LEAST_WIDTH)
    line = box.findChild(QLineEdit)
    line.setMaxLength(MAX_RUN_NOTE)
    line.setAccessibleName(f"note on run {number}")
    return box


def ask_note(parent: QWidget, number: int, text: str) -> str | None:
    """The note as it is to be; None where it stays as it was."""
    box = note_box(parent, number, text)
    return box.textValue() if box.exec() else None
