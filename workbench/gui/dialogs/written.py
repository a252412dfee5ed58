"""Where a report was written, and a button to open it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from workbench.gui.dialogs.roomy import give_room


class WrittenBox(QMessageBox):
    """A box that does not stop the window: a run may be under way behind it."""

    def __init__(self, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._path = path
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Report written")
        self.setText("The report is written.")
        self.setInformativeText(str(path))
        self.opening = self.addButton("Open it", QMessageBox.ButtonRole.AcceptRole)
        self.showing = self.addButton("Show its folder", QMessageBox.ButtonRole.ActionRole)
        self.setDefaultButton(self.opening)
        self.setEscapeButton(self.addButton("Close", QMessageBox.ButtonRole.RejectRole))
        self.buttonClicked.connect(self._act)
        give_room(self)

    def _act(self, button: QAbstractButton) -> None:
        if button in (self.opening, self.showing):
            place = self._path if button is self.opening else self._path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(place.resolve())))
