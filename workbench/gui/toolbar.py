"""The row under the menus: Open, Save, Train, pause, stop, how far the run is, and what to ask of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from workbench.gui.menus import Commands
from workbench.gui.present.format import SEPARATOR
from workbench.gui.present.progress import Progress
from workbench.gui.theme import set_role
from workbench.gui.widgets.buttons import FlatButton, IconButton, OutlineButton, PrimaryButton
from workbench.gui.widgets.text import label
from workbench.gui.widgets.thin_bar import ThinBar

HEIGHT = 44


class ProgressLine(QWidget):
    """`fold 12 / 31  seed 2 / 5  epoch 18 / 20  ------  36 % 0:33 left`, or one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._text = label("", 9)
        self._quiet = label("", 9, ink="t3")
        self._parts = [(label("", 9), label("", 9, 600, "t1")) for _ in range(3)]
        self._bar = ThinBar("progress of the run")
        self._left = label("", 9, ink="t1")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        told = QHBoxLayout()
        told.setSpacing(0)
        told.addWidget(self._text)
        told.addWidget(self._quiet)
        row.addLayout(told)
        row.addWidget(self._counters())
        row.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._left)
        row.addStretch(1)

    def _counters(self) -> QWidget:
        box = QWidget()
        inside = QHBoxLayout(box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        for word, figure in self._parts:
            inside.addWidget(word)
            inside.addWidget(figure)
            inside.addSpacing(8)
        return box

    def show_progress(self, progress: Progress) -> None:
        """Show the line."""
        self._say(self._text, progress.text)
        self._say(self._quiet, f"{SEPARATOR}{progress.quiet}" if progress.quiet else "")
        parts = (*progress.parts, *((("", ""),) * (3 - len(progress.parts))))
        for (word, figure), (name, value) in zip(self._parts, parts, strict=True):
            self._say(word, name)
            self._say(figure, value)
        self._parts[0][0].parentWidget().setVisible(bool(progress.parts))
        self._bar.setVisible(progress.share is not None)
        self._bar.set_share(progress.share or 0.0)
        self._say(self._left, progress.left)

    @property
    def words(self) -> str:
        """All that is shown, as one line."""
        shown = [self._text, self._quiet, *(part for pair in self._parts for part in pair), self._left]
        return " ".join(part.text().strip() for part in shown if part.text())

    def _say(self, part: QLabel, text: str) -> None:
        part.setText(text)
        part.setVisible(bool(text))


class ToolBar(QWidget):
    """Buttons that press the commands of the table."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self._paused = False
        self.progress = ProgressLine()
        self.train = PrimaryButton("Train  F5", "play", 28)
        self.train.setMinimumWidth(114)
        self._pause = IconButton("pause", "Pause")
        self._stop = IconButton("stop", "Stop")
        self.setFixedHeight(HEIGHT)
        set_role(self, ground="window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(10)
        for text, name, action in (("Open", "open", "file.open"), ("Save", "save", "file.save")):
            button = FlatButton(text, name, 28)
            press(button, commands[action])
            row.addWidget(button)
        row.addWidget(_bar())
        for button, action in (
            (self.train, "run.train"), (self._pause, "run.pause"), (self._stop, "run.stop"),
        ):  # fmt: skip
            press(button, commands[action])
            row.addWidget(button)
        row.addWidget(_bar())
        row.addWidget(self.progress, 1)
        for text, name, action in (
            ("Placebo", "shuffle", "run.placebo"), ("Report", "document", "file.report"),
        ):  # fmt: skip
            button = OutlineButton(text, name, 28)
            press(button, commands[action])
            row.addWidget(button)

    def show_paused(self, paused: bool) -> None:
        """The pause button says what pressing it would do."""
        if paused == self._paused:
            return
        self._paused = paused
        self._pause.set_icon("play" if paused else "pause")
        self._pause.setAccessibleName("Resume" if paused else "Pause")


def press(button: QPushButton | QToolButton, action: object) -> None:
    """Have a button trigger an action and follow its being enabled."""
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
    button.setEnabled(action.isEnabled())
    button.setToolTip(action.toolTip())


def _bar() -> QFrame:
    line = QFrame()
    line.setFixedSize(1, 16)
    set_role(line, ground="rule")
    return line
