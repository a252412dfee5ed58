"""The symbols whose charts are open, as tabs; every chart keeps its own look (settings)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.present import symbol_tabs as present

if TYPE_CHECKING:
    from workbench.gui.session import Session


class OpenCharts:
    """What one has looked at in this project since it was opened. GUI thread only."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._project = ""
        self._tabs: present.Symbols = ()

    @property
    def symbols(self) -> present.Symbols:
        """The open ones, in the order of their opening; the active one is among them."""
        project = self._session.document.project
        if project.project_id != self._project:
            self._project, self._tabs = project.project_id, ()
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
