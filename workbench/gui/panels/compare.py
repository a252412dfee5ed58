"""The Compare panel: runs side by side, what differs, their curves, and what choosing among them costs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from workbench.experiment.result import RunResult
from workbench.gui.charts.overlay import Line, OverlayCanvas, Style
from workbench.gui.present import compare as present
from workbench.gui.session import Session
from workbench.gui.tables.compare import CompareTable
from workbench.gui.theme import set_role
from workbench.gui.widgets.choice import Choice
from workbench.gui.widgets.fold_head import ElidedNote
from workbench.gui.widgets.hatched_box import HatchedBox
from workbench.gui.widgets.plain_table import PlainTable, TableRow
from workbench.gui.widgets.text import WrapLabel, label, rule
from workbench.gui.widgets.view_tabs import ViewTabs
from workbench.project.document import Changed

WATCHED = frozenset(("document", "runs", "result", "trials", "prices"))
HEAD_HEIGHT, MARGIN, TAB_EDGE = 32, 12, 9
BAR_ROOM = 10
"""Right of the differences: their scroll bar covers no value."""
NAMES, COLUMN = 190, 76
"""Pixels of the setting's name, and of one run's values at least."""
LOW = 600
MOST_ROWS, MOST_ROWS_LOW = 7, 4
MOST_DIFFERENCES, MOST_DIFFERENCES_LOW = 190, 94
SHOWN = Style("acc", "line", 2.0)
STYLES = tuple(Style(ink, mark, 1.4) for ink in ("t1", "t2") for mark in ("line", "dashed", "dotted"))
HOLDING = Style("t3", "line", 1.0)


class ComparePanel(QWidget):
    """What is ticked is kept while the project is open; a run that is gone is forgotten."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stale = True
        self._ticked: list[str] | None = None
        self._drawn: tuple[object, ...] = ()
        self.tabs = ViewTabs("compare", HEAD_HEIGHT)
        self._note = ElidedNote()
        self._sort = Choice(tuple((name, name) for name in present.COLUMNS[1:]), "try", "sort by")
        self._table = CompareTable()
        self._luck = WrapLabel("", 9, ink="t1")
        self._data = WrapLabel("", 8.6, ink="t3")
        self._problem = WrapLabel("", 8.6, ink="amber")
        self._differences = QHBoxLayout()
        self._told: QWidget = PlainTable(("setting",), "settings that differ")
        self._scroll = QScrollArea()
        self._chart = OverlayCanvas(session.theme)
        self._no_chart = HatchedBox(present.OTHER_DATA)
        self._chart_note = label("", 8.25, ink="t3")
        self._pages, self._below = QStackedWidget(), QWidget()
        self._build()
        self._table.ticked.connect(self._tick)
        self._table.opened.connect(lambda run_id: session.show_run(run_id))
        self._table.sorted.connect(self._sort.set_current)
        self._sort.chosen.connect(self._table.sort_by)
        session.subscribe(self.refresh)

    def refresh(self, changed: Changed) -> None:
        """Show the runs as they are now; while hidden only remember that something changed."""
        if not changed.parts & WATCHED:
            return
        self._stale = True
        if self.isVisible():
            self._show()

    def sizeHint(self) -> QSize:
        return QSize(828, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 200)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    # ---- inside ----

    def _build(self) -> None:
        set_role(self, ground="panel")
        self.setAccessibleName("Compare runs")
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN - TAB_EDGE, 0, MARGIN, 0)
        head.setSpacing(10)
        head.addWidget(self.tabs)
        head.addWidget(self._note, 1)
        head.addWidget(label("sort by", 8.25, ink="t3"))
        head.addWidget(self._sort)
        self._pages.addWidget(_nothing_yet())
        self._pages.addWidget(self._full_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _full_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN - 7, 0, MARGIN - 7, 6)
        column.setSpacing(6)
        column.addWidget(self._table)
        said = QVBoxLayout()
        said.setContentsMargins(7, 0, 7, 0)
        said.setSpacing(3)
        for part in (self._luck, self._data, self._problem):
            said.addWidget(part)
        column.addLayout(said)
        column.addWidget(self._below, 1)
        column.addStretch(0)
        self._build_below()
        return page

    def _build_below(self) -> None:
        """What differs, then the curves."""
        inside = QWidget()
        inside.setLayout(self._differences)
        self._differences.setContentsMargins(0, 0, BAR_ROOM, 0)
        self._differences.setSpacing(0)
        self._differences.addWidget(self._told, 1000)
        self._differences.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("settings that differ")
        self._no_chart.set_stretching()
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(label("Equity after costs", 9, 600, "t1"))
        title.addWidget(self._chart_note, 1)
        column = QVBoxLayout(self._below)
        column.setContentsMargins(7, 0, 7, 0)
        column.setSpacing(4)
        column.addWidget(rule())
        column.addWidget(label("What differs", 9, 600, "t1"))
        column.addWidget(self._scroll)
        column.addWidget(rule())
        column.addLayout(title)
        column.addWidget(self._chart, 1)
        column.addWidget(self._no_chart, 1)

    def _show(self) -> None:
        self._stale = False
        runs = self._session.document.runs
        self._forget_lost(runs)
        enough = len(runs) >= present.LEAST
        self._pages.setCurrentIndex(int(enough))
        self._sort.setEnabled(enough)
        if not enough:
            self._note.set_text("")
            return
        chosen = [(number, run) for number, run in enumerate(runs, 1) if run.run_id in self._ticked]
        shown = self._session.result.run_id if self._session.result else ""
        styles = _styles([run.run_id for _, run in chosen], shown)
        self._table.show_runs(present.rows(runs), styles, shown)
        self._note.set_text(f"{len(chosen)} of {len(runs)} runs")
        numbers, picked = [number for number, _ in chosen], [run for _, run in chosen]
        self._say(picked, numbers)
        facts = (*(run.run_id for run in picked), shown)
        if facts != self._drawn:
            self._drawn = facts
            self._show_differences(picked, numbers)
            self._show_curves(picked, numbers, styles)
        self._share_height()

    def _forget_lost(self, runs: tuple[RunResult, ...]) -> None:
        known = {run.run_id for run in runs}
        if self._ticked is None or not known >= set(self._ticked):
            self._ticked, self._drawn = None, ()
        if self._ticked is None and len(runs) >= present.LEAST:
            self._ticked = list(present.at_first(runs))

    def _say(self, picked: list[RunResult], numbers: list[int]) -> None:
        enough = len(picked) >= present.LEAST
        prices, known = self._session.prices, present.tries_of(picked)
        ours = prices is not None and any(run.data.sha256 == prices.content_hash for run in picked)
        tries = max(known, self._session.trials[1]) if ours else known
        self._luck.set_text(present.luck_note(picked, tries) if enough else present.TICK_MORE)
        self._data.set_text(present.data_note(picked, numbers) if enough else "")
        self._data.set_ink("t3" if present.same_data(picked) else "amber")
        self._data.setVisible(enough)
        self._luck.setVisible(bool(self._luck.plain_text))
        self._problem.setVisible(bool(self._problem.plain_text))
        self._below.setVisible(enough)

    def _show_differences(self, picked: list[RunResult], numbers: list[int]) -> None:
        found = present.differences(picked)
        told: QWidget = WrapLabel(present.SAME, 8.6, ink="t3")
        if found:
            told = PlainTable(("setting", *(f"run {number}" for number in numbers)), "settings that differ")
            told.set_rows([TableRow((line.name, *line.values), ink="t1") for line in found])
            told.set_widths(*(max(told.columnWidth(place), COLUMN) for place in range(1, len(numbers) + 1)))
            told.setMaximumWidth(NAMES + sum(told.columnWidth(place) for place in range(1, len(numbers) + 1)))
        self._differences.replaceWidget(self._told, told)
        self._told.hide()
        self._told.deleteLater()
        self._told = told

    def _show_curves(
        self, picked: list[RunResult], numbers: list[int], styles: dict[str, Style]
    ) -> None:
        found = present.overlay(picked, numbers) if present.same_data(picked) else None
        self._chart.setVisible(found is not None)
        self._no_chart.setVisible(found is None)
        if found is None:
            apart = not present.same_data(picked)
            self._no_chart.set_text(present.OTHER_DATA if apart else present.NO_CURVES)
            self._chart_note.setText("")
            return
        self._chart_note.setText(present.overlay_note(found))
        lines = [Line(f"run {n}", returns, styles[run_id]) for n, run_id, returns in found.curves]
        # The shown run on top of the others, as in the equity chart.
        lines.sort(key=lambda line: line.style is not SHOWN)
        self._chart.show_lines(found.dates, (*lines, Line("holding", found.holding, HOLDING)))

    def _share_height(self) -> None:
        low = self.height() < LOW
        self._table.setFixedHeight(self._table.full_height(MOST_ROWS_LOW if low else MOST_ROWS))
        inside = self._told.sizeHint().height()
        self._scroll.setFixedHeight(min(inside, MOST_DIFFERENCES_LOW if low else MOST_DIFFERENCES))

    def _tick(self, run_id: str, wanted: bool) -> None:
        ticked = self._ticked or []
        full = wanted and len(ticked) >= present.MOST
        self._problem.set_text(present.FULL if full else "")
        if not full:
            self._ticked = [*ticked, run_id] if wanted else [known for known in ticked if known != run_id]
        self._show()


def _styles(ticked: list[str], shown: str) -> dict[str, Style]:
    """The run that the Reality panel shows is the accent; the others differ in ink and in dashes."""
    free = iter(STYLES)
    return {run_id: SHOWN if run_id == shown else next(free) for run_id in ticked}


def _nothing_yet() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN, 10, MARGIN, 6)
    column.setSpacing(4)
    column.addStretch(2)
    column.addWidget(label(present.EMPTY_TITLE, 9.75, 600, "t1"))
    column.addWidget(WrapLabel(present.EMPTY_TEXT, 9))
    column.addStretch(3)
    return page
