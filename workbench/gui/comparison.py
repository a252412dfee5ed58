"""What the Compare panel holds: the table of runs, what differs, and what choosing among them costs."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workbench.experiment.result import RunResult
from workbench.gui.charts.overlay import Style
from workbench.gui.present import compare as present
from workbench.gui.run_notes import write_note
from workbench.gui.session import Session
from workbench.gui.tables.compare import CompareTable
from workbench.gui.widgets.choice import Choice
from workbench.gui.widgets.fold_head import ElidedNote
from workbench.gui.widgets.runs_beside import RunsBeside, styles_of
from workbench.gui.widgets.text import WrapLabel, label

MARGIN = 12
LOW = 600
"""Of the whole panel, its head included."""
HEAD_HEIGHT = 32
MOST_ROWS, MOST_ROWS_LOW = 7, 4


class Comparison(QStackedWidget):
    """What is ticked is kept while the project is open; a run that is gone is forgotten.

    `head` belongs beside the panel's tabs.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ticked: list[str] | None = None
        self.head = QWidget()
        self._note = ElidedNote()
        self._sort = Choice(tuple((name, name) for name in present.COLUMNS[1:]), "try", "sort by")
        self._sort_label = label("sort by", 8.25, ink="t3")
        self._table = CompareTable()
        self._luck = WrapLabel("", 9, ink="t1")
        self._data = WrapLabel("", 8.6, ink="t3")
        self._problem = WrapLabel("", 8.6, ink="amber")
        self._beside: RunsBeside | None = None
        self._build()
        self._table.ticked.connect(self._tick)
        self._table.opened.connect(lambda run_id: session.show_run(run_id))
        self._table.sorted.connect(self._sort.set_current)
        self._table.noted.connect(lambda run_id, text: write_note(session, run_id, text))
        self._sort.chosen.connect(self._table.sort_by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    # ---- inside ----

    def _build(self) -> None:
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(self._note, 1)
        head.addWidget(self._sort_label)
        head.addWidget(self._sort)
        self.addWidget(_nothing_yet())
        self.addWidget(self._full_page())

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
        column.addStretch(0)
        self._page = column
        return page

    def show_runs(self) -> None:
        """The runs as they are now."""
        runs = self._session.document.runs
        self._forget_lost(runs)
        enough = len(runs) >= present.LEAST
        self.setCurrentIndex(int(enough))
        for part in (self._sort, self._sort_label):
            part.setVisible(enough)
        if not enough:
            self._note.set_text("")
            return
        chosen = [(number, run) for number, run in enumerate(runs, 1) if run.run_id in self._ticked]
        shown = self._session.result.run_id if self._session.result else ""
        styles = styles_of([run.run_id for _, run in chosen], shown)
        self._table.show_runs(present.rows(self._judged(runs), self._session.document.project), styles, shown)
        self._note.set_text(f"{len(chosen)} of {len(runs)} runs")
        numbers, picked = [number for number, _ in chosen], [run for _, run in chosen]
        self._say(picked, numbers)
        self._show_beside(picked, numbers, styles)
        self._share_height()

    def _judged(self, runs: tuple[RunResult, ...]) -> tuple[RunResult, ...]:
        """With the verdicts that the vault has left them, as the list of runs has them."""
        return self._session.inquiries.overlaid(runs)

    def _show_beside(
        self, picked: list[RunResult], numbers: list[int], styles: dict[str, Style]
    ) -> None:
        """Built when it is first wanted: most windows never compare."""
        enough = len(picked) >= present.LEAST
        if enough and self._beside is None:
            self._beside = RunsBeside(self._session.theme)
            self._page.insertWidget(self._page.count() - 1, self._beside, 1)
        if self._beside is not None:
            self._beside.setVisible(enough)
        if enough:
            self._beside.show_runs(picked, numbers, styles)

    def _forget_lost(self, runs: tuple[RunResult, ...]) -> None:
        known = {run.run_id for run in runs}
        if self._ticked is None or not known >= set(self._ticked):
            self._ticked = None
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

    def _share_height(self) -> None:
        low = self.height() + HEAD_HEIGHT < LOW
        self._table.setFixedHeight(self._table.full_height(MOST_ROWS_LOW if low else MOST_ROWS))
        if self._beside is not None:
            self._beside.fit(low=low)

    def _tick(self, run_id: str, wanted: bool) -> None:
        ticked = [known for known in self._ticked or [] if known != run_id]
        full = wanted and len(ticked) >= present.MOST
        self._problem.set_text(present.FULL if full else "")
        if not full:
            self._ticked = [*ticked, run_id] if wanted else ticked
        self.show_runs()


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
