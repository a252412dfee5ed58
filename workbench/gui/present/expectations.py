"""What may honestly be expected before a run (METHOD A3.2, A4.2.6)."""

from __future__ import annotations

import math
from statistics import NormalDist

from workbench.evaluation.figures import BARS_PER_YEAR
from workbench.evaluation.luck import POWER, SIZE
from workbench.gui.present import format as fmt

SENTENCE = (
    "For daily closes of a large stock, beating \u201ctomorrow = today\u201d "
    "by more than 1\u2009% would be unusual."
)
QUESTIONS = (
    "Does it forecast better than the average day?",
    "Is its timing better than luck?",
    "Is anything left after costs?",
    "Does it beat simply holding, and a ridge?",
)
EXPLAINED = (0.001, 0.0025, 0.005, 0.01, 0.02)
TOO_GOOD = 0.02
HIT_RATES = (0.51, 0.52, 0.53, 0.55)

_NORMAL = NormalDist()


def sharpe_of_explained(r_squared: float) -> float:
    """Annual Sharpe ratio of who explains `r_squared` of the daily moves (Campbell and Thompson, 2008)."""
    return math.sqrt(r_squared / (1 - r_squared) * BARS_PER_YEAR)


def sharpe_rows() -> tuple[tuple[str, str], ...]:
    """`What to expect`: share of the daily moves explained, Sharpe a year."""
    return tuple((_explained(share), fmt.number(sharpe_of_explained(share), 2)) for share in EXPLAINED)


def days_to_rule_out_luck(hit_rate: float) -> int:
    """Days until a true `hit_rate` is told from a coin at one-sided 5 %, four times in five."""
    spread = math.sqrt(hit_rate * (1 - hit_rate))
    reach = _NORMAL.inv_cdf(1 - SIZE) * 0.5 + _NORMAL.inv_cdf(POWER) * spread
    return math.ceil((reach / (hit_rate - 0.5)) ** 2)


def luck_rows() -> tuple[tuple[str, str, str], ...]:
    """`How long luck takes to rule out`: true hit rate, days, years."""
    return tuple(
        (fmt.percent(rate, 0), fmt.count(days), fmt.number(days / BARS_PER_YEAR, 1))
        for rate, days in ((rate, days_to_rule_out_luck(rate)) for rate in HIT_RATES)
    )


def _explained(share: float) -> str:
    text = f"{100 * share:g}{fmt.THIN}%"
    return f"{text}, too good to be true" if share >= TOO_GOOD else text
