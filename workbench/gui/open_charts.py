"""The symbols whose charts are open, as tabs; the settings keep them, and every chart's own look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.present import symbol_tabs as present
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

PARTS = {"document", "path", "symbols", "active_symbol"}


class OpenCharts:
    """What one has looked at in this project; of one with a file also at earlier starts. GUI thread only."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._project = ""
        self._tabs: present.Symbols = ()
        session.subscribe(self._follow)

    @property
    def symbols(self) -> present.Symbols:
        """The open ones, in the order of their opening; the active one is among them."""
        project = self._session.document.project
        if project.project_id != self._project:
            self._project = project.project_id
            self._tabs = self._session.settings.tabs.get(self._project, ())
        listed = tuple(data.symbol for data in project.symbols)
        self._tabs = present.opened(self._tabs, listed, project.active_symbol)
        return self._tabs

    def show_following(self, step: int) -> None:
        """The chart `step` tabs further to the right, round the corner where need be."""
        active = self._session.document.project.active_symbol
        self._session.show_symbol(present.following(self.symbols, active, step))

    def close(self, symbol: str) -> None:
        """Close a tab; its symbol stays in the project. The only one stays open."""
        tabs, active = self.symbols, self._session.document.project.active_symbol
        if symbol not in tabs or len(tabs) == 1:
            return
        self._tabs = tuple(tab for tab in tabs if tab != symbol)
        if symbol == active:
            self._session.show_symbol(present.after_closing(tabs, symbol, active))
        else:
            self._session.tell("symbols")

    def _follow(self, changed: Changed) -> None:
        """Open what is looked at, and write it down; a project without a file is new at every start."""
        if not changed.parts & PARTS:
            return
        document, settings, symbols = self._session.document, self._session.settings, self.symbols
        tabs = settings.with_tabs(document.project.project_id, symbols)
        if document.path is not None and tabs != settings.tabs:
            self._session.change_settings(tabs=tabs)
