"""The left column: data, model, training, costs in one scroll; Train pinned at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.gui.menus import Commands
from workbench.gui.panels.setup import SetupPanel
from workbench.gui.panels.watchlist import WatchlistPanel
from workbench.gui.present import setup as present
from workbench.gui.pulse import MARGIN as PULSE_MARGIN
from workbench.gui.pulse import Pulse
from workbench.gui.theme import set_role
from workbench.gui.toolbar import press
from workbench.gui.widgets.buttons import PrimaryButton
from workbench.gui.widgets.text import label, panel_title
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

WIDTH = 252
NARROW = 236
MARGIN = 14
PARTS = {"document", "spec", "problems", "runs", "result", "prices"}
"""A run begins and ends with `result`; what lies between, thousands of `run_state`, changes nothing here."""


class TrainFoot(QWidget):
    """Which try this is, what it costs, and the button."""

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__()
        self._session = session
        self._try = label("", 8.25)
        self._cost = label("", 8.25, ink="t3")
        self.button = PrimaryButton("Train", "play", 36)
        self.pulse = Pulse(self.button)
        press(self.button, commands["run.train"])
        line = QHBoxLayout()
        line.setContentsMargins(PULSE_MARGIN, 0, PULSE_MARGIN, 0)
        line.addWidget(self._try, 1)
        line.addWidget(self._cost)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN - PULSE_MARGIN, 8, MARGIN - PULSE_MARGIN, 8)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.pulse)
        session.subscribe(self.refresh)
        self.refresh(Changed(frozenset(PARTS)))

    def refresh(self, changed: Changed) -> None:
        """Show the try and its cost as they are now."""
        if changed.parts & PARTS:
            runs, running = len(self._session.document.runs), self._session.running
            plan = self._session.plan
            self._try.setText(present.try_note(runs, plan, running=running))
            self._cost.setText(present.cost_note(plan, running=running))
            self.button.setText(present.train_label(runs, plan, running=running))


class SetupDock(QWidget):
    """Reads top to bottom in the order the data flow."""

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__()
        set_role(self, ground="panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Setup")
        self.watchlist = WatchlistPanel(session)
        self.setup = SetupPanel(session)
        self.foot = TrainFoot(session, commands)
        press(self.watchlist.add_button, commands["data.add_ticker"])
        inner = QWidget()
        # Asks for no width: what is too wide is squeezed, never cut off together with its neighbours.
        inner.setMinimumWidth(1)
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(MARGIN, 10, MARGIN, 6)
        inside.setSpacing(4)
        inside.addWidget(panel_title("Setup"))
        inside.addWidget(self.watchlist)
        inside.addWidget(self.setup, 1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(self.foot)
        self.setMinimumWidth(NARROW)
