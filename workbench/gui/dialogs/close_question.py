"""The two questions before something could be lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from workbench.gui.dialogs.roomy import give_room


def stop_training(parent: QWidget) -> bool:
    """Ask whether to close in the middle of a run; Escape and Return keep training."""
    details = "Stopping keeps what was learned so far, and the try counts."
    return _stop(parent, "A run is under way", details, "Keep training")


def stop_opening(parent: QWidget) -> bool:
    """Ask whether to close while the vault is being asked; Escape and Return wait for its answer."""
    details = "The opening counts already. Asked again later, it goes on under its number."
    return _stop(parent, "The vault is being asked", details, "Wait for the answer")


def _stop(parent: QWidget, title: str, details: str, wait: str) -> bool:
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(f"{title}.")
    box.setInformativeText(details)
    keep = box.addButton(wait, QMessageBox.ButtonRole.RejectRole)
    stop = box.addButton("Stop and close", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    give_room(box)
    box.exec()
    return box.clickedButton() is stop


def unsaved(parent: QWidget, path: Path | None) -> str:
    """Ask what to do with unsaved changes: `save`, `discard` or `cancel`."""
    box = QMessageBox(parent)
    box.setWindowTitle("Unsaved changes")
    box.setText(f"{path.name if path else 'This project'} has changes that are not saved.")
    box.setInformativeText("Runs are part of the project: without saving they are gone.")
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    box.setEscapeButton(buttons.Cancel)
    answers = {int(buttons.Save): "save", int(buttons.Discard): "discard"}
    return answers.get(int(box.exec()), "cancel")
