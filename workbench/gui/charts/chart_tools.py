"""What is chosen about the price chart: ranges in a small row, everything in one menu."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from workbench.dataclass import dataclass
from workbench.gui.present.chart import AVERAGES, STYLES, ranges
from workbench.gui.present.studies import FULL
from workbench.gui.widgets.buttons import IconButton
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.staying_menu import StayingMenu
from workbench.gui.widgets.table_side import AS_TABLE
from workbench.settings import STUDIES, ChartLook

ROW, MORE = 20, (28, 22)


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen: (key, title) of indicators, other symbols, and whether a log scale is possible.

    `lengths` are (interval, letter, words) of the bars to choose from, first as the prices have them;
    `ranges` are (key, words); `unit` is what one bar is called.
    """

    studies: tuple[tuple[str, str], ...] = ()
    symbols: tuple[str, ...] = ()
    log: bool = True
    lengths: tuple[tuple[str, str, str], ...] = ()
    ranges: tuple[tuple[str, str], ...] = ranges("1d")
    unit: str = "day"


class ChartTools(QWidget):
    """Shows a look; `changed` carries the look that the user chose, `reset` asks for the first view.

    `ahead` asks for a free run and the next day, or takes them away.
    `table_asked` asks for the bars in sight as a table, or for the chart again.
    """

    changed = Signal(object)
    reset = Signal()
    ahead = Signal(bool)
    table_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look = ChartLook()
        self._choices = Choices()
        self._ticks: dict[str, QAction] = {}
        self.menu = QMenu("Price chart", self)
        self.menu.aboutToShow.connect(self._fill)
        self._narrow = self._as_table = False
        self._ahead: bool | None = None
        self._ranges: Segmented | None = None
        self._lengths: Segmented | None = None
        self._more = IconButton("settings", "How the price chart looks")
        self._more.setFixedSize(*MORE)
        self._more.clicked.connect(self._open)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 6, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self._more)
        self._offer_ranges()

    def show_look(self, look: ChartLook, choices: Choices | None = None) -> None:
        """Show what is chosen, without announcing it."""
        before, self._look, self._choices = self._choices, look, choices or self._choices
        if self._choices.lengths != before.lengths:
            self._offer_lengths()
        if self._choices.ranges != before.ranges:
            self._offer_ranges()
        self._ranges.set_current(look.span if look.span in dict(self._choices.ranges) else "")
        if self._lengths is not None:
            self._lengths.set_current(self._length)
        if self._ticks and self.menu.isVisible():
            self._limit_studies()

    def offer_ahead(self, shown: bool | None) -> None:
        """Whether a free run and the next day are shown; None where they cannot be."""
        self._ahead = shown

    def show_range(self, key: str) -> None:
        """Another range is in sight, or none."""
        if key != self._look.span:
            self.show_look(self._look.model_copy(update={"span": key}))

    def show_as_table(self, is_table: bool) -> None:
        """Whether the table stands in the place of the chart."""
        self._as_table = is_table

    def set_narrow(self, narrow: bool) -> None:
        """Where room is short lengths of bars and ranges stay in the menu alone."""
        self._narrow = narrow
        self._ranges.setHidden(narrow)
        if self._lengths is not None:
            self._lengths.setHidden(narrow)

    @property
    def shows_lengths(self) -> bool:
        """Whether the row says which bars are shown."""
        return self._lengths is not None and not self._narrow

    @property
    def _length(self) -> str:
        """The bars shown; of a length that is not to be had here they are as they are."""
        offered = [key for key, _, _ in self._choices.lengths]
        return self._look.bars if self._look.bars in offered else next(iter(offered), "")

    def _offer_lengths(self) -> None:
        """One segment a length of bars; none where there is no choice."""
        self._lengths = _gone(self._lengths)
        lengths = self._choices.lengths
        if not lengths:
            return
        tips = {key: words for key, _, words in lengths}
        letters = tuple((key, letter) for key, letter, _ in lengths)
        self._lengths = Segmented(letters, self._length, "", ROW, tips)
        self._lengths.chosen.connect(lambda key: self._set("bars", key))
        self._row.insertWidget(0, self._lengths)
        self._lengths.setHidden(self._narrow)

    def _offer_ranges(self) -> None:
        self._ranges = _gone(self._ranges)
        self._ranges = Segmented(self._choices.ranges, "", "range", ROW)
        self._ranges.chosen.connect(self._choose_range)
        self._row.insertWidget(self._row.count() - 1, self._ranges)
        self._ranges.setHidden(self._narrow)

    def _choose_range(self, key: str) -> None:
        self._change(span=key, first="", last="")

    def _change(self, **fields: Any) -> None:
        self.changed.emit(self._look.model_copy(update=fields))

    def _open(self) -> None:
        self.menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _fill(self) -> None:
        look, menu = self._look, self.menu
        menu.clear()
        # Cleared of their entries, the menus within would stay for ever.
        for old in menu.findChildren(QMenu):
            old.deleteLater()
        self._choose(menu, STYLES, look.style, "style")
        menu.addSeparator()
        lengths = tuple((key, words) for key, _, words in self._choices.lengths)
        self._choose(menu, lengths, self._length, "bars")
        menu.addSeparator()
        log = menu.addAction("Logarithmic prices")
        log.setCheckable(True)
        log.setChecked(look.log and self._choices.log)
        log.setEnabled(self._choices.log)
        log.triggered.connect(lambda on: self._change(log=on))
        menu.addSeparator()
        ahead = menu.addAction("Free run and next day")
        ahead.setCheckable(True)
        ahead.setChecked(bool(self._ahead))
        ahead.setEnabled(self._ahead is not None)
        ahead.triggered.connect(self.ahead)
        menu.addSeparator()
        averages = self._staying_menu("Averages of closes")
        for count in AVERAGES:
            action = averages.addAction(f"{count} {self._choices.unit}s")
            action.setCheckable(True)
            action.setChecked(count in look.averages)
            action.triggered.connect(lambda on, count=count: self._set_average(count, on))
        self._fill_studies(self._staying_menu("Indicators beneath"))
        others = tuple((name, name) for name in self._choices.symbols)
        together = menu.addMenu("Beside it, from the first day in sight")
        self._choose(together, (("", "Nothing"), *others), look.beside, "beside")
        menu.addSeparator()
        self._choose(menu.addMenu("Range"), self._choices.ranges, look.span, "span")
        menu.addAction("First view again").triggered.connect(lambda: self.reset.emit())
        table = menu.addAction(AS_TABLE)
        table.setCheckable(True)
        table.setChecked(self._as_table)
        table.triggered.connect(lambda: self.table_asked.emit())

    def _staying_menu(self, title: str) -> QMenu:
        """A menu in the menu that stays open, so that several things can be ticked."""
        menu = StayingMenu(title, self.menu)
        self.menu.addMenu(menu)
        return menu

    def _fill_studies(self, menu: QMenu) -> None:
        """Any few of them; those ticked first stand highest."""
        self._ticks = {}
        for key, words in self._choices.studies:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key in self._look.studies)
            action.triggered.connect(lambda on, key=key: self._set_study(key, on))
            self._ticks[key] = action
        menu.addSeparator()
        self._full = menu.addAction(FULL)
        self._full.setEnabled(False)
        self._none = menu.addAction("None")
        self._none.triggered.connect(lambda: self._change(studies=()))
        self._limit_studies()

    def _limit_studies(self) -> None:
        """Where as many as may be are ticked, no other can be, and the menu says why."""
        chosen = [name for name in self._look.studies if name in self._ticks]
        full = len(chosen) >= STUDIES
        for key, action in self._ticks.items():
            action.setChecked(key in chosen)
            action.setEnabled(not full or key in chosen)
        self._full.setVisible(full)
        self._none.setEnabled(bool(chosen))

    def close_study(self, key: str) -> None:
        """Take an indicator away."""
        self._set_study(key, False)

    def _set_study(self, key: str, on: bool) -> None:
        offered = {name for name, _ in self._choices.studies}
        kept = tuple(name for name in self._look.studies if name != key and name in offered)
        self._change(studies=(*kept, key) if on else kept)

    def _choose(self, menu: QMenu, options: tuple[tuple[str, str], ...], now: str, field: str) -> None:
        """One of a few."""
        group = QActionGroup(menu)
        for key, words in options:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == now)
            group.addAction(action)
            action.triggered.connect(lambda _=False, key=key: self._set(field, key))

    def _set(self, field: str, key: str) -> None:
        if field == "span":
            self._choose_range(key)
        elif field == "bars":
            self._change(bars="" if key == self._choices.lengths[0][0] else key)
        else:
            self._change(**{field: key})

    def _set_average(self, count: int, on: bool) -> None:
        kept = {*self._look.averages, count} if on else {*self._look.averages} - {count}
        self._change(averages=tuple(sorted(kept)))


def _gone(row: Segmented | None) -> None:
    """A row of segments that others take the place of."""
    if row is not None:
        row.setParent(None)
        row.deleteLater()
