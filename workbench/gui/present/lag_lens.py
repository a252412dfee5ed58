"""The lag lens: how much of a forecast picture is yesterday's close (METHOD A3.3)."""

from __future__ import annotations

import math

import numpy as np

from workbench.data.series import Floats
from workbench.dataclass import dataclass
from workbench.evaluation.skill import LagProfile, lag_profile
from workbench.experiment.result import Predictions
from workbench.gui.present import format as fmt

SHOWN_DAYS = 40
ONE_DAY = 1


@dataclass(frozen=True, slots=True, eq=False)
class LagLens:
    """A stretch of the picture, prices of shape (days,) both, and the profile over all of it."""

    price: Floats
    forecast: Floats
    profile: LagProfile

    @property
    def peak(self) -> float:
        """The correlation at a shift of one day."""
        return self.profile.correlations[self.profile.lags.index(ONE_DAY)]


def lag_lens(predictions: Predictions | None) -> LagLens | None:
    """The lens of a run; None where the model has no forecast or too few days."""
    if predictions is None:
        return None
    price, forecast = predictions.actual_price, predictions.predicted_price
    profile = lag_profile(predictions.asof_price, price, forecast)
    if profile is None:
        return None
    return LagLens(price[-SHOWN_DAYS:], forecast[-SHOWN_DAYS:], profile)


def peak_text(lens: LagLens) -> str:
    """The correlation at a shift of one day, cut and not rounded, so that only 1 reads as 1."""
    return fmt.number(math.floor(1000 * lens.peak + 1e-9) / 1000, 3)


def note(lens: LagLens) -> str:
    """`99 % of this picture is yesterday's close`; never rounded up to all of it."""
    whole = min(99, math.floor(100 * lens.profile.yesterday_share + 0.5))
    return f"{whole}{fmt.THIN}% of this picture is yesterday\u2019s close"


def tip(lens: LagLens) -> str:
    """What the lens proves and what it does not, with the model's own contribution and its interval."""
    profile = lens.profile
    own = fmt.number(profile.own, 3, signed=True)
    if profile.own_low is not None and profile.own_high is not None:
        own = f"{own} {fmt.interval(profile.own_low, profile.own_high, 3, signed=True)}"
    return (
        "Shifting yesterday\u2019s price right by one day gives the same picture, so a line that follows "
        "the price proves nothing. "
        f"The model\u2019s own part is its correlation with the day\u2019s return: {own}."
    )


def slid(lens: LagLens, days: float) -> tuple[Floats, Floats]:
    """(x, y) of the forecast line slid back by `days` (0 to 1), x in days of the price line."""
    return np.arange(len(lens.forecast)) - days, lens.forecast
