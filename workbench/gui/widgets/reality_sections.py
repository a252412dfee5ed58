"""The foldable sections of the Reality panel, in their order, and which of them each state shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtWidgets import QWidget

from workbench.experiment.placebo import reduced, setting_text
from workbench.experiment.result import RunResult
from workbench.gui.present import baselines, expectations, lag_lens, lens_tables, rests, whys
from workbench.gui.present import reality as present
from workbench.gui.widgets.answer_section import PlaceboSection, PlantedSection
from workbench.gui.widgets.cost_slider import CostSlider
from workbench.gui.widgets.figure_rows import FigureRows
from workbench.gui.widgets.fold_stack import Opening
from workbench.gui.widgets.hatched_box import HatchedBox
from workbench.gui.widgets.lag_lens import LagLensView
from workbench.gui.widgets.numbered_lines import NumberedLines
from workbench.gui.widgets.plain_table import PlainTable, TableRow
from workbench.gui.widgets.rests_view import RestsView
from workbench.gui.widgets.section import Section
from workbench.gui.widgets.table_turn import TableTurn, table_button
from workbench.gui.widgets.text import WrapLabel
from workbench.gui.widgets.what_if_note import WhatIfNote
from workbench.gui.widgets.why import WhyFold, Whys
from workbench.gui.widgets.why_line import WhyLine

AFTER_RUN = "after the run"
NO_FALL_BELOW = 340
FALL = len(baselines.COLUMNS) - 1

Shown = dict[Section, Opening]
"""Sections of one state, and whether each opens of itself."""


class RealitySections:
    """Every section; `filling` fills what changed and says which to show."""

    def __init__(
        self, set_cost: Callable[[float], None], why: Whys, ask: Callable[[str], None] = lambda kind: None
    ) -> None:
        self._why = why
        self._rows: tuple[baselines.Row, ...] = ()
        self._result: RunResult | None = None
        self._own_cost = 0.0
        self._cost_tried = False
        self._set_cost = set_cost
        self.questions = Section("What a run will answer", ruled=False)
        self.expect = Section("What to expect")
        self.luck = Section("How long luck takes to rule out")
        self.table = Section("Beside every baseline")
        self.mend = Section("How to mend it")
        self.moved = Section("What moved")
        self.lens = Section("Lag lens", AFTER_RUN)
        self.cost = Section("Cost what-if", AFTER_RUN)
        self.placebo = PlaceboSection(ask)
        self.planted = PlantedSection(ask)
        self.rests = Section("What it rests on", rests.NOTE)
        self.tests = Section("The tests")
        self.withheld = Section("Lag lens, cost, placebo", "withheld")
        self.in_order = (
            self.questions, self.expect, self.luck, self.table, self.mend, self.moved,
            self.lens, self.cost, self.placebo, self.planted, self.rests, self.tests, self.withheld,
        )  # fmt: skip
        self._built_after = self._has_lens = False
        self._build_before()

    def _build_before(self) -> None:
        self.questions.add(NumberedLines(expectations.QUESTIONS))
        self._expectation = WrapLabel(expectations.SENTENCE, 9)
        self.expect.add(self._expectation)
        sharpe = PlainTable(("if it explained \u2026 of the daily moves", "Sharpe a year"), "What to expect")
        sharpe.set_rows([TableRow(row) for row in expectations.sharpe_rows()])
        self.expect.add(sharpe)
        days = PlainTable(("true hit rate", "days to tell it from luck", "years"), "How long luck takes")
        days.set_rows([TableRow(row) for row in expectations.luck_rows()])
        self.luck.add(days)
        self._table = PlainTable(baselines.COLUMNS, "Beside every baseline")
        self._table.setToolTip(f"<p>{baselines.TIP}</p>")
        self.table.add(self._table)
        line = WhyLine({"the rows": "baselines", **whys.COLUMN_KEYS})
        button = self._why.button("baselines", line)
        line.left.connect(button.fold_away)
        self.table.set_why(button, line)

    def build_after(self) -> None:
        """What no panel shows before the first run, and no start need wait for; once."""
        if self._built_after:
            return
        self._built_after = True
        self.placebo.prepare()
        self.planted.prepare()
        self._steps = NumberedLines(())
        self.mend.add(self._steps)
        self._moved = PlainTable(("later days were", "first earlier day that moved"), "What moved")
        self.moved.add(self._moved)
        self._lens = LagLensView()
        self._no_lens = WrapLabel(AFTER_RUN, 8.6, ink="t3")
        self._shifts = PlainTable(lens_tables.SHIFT_COLUMNS, "Lag lens: correlation by shift")
        self.lens.add(self._lens)
        self.lens.add(self._shifts)
        self.lens.add(self._no_lens)
        self._slider = CostSlider()
        self._slider.cost_changed.connect(self._set_cost)
        self._ladder = PlainTable(lens_tables.COST_COLUMNS, "What the run would have been at other costs")
        self._note = WhatIfNote()
        self._note.back.connect(lambda: self._set_cost(self._own_cost))
        self._no_cost = WrapLabel(AFTER_RUN, 8.6, ink="t3")
        for part in (self._slider, self._ladder, self._note, self._no_cost):
            self.cost.add(part)
        self.withheld.add(HatchedBox(present.WITHHELD_NOTE))
        self._rests, self._tests = RestsView(self._why), FigureRows(self._why, "the tests")
        self.rests.add(self._rests)
        self.tests.add(self._tests)
        for section, key in ((self.lens, "lag_lens"), (self.cost, "break_even")):
            fold = WhyFold()
            section.set_why(self._why.button(key, fold), fold)
        self._turns = {
            section: _turn(section, name, picture, table)
            for section, name, picture, table in (
                (self.lens, "Lag lens", self._lens, self._shifts),
                (self.cost, "Cost what-if", self._slider, self._ladder),
            )
        }

    def set_width(self, width: int) -> None:
        """The narrow panel loses the column `fall`."""
        self._table.setColumnHidden(FALL, width < NO_FALL_BELOW)

    def filling(self, facts: present.Facts) -> Iterator[Shown | None]:
        """Fills one part with each `next`, so that the window can answer in between.

        None until all is filled, then the sections of this state and whether each opens of itself.
        """
        now = present.mode(facts)
        self._fill_table(facts)
        self._expectation.setVisible(now != "not_run")
        if now == "not_run":
            known = (self.table,) if self._rows else ()
            before = (self.questions, self.expect, self.luck, *known)
            yield dict.fromkeys(before, Opening.WITH_ROOM)
            return
        yield None
        self.build_after()
        if now == "invalid":
            yield self._fill_invalid(facts)
            return
        self._fill_lenses(facts, now == "finished")
        yield None
        yield from self._fill_finished(facts) if now == "finished" else self._fill_waiting()

    def _fill_waiting(self) -> Iterator[Shown]:
        self.placebo.show_waiting(AFTER_RUN)
        waiting = dict.fromkeys((self.lens, self.cost, self.placebo), Opening.NO)
        yield {**dict.fromkeys((self.expect, self.table), Opening.WITH_ROOM), **waiting}

    def _fill_finished(self, facts: present.Facts) -> Iterator[Shown | None]:
        assert facts.result is not None
        asked = self._fill_asked(facts)
        found = rests.rests(facts.result, facts.backtest)
        if found is not None:
            self._rests.show_rests(found)
            yield None
        self._tests.show_rows(rests.evidence_rows(facts.result, facts.verdict))
        yield None
        # Under the user's hand the slider must not fold away, not even as it passes the run's own cost.
        self._cost_tried = self._cost_tried or present.is_what_if(facts)
        cost = Opening.ALWAYS if self._cost_tried else Opening.WITH_ROOM
        # What the verdict stands on: weaknesses and tests, those of them that there are.
        grounds = (*((self.rests,) if found is not None else ()), self.tests)
        lenses = {**dict.fromkeys((self.table, self.lens), Opening.WITH_ROOM), self.cost: cost}
        yield {**lenses, **dict.fromkeys((*asked, *grounds), Opening.WITH_ROOM)}

    def _fill_table(self, facts: present.Facts) -> None:
        title, note = present.table_title(facts)
        self.table.set_title(title)
        self.table.set_note(note, baselines.SHORT_NOTES.get(note, ""))
        rows = present.table_rows(facts)
        if rows == self._rows:
            return
        self._rows = rows
        invalid = present.mode(facts) == "invalid"
        self._table.set_rows([_table_row(row, withheld=invalid) for row in rows])

    def _fill_invalid(self, facts: present.Facts) -> Shown:
        assert facts.result is not None
        moved = present.moved_rows(facts.result)
        self._steps.set_lines(present.mend_steps(facts.result))
        self._moved.set_rows([TableRow(row) for row in moved])
        parts = (self.table, self.mend, *((self.moved,) if moved else ()), self.withheld)
        return dict.fromkeys(parts, Opening.WITH_ROOM)

    def _fill_lenses(self, facts: present.Facts, done: bool) -> None:
        for waiting in (self._no_lens, self._no_cost):
            waiting.setVisible(not done)
        self._turns[self.lens].set_known(done)
        self._turns[self.cost].set_known(done)
        if not done or facts.result is None:
            self._result = None
            self._note.hide()
            self.lens.set_note(AFTER_RUN)
            self.cost.set_note(AFTER_RUN)
            return
        if facts.result is not self._result:
            self._result = facts.result
            self._cost_tried = False
            self._fill_lens(facts.result)
            made = facts.result.backtest
            self._ladder.set_rows(_plain(lens_tables.cost_rows(made)) if made is not None else [])
        backtest = facts.result.backtest
        self._turns[self.lens].set_known(self._has_lens)
        self._own_cost = facts.result.spec.evaluation.cost_bps
        self.cost.set_note(present.break_even_note(backtest))
        self._slider.setToolTip(present.holding_note(backtest))
        self._slider.set_cost(facts.cost_bps)
        if backtest is not None:
            self._slider.set_break_even(backtest.break_even_bps, backtest.break_even_vs_holding_bps)
        self._note.show_costs(facts.cost_bps, self._own_cost)

    def _fill_asked(self, facts: present.Facts) -> tuple[Section, ...]:
        """What was asked of the run; the planted signal has no section before it is asked for."""
        assert facts.result is not None and facts.result.predictions is not None
        self.placebo.show_about(facts.asked)
        setting = setting_text(reduced(facts.result.spec))
        self.planted.show_about(facts.asked, len(facts.result.predictions), setting)
        return (self.placebo,) if facts.asked.planted is None else (self.placebo, self.planted)

    def _fill_lens(self, result: RunResult) -> None:
        lens = lag_lens.lag_lens(result.predictions)
        self._has_lens = lens is not None
        self._no_lens.setVisible(lens is None)
        self.lens.set_note("no forecast to slide" if lens is None else lag_lens.note(lens))
        if lens is None:
            self._no_lens.set_text("This model decides without a forecast, so there is no line to slide.")
        else:
            self._no_lens.set_text(AFTER_RUN)
            self._lens.set_lens(lens)
            self._shifts.set_rows(_plain(lens_tables.shift_rows(lens)))


def _turn(section: Section, name: str, picture: QWidget, table: QWidget) -> TableTurn:
    """A small button in the section's head turns its picture into a table."""
    button = table_button(f"{name} as a table")
    section.set_switch(button)
    return TableTurn(button, picture, table, button.setChecked)


def _plain(rows: Iterable[tuple[tuple[str, ...], bool]]) -> list[TableRow]:
    return [TableRow(cells, strong=own, name_ink="acc" if own else "t2") for cells, own in rows]


def _table_row(row: baselines.Row, *, withheld: bool) -> TableRow:
    name_ink = "acc" if row.is_model else "t2"
    return TableRow(
        (row.name, *row.cells), strong=row.is_model, name_ink=name_ink,
        ink="red" if withheld and row.is_model else "",
    )  # fmt: skip
