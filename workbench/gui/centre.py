"""The middle column: price, equity, live, runs and log; who gives way is decided in present/layout.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.gui.panels.compare import ComparePanel
from workbench.gui.panels.equity import EquityPanel
from workbench.gui.panels.log import LogPanel
from workbench.gui.panels.price import PricePanel
from workbench.gui.panels.runs import RunsPanel
from workbench.gui.panels.training import TrainingPanel
from workbench.gui.present import runs as present_runs
from workbench.gui.present.layout import GAP, TABS, centre_heights
from workbench.gui.theme import set_role
from workbench.gui.welcome import WelcomeCard
from workbench.gui.widgets.buttons import TabButton
from workbench.gui.widgets.text import label
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

PARTS = {"document", "run_state", "result"}
RECORDS = ("runs", "log")
NARROW = 640
ANY_HEIGHT = 16_777_215


class RecordTabs(QWidget):
    """Runs and log behind two tabs."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        set_role(self, ground="panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._low = False
        self._note = label("", 8.25, ink="t3")
        self._pages = QStackedWidget()
        self._tabs = QButtonGroup(self)
        head = QHBoxLayout()
        head.setContentsMargins(3, 0, 12, 0)
        self.runs = RunsPanel(session)
        for index, (title, page) in enumerate((("Runs", self.runs), ("Log", LogPanel(session)))):
            tab = TabButton(title)
            self._tabs.addButton(tab, index)
            self._pages.addWidget(page)
            head.addWidget(tab)
        head.addStretch(1)
        head.addWidget(self._note)
        self._tabs.button(0).setChecked(True)
        self._tabs.idClicked.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        session.subscribe(self.refresh)
        self.refresh(Changed(frozenset(PARTS)))

    @property
    def folded(self) -> bool:
        """Whether there are tabs alone."""
        return self._pages.isHidden()

    def set_low(self, low: bool) -> None:
        """Tell whether room is short: then the page folds, until a tab is clicked."""
        if low != self._low:
            self._low = low
            self.set_folded(low)

    def set_folded(self, folded: bool) -> None:
        """Leave the tabs alone, or open the page again; a click on a tab does so too."""
        self._pages.setHidden(folded)
        self.setMaximumHeight(TABS if folded else ANY_HEIGHT)

    def refresh(self, changed: Changed) -> None:
        """Keep the note in the head true."""
        if changed.parts & {"document", "runs"}:
            self._say_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_note()

    def _say_note(self) -> None:
        self._note.setText(present_runs.note(self._session.document.runs, self.width() < NARROW))

    def show_page(self, page: int) -> None:
        """Open a page as a click on its tab does, and give it the keyboard."""
        self._tabs.button(page).setChecked(True)
        self._pages.setCurrentIndex(page)
        self.set_folded(False)
        self._tabs.button(page).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open(self, page: int) -> None:
        again = page == self._pages.currentIndex() and not self.folded and self._low
        self._pages.setCurrentIndex(page)
        self.set_folded(again)


class CentreColumn(QSplitter):
    """Parts in a vertical splitter; a change of phase shares the height anew, dragging holds until then.

    `view_changed` is told whenever another tab of the centre is chosen, by whatever way, `arranged` when
    parts have come or gone.
    """

    view_changed = Signal()
    arranged = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._session = session
        # Before its parts: they draw into the room they are going to have.
        session.subscribe(self.refresh, patient=True)
        self.price = PricePanel(session)
        self.welcome = WelcomeCard()
        self.equity = EquityPanel(session)
        self.training = TrainingPanel(session)
        self.compare = ComparePanel(session)
        self.records = RecordTabs(session)
        self._arranged: tuple[object, ...] = ()
        self._view, self._running = "price", False
        self._welcome = False
        self.setHandleWidth(GAP)
        self.setChildrenCollapsible(False)
        for part in (
            self.price, self.welcome, self.equity, self.training, self.compare, self.records
        ):  # fmt: skip
            part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self.addWidget(part)
        for view in (self.price, self.compare):
            self.setStretchFactor(self.indexOf(view), 1)
            view.tabs.chosen.connect(self.show_view)
        self.arrange()

    @property
    def welcome_shown(self) -> bool:
        """Whether the welcome card is there."""
        return self._welcome

    def show_welcome(self, shown: bool) -> None:
        """Put the welcome card in the place of equity and live, or take it away."""
        self._welcome = shown
        self._set_view("price" if shown else self._view)
        if self._running == self._session.running:
            # Else a run has just begun, of which this column is told in a moment.
            self.arrange()
        if shown:
            self.welcome.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def view(self) -> str:
        """The chosen tab: `price` or `compare`."""
        return self._view

    def show_view(self, view: str) -> None:
        """`price`, `compare`, or below them `runs` or `log`; a keyboard that was on the tabs stays there."""
        if view in RECORDS:
            self.records.show_page(RECORDS.index(view))
            return
        by_key = self.price.tabs.focused or self.compare.tabs.focused
        self._set_view(view)
        self.arrange()
        if by_key:
            (self.compare if view == "compare" else self.price).tabs.take_focus()

    def refresh(self, changed: Changed) -> None:
        """Share the height anew when the phase is another; a run that begins is watched, not compared."""
        if changed.parts & PARTS:
            begins = self._session.running and not self._running
            self._running = self._session.running
            if begins and self._view != "price":
                self.show_view("price")
            self.arrange()

    def arrange(self, *, anew: bool = False) -> None:
        """Give every part its height, if anything that decides it has changed."""
        heights = centre_heights(self.height(), self._mode())
        self.records.set_low(heights.runs == TABS)
        facts = (heights, self.height())
        if facts == self._arranged and not anew:
            return
        self._arranged = facts
        self.training.follow()
        self.equity.follow()
        self._put_in_order()
        self.price.setVisible(heights.price > 0)
        self.compare.setVisible(heights.compare > 0)
        self.welcome.setVisible(heights.welcome > 0)
        self.equity.setVisible(heights.equity > 0)
        self.training.setVisible(heights.live > 0)
        of = {self.equity: heights.equity, self.training: heights.live}
        middle = [of[self.widget(place)] for place in (2, 3)]
        self.setSizes([heights.price, heights.welcome, *middle, heights.compare, heights.runs])
        self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def _set_view(self, view: str) -> None:
        if view != self._view:
            self._view = view
            self.view_changed.emit()

    def _put_in_order(self) -> None:
        """Live stands above equity while it is what happens, below it afterwards."""
        first = self.training if self._session.running else self.equity
        if self.indexOf(first) != 2:
            self.insertWidget(2, first)

    def _mode(self) -> str:
        if self._view == "compare":
            return "compare"
        if self._session.running:
            return "training"
        if self._welcome:
            return "welcome"
        result = self._session.result
        return "finished" if result is not None and result.verdict is not None else "idle"
