"""The sealed days: each opening gives one bit, and each costs all later ones some of their chance."""

from __future__ import annotations

import math

from workbench.dataclass import dataclass
from workbench.evaluation.evidence import ALPHA
from workbench.evaluation.figures import BacktestResult, ForecastFigures
from workbench.evaluation.significance import anatolyev_gerko


@dataclass(frozen=True, slots=True)
class Opening:
    """The `number`-th opening of this user, over all data, from 1. `passed` is None until it is known.

    `vault` is the ISO date at which the sealed days that were asked began, `time` (ISO 8601) when the
    opening was written down.
    """

    number: int
    data_id: str
    trial_key: str
    run_id: str
    passed: bool | None = None
    vault: str = ""
    time: str = ""

    @property
    def alpha(self) -> float:
        """What each test must stay below."""
        return alpha_of(self.number)


def alpha_of(number: int) -> float:
    """0.05 x 6 / (pi k)^2 for the k-th opening: all openings there will ever be spend 0.05 together."""
    return ALPHA * 6.0 / (math.pi * number) ** 2


def stands(forecast: ForecastFigures, backtest: BacktestResult, alpha: float) -> bool:
    """Forecast, timing and return after costs all pass at `alpha`; what is undefined does not."""
    psr = backtest.net_figures.psr
    tests = (forecast.clark_west_p, timing_p(backtest), None if psr is None else 1.0 - psr)
    return all(p is not None and p <= alpha for p in tests)


def timing_p(backtest: BacktestResult) -> float:
    """The timing test of the sealed days: Anatolyev-Gerko on what is held and what the market then earned.

    Shifting in time, as before the vault, knows no p below one over the number of shifts: a late opening
    could not say yes, however good the model.
    """
    return anatolyev_gerko(backtest.market, backtest.position).p_value
