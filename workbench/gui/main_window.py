"""The window: composes menu, toolbar, three columns and status; asks before closing; nothing more."""

from __future__ import annotations

import base64
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenuBar, QSplitter, QVBoxLayout, QWidget

from workbench.gui.centre import CentreColumn
from workbench.gui.context import UiContext, context_of
from workbench.gui.corner import Corner
from workbench.gui.dialogs.questions import Questions
from workbench.gui.inquiry import VAULT
from workbench.gui.menus import Commands
from workbench.gui.panels.reality import RealityPanel
from workbench.gui.present import inquiries as present_inquiries
from workbench.gui.present import progress as present_progress
from workbench.gui.present import title as present_title
from workbench.gui.present.progress import Progress
from workbench.gui.reading_order import turn
from workbench.gui.session import Session
from workbench.gui.setup_dock import SetupDock
from workbench.gui.status_bar import StatusRow
from workbench.gui.theme import set_role
from workbench.gui.toolbar import ToolBar
from workbench.gui.verbs import Verbs
from workbench.project.document import Changed

SIZE = (1440, 900)
SMALLEST = (1100, 700)
SIDES = (252, 348)
NARROW_SIDES = (236, 324)
NARROW = 1280
"""Windows below this width have narrow sides."""
GAP = 6


class MainWindow(QMainWindow):
    """Setup at the left, charts in the middle, the reality check at the right, which cannot be closed."""

    def __init__(self, session: Session, questions: Questions | None = None) -> None:
        super().__init__()
        self.session = session
        self.verbs = Verbs(session, self, questions or Questions(self))
        self.commands = Commands(self, self.verbs, session.theme)
        self.corner = Corner(session)
        self.setMenuWidget(self._menu_row())
        self.toolbar = ToolBar(self.commands)
        self.setup = SetupDock(session, self.commands)
        self.centre = CentreColumn(session)
        self.commands.add_menu("View", self.centre.price.menu)
        self.reality = RealityPanel(session)
        self.status = StatusRow(session)
        self._dragged = False
        self._facts: UiContext | None = None
        self.columns = self._columns()
        self._build()
        self._connect()
        self._restore()
        session.subscribe(self.refresh)
        self.refresh(Changed(frozenset({"document"})))

    @property
    def welcome_shown(self) -> bool:
        """Whether the welcome card is there."""
        return self.centre.welcome_shown

    def show_welcome(self, shown: bool) -> None:
        """Show or hide the welcome card; hidden once, it stays hidden at the next start."""
        if shown == self.welcome_shown:
            return
        self.centre.show_welcome(shown)
        if not shown:
            self.session.change_settings(welcome_hidden=True)
        self.refresh(Changed(frozenset({"document"})))

    def refresh(self, changed: Changed) -> None:
        """Commands, title and progress as they are now."""
        session = self.session
        self._refresh_commands(anew=changed.parts != {"run_state"})
        self.setWindowTitle(present_title.window_title(session.document.path))
        self.setWindowModified(session.document.dirty)
        self.toolbar.show_paused(session.paused)
        self.setup.foot.pulse.set_shown(self.welcome_shown and not session.running)
        self.toolbar.progress.show_progress(self._progress())

    def show_view(self, view: str) -> None:
        """Turn the middle column to a tab."""
        self.centre.show_view(view)

    def chart(self, name: str) -> QWidget:
        """The panel of the `price` or the `equity` chart."""
        return getattr(self.centre, name)

    def reset_layout(self) -> None:
        """Columns and heights as at first, following the window's width again."""
        self._dragged = False
        self._share_width()
        self.centre.arrange(anew=True)

    # ---- Qt's own ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody else wanted hides the welcome card."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_welcome(False)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the layout; Qt would follow the order in which things were built."""
        return turn(self, forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(_is_ours(Path(url.toLocalFile())) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            path = Path(url.toLocalFile())
            if _is_ours(path):
                self.verbs.open_path(path)
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._dragged:
            self._share_width()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while training, then about unsaved changes; then stop everything."""
        if self.session.running and not self.verbs.questions.stop_training():
            event.ignore()
            return
        asking = self.session.inquiries.asking
        if asking is not None and asking.kind == VAULT and not self.verbs.questions.stop_opening():
            event.ignore()
            return
        self.session.end_run()
        if not self.verbs.settle_changes():
            event.ignore()
            return
        self._remember()
        self.status.stop()
        self.session.close()
        super().closeEvent(event)

    # ---- inside ----

    def _build(self) -> None:
        middle = QWidget()
        set_role(middle, ground="window")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.columns, 1)
        column.addWidget(self.status)
        self.setCentralWidget(middle)
        # Otherwise the first button would wear the focus ring from the start.
        self.setFocus()
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 600)
        self.resize(*SIZE)

    def _share_width(self) -> None:
        """Setup and Reality keep their width, narrower in a narrow window; the centre takes the rest."""
        left, right = NARROW_SIDES if self.width() < NARROW else SIDES
        self.columns.setSizes([left, max(self.width() - left - right - 2 * GAP, 1), right])

    def _drag(self) -> None:
        self._dragged = True

    def _menu_row(self) -> QWidget:
        """Menus and corner side by side: Qt's own corner widget does not grow with its text."""
        row = QWidget()
        set_role(row, ground="window")
        row.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        menus = QMenuBar()
        self.commands.fill(menus)
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(menus, 1)
        inside.addWidget(self.corner)
        return row

    def _columns(self) -> QSplitter:
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.setHandleWidth(GAP)
        columns.setChildrenCollapsible(False)
        for part in (self.setup, self.centre, self.reality):
            # Without it a plain QWidget does not paint the ground its style sheet gives it.
            part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            columns.addWidget(part)
        columns.setStretchFactor(1, 1)
        columns.splitterMoved.connect(self._drag)
        return columns

    def _refresh_commands(self, *, anew: bool = True) -> None:
        """Not `anew`: only where a fact has changed. What was pressed in vain wants its check back."""
        charts = {name: self.chart(name) for name in ("price", "equity")}
        drawn = frozenset(
            name for name, panel in charts.items() if not panel.isHidden() and panel.is_drawn
        )
        tables = frozenset(name for name, panel in charts.items() if panel.table.is_wanted)
        facts = context_of(self.session, self.welcome_shown, self.centre.view, drawn, tables)
        if anew or facts != self._facts:
            self._facts = facts
            self.commands.refresh(facts)

    def _connect(self) -> None:
        self.centre.records.runs.note_wanted.connect(self.verbs.note)
        self.centre.view_changed.connect(lambda *_: self._refresh_commands())
        self.centre.arranged.connect(lambda *_: self._refresh_commands(anew=False))
        for name in ("price", "equity"):
            self.chart(name).table.turned.connect(lambda *_: self._refresh_commands())
        for part in (self.centre.welcome.chosen, self.reality.wanted):
            part.connect(lambda action: self.commands[action].trigger())

    def _progress(self) -> Progress:
        session = self.session
        state = session.run_state
        if session.running:
            epochs = session.document.project.spec.train.epochs
            return present_progress.running(state, epochs, paused=session.paused, stopping=session.stopping)
        if session.inquiries.asking is not None:
            return present_inquiries.progress(session.inquiries.asking)
        if state.phase == "failed":
            return present_progress.failed(state)
        if session.result is not None and session.result.run_id == state.run_id:
            return present_progress.ended(session.result)
        problem = str(session.problems[0]) if session.problems else ""
        if session.prices is None and not session.book.awaits(session.document.project.spec.data):
            problem = present_progress.NO_PRICES
        return present_progress.ready(session.plan, problem)

    def _remember(self) -> None:
        columns = {"columns": _text(self.columns.saveState())} if self._dragged else {}
        self.session.change_settings(geometry=_text(self.saveGeometry()), splitters=columns)

    def _restore(self) -> None:
        known = self.session.settings
        if known.geometry:
            self.restoreGeometry(_bytes(known.geometry))
        if "columns" in known.splitters:
            self._dragged = self.columns.restoreState(_bytes(known.splitters["columns"]))
        if not known.welcome_hidden and not self.session.document.runs:
            self.centre.show_welcome(True)


def _is_ours(path: Path) -> bool:
    return path.suffix.lower() in (".swb", ".csv")


def _text(state: QByteArray) -> str:
    return base64.b64encode(state.data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except ValueError:
        return QByteArray()
