"""A free run and the day after the last bar, on the chart's own prices and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.gui.present import format as fmt

if TYPE_CHECKING:
    from workbench.experiment.ahead import Ahead, NextDay
    from workbench.experiment.free_run import FreeRun


WAITING = "The last fold is asked again: a free run of its nets, and the day after the last bar."
STOPPED = "The free run was stopped. Choose it again to go on."


@dataclass(frozen=True, slots=True, eq=False)
class Cone:
    """Prices of a free run at five quantiles, (5, days + 1), from the close of bar `origin` on."""

    origin: int
    prices: Floats


@dataclass(frozen=True, slots=True)
class NextMark:
    """The day forecast beyond the last bar: its bar, the price said, and both ends, NaN where unknown."""

    bar: int
    price: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class AheadView:
    """What the chart draws and what is said of it."""

    cone: Cone | None
    mark: NextMark | None
    text: str


NOTHING = AheadView(None, None, "")
"""Not asked for."""
ASKED = AheadView(None, None, WAITING)


def view(ahead: Ahead, prices: PriceSeries) -> AheadView:
    """On the prices the run was made with."""
    cone = None if ahead.run is None else cone_of(ahead.run, prices)
    mark = None if ahead.next_day is None else mark_of(ahead.next_day, prices)
    told = [
        ahead.no_run if ahead.run is None or cone is None else _run_words(ahead.run, cone, prices),
        ahead.no_next_day if ahead.next_day is None or mark is None else _next_words(ahead.next_day, mark),
    ]
    return AheadView(cone, mark, " ".join(dict.fromkeys(text for text in told if text)))


def cone_of(run: FreeRun, prices: PriceSeries) -> Cone:
    """The quantiles as prices of the chart, which are not adjusted: dividends make no difference here."""
    origin = int(np.searchsorted(prices.session, np.datetime64(run.origin)))
    return Cone(origin, prices.close[origin] * np.exp(run.quantiles))


def mark_of(said: NextDay, prices: PriceSeries) -> NextMark:
    """The forecast as prices, so many days behind the last bar."""
    close, bar = float(prices.close[-1]), len(prices) - 1 + said.horizon
    price, low, high = (close * float(np.exp(move)) for move in (said.predicted, said.lower, said.upper))
    return NextMark(bar, price, low, high)


def _run_words(run: FreeRun, cone: Cone, prices: PriceSeries) -> str:
    ends = np.exp(run.quantiles[:, -1]) - 1
    real = prices.close[cone.origin : cone.origin + run.days + 1]
    inside = int(((real >= cone.prices[0]) & (real <= cone.prices[-1]))[1:].sum())
    came = float(real[-1] / real[0] - 1)
    low, middle, high = (fmt.percent(float(ends[level]), 1, signed=True) for level in (0, 2, 4))
    return (
        f"Left to itself from {run.origin} on, fed with what it said and never with a price, the model ends "
        f"at {middle} after {fmt.counted(run.days, 'day')}, nine paths in ten between {low} and {high}. The "
        f"price came to {fmt.percent(came, 1, signed=True)} and lay inside on "
        f"{fmt.count(inside)} of {fmt.counted(run.days, 'day')}."
    )


def _next_words(said: NextDay, mark: NextMark) -> str:
    when = "The trading day" if said.horizon == 1 else f"The {said.horizon} trading days"
    band = (
        f", 80 % between {fmt.price(mark.low)} and {fmt.price(mark.high)}"
        if np.isfinite(mark.low) and np.isfinite(mark.high) else ""
    )  # fmt: skip
    return (
        f"{when} after {said.asof}: {fmt.price(mark.price)}{band}; what says so has learned from no day "
        f"after {said.known_until}."
    )
