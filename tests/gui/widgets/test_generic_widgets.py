import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.gui.theme import DARK, Theme, apply, pt
from workbench.gui.widgets.badge import Badge
from workbench.gui.widgets.buttons import IconButton
from workbench.gui.widgets.choice import Choice
from workbench.gui.widgets.cost_slider import CostSlider
from workbench.gui.widgets.fold_head import shortened
from workbench.gui.widgets.hatched_box import HatchedBox
from workbench.gui.widgets.plain_table import PlainTable, TableRow
from workbench.gui.widgets.ruler import IntervalRuler
from workbench.gui.widgets.section import Section
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.text import WrapLabel, label, panel_title
from workbench.gui.widgets.verdict_card import VerdictCard, balanced, fit_word

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(autouse=True)
def dressed(qapp):
    apply(qapp, Theme("dark"))


def pixels(widget, colour):
    """How many pixels of a widget have exactly that colour."""
    image = widget.grab().toImage()
    return sum(
        image.pixelColor(x, y).name().upper() == colour
        for x in range(image.width()) for y in range(image.height())
    )  # fmt: skip


def test_that_wrapped_text_asks_for_no_width_and_grows_in_height_when_narrow(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    text = WrapLabel("On 3,780 days it had not seen, the LSTM forecast no better than the average day.")
    QVBoxLayout(box).addWidget(text)
    box.resize(600, 200)
    box.show()
    wide = text.sizeHint().height()
    box.resize(160, 200)
    assert text.minimumSizeHint().width() == 0
    assert text.sizeHint().height() > wide


def test_that_wrapped_text_does_not_interpret_markup(qtbot):
    text = WrapLabel("<b>AAPL</b> & co")
    qtbot.addWidget(text)
    assert "&lt;b&gt;" in text.text()
    assert text.plain_text == "<b>AAPL</b> & co"


def test_that_plain_labels_show_markup_as_it_is(qtbot):
    text = label("<img src=x>")
    qtbot.addWidget(text)
    assert text.textFormat() == Qt.TextFormat.PlainText
    title = panel_title("Setup")
    qtbot.addWidget(title)
    assert title.text() == "SETUP"


def test_that_a_folded_section_hides_its_body(qtbot):
    section = Section("Lag lens", "after the run")
    body = label("body")
    section.add(body)
    qtbot.addWidget(section)
    section.show()
    heard = []
    section.toggled.connect(heard.append)
    opened = section.sizeHint().height()
    section.set_open(False)
    assert not body.isVisible()
    assert heard == [False]
    assert section.sizeHint().height() < opened


@pytest.mark.parametrize("values", [(-1.4, -6.1, 3.6, 0.0), (47.9, 46.3, 49.5, 53.7), (5.0, 5.0, 5.0, 5.0)])
def test_that_the_ruler_has_room_for_all_it_shows(qtbot, values):
    ruler = IntervalRuler()
    qtbot.addWidget(ruler)
    ruler.set_values(*values)
    low, high = ruler.scale()
    assert low < min(values) <= max(values) < high


def test_that_a_ruler_without_an_estimate_is_a_bare_line(qtbot):
    ruler = IntervalRuler()
    qtbot.addWidget(ruler)
    ruler.resize(120, 12)
    ruler.set_values(None, None, None, 0.0)
    assert ruler.accessibleName() == "interval: not yet"
    assert pixels(ruler, DARK.acc) == 0
    ruler.set_values(1.0, 0.5, 1.5, 0.0)
    assert pixels(ruler, DARK.acc) > 0


def test_that_segments_announce_the_users_choice_and_not_the_programs(qtbot):
    rule = Segmented((("long_flat", "long / flat"), ("long_short", "long / short")), "long_flat", "rule")
    qtbot.addWidget(rule)
    heard = []
    rule.chosen.connect(heard.append)
    rule.set_current("long_short")
    assert heard == []
    qtbot.mouseClick(rule.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert heard == [rule.current] == ["long_flat"]
    assert rule.accessibleName() == "rule"


def test_that_a_choice_carries_keys(qtbot):
    model = Choice((("lstm", "LSTM"), ("gru", "GRU")), "lstm", "model")
    qtbot.addWidget(model)
    heard = []
    model.chosen.connect(heard.append)
    model.set_current("gru")
    assert (model.current, heard) == ("gru", [])
    model.activated.emit(0)
    assert heard == ["lstm"]


def test_that_a_badge_reads_as_one_fact(qtbot):
    badge = Badge("shield", "Leaks", "clean")
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "Leaks: clean"
    badge.set_value("1 found", "red", "shield-cross")
    assert badge.accessibleName() == "Leaks: 1 found"


def test_that_icon_buttons_have_a_name(qtbot):
    button = IconButton("pause", "Pause")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Pause"


@pytest.mark.parametrize(
    "word",
    ["NO EDGE", "NOT RUN YET", "EDGE BEFORE\nCOSTS ONLY", "NOT DISTINGUISHABLE FROM LUCK AFTER 12 TRIES",
     "YESTERDAY'S PRICE, ONE DAY LATE", "BEATS CASH,\nNOT BUY & HOLD"],
)  # fmt: skip
@pytest.mark.parametrize("width", [296, 320])
def test_that_every_verdict_fits_its_card(qtbot, word, width):
    card = VerdictCard(Theme("dark"))
    qtbot.addWidget(card)
    card.resize(width, 300)
    card.show()
    card.show_state("no_edge", word, "A sentence.", "why")
    card.layout().activate()
    shown = card._word
    metrics = shown.fontMetrics()
    assert max(metrics.horizontalAdvance(line) for line in shown.text().split("\n")) <= shown.width() + 1
    assert shown.text().replace("\n", " ") == card.word == word.replace("\n", " ")


def test_that_a_short_verdict_is_larger_than_a_long_one(qapp):
    assert fit_word("NO EDGE", 260)[1] == 27
    assert fit_word("EDGE BEFORE\nCOSTS ONLY", 260)[1] == 19.5
    assert fit_word("A" * 60, 260)[1] == 13


def test_that_words_break_into_halves():
    assert balanced("NOT DISTINGUISHABLE FROM LUCK") == "NOT DISTINGUISHABLE\nFROM LUCK"
    assert balanced("INVALID") == "INVALID"


def test_that_an_unfinished_verdict_has_no_solid_bar(qtbot):
    card = VerdictCard(Theme("dark"))
    qtbot.addWidget(card)
    card.resize(320, 160)
    card.show()
    ink = DARK.state_ink("invalid")[0]
    card.show_state("invalid", "INVALID", "x")
    bar = card.grab().toImage().pixelColor(2, 80).name().upper()
    assert bar == ink
    card.show_state("candidate", "CANDIDATE", "x")
    assert card.grab().toImage().pixelColor(2, 80).name().upper() == DARK.bg1


def test_that_a_table_shows_numbers_whole_and_reads_back(qtbot):
    table = PlainTable(("", "hits", "Sharpe"), "baselines")
    qtbot.addWidget(table)
    table.resize(320, 100)
    ours = TableRow(("LSTM", "47.9", "−0.38"), strong=True, name_ink="acc")
    table.set_rows((ours, TableRow(("ridge", "50.4", "—"))))
    table.show()
    assert table.texts() == [("LSTM", "47.9", "−0.38"), ("ridge", "50.4", "—")]
    assert table.height() == table.sizeHint().height()
    assert table.columnWidth(1) >= table.fontMetrics().horizontalAdvance("47.9")


def test_that_the_cost_follows_mouse_and_keys_and_is_announced(qtbot):
    slider = CostSlider(5.0)
    qtbot.addWidget(slider)
    slider.resize(307, 40)
    slider.show()
    heard = []
    slider.cost_changed.connect(heard.append)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider.x_of(12)), 15))
    assert heard == [12.0]
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert heard[-1] == 11.5
    slider.set_cost(3.0)
    assert (slider.cost_bps, len(heard)) == (3.0, 2)


def test_that_break_even_beyond_the_scale_draws_no_mark(qtbot):
    slider = CostSlider(10.0)
    qtbot.addWidget(slider)
    slider.resize(300, 40)
    slider.set_break_even(35.0)
    assert pixels(slider, DARK.acc) == 0
    slider.set_break_even(4.9)
    assert pixels(slider, DARK.acc) > 0


def test_that_a_note_drops_whole_facts_and_never_shows_a_scrap(qapp):
    metrics = QFontMetrics(pt(8.25))
    text = "last training: fold 9 · all 8 epochs used · epoch 6 is kept"
    assert shortened(text, 1000, metrics) == text
    room = metrics.horizontalAdvance("last training: fold 9 · all 8 epochs used") + 3
    assert shortened(text, room, metrics) == "last training: fold 9 · all 8 epochs used"
    assert shortened("mean squared error of all days", 30, metrics) == ""


def test_that_a_hatched_box_may_fill_its_panel(qtbot):
    box = HatchedBox("withheld")
    qtbot.addWidget(box)
    box.set_stretching()
    box.resize(300, 180)
    assert box.height() == 180


def test_that_a_note_without_room_loses_its_end_and_never_its_beginning(qtbot):
    section = Section("Beside every baseline", "no gain from deep learning")
    qtbot.addWidget(section)
    section.show()
    section.resize(400, 60)
    assert (section._head.note.text(), section._head.toolTip()) == (section.note, "")
    section.resize(230, 60)
    shown = section._head.note.text()
    assert shown.startswith("no") and shown.endswith("…") and len(shown) < len(section.note)
    assert section._head.toolTip() == section.note == "no gain from deep learning"
    section.set_note("no gain from deep learning", "no gain")
    assert (section._head.note.text(), section._head.toolTip()) == ("no gain", section.note)
    section.resize(400, 60)
    assert (section._head.note.text(), section._head.toolTip()) == (section.note, "")
    section.set_note("none")
    assert (section._head.note.text(), section._head.toolTip()) == ("none", "")


def test_that_a_note_gives_room_to_a_button_that_comes_into_its_head(qtbot):
    section = Section("Lag lens")
    section.set_note("98 % of this picture is yesterday's close")
    button = QPushButton("as a table")
    section._head.row.addWidget(button)
    button.hide()
    qtbot.addWidget(section)
    section.resize(300, 40)
    section.show()
    note = section._head.note
    assert note.text() == section._head.whole_note
    button.show()
    qtbot.waitUntil(lambda: note.text().endswith("…"), timeout=2000)
    assert note.text().startswith("98 %") and section._head.toolTip() == section._head.whole_note
    assert note.fontMetrics().horizontalAdvance(note.text()) <= note.width()
