"""The two questions before something could be lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget


def stop_training(parent: QWidget) -> bool:
    """Ask whether to close in the middle of a run; Escape and Return keep training."""
    box = QMessageBox(parent)
    box.setWindowTitle("A run is under way")
    box.setText("A run is under way.")
    box.setInformativeText("Stopping keeps what was learned so far, and the try counts.")
    keep = box.addButton("Keep training", QMessageBox.ButtonRole.RejectRole)
    stop = box.addButton("Stop and close", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
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
