"""The Live panel: the losses of one training, beside naive, while it learns; folded to its head after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.experiment.run_state import Fit
from workbench.gui.charts.fit_grid import SHADES, FitGrid
from workbench.gui.charts.legend import Entry, Legend
from workbench.gui.present import format as fmt
from workbench.gui.present import training as present
from workbench.gui.present.long_table import LongTable
from workbench.gui.present.training_table import epoch_table, fits_table
from workbench.gui.session import Session
from workbench.gui.theme import set_role
from workbench.gui.widgets.chart_head import ChartHead
from workbench.gui.widgets.fit_side import FitSide
from workbench.gui.widgets.fold_head import HEIGHT as HEAD
from workbench.gui.widgets.fold_head import FoldHead
from workbench.gui.widgets.loss_pair import LossPair
from workbench.gui.widgets.table_side import TableSide
from workbench.gui.widgets.table_turn import table_button
from workbench.project.document import Changed
from workbench.training.spec import TrainSpec

OPEN_SMALLEST = 128
BESIDE_BELOW = 230
"""Below this height of the panel its two charts stand side by side, and nothing else is shown."""
GRID_FROM = 320
DEVICE = "CPU"
ANY_HEIGHT = 16_777_215
DRAW_MS = 200
"""While training the charts are drawn five times a second at most, however fast the epochs come."""
STEP_MS = 40
"""Between two parts of one drawing: each is short, and the window answers between them."""
WATCHED = frozenset({"run_state", "result", "document", "runs"})


class TrainingPanel(QWidget):
    """Open while training, folded to its head after it; the user may open it again."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stale = True
        self._was_running = False
        self._fit: Fit | None = None
        self._drawn: tuple[object, ...] = ()
        self._note, self._now = "", None
        self._head = FoldHead("Live")
        self._legend = Legend(session.theme)
        self._charts = LossPair(session.theme)
        self._side = FitSide("validation / naive")
        self._board = ChartHead(session.theme, "Trainings")
        self._grid = FitGrid(session.theme)
        self._live_shown: present.Live | None = None
        self._past: tuple[tuple[object, ...], present.Past] | None = None
        self._tables = (
            TableSide((self._charts,), lambda: epoch_table(self._live_shown and self._live_shown.training)),
            TableSide((self._grid,), self._fits_table),
        )
        self._switch = table_button("Losses and trainings as tables")
        self._body = QWidget()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAW_MS)
        self._pause.timeout.connect(self._show_if_stale)
        self._steps: list[Callable[[], None]] = []
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(STEP_MS)
        self._next.timeout.connect(self._take_step)
        self._build()
        session.subscribe(self.refresh, patient=True)

    def refresh(self, changed: Changed) -> None:
        """Draw what changed; while hidden only remember that something did."""
        if not changed.parts & WATCHED:
            return
        self._stale = True
        self.follow()
        if self.isVisible() and not (self._was_running and self._pause.isActive()):
            self._show()

    def follow(self) -> None:
        """Open when a run begins, fold when it ends; whoever shares out the height asks for it first."""
        if self._session.running != self._was_running:
            self._was_running = self._session.running
            self._fit = None
            self._head.setChecked(self._was_running)

    def sizeHint(self) -> QSize:
        return QSize(828, 360 if self._head.isChecked() else HEAD)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_if_stale()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause.stop()
        self._next.stop()
        if self._steps:
            self._steps, self._drawn, self._stale = [], (), True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _build(self) -> None:
        set_role(self, ground="panel")
        self.setAccessibleName("Live")
        self._head.add(self._legend)
        self._head.add(self._switch)
        self._switch.clicked.connect(self._turn)
        self._tables[0].turned.connect(self._turned)
        self._tables[1].turned.connect(self._turned)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._charts, 1)
        across.addWidget(self._tables[0], 1)
        across.addWidget(self._side)
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 4)
        inside.setSpacing(0)
        self._board.set_legend(SHADES)
        inside.addLayout(across, 1)
        inside.addWidget(self._board)
        inside.addWidget(self._grid)
        inside.addWidget(self._tables[1], 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._body, 1)
        self._head.toggled.connect(self._fold)
        self._grid.read.connect(self._read_fit)
        self._head.setChecked(False)

    def _fold(self, opened: bool) -> None:
        """As a head alone the panel takes no more than a head; opened it asks for the two charts."""
        self._body.setVisible(opened)
        self._legend.setVisible(not opened)
        self._switch.setVisible(opened)
        self.setMinimumHeight(OPEN_SMALLEST if opened else HEAD)
        self.setMaximumHeight(ANY_HEIGHT if opened else HEAD)
        self.updateGeometry()
        if opened and self.isVisible():
            self._drawn = ()
            self._show()

    def _arrange(self) -> None:
        low = self.height() < BESIDE_BELOW
        self._charts.set_side_by_side(low)
        self._side.setVisible(not low)
        as_table, roomy = self._tables[1].is_wanted, self.height() >= GRID_FROM
        for part, seen in ((self._board, True), (self._grid, not as_table), (self._tables[1], as_table)):
            part.setVisible(seen and roomy)

    def _turn(self) -> None:
        """Charts into tables, or back; the keyboard stays on the button."""
        for table in self._tables:
            table.turn(self._switch.isChecked())
        self._switch.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turned(self, is_table: bool) -> None:
        """Esc in one of the tables brings both charts back."""
        self._switch.setChecked(is_table)
        for table in self._tables:
            table.turn(is_table)
        self._arrange()

    def _fits_table(self) -> LongTable | None:
        return None if self._live_shown is None else fits_table(self._live_shown.grid, self._now)

    def _show(self) -> None:
        self._stale = False
        key = self._key()
        if key == self._drawn:
            return
        self._drawn = key
        if self._session.running:
            self._pause.start()
        live, spec = self._live()
        self._head.set_note(present.head_note(live, spec, self._session.running))
        self._head.set_foldable(live is not None)
        self._legend.set_entries(_entries(live))
        if live is None:
            self._head.setChecked(False)
        elif self._head.isChecked():
            self._show_open(live, spec)

    def _show_if_stale(self) -> None:
        if self._stale and self.isVisible():
            self._show()

    def _show_open(self, live: present.Live, spec: TrainSpec) -> None:
        self._steps = [
            lambda: self._charts.show_loss(live, spec.epochs),
            lambda: self._charts.show_ratio(live, spec.epochs),
            lambda: self._show_figures(live, spec),
        ]
        self._take_step()
        while self._steps and not self._session.running:
            self._take_step()

    def _take_step(self) -> None:
        if self._steps:
            self._steps.pop(0)()
        if self._steps and self._session.running:
            self._next.start()

    def _show_figures(self, live: present.Live, spec: TrainSpec) -> None:
        training = live.training
        under_way = self._session.running and training is not None
        self._note = live.note
        self._board.set_note(live.note)
        self._live_shown, self._now = live, (training.fold, training.seed) if under_way else None
        self._grid.set_fits(live.grid, self._now)
        for table in self._tables:
            table.refresh()
        self._side.show_training(
            present.big_figure(training),
            present.sentence(training),
            present.rows(training, spec, DEVICE),
            present.ended_because(training, spec),
        )

    def _read_fit(self, words: str) -> None:
        """The training that the arrow keys are on, in the place of the note."""
        self._board.set_note(words or self._note)

    def _key(self) -> tuple[object, ...]:
        """What the panel draws, in a few values that are cheap to compare: events come by the thousand."""
        session = self._session
        state, result = session.run_state, session.result
        self._fit = present.followed(state, self._fit)
        epochs = len(state.histories.get(self._fit, ())) if self._fit is not None else 0
        run = (state.run_id, self._fit, epochs, self._fit in state.ended, state.fits_done)
        return (session.running, result.run_id if result else "", self._head.isChecked(), *run)

    def _live(self) -> tuple[present.Live | None, TrainSpec]:
        """What to draw: the run under way, else the run shown, else what a lost run left."""
        session = self._session
        state, result = session.run_state, session.result
        chosen = session.document.project.spec.train
        stored = result is not None and (result.run_id != state.run_id or not state.histories)
        if stored and not session.running:
            return (present.live_of_result(result) if result.epochs else None), result.spec.train
        if not session.running and not state.histories:
            return None, chosen
        return present.live_of(state, self._fit, self._past_now()), chosen

    def _past_now(self) -> present.Past:
        """The trainings that ended, gone through again only when one more has."""
        state = self._session.run_state
        key = (state.run_id, self._fit, state.fits_done, state.seeds, state.folds)
        if self._past is None or key != self._past[0]:
            self._past = key, present.past_of(state, self._fit)
        return self._past[1]


def _entries(live: present.Live | None) -> tuple[Entry, ...]:
    """The folded head's legend: where the last training ended."""
    training = live.training if live is not None else None
    if training is None or not len(training.epochs):
        return ()
    return (
        Entry("loss, train", "line", "t2", fmt.number(float(training.train[-1]), 2), keep=1),
        Entry("validation / naive", "thick", "acc", fmt.number(training.last_ratio, 3), keep=3),
    )
