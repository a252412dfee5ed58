import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from workbench.gui.widgets.field_row import FieldRow
from workbench.gui.widgets.numeric_field import NumericField

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def field(qtbot):
    field = NumericField(60, "days", 2, 1024)
    qtbot.addWidget(field)
    field.show()
    return field


def type_over(qtbot, field, text):
    field.text_edit.setFocus()
    field.text_edit.selectAll()
    qtbot.keyClicks(field.text_edit, text)
    qtbot.keyClick(field.text_edit, Qt.Key.Key_Return)


def test_that_a_committed_number_is_announced_once(qtbot, field):
    heard = []
    field.edited.connect(heard.append)
    type_over(qtbot, field, "90")
    type_over(qtbot, field, "90")
    assert heard == [90.0]


@pytest.mark.parametrize("text", ["0", "1025", "-5", "sixty", "", "nan", "1e999"])
def test_that_what_cannot_be_is_refused_and_the_value_stays(qtbot, field, text):
    edited, refused = [], []
    field.edited.connect(edited.append)
    field.refused.connect(refused.append)
    type_over(qtbot, field, text or "x")
    assert edited == []
    assert field.value == 60
    assert refused
    assert field.property("state") == "error"


def test_that_a_value_from_outside_is_shown_without_being_announced(qtbot, field):
    heard = []
    field.edited.connect(heard.append)
    field.set_value(120)
    assert field.text_edit.text() == "120"
    assert heard == []


def test_that_arrow_keys_step_within_the_limits(qtbot):
    field = NumericField(1023, "", 2, 1024)
    qtbot.addWidget(field)
    heard = []
    field.edited.connect(heard.append)
    for _ in range(3):
        qtbot.keyClick(field.text_edit, Qt.Key.Key_Up)
    qtbot.keyClick(field.text_edit, Qt.Key.Key_Down)
    assert heard == [1024.0, 1023.0]


def test_that_decimals_show_no_needless_zeros(qtbot):
    field = NumericField(0.001, "", 0, 1, 6)
    qtbot.addWidget(field)
    assert field.text_edit.text() == "0.001"
    assert field.format(1.0) == "1"
    assert field.format(1e-05) == "0.00001"


def test_that_a_comma_is_read_as_a_decimal_point(qtbot):
    field = NumericField(0.5, "", 0, 1, 3)
    qtbot.addWidget(field)
    field.show()
    type_over(qtbot, field, "0,25")
    assert field.value == 0.25


def test_that_the_wheel_leaves_an_unfocused_field_alone(qtbot, field):
    field.text_edit.clearFocus()
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    field.wheelEvent(event)
    assert field.value == 60
    assert not event.isAccepted()


def test_that_a_row_says_below_the_field_what_is_wrong_until_it_is_mended(qtbot, field):
    row = FieldRow("window size", field)
    qtbot.addWidget(row)
    row.show()
    type_over(qtbot, field, "1")
    assert "2 to 1024" in row.problem
    type_over(qtbot, field, "30")
    assert row.problem == ""
    assert field.text_edit.accessibleName() == "window size"
