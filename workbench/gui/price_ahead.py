"""The free run and the next day on the price chart: asked for once a run, drawn while they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.charts.price import PriceChart
from workbench.gui.inquiry import AHEAD
from workbench.gui.present import ahead as present
from workbench.gui.present import inquiries
from workbench.gui.present.ahead import AheadView
from workbench.gui.present.price import is_run_of

if TYPE_CHECKING:
    from workbench.gui.session import Session

ABOUT = frozenset({"inquiry", "result", "run_state"})
BEFORE = 40
"""Bars in sight before the free run begins."""


class PriceAhead:
    """Off at first: what is beyond one step is looked at by whoever asks for it. GUI thread only."""

    def __init__(self, session: Session, chart: PriceChart) -> None:
        self._session, self._chart = session, chart
        self._wanted = False
        self._shown: object = None
        chart.tools.ahead.connect(self._choose)

    def offered(self, together: bool) -> bool | None:
        """Whether it is wanted; None where the shown run cannot be asked on the bars charted."""
        session = self._session
        can = inquiries.is_answerable(session.result) and is_run_of(session.prices, session.result)
        return self._wanted if can and not (together or session.running) else None

    def show(self, together: bool) -> None:
        """Draw what is wanted and known; ask for what is wanted and not known. `together`: no daily bars."""
        self._chart.tools.offer_ahead(self.offered(together))
        run, prices = self._session.result, self._session.prices
        if not self.offered(together) or run is None or prices is None:
            self._draw(None, None)
            return
        known = self._session.inquiries.about(run).ahead
        if known is None and self._session.inquiries.can_ask():
            # It tells at once, and so comes here again.
            self._session.inquiries.ask(AHEAD)
        elif known is None or known.is_under_way:
            self._draw(None, present.ASKED)
        elif known.ahead is None:
            self._draw(None, AheadView(None, None, known.problem or present.STOPPED))
        elif known.ahead is not self._shown:
            view = present.view(known.ahead, prices)
            self._draw(known.ahead, view)
            if view.cone is not None:
                last = view.cone.origin + view.cone.prices.shape[1] - 1
                self._chart.show_range(view.cone.origin - BEFORE, last + BEFORE // 4)

    def _draw(self, shown: object, view: AheadView | None) -> None:
        self._shown = shown
        self._chart.set_ahead(view)

    def _choose(self, wanted: bool) -> None:
        self._wanted = wanted
        run = self._session.result
        known = self._session.inquiries.about(run).ahead if run is not None else None
        if wanted and known is not None and known.ahead is None and self._session.inquiries.can_ask():
            self._session.inquiries.ask(AHEAD)
        self.show(together=False)
