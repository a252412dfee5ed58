"""No words of the window are cut without saying so: in every state, at both sizes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from tests.gui import further_states
from tests.gui.pictures import LARGE, SMALL, STATES, settled, shown
from workbench.gui.widgets.text import WrapLabel

WIDE = ("first-start", "training", "finished", "compare")
"""Looked at in the large window too; what fits the small one seldom fails there, and each costs a second."""
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")


def in_sight(widget: QWidget) -> QRect:
    """The part of a widget that no ancestor cuts off sideways, in its own pixels."""
    rect, ancestor = widget.rect(), widget.parentWidget()
    while ancestor is not None:
        corner = widget.mapFrom(ancestor, QPoint(0, 0))
        rect = rect.intersected(QRect(corner.x(), rect.y(), ancestor.width(), rect.height()))
        if ancestor.isWindow():
            break
        ancestor = ancestor.parentWidget()
    return rect


def words_of(part: QWidget) -> str:
    """Its text; nothing of what wraps of itself or has markup."""
    if isinstance(part, QLabel):
        plain = part.textFormat() != Qt.TextFormat.RichText and not part.wordWrap()
        return part.text() if plain else ""
    return part.text().replace("&", "") if isinstance(part, QPushButton) else ""


def cut_words(window: QWidget) -> list[str]:
    """What is narrower than its words, reaches beyond its panel, or is lower than its lines."""
    found = []
    for part in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
        words = words_of(part)
        if not part.isVisible() or part.visibleRegion().isEmpty():
            continue
        if isinstance(part, WrapLabel) and part.height() < part.heightForWidth(part.width()):
            found.append(f"{part.plain_text!r}: {part.height()} of {part.heightForWidth(part.width())} high")
        needed = max(map(QFontMetrics(part.font()).horizontalAdvance, words.split("\n")))
        room = in_sight(part).intersected(part.contentsRect()).width()
        if needed > room:
            found.append(f"{words!r}: {room} of {needed} wide")
        elif in_sight(part).width() < part.width():
            found.append(f"{words or part.accessibleName()!r}: reaches beyond its panel")
    return found


CASES = [
    *((name, SMALL) for name in (*STATES, *further_states.STATES)),
    *((name, LARGE) for name in WIDE),
    *((name, SMALL) for name in further_states.VERDICT_STATES),
]


@pytest.mark.parametrize(("name", "size"), CASES, ids=lambda part: str(part).replace(", ", "x"))
def test_that_no_words_are_cut_without_an_ellipsis(qapp, name, size):
    def wait(ready):
        settled(qapp, ready)

    with shown(qapp, name, "dark", size, wait) as window:
        settled(qapp)
        assert cut_words(window) == []
