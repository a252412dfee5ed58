"""The order in which Tab goes round: as the window is read, whatever was built first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

AROUND = 24
"""Pixels kept in sight around what takes the focus in a scrolling panel."""


def turn(window: QWidget, forward: bool) -> bool:
    """Give the focus to what is read next, or before; False where nothing takes it."""
    stops = in_reading_order(window)
    if not stops:
        return False
    here = QApplication.focusWidget()
    if here in stops:
        place = (stops.index(here) + (1 if forward else -1)) % len(stops)
    else:
        place = 0 if forward else -1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[place].setFocus(reason)
    _bring_into_sight(stops[place])
    return True


def in_reading_order(window: QWidget) -> list[QWidget]:
    """What Tab can stop at: line by line, and side by side column by column."""
    found: list[QWidget] = []
    _collect(window, found)
    return found


def _collect(parent: QWidget, found: list[QWidget]) -> None:
    parts = [
        part for part in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if part.isVisible() and not part.isWindow() and not part.size().isEmpty()
    ]  # fmt: skip
    for part in _read(parts):
        if _takes_tab(part):
            found.append(part)
        _collect(part, found)


def _takes_tab(part: QWidget) -> bool:
    wanted = part.focusPolicy() & Qt.FocusPolicy.TabFocus
    return part.isEnabled() and part.focusProxy() is None and bool(wanted)


def _read(parts: Sequence[QWidget]) -> list[QWidget]:
    """Cut into lines where a horizontal cut meets none of them, else into columns, and so on inside."""
    if len(parts) < 2:
        return list(parts)
    for ends in (_upright, _across):
        groups = _cut(parts, ends)
        if len(groups) > 1:
            return [part for group in groups for part in _read(group)]
    return sorted(parts, key=lambda part: (part.y(), part.x()))


def _upright(box: QRect) -> tuple[int, int]:
    return box.top(), box.bottom()


def _across(box: QRect) -> tuple[int, int]:
    return box.left(), box.right()


def _cut(parts: Sequence[QWidget], ends) -> list[list[QWidget]]:
    """Groups whose spans do not touch, in their order."""
    groups: list[list[QWidget]] = []
    reached = 0
    for part in sorted(parts, key=lambda part: ends(part.geometry())[0]):
        start, end = ends(part.geometry())
        if groups and start <= reached:
            groups[-1].append(part)
            reached = max(reached, end)
        else:
            groups.append([part])
            reached = end
    return groups


def _bring_into_sight(part: QWidget) -> None:
    """Qt scrolls to what comes next in a panel, but not to what is entered from outside."""
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(part, 0, AROUND)
        parent = parent.parentWidget()
