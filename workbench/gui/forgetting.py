"""Taking the tries on the prices shown out of the count; what must be known before was asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.evaluation.figures import Removal
from workbench.gui.present import forgetting as present

if TYPE_CHECKING:
    from workbench.gui.session import Session


def forget_tries(session: Session) -> None:
    """Count none of them any more, in the background; every panel then hears of it."""
    prices = session.prices
    if prices is None or session.running or session.inquiries.asking:
        return

    def done(removal: Removal) -> None:
        session.say(present.done(prices.symbol, removal))
        session.recount()

    session.standing.forget(prices, session.document, done, session.complain)
