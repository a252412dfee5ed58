"""Tests of the forms: what is typed reaches the document, what is wrong stands beside its field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QCheckBox, QListWidget

from tests.gui.desk import Answers, FakeRun, choose, csv_file, open_session, row, settle, type_into
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.forms import BoundRow, SettingRow, bounds_of
from workbench.gui.menus import Commands
from workbench.gui.model_options import COSTS_AND_SIZE, InputsSection, MoreSection
from workbench.gui.model_picker import ModelPicker
from workbench.gui.panels.watchlist import fitting
from workbench.gui.present.setup import SymbolRow
from workbench.gui.setup_dock import SetupDock
from workbench.gui.theme import pt
from workbench.gui.verbs import Verbs
from workbench.gui.widgets.card import CardButton
from workbench.gui.widgets.check_list import LAST_STAYS, CheckList
from workbench.gui.widgets.choice import Choice
from workbench.gui.widgets.section import Section
from workbench.gui.widgets.segmented import Segmented
from workbench.models.catalog import CATALOG
from workbench.training.spec import TrainSpec

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def run():
    return FakeRun()


@pytest.fixture
def session(qapp, run):
    with open_session(qapp, run) as opened:
        yield opened


@pytest.fixture
def dock(qtbot, session):
    from PySide6.QtWidgets import QWidget

    owner = QWidget()
    qtbot.addWidget(owner)
    dock = SetupDock(session, Commands(owner, Verbs(session, owner, Answers()), session.theme))
    qtbot.addWidget(dock)
    dock.resize(252, 900)
    dock.show()
    return dock


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("features.lookback", "30", 30),
        ("model.hidden_size", "16", 16),
        ("model.num_layers", "3", 3),
        ("train.epochs", "7", 7),
        ("train.seeds", "2", 2),
        ("train.learning_rate", "0.0005", 0.0005),
        ("evaluation.refit_every", "250", 250),
        ("evaluation.cost_bps", "2.5", 2.5),
    ],
)
def test_that_a_typed_number_is_an_undoable_edit(qtbot, session, dock, path, text, value):
    type_into(qtbot, dock, path, text)
    section, _, name = path.partition(".")
    assert getattr(getattr(session.document.project.spec, section), name) == value
    before = row(dock, path).field.value
    session.undo()
    assert row(dock, path).field.value != before
    assert session.document.project.spec == ExperimentSpec(data=session.document.project.spec.data)


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("model.hidden_size", "0", "1 to 1024"),
        ("model.num_layers", "9", "1 to 8"),
        ("features.lookback", "1", "2 to 1024"),
        ("train.learning_rate", "0", "0.000001 to 1"),
        ("train.epochs", "many", "not a number"),
    ],
)
def test_that_a_number_outside_its_range_is_refused_beside_the_field(qtbot, session, dock, path, text, said):
    type_into(qtbot, dock, path, text)
    assert said in row(dock, path).problem
    assert session.undo_stack.count() == 0
    type_into(qtbot, dock, path, "3" if path != "train.learning_rate" else "0.01")
    assert row(dock, path).problem == ""
    assert session.undo_stack.count() == 1


def test_that_a_problem_of_the_whole_stands_beside_its_field_and_train_waits(qtbot, session, dock):
    type_into(qtbot, dock, "features.lookback", "740")
    assert "740" in row(dock, "features.lookback").problem
    session.undo()
    assert row(dock, "features.lookback").problem == ""


def test_that_a_model_brings_its_own_fields_and_its_story(qtbot, session, dock):
    picker = dock.findChild(ModelPicker)
    choose(dock, "ridge")
    assert session.document.project.spec.model.kind == "ridge"
    assert row(dock, "train.epochs").isHidden() and not row(dock, "features.lookback").isHidden()
    assert session.plan.fits == session.plan.folds
    assert picker.accessibleName() == "model: ridge"
    assert picker.accessibleDescription() == CATALOG["ridge"].story
    assert session.undo_stack.undoText() == "Choose ridge"
    session.undo()
    assert picker.current == "lstm" and picker.accessibleDescription() == CATALOG["lstm"].story
    assert row(dock, "model.hidden_size") is not None and not row(dock, "train.epochs").isHidden()


def test_that_the_rule_is_one_click(qtbot, session, dock):
    segmented = dock.findChild(Segmented)
    qtbot.mouseClick(segmented._buttons["long_short"], Qt.MouseButton.LeftButton)
    assert session.document.project.spec.evaluation.rule == "long_short"
    session.undo()
    assert segmented.current == "long_flat"


def test_that_a_symbol_is_shown_by_choosing_it(qtbot, session, dock):
    symbols = dock.findChild(QListWidget, "symbols")
    assert [symbols.item(i).text() for i in range(2)] == [
        "S&P 500, sample, 5,031 days", "NASDAQ composite, sample, 5,031 days",
    ]  # fmt: skip
    symbols.setCurrentRow(1)
    assert session.document.project.active_symbol == "NASDAQ"
    session.undo()
    assert symbols.currentRow() == 0


def test_that_a_new_symbol_joins_the_list_and_can_leave_it(session, dock):
    session.add_symbol("W2-seed1", "synthetic")
    settle(session)
    symbols = dock.findChild(QListWidget, "symbols")
    assert "2,000 days" in symbols.item(2).text() and symbols.currentRow() == 2
    session.remove_symbol("W2-seed1")
    assert symbols.count() == 2 and session.document.project.active_symbol == "NASDAQ"


def test_that_the_setup_rests_while_training(qtbot, session, dock, run):
    session.train()
    assert not row(dock, "model.hidden_size").isEnabled() and not dock.findChild(ModelPicker).isEnabled()
    assert not dock.findChild(QListWidget, "symbols").isEnabled()
    run.go.set()
    qtbot.waitUntil(lambda: not session.running and session.is_told, timeout=5000)
    assert row(dock, "model.hidden_size").isEnabled()


def test_that_ranges_come_from_the_spec():
    fields = TrainSpec.model_fields
    assert (bounds_of(fields["seeds"], 0).low, bounds_of(fields["seeds"], 0).high) == (1, 100)
    rate = bounds_of(fields["learning_rate"], 6)
    assert (rate.low, rate.high) == (1e-6, 1.0)


def tabbed(window, qtbot, most):
    """The names of what Tab reaches, in order, from the first."""
    for _ in range(most):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        yield window.focusWidget().accessibleName()


def test_that_tab_goes_down_the_panel_in_the_order_of_the_eye(dock, qtbot):
    dock.activateWindow()
    names = list(tabbed(dock, qtbot, 16))
    fields = [
        "window size", "hidden size", "layers", "More about the model", "Inputs", "Further symbols", "epochs",
        "seeds", "learn anew every", "learning rate", "More about training", "cost a side",
    ]  # fmt: skip
    start = names.index("window size")
    assert names[start : start + len(fields)] == fields


def test_that_a_model_without_layers_hides_their_fields(dock, session):
    session.set_setting("model.kind", "drift", "Choose drift")
    shown = {row.objectName() for row in dock.findChildren(SettingRow) if row.isVisibleTo(dock)}
    assert shown == {"evaluation.refit_every", "evaluation.cost_bps"}
    session.set_setting("model.kind", "lstm", "Choose LSTM")
    shown = {row.objectName() for row in dock.findChildren(SettingRow) if row.isVisibleTo(dock)}
    assert {"model.hidden_size", "model.num_layers", "train.epochs"} <= shown


@pytest.mark.parametrize("width", [252, 236])
def test_that_nothing_is_wider_than_the_dock(dock, session, tmp_path, width):
    session.import_csv(csv_file(tmp_path))
    settle(session)
    dock.resize(width, 500)
    open_all(dock)
    for kind in CATALOG:
        session.set_setting("model.kind", kind, "Choose a model")
        settle(session)
        kinds = (BoundRow, Choice, QCheckBox, CardButton)
        parts = [part for kind_of_part in kinds for part in dock.findChildren(kind_of_part)]
        for part in (part for part in parts if part.isVisibleTo(dock)):
            assert part.mapTo(dock, part.rect().topRight()).x() < width, (kind, part.objectName())


def test_that_a_narrow_row_gives_up_its_source_before_its_name(qapp):
    row = SymbolRow("SP500", "S&P 500", "sample", "5,031 days", "clean", "", True)
    metrics = QFontMetricsF(pt(9))
    assert fitting(row, 300, metrics) == ("S&P 500", "sample")
    assert fitting(row, metrics.horizontalAdvance("SP500") + 2, metrics) == ("SP500", "")
    assert fitting(row, 20, metrics)[0].endswith("…")


NET_ONLY = {
    "model.head", "train.epochs", "train.seeds", "train.learning_rate", "train.batch_size", "train.patience",
    "train.schedule", "train.weight_decay", "train.averaging", "train.warm_start", "train.device",
}  # fmt: skip
RECURRENT = {"features.lookback", "model.hidden_size", "model.num_layers", "model.dropout"} | NET_ONLY
OWN = {
    "chart_cnn": {"features.lookback", "model.channels", "model.dropout"} | NET_ONLY,
    "rnn": RECURRENT, "lstm": RECURRENT, "gru": RECURRENT,
    "cnn": {"features.lookback", "model.channels", "model.kernel_size", "model.num_layers", "model.dropout"}
    | NET_ONLY,
    "transformer": {
        "features.lookback", "model.d_model", "model.nhead", "model.num_encoder_layers",
        "model.dim_feedforward", "model.dropout",
    } | NET_ONLY,
    "ridge": {"features.lookback"}, "linear": {"features.lookback"},
    "gradient_boosting": {"model.bars", "model.iterations"},
}  # fmt: skip
READS_COLUMNS = {"rnn", "lstm", "gru", "cnn", "transformer", "ridge", "gradient_boosting"}


def open_all(dock):
    for section in dock.findChildren(Section):
        section.set_open(True)


def pick(dock, path, key):
    open_all(dock)
    field = dock.findChild(BoundRow, path).field
    field.setCurrentIndex(field.findData(key))
    field.activated.emit(field.currentIndex())


@pytest.mark.parametrize("kind", CATALOG)
def test_that_each_kind_shows_its_own_fields_and_no_others(dock, session, kind):
    choose(dock, kind)
    open_all(dock)
    shown = {row.objectName() for row in dock.findChildren(BoundRow) if row.isVisibleTo(dock)}
    common = {"evaluation.refit_every", "evaluation.cost_bps", *(row.path for row in COSTS_AND_SIZE)}
    interval = {"train.interval"} if CATALOG[kind].forecasts else set()
    assert shown == OWN.get(kind, set()) | common | interval
    assert dock.findChild(CheckList).isVisibleTo(dock) == (kind in READS_COLUMNS)


@pytest.mark.parametrize("kind", CATALOG)
def test_that_no_model_opens_with_more_than_four_fields(dock, session, kind):
    session.set_setting("model.kind", kind, "Choose a model")
    rows = [row for row in dock.findChildren(SettingRow) if row.isVisibleTo(dock)]
    assert len([row for row in rows if row.path.startswith(("model.", "features."))]) <= 4


def test_that_what_few_change_is_folded_at_first(dock):
    sections = dock.findChildren(MoreSection) + dock.findChildren(InputsSection)
    assert len(sections) == 4 and not any(section.is_open for section in sections)


@pytest.mark.parametrize(
    ("path", "key"),
    [("model.head", "quantile"), ("train.schedule", "cosine"), ("train.device", "cpu"),
     ("train.interval", "garch")],
)  # fmt: skip
def test_that_a_choice_is_an_undoable_edit(dock, session, path, key):
    section, _, name = path.partition(".")
    before = session.document.project.spec
    pick(dock, path, key)
    assert getattr(getattr(session.document.project.spec, section), name) == key
    session.undo()
    assert session.document.project.spec == before
    assert dock.findChild(BoundRow, path).field.current == getattr(getattr(before, section), name)


def test_that_a_warm_start_is_switched_on_and_off_again_by_undo(qtbot, dock, session):
    open_all(dock)
    switch = dock.findChild(BoundRow, "train.warm_start").field
    qtbot.mouseClick(switch._buttons["yes"], Qt.MouseButton.LeftButton)
    assert session.document.project.spec.train.warm_start is True
    session.undo()
    assert session.document.project.spec.train.warm_start is False and switch.current == "no"


def test_that_inputs_are_ticked_in_the_order_of_the_registry_and_the_last_one_stays(dock, session):
    boxes = dock.findChild(CheckList).boxes
    assert boxes["rsi"].accessibleDescription() == boxes["rsi"].toolTip() != ""
    boxes["macd"].click()
    assert session.document.project.spec.features.columns == ("ohlcv", "macd")
    session.undo()
    assert session.document.project.spec.features.columns == ("ohlcv",) and not boxes["macd"].isChecked()
    edits = session.undo_stack.count()
    boxes["ohlcv"].click()
    assert boxes["ohlcv"].isChecked() and dock.findChild(CheckList).problem == LAST_STAYS
    assert session.undo_stack.count() == edits
    assert session.document.project.spec.features.columns == ("ohlcv",)


def test_that_tab_goes_down_open_sections_too(dock, qtbot, session):
    session.set_setting("model.kind", "transformer", "Choose Transformer")
    open_all(dock)
    dock.activateWindow()
    tops = []
    for name in tabbed(dock, qtbot, 45):
        if tops and not dock.setup.isAncestorOf(dock.focusWidget()):
            break
        if name == "window size" or tops:
            tops.append(dock.focusWidget().mapTo(dock.setup, dock.focusWidget().rect().center()).y())
    assert len(tops) > 25 and tops == sorted(tops)


def test_that_a_number_of_the_same_name_has_the_range_of_its_model(qtbot, dock, session):
    session.set_setting("model.kind", "cnn", "Choose CNN")
    type_into(qtbot, dock, "model.num_layers", "10")
    assert session.document.project.spec.model.num_layers == 10
    session.set_setting("model.kind", "lstm", "Choose LSTM")
    type_into(qtbot, dock, "model.num_layers", "10")
    assert "1 to 8" in row(dock, "model.num_layers").problem


def test_that_a_problem_stands_beside_its_field_and_opens_its_section(dock, session):
    session.set_setting("model.kind", "transformer", "Choose Transformer")
    session.set_setting("model.nhead", 5, "Set heads")
    assert "5 heads" in row(dock, "model.d_model").problem
    more = next(part for part in dock.findChildren(MoreSection) if "train.batch_size" in part.paths)
    problems = {"train.batch_size": "Too many."}
    more.show_spec(session.document.project.spec, problems)
    assert more.is_open and row(dock, "train.batch_size").problem == "Too many."
    more.set_open(False)
    more.show_spec(session.document.project.spec, problems)
    assert not more.is_open


def test_that_folded_settings_rest_while_training(qtbot, session, dock, run):
    open_all(dock)
    session.train()
    assert not dock.findChild(BoundRow, "model.head").isEnabled()
    assert not dock.findChild(CheckList).isEnabled()
    run.go.set()
    qtbot.waitUntil(lambda: not session.running and session.is_told, timeout=5000)
    assert dock.findChild(CheckList).isEnabled()


NO_CUDA = "This computer has no CUDA device that torch can use. Choose auto or CPU."


def warm_up(qtbot, session, run, devices):
    """Let the workers start and tell their devices."""
    run.executor.devices = devices
    heard = []
    session.subscribe(lambda changed: heard.append("problems" in changed.parts))
    session.warm_up()
    qtbot.waitUntil(lambda: any(heard), timeout=5000)


def test_that_a_device_that_is_not_there_is_named_beside_its_field_and_train_waits(qtbot, session, dock, run):
    warm_up(qtbot, session, run, ("cpu",))
    pick(dock, "train.device", "cuda")
    device = dock.findChild(BoundRow, "train.device")
    assert device.problem == NO_CUDA and device.isVisibleTo(dock)
    assert device.field.property("state") == "error"
    session.train()
    assert not session.running and session.message == NO_CUDA
    pick(dock, "train.device", "cpu")
    assert device.problem == "" and device.field.property("state") == "" and session.problems == ()


def test_that_a_device_chosen_before_the_workers_know_is_named_once_they_do(qtbot, session, dock, run):
    open_all(dock)
    session.set_setting("train.device", "cuda", "Set device")
    assert dock.findChild(BoundRow, "train.device").problem == "" and session.problems == ()
    warm_up(qtbot, session, run, ("cpu",))
    assert dock.findChild(BoundRow, "train.device").problem == NO_CUDA


def test_that_a_device_that_is_there_or_that_nobody_could_ask_about_is_no_problem(qtbot, session, run):
    session.set_setting("train.device", "cuda", "Set device")
    warm_up(qtbot, session, run, ("cpu", "cuda"))
    assert session.problems == ()
