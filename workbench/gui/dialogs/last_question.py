"""The question before what cannot be taken back; leaving all as it is is the default."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from workbench.gui.dialogs.roomy import give_room
from workbench.gui.present.question import Question


def box_of(parent: QWidget, question: Question) -> tuple[QMessageBox, QWidget]:
    """The box, and the button that does it; Escape and Return leave all as it is."""
    box = QMessageBox(parent)
    box.setWindowTitle(question.title)
    box.setText(question.text)
    box.setInformativeText(question.details)
    keep = box.addButton(question.no, QMessageBox.ButtonRole.RejectRole)
    done = box.addButton(question.yes, QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    return give_room(box), done


def ask(parent: QWidget, question: Question) -> bool:
    """Ask; whether it is to be done."""
    box, done = box_of(parent, question)
    box.exec()
    return box.clickedButton() is done
