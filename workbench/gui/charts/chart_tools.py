"""What is chosen about the price chart: ranges in a small row, everything in one menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from workbench.gui.present.chart import AVERAGES, RANGES, STYLES
from workbench.gui.present.studies import FULL
from workbench.gui.widgets.buttons import IconButton
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.staying_menu import StayingMenu
from workbench.settings import STUDIES, ChartLook

ROW, MORE = 20, (28, 22)


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen: (key, title) of indicators, other symbols, and whether a log scale is possible."""

    studies: tuple[tuple[str, str], ...] = ()
    symbols: tuple[str, ...] = ()
    log: bool = True


class ChartTools(QWidget):
    """Shows a look; `changed` carries the look that the user chose, `reset` asks for the first view."""

    changed = Signal(object)
    reset = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look = ChartLook()
        self._choices = Choices()
        self._ticks: dict[str, QAction] = {}
        self.menu = QMenu("Price chart", self)
        self.menu.aboutToShow.connect(self._fill)
        self._ranges = Segmented(tuple((key, words) for key, words, _ in RANGES), "", "range")
        self._ranges.setFixedHeight(ROW)
        self._ranges.chosen.connect(self._choose_range)
        self._more = IconButton("settings", "How the price chart looks")
        self._more.setFixedSize(*MORE)
        self._more.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(6)
        row.addWidget(self._ranges)
        row.addWidget(self._more)

    def show_look(self, look: ChartLook, choices: Choices | None = None) -> None:
        """Show what is chosen, without announcing it."""
        self._look = look
        self._choices = choices or self._choices
        self._ranges.set_current(look.span)
        if self._ticks and self.menu.isVisible():
            self._limit_studies()

    def show_range(self, key: str) -> None:
        """Another range is in sight, or none."""
        if key != self._look.span:
            self.show_look(self._look.model_copy(update={"span": key}))

    def set_narrow(self, narrow: bool) -> None:
        """Where room is short the ranges stay in the menu alone."""
        self._ranges.setHidden(narrow)

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
        log = menu.addAction("Logarithmic prices")
        log.setCheckable(True)
        log.setChecked(look.log and self._choices.log)
        log.setEnabled(self._choices.log)
        log.triggered.connect(lambda on: self._change(log=on))
        menu.addSeparator()
        averages = self._staying_menu("Averages of closes")
        for days in AVERAGES:
            action = averages.addAction(f"{days} days")
            action.setCheckable(True)
            action.setChecked(days in look.averages)
            action.triggered.connect(lambda on, days=days: self._set_average(days, on))
        self._fill_studies(self._staying_menu("Indicators beneath"))
        others = tuple((name, name) for name in self._choices.symbols)
        together = menu.addMenu("Beside it, from the first day in sight")
        self._choose(together, (("", "Nothing"), *others), look.beside, "beside")
        menu.addSeparator()
        ranges = menu.addMenu("Range")
        self._choose(ranges, tuple((key, words) for key, words, _ in RANGES), look.span, "span")
        menu.addAction("First view again").triggered.connect(lambda: self.reset.emit())

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
        else:
            self._change(**{field: key})

    def _set_average(self, days: int, on: bool) -> None:
        kept = {*self._look.averages, days} if on else {*self._look.averages} - {days}
        self._change(averages=tuple(sorted(kept)))
