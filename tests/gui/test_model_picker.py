"""Tests of the model cards: what they say, and that hands on the keyboard reach every one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.model_picker import ModelPicker
from workbench.gui.present import models as present
from workbench.gui.theme import Theme, apply, has_icon
from workbench.gui.widgets.card import NO_FIGURE, CardButton
from workbench.gui.widgets.card_menu import CardMenu, fitting_corner
from workbench.models.catalog import CATALOG

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def picker(qapp, qtbot):
    apply(qapp, Theme("dark"))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(780, 760)
    picker = ModelPicker("lstm")
    picker.setParent(window)
    picker.setGeometry(10, 10, 216, 90)
    window.show()
    yield picker


def heard_by(picker):
    kinds = []
    picker.chosen.connect(kinds.append)
    return kinds


def press(qtbot, menu, *keys):
    for key in keys:
        qtbot.keyClick(menu.focusWidget(), key)


def test_that_every_model_has_one_card_networks_first_in_the_order_of_the_story():
    nets, baselines = present.groups()
    assert [entry.key for entry in nets.entries] == ["chart_cnn", "rnn", "lstm", "gru", "cnn", "transformer"]
    assert {entry.key for entry in (*nets.entries, *baselines.entries)} == set(CATALOG)
    assert len(nets.entries) + len(baselines.entries) == len(CATALOG)
    assert "reality is harsh" in nets.note


@pytest.mark.parametrize("kind", CATALOG)
def test_that_a_card_tells_the_name_and_the_story_of_its_model(kind):
    entry = present.entry(kind)
    assert (entry.title, entry.sentence) == (CATALOG[kind].title, CATALOG[kind].story)
    assert len(entry.sentence) <= 110 and entry.sentence.endswith(".")


def test_that_a_model_without_a_figure_of_its_own_shows_a_general_one(qtbot):
    assert has_icon("model-lstm") and has_icon(NO_FIGURE) and not has_icon("model-nothing")
    card = CardButton(present.Entry("nothing", "Nothing", "It is not there.", "model-nothing"))
    qtbot.addWidget(card)
    card.resize(200, 60)
    assert not card.grab().isNull()


def test_that_the_menu_opens_on_the_present_model_and_marks_it_alone(picker):
    menu = picker.open_menu()
    marked = [card for column in menu.columns for card in column if card.isChecked()]
    assert [card.entry.key for card in marked] == ["lstm"] and menu.focusWidget() is marked[0]
    assert menu.accessibleName() == "models"
    assert marked[0].accessibleName() == "LSTM" and marked[0].accessibleDescription() == CATALOG["lstm"].story


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Down])
def test_that_the_keyboard_opens_walks_and_chooses(picker, qtbot, key):
    heard = heard_by(picker)
    qtbot.keyClick(picker, key)
    menu = picker.findChild(CardMenu)
    assert menu.isVisible()
    press(qtbot, menu, Qt.Key.Key_Down)
    assert menu.focusWidget().entry.key == "gru"
    press(qtbot, menu, Qt.Key.Key_Return)
    assert heard == ["gru"] and not menu.isVisible()


def test_that_arrows_reach_every_card_and_stop_at_the_ends(picker, qtbot):
    menu = picker.open_menu()
    reached = set()
    for side in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        press(qtbot, menu, side, Qt.Key.Key_Home, Qt.Key.Key_Up)
        for _ in range(len(CATALOG)):
            reached.add(menu.focusWidget().entry.key)
            press(qtbot, menu, Qt.Key.Key_Down)
    assert reached == set(CATALOG)
    assert menu.focusWidget() is menu.columns[1][-1]
    press(qtbot, menu, Qt.Key.Key_End, Qt.Key.Key_Left)
    assert menu.focusWidget() in menu.columns[0]


def test_that_a_step_aside_goes_to_the_card_at_the_same_height(picker, qtbot):
    menu = picker.open_menu()
    press(qtbot, menu, Qt.Key.Key_Home, Qt.Key.Key_Right)
    assert menu.focusWidget() is menu.columns[1][0]


def test_that_escape_chooses_nothing_and_gives_the_keyboard_back(picker, qtbot):
    heard = heard_by(picker)
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    menu = picker.findChild(CardMenu)
    press(qtbot, menu, Qt.Key.Key_Down, Qt.Key.Key_Escape)
    assert heard == [] and picker.current == "lstm" and not menu.isVisible()
    assert picker.window().focusWidget() is picker


def test_that_no_card_is_cut(picker, qtbot):
    menu = picker.open_menu()
    for card in (card for column in menu.columns for card in column):
        assert card.height() >= card.layout().totalHeightForWidth(card.width()), card.entry.key
        assert card.mapTo(menu, card.rect().topRight()).x() < menu.width(), card.entry.key


def test_that_the_card_of_the_model_is_as_high_as_its_sentence(picker):
    heights = {}
    for width in (216, 400):
        picker.resize(width, 90)
        heights[width] = picker.sizeHint().height()
    assert heights[400] < heights[216] < 120


@pytest.mark.parametrize(
    ("place", "room", "corner"),
    [
        (QRect(14, 200, 224, 80), QRect(0, 0, 1440, 900), (256, 200)),
        (QRect(14, 600, 224, 80), QRect(0, 0, 1440, 900), (256, 296)),
        (QRect(14, 200, 224, 80), QRect(0, 0, 800, 700), (130, 96)),
        (QRect(14, 200, 224, 80), QRect(0, 0, 500, 300), (0, 4)),
    ],
)
def test_that_the_menu_stands_beside_its_card_and_inside_the_window(place, room, corner):
    assert fitting_corner(place, QSize(670, 600), room) == QPoint(*corner)


def test_that_a_low_window_scrolls_the_menu_to_the_focused_card(picker, qtbot):
    picker.window().resize(780, 300)
    menu = picker.open_menu()
    assert menu.height() <= 300
    press(qtbot, menu, Qt.Key.Key_Right, Qt.Key.Key_End)
    card = menu.focusWidget()
    assert menu.rect().contains(card.mapTo(menu, card.rect().center()))
