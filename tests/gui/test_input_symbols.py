"""Further symbols in the window: ticked, undone, handed to the run, and missed in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from tests.gui.desk import Answers, FakeRun, csv_file, open_session, settle
from tests.samples import make_prices, make_result
from workbench.data.spec import DataSpec
from workbench.errors import UsageError
from workbench.experiment.result import InputIdentity
from workbench.gui import edits
from workbench.gui.input_symbols import InputSymbols
from workbench.gui.menus import Commands
from workbench.gui.present import inputs as present
from workbench.gui.present import reality
from workbench.gui.setup_dock import SetupDock
from workbench.gui.verbs import Verbs
from workbench.project.document import Document
from workbench.project.project import new_project

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def run():
    return FakeRun()


@pytest.fixture
def session(qapp, run):
    with open_session(qapp, run) as opened:
        yield opened


@pytest.fixture
def section(qtbot, session):
    owner = QWidget()
    qtbot.addWidget(owner)
    dock = SetupDock(session, Commands(owner, Verbs(session, owner, Answers()), session.theme))
    qtbot.addWidget(dock)
    dock.show()
    found = dock.findChild(InputSymbols)
    found.set_open(True)
    yield found


def head_note(section) -> str:
    return section.note


def test_that_the_other_symbols_of_the_list_are_offered_and_a_tick_is_an_undoable_edit(session, section):
    assert [*section.boxes] == ["NASDAQ"] and head_note(section) == "none"
    weights = session.plan.weights
    section.boxes["NASDAQ"].click()
    project = session.document.project
    assert project.spec.data.inputs == project.data("SP500").inputs == ("NASDAQ",)
    assert head_note(section) == "NASDAQ" and session.plan.weights > weights
    assert session.undo_stack.undoText() == "Add NASDAQ as an input"
    session.undo()
    assert session.document.project.spec.data.inputs == () and not section.boxes["NASDAQ"].isChecked()
    session.redo()
    section.boxes["NASDAQ"].click()
    assert session.document.project.spec.data.inputs == ()


def test_that_the_chart_keeps_its_prices_while_inputs_are_chosen(session, section):
    before = session.prices
    section.boxes["NASDAQ"].click()
    assert session.prices is before and session.problems == ()


def test_that_each_symbol_keeps_its_own_inputs(session, section):
    section.boxes["NASDAQ"].click()
    session.show_symbol("NASDAQ")
    assert [*section.boxes] == ["SP500"] and not section.boxes["SP500"].isChecked()
    session.show_symbol("SP500")
    assert section.boxes["NASDAQ"].isChecked()


def test_that_a_symbol_taken_off_the_list_is_no_input_any_more_until_undone(session, section):
    section.boxes["NASDAQ"].click()
    session.remove_symbol("NASDAQ")
    assert session.document.project.spec.data.inputs == () and section.boxes == {}
    assert not section._empty.isHidden()
    session.undo()
    assert session.document.project.spec.data.inputs == ("NASDAQ",) and section.boxes["NASDAQ"].isChecked()


def test_that_a_run_gets_the_prices_of_its_inputs(session, section, run):
    section.boxes["NASDAQ"].click()
    session.train()
    assert run.told.wait(5)
    (order,) = run.orders
    assert order.spec.data.inputs == ("NASDAQ",)
    assert [series.symbol for series in order.inputs] == ["NASDAQ"] and len(order.inputs[0]) == 5031
    assert not section.boxes["NASDAQ"].isEnabled()


def test_that_an_input_without_prices_is_said_beside_its_box_and_nothing_starts(session, section, run):
    lost = DataSpec(symbol="LOST", source="yahoo", content_hash="a" * 64)
    session.edit("Add", edits.with_active(edits.with_symbol(session.document.project, lost), "SP500"))
    section.boxes["LOST"].click()
    settle(session)
    assert section.is_open and section.problem.startswith("The prices of LOST that this project was")
    assert "Fetch newer ones" in section.problem
    assert [problem.field for problem in session.problems] == ["data.inputs"] and session.plan is None
    session.train()
    assert not session.running and "LOST" in session.message and run.orders == []


def test_that_nothing_starts_while_prices_of_an_input_are_being_read(session, run):
    prices = make_prices(1700, "OTHER")
    data = DataSpec(symbol="OTHER", source="yahoo", content_hash=prices.content_hash)
    project = edits.with_active(edits.with_symbol(session.document.project, data), "SP500")
    session.edit("Add", edits.with_inputs(project, ("OTHER",)))
    assert session.book.awaits(data) and session.problems == () and session.plan is None
    session.train()
    assert not session.running and session.message == "The prices of OTHER are being read. Wait a moment."
    settle(session)


def test_that_an_input_from_nowhere_is_a_day_late_and_the_window_says_so(session, section, tmp_path):
    session.open_path(csv_file(tmp_path))
    settle(session)
    session.show_symbol("SP500")
    section.boxes["NASDAQ"].click()
    assert section.caution == ""
    section.boxes["ACME"].click()
    assert section.caution.startswith("Whether ACME closes before SP500 is not known")
    assert session.problems == () and session.plan is not None
    assert head_note(section) == "2 chosen"


def test_that_prices_fetched_anew_keep_the_inputs_of_their_symbol(session):
    session.edit("Add", edits.with_inputs(session.document.project, ("NASDAQ",)))
    newer = DataSpec(symbol="SP500", source="yahoo", content_hash="b" * 64)
    project = edits.with_symbol(session.document.project, newer)
    assert project.spec.data.inputs == ("NASDAQ",) and project.spec.data.source == "yahoo"


def test_that_a_model_of_one_symbol_hides_the_boxes_unless_one_is_ticked(session, section):
    session.set_setting("model.kind", "drift", "Choose drift")
    assert section.isHidden()
    session.undo()
    section.boxes["NASDAQ"].click()
    session.set_setting("model.kind", "drift", "Choose drift")
    assert not section.isHidden()


def test_that_a_project_that_names_inputs_opens_with_them_at_hand(session, run):
    prices, result = make_result()
    other = make_prices(1500, "OTHER", seed=5)
    inputs = (DataSpec(symbol="OTHER", source="csv", content_hash=other.content_hash),)
    project = new_project(
        "ACME", "csv", content_hash=prices.content_hash, spec=result.spec, inputs=inputs
    )
    both = {series.content_hash: series for series in (prices, other)}
    session.adopt(Document(project, (), both))
    assert session.problems == () and session.plan is not None
    session.train()
    assert run.told.wait(5)
    assert [series.content_hash for series in run.orders[0].inputs] == [other.content_hash]


def test_that_the_symbol_itself_and_a_stranger_cannot_be_inputs(session):
    project = session.document.project
    with pytest.raises(UsageError, match="SP500 is the symbol itself"):
        edits.with_inputs(project, ("SP500",))
    with pytest.raises(UsageError, match="GONE is not in this project"):
        edits.with_inputs(project, ("GONE",))


def beside_other(result):
    """The run as it would be beside OTHER, whose exchange is not known."""
    identity = InputIdentity("OTHER", "csv", 900, "2010-01-04", "2013-06-14", "c" * 64, True, 600)
    spec = result.spec.with_settings({"data.inputs": "OTHER"})
    return replace(result, spec=spec, data=replace(result.data, inputs=(identity,)))


def test_that_what_is_to_be_known_of_the_inputs_stays_beside_the_leaks_of_the_run(qapp, qtbot):
    class BesideOther(FakeRun):
        def __call__(self, *words):
            return beside_other(super().__call__(*words))

    run = BesideOther()
    run.go.set()
    with open_session(qapp, run) as session:
        session.train()
        qtbot.waitUntil(lambda: not session.running)
        shown = session.result
    facts = reality.Facts(
        spec=shown.spec, result=shown, backtest=shown.backtest, verdict=shown.verdict, tries=1,
        vault_days=500, run_ids=(shown.run_id,), known={},
    )  # fmt: skip
    unknown, without_news = reality.leaks(facts).tip.splitlines()[1:]
    assert unknown.startswith("Whether OTHER closes before ACME is not known")
    assert without_news.startswith("OTHER, 2010-01-04 to 2013-06-14, has nothing new on 600 of the")


@pytest.mark.parametrize(
    ("inputs", "said"), [((), "none"), (("AAPL",), "AAPL"), (("AAPL", "MSFT", "X"), "3 chosen")]
)
def test_that_the_head_says_what_is_chosen(inputs, said):
    assert present.note(inputs) == said
