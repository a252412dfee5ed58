"""Help > About: versions, licences, and what this program is not."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

import workbench
from workbench.gui.present.title import PROGRAM
from workbench.gui.theme import set_role
from workbench.gui.widgets.text import WrapLabel, label, rule

PACKAGES = (
    "PySide6-Essentials", "numpy", "torch", "arch", "statsmodels", "yfinance", "pydantic",
)  # fmt: skip
NOT_ADVICE = (
    "This program is a laboratory, not an adviser. Nothing in it is investment advice; what it shows was "
    "chosen with hindsight, on data nobody has audited, and past returns say little about the next ones."
)
LICENCES = (
    "Stock Workbench is free software under the MIT licence. It uses Qt and PySide6 under the GNU Lesser "
    "General Public License, version 3 (© The Qt Company Ltd and contributors): they are loaded as separate "
    "libraries, which you may replace by your own build; their source is at download.qt.io. Every other "
    "package used comes with its own licence, installed beside it."
)
YAHOO = (
    "Prices from Yahoo are fetched through yfinance, which is not affiliated with Yahoo. They are meant for "
    "personal use, may be wrong or late, and must not be passed on; so a project file holds them only if you "
    "tick it. Nothing is fetched, and nothing is sent, unless you ask for a ticker."
)


class AboutDialog(QDialog):
    """Everything can be copied as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"About {PROGRAM}")
        self.setMinimumWidth(520)
        set_role(self, ground="panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(10)
        column.addWidget(label(PROGRAM, 16.5, 600, "t1"))
        column.addWidget(WrapLabel("Easy to train, hard to fool yourself.", 9.75))
        column.addLayout(_versions_grid())
        column.addWidget(rule())
        for heading, text in (("Not advice", NOT_ADVICE), ("Licences", LICENCES), ("Prices", YAHOO)):
            column.addWidget(label(heading, 9, 600, "t1"))
            column.addWidget(WrapLabel(text, 8.6))
        column.addLayout(self._buttons())
        self._close.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        copy, close = QPushButton("Copy as text"), QPushButton("Close")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(as_text()))
        close.clicked.connect(self.accept)
        # Copying takes no focus, or it would become the default button.
        copy.setAutoDefault(False)
        close.setDefault(True)
        self._close = close
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(close)
        return row


def versions() -> tuple[tuple[str, str], ...]:
    """(name, version) of the program, Python, Qt and the packages that matter; nothing is imported."""
    found = [(PROGRAM, workbench.__version__), ("Python", platform.python_version()), ("Qt", str(qVersion()))]
    for name in PACKAGES:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append((name, "not installed"))
    return tuple(found)


def as_text() -> str:
    """Versions and notes, for a bug report."""
    lines = [f"{name} {version}" for name, version in versions()]
    return "\n".join([*lines, f"System {platform.platform()}", "", NOT_ADVICE, "", LICENCES, "", YAHOO])


def _versions_grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(3)
    for place, (name, version) in enumerate(versions()):
        row, side = divmod(place, 2)
        value = label(version, 8.6, ink="t1")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label(name, 8.6, ink="t3"), row, 2 * side)
        grid.addWidget(value, row, 2 * side + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return grid
