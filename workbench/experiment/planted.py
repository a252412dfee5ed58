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
from workbench.experiment.placebo import Score, before_the_vault, place_of, reduced, score, score_all
from workbench.experiment.spec import ExperimentSpec

POWER = 0.8
REPETITIONS = 10
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
    days = len(known) - small.evaluation.first_train - small.features.horizon
    return [
        _power(strength, [scores[f"{kind} {strength:g}"][n] for n in range(repetitions)], days)
        for strength in strengths
    ]


def score_planted(
    spec: ExperimentSpec, prices: PriceSeries, kind: str, strength: float, number: int
) -> Score:
    """The same on a twin with an edge."""
    return score(spec, PLANTED[kind](prices, number, strength))


def _power(strength: float, scores: Sequence[Score], days: int) -> Planted:
    """Share found, and the days for a power of 80 %: z grows with the root of the days."""
    z = [_NORMAL.inv_cdf(1.0 - min(max(score.forecast_p, 1e-12), 1.0 - 1e-12)) for score in scores]
    mean = float(np.mean(z))
    needed = (_NORMAL.inv_cdf(1.0 - ALPHA) + _NORMAL.inv_cdf(POWER)) / mean if mean > 0 else None
    found = float(np.mean([score.forecast_p <= ALPHA for score in scores]))
    return Planted(strength, len(scores), found, math.ceil(days * needed**2) if needed else None)
