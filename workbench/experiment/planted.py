"""An edge planted by hand: how often is it found on this ticker, and how many days would it need?"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from workbench.data.series import PriceSeries
from workbench.errors import Cancelled, UsageError
from workbench.evaluation.evidence import ALPHA
from workbench.evaluation.surrogates import PLANTED
from workbench.events import Event
from workbench.experiment.executors.base import Executor
from workbench.experiment.placebo import (
    Score,
    Scores,
    before_the_vault,
    place_of,
    read_scores,
    reduced,
    score,
    score_all,
)
from workbench.experiment.spec import ExperimentSpec

POWER = 0.8
REPETITIONS = 10
KIND, STRENGTHS = "ar", (0.05, 0.1, 0.15, 0.2, 0.3)
"""What window and report ask and tell: how much a day leans on the day before."""
_NORMAL = NormalDist()


class Planted(NamedTuple):
    """What an edge of `strength` looks like here: share of twins found, and days needed to find it.

    `days` is for a chance of 80 %; None where the twins show no edge at all.
    """

    strength: float
    twins: int
    found: float
    days: int | None


def run_planted(
    spec: ExperimentSpec, prices: PriceSeries, executor: Executor, *, kind: str,
    strengths: Sequence[float], repetitions: int = REPETITIONS, vault_start: np.datetime64 | None = None,
    emit: Callable[[Event], None] = lambda event: None, cancel: threading.Event | None = None,
    unfinished: Path | None = None,
) -> list[Planted]:  # fmt: skip
    """The power curve: how often an edge of each strength (`ar` or `signs`) is found on this many days.

    Found means that the forecast's test, or where there is no forecast the timing test, passes. Raises
    `Cancelled` when stopped; what was scored is kept.
    """
    if kind not in PLANTED:
        raise UsageError(f"There is no planted edge {kind!r}.", f"Known: {', '.join(PLANTED)}.")
    small = reduced(spec)
    known = before_the_vault(small, prices, vault_start)
    jobs = [
        ((f"{kind} {strength:g}", number), (score_planted, small, known, kind, strength, number))
        for strength in strengths
        for number in range(repetitions)
    ]
    place = place_of(unfinished, small, known)
    scores, whole = score_all(jobs, executor, emit, cancel or threading.Event(), place)
    if not whole:
        raise Cancelled("The planted edges were stopped; what was scored is kept.")
    return _curve(scores, kind, strengths, repetitions, _days(small, known))


def kept_planted(
    spec: ExperimentSpec, prices: PriceSeries, unfinished: Path, *, vault_start: np.datetime64 | None = None
) -> tuple[Planted, ...]:
    """The usual curve, if its twins were all scored before; else nothing. Raises as `before_the_vault` does.

    Of other curves it is not known whether all was made that was asked for.
    """
    small = reduced(spec)
    known = before_the_vault(small, prices, vault_start)
    scores = read_scores(place_of(unfinished, small, known))
    wanted = [(f"{KIND} {strength:g}", number) for strength in STRENGTHS for number in range(REPETITIONS)]
    if not all(number in scores.get(kind, {}) for kind, number in wanted):
        return ()
    return tuple(_curve(scores, KIND, STRENGTHS, REPETITIONS, _days(small, known)))


def score_planted(
    spec: ExperimentSpec, prices: PriceSeries, kind: str, strength: float, number: int
) -> Score:
    """The same on a twin with an edge."""
    return score(spec, PLANTED[kind](prices, number, strength))


def _days(spec: ExperimentSpec, known: PriceSeries) -> int:
    """On so many days a twin is decided."""
    return len(known) - spec.evaluation.first_train - spec.features.horizon


def _curve(
    scores: Scores, kind: str, strengths: Sequence[float], repetitions: int, days: int
) -> list[Planted]:
    return [
        _power(strength, [scores[f"{kind} {strength:g}"][n] for n in range(repetitions)], days)
        for strength in strengths
    ]


def _power(strength: float, scores: Sequence[Score], days: int) -> Planted:
    """Share found, and the days for a power of 80 %: z grows with the root of the days."""
    z = [_NORMAL.inv_cdf(1.0 - min(max(score.forecast_p, 1e-12), 1.0 - 1e-12)) for score in scores]
    mean = float(np.mean(z))
    needed = (_NORMAL.inv_cdf(1.0 - ALPHA) + _NORMAL.inv_cdf(POWER)) / mean if mean > 0 else None
    found = float(np.mean([score.forecast_p <= ALPHA for score in scores]))
    return Planted(strength, len(scores), found, math.ceil(days * needed**2) if needed else None)
