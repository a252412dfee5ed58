"""Sections of questions the user may ask of a run: one line, a picture or its table, and a button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.gui.inquiry import PLACEBO, PLANTED, About
from workbench.gui.present import placebo as present_placebo
from workbench.gui.present import planted as present_planted
from workbench.gui.widgets.buttons import FlatButton, OutlineButton
from workbench.gui.widgets.cloud_bars import CloudBars
from workbench.gui.widgets.plain_table import PlainTable, TableRow
from workbench.gui.widgets.power_curve import PowerCurve
from workbench.gui.widgets.section import Section
from workbench.gui.widgets.table_side import AS_TABLE
from workbench.gui.widgets.table_turn import TableTurn
from workbench.gui.widgets.text import WrapLabel

AS_PICTURE = "As a picture"
BUTTON_HEIGHT = 24


class AnswerSection(Section):
    """`ask()` is called by its button. Picture and table say the same; the user picks one.

    No start needs what is in it: it is made by `prepare`, or when there is something to show.
    """

    columns: tuple[str, ...]
    """Of the table."""

    def __init__(self, title: str, ask: Callable[[], None]) -> None:
        super().__init__(title)
        self._title, self._ask = title, ask
        self._has_picture = self._prepared = False

    def make_picture(self) -> QWidget:
        """What is drawn of the answer."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Make the contents, once."""
        if self._prepared:
            return
        self._prepared = True
        picture, columns = self.make_picture(), self.columns
        self.table = PlainTable(columns, self._title)
        self._line = WrapLabel("", 8.6)
        self._setting = WrapLabel("", 8.25, ink="t3")
        self.button = OutlineButton("", "", BUTTON_HEIGHT)
        self.button.clicked.connect(self._ask)
        self.switch = FlatButton(AS_TABLE, "", BUTTON_HEIGHT)
        self._turn = TableTurn(
            self.switch, picture, self.table,
            lambda as_table: self.switch.setText(AS_PICTURE if as_table else AS_TABLE),
        )  # fmt: skip
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 2, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        row.addWidget(self.switch)
        for part in (picture, self.table, self._line, self._setting, self._row):
            self.add(part)

    @property
    def text(self) -> str:
        """The line below the picture."""
        return self._line.plain_text

    def show_waiting(self, text: str) -> None:
        """Nothing can be asked yet."""
        self.prepare()
        self.set_note(text)
        self.show_words(text, "", "", alarm=False, busy=False)
        self.show_rows(())

    def show_words(self, text: str, setting: str, button: str, *, alarm: bool, busy: bool) -> None:
        """The line, the small print, the button's word ("" hides it), disabled while others are asked."""
        self._line.set_text(text)
        self._line.set_ink("red" if alarm else "t2")
        self._setting.set_text(setting)
        self._setting.setVisible(bool(setting))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.button.setEnabled(not busy)

    def show_rows(self, rows: tuple[tuple[str, ...], ...], *, strong: bool = False) -> None:
        """The table's rows; none means that there is no picture either. `strong` marks the first."""
        self._has_picture = bool(rows)
        self.table.set_rows(
            [TableRow(row, strong=strong and not place, name_ink="acc" if strong and not place else "t2")
             for place, row in enumerate(rows)]
        )  # fmt: skip
        self._arrange()

    def _arrange(self) -> None:
        self._turn.set_known(self._has_picture)
        self._row.setVisible(self._has_picture or not self.button.isHidden())


class PlaceboSection(AnswerSection):
    """The histogram of twins, filling in as they are scored."""

    columns = present_placebo.COLUMNS

    def __init__(self, ask: Callable[[str], None]) -> None:
        super().__init__("Placebo", lambda: ask(PLACEBO))

    def make_picture(self) -> QWidget:
        self._bars = CloudBars()
        return self._bars

    def show_about(self, about: About) -> None:
        """Show how the placebo of the shown run stands."""
        self.prepare()
        view = present_placebo.view(about.placebo)
        self.set_note(view.note)
        self.show_words(view.text, view.setting, view.button, alarm=view.alarm, busy=about.busy)
        if view.cloud is not None and about.placebo is not None and about.placebo.placebo is not None:
            self._bars.show_cloud(view.cloud, present_placebo.spoken(about.placebo.placebo))
        self.show_rows(view.rows, strong=True)


class PlantedSection(AnswerSection):
    """The power curve of planted edges."""

    columns = present_planted.COLUMNS

    def __init__(self, ask: Callable[[str], None]) -> None:
        super().__init__("Planted signal", lambda: ask(PLANTED))

    def make_picture(self) -> QWidget:
        self._curve = PowerCurve()
        return self._curve

    def show_about(self, about: About, days_here: int, setting: str) -> None:
        """Show how the planted signal of the shown run stands; nothing before it was asked for."""
        if about.planted is None:
            return
        self.prepare()
        view = present_planted.view(about.planted, days_here, setting)
        self.set_note(view.note)
        self.show_words(view.text, view.legend, view.button, alarm=view.alarm, busy=about.busy)
        if view.curve is not None:
            self._curve.show_curve(view.curve)
        self.show_rows(view.rows)
