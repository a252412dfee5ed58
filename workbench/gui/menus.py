"""Builds Qt's actions and menus from the table, and keeps them in step with the facts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from workbench.gui.actions import ACTIONS, MENUS, Action
from workbench.gui.context import UiContext
from workbench.gui.theme import Theme, Tokens, icon
from workbench.gui.verbs import Verbs

EXCLUSIVE = ("view.show.", "view.theme.", "model.")


class Commands(QObject):
    """The QAction of every row of the table, by id."""

    def __init__(self, owner: QWidget, verbs: Verbs, theme: Theme) -> None:
        super().__init__(owner)
        self._verbs = verbs
        self._theme = theme
        self._recent: QMenu | None = None
        self._recent_shown: tuple[str, ...] | None = None
        self._menus: dict[str, QMenu] = {}
        self._by_id = {row.id: self._make(row) for row in ACTIONS}
        self._groups = [self._exclusive(prefix) for prefix in EXCLUSIVE]
        owner.addActions(list(self._by_id.values()))
        self._tinted: Tokens | None = None

    def __getitem__(self, action_id: str) -> QAction:
        return self._by_id[action_id]

    def fill(self, bar: QMenuBar) -> None:
        """The menus, in the order of the table, hairlines between groups."""
        menus = self._menus = {name: bar.addMenu(name) for name in MENUS}
        for menu in menus.values():
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self._tint)
        group_of: dict[str, int] = {}
        for row in ACTIONS:
            name, _, under = row.menu.partition("/")
            menu = menus[name]
            if under:
                menu = menus.get(row.menu) or menus.setdefault(row.menu, menu.addMenu(under))
            if group_of.get(row.menu, row.group) != row.group:
                menu.addSeparator()
            group_of[row.menu] = row.group
            menu.addAction(self[row.id])
            if row.id == "file.open":
                self._recent = menu.addMenu("Open recent")

    def add_menu(self, name: str, menu: QMenu) -> None:
        """Put a panel's own menu at the end of the menu `name`."""
        self._menus[name].addMenu(menu)

    def refresh(self, facts: UiContext) -> None:
        """Enable, check and word every command by the facts."""
        for row in ACTIONS:
            action = self._by_id[row.id]
            is_enabled = row.enabled is None or row.enabled(facts)
            action.setEnabled(is_enabled)
            if row.missing:
                _say_tip(action, row, is_enabled)
            if row.checked is not None:
                action.setChecked(row.checked(facts))
            if row.words is not None:
                action.setText(row.words(facts))
        if self._recent is not None and facts.recent != self._recent_shown:
            self._recent_shown = facts.recent
            self._show_recent(self._recent, facts.recent)
        if self._recent is not None:
            self._recent.setEnabled(bool(facts.recent) and not (facts.running or facts.asking))

    def _make(self, row: Action) -> QAction:
        action = QAction(row.title, self)
        action.setObjectName(row.id)
        _say_tip(action, row, is_enabled=True)
        action.setCheckable(row.checked is not None)
        action.setShortcuts([QKeySequence(keys) for keys in (row.shortcut, row.also) if keys])
        action.triggered.connect(lambda: row.handler(self._verbs))
        return action

    def _exclusive(self, prefix: str) -> QActionGroup:
        group = QActionGroup(self)
        for row in ACTIONS:
            if row.id.startswith(prefix) and row.checked is not None:
                group.addAction(self._by_id[row.id])
        return group

    def _show_recent(self, menu: QMenu, recent: tuple[str, ...]) -> None:
        menu.clear()
        for name in recent:
            path = Path(name)
            action = menu.addAction(path.name)
            action.setToolTip(name)
            action.triggered.connect(lambda _=False, path=path: self._verbs.open_path(path))

    def _tint(self) -> None:
        """Icons in the colours of the theme, drawn when a menu opens: nothing else shows them."""
        if self._tinted == self._theme.tokens:
            return
        self._tinted = self._theme.tokens
        for row in ACTIONS:
            if row.icon:
                self._by_id[row.id].setIcon(icon(row.icon, self._theme.tokens))


def _say_tip(action: QAction, row: Action, is_enabled: bool) -> None:
    """What the command does; while it is disabled, what it waits for."""
    if row.missing and not is_enabled:
        action.setToolTip(row.missing)
        action.setStatusTip(row.missing)
        return
    action.setToolTip(f"{row.tip} ({row.shortcut})" if row.shortcut else row.tip)
    action.setStatusTip(row.tip)
