"""Sections that do not fit fold from the bottom up."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui.theme import Theme, apply
from workbench.gui.widgets.fold_stack import FoldStack, Opening
from workbench.gui.widgets.section import Section

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def stack(qapp, qtbot):
    """A stack with sections of 50, 200 and 20 pixels."""
    apply(qapp, Theme("dark"))
    stack = FoldStack(14)
    qtbot.addWidget(stack)
    sections = []
    for height in (50, 200, 20):
        section = Section(f"{height} pixels")
        part = QWidget()
        part.setFixedHeight(height)
        section.add(part)
        stack.add_section(section)
        sections.append(section)
    stack.resize(300, 600)
    stack.show()
    return stack, sections


def settle():
    for _ in range(4):
        QApplication.processEvents()


def opened(sections):
    settle()
    return [section.is_open for section in sections]


def test_that_with_room_for_all_nothing_folds(stack):
    stack, sections = stack
    stack.open_only(dict.fromkeys(sections, Opening.WITH_ROOM))
    assert opened(sections) == [True, True, True]


def test_that_what_follows_a_folded_section_folds_too_though_it_would_fit(stack):
    stack, sections = stack
    stack.open_only(dict.fromkeys(sections, Opening.WITH_ROOM))
    stack.resize(300, 260)
    assert opened(sections) == [True, False, False]
    stack.resize(300, 600)
    assert opened(sections) == [True, True, True]


def test_that_the_first_section_is_open_however_low_the_panel(stack):
    stack, sections = stack
    stack.open_only(dict.fromkeys(sections, Opening.WITH_ROOM))
    stack.resize(300, 80)
    assert opened(sections) == [True, False, False]


def test_that_a_section_may_be_held_open_or_shut(stack):
    stack, sections = stack
    stack.open_only(dict(zip(sections, (Opening.NO, Opening.WITH_ROOM, Opening.ALWAYS), strict=True)))
    stack.resize(300, 120)
    assert opened(sections) == [False, False, True]


def test_that_the_right_edge_stays_when_the_scroll_bar_comes(stack):
    stack, sections = stack
    stack.open_only(dict.fromkeys(sections, Opening.ALWAYS))
    settle()
    edge = sections[0].geometry().right()
    stack.resize(300, 150)
    settle()
    assert stack.verticalScrollBar().isVisible()
    assert sections[0].geometry().right() == edge


def test_that_other_sections_are_read_from_the_top(stack):
    stack, sections = stack
    stack.open_only(dict.fromkeys(sections, Opening.ALWAYS))
    stack.resize(300, 150)
    settle()
    stack.verticalScrollBar().setValue(60)
    stack.open_only(dict.fromkeys(sections[:2], Opening.ALWAYS))
    settle()
    assert stack.verticalScrollBar().value() == 0


def in_sight(stack, section):
    settle()
    top = section.y() - stack.verticalScrollBar().value()
    return top >= 0 and top + section.height() <= stack.viewport().height()


def test_that_a_revealed_section_stays_in_sight_as_it_grows_until_the_user_scrolls(stack):
    stack, (_, tall, last) = stack
    stack.resize(300, 200)
    stack.open_only(dict.fromkeys((tall, last), Opening.ALWAYS))
    assert not in_sight(stack, last)
    stack.reveal(last)
    assert in_sight(stack, last)
    last.body.itemAt(0).widget().setFixedHeight(120)
    assert in_sight(stack, last)
    stack.resize(300, 180)
    assert in_sight(stack, last)
    bar = stack.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    last.body.itemAt(0).widget().setFixedHeight(140)
    settle()
    assert bar.value() == 0
