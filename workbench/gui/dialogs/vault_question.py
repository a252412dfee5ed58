"""The question before the vault is opened; keeping it sealed is the default."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from workbench.gui.present.vault import Question


def box_of(parent: QWidget, question: Question) -> tuple[QMessageBox, QWidget]:
    """The box, and the button that opens the vault; Escape and Return keep it sealed."""
    box = QMessageBox(parent)
    box.setWindowTitle(question.title)
    box.setText(question.text)
    box.setInformativeText(question.details)
    keep = box.addButton(question.no, QMessageBox.ButtonRole.RejectRole)
    opened = box.addButton(question.yes, QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    return box, opened


def open_vault(parent: QWidget, question: Question) -> bool:
    """Ask; whether the vault is to be opened."""
    box, opened = box_of(parent, question)
    box.exec()
    return box.clickedButton() is opened
