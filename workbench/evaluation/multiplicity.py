"""What trying often costs: the best of many tries is good by luck alone (METHOD A4.2.10 to 12).

Sharpe ratios are per bar. `spa` imports arch: call it in a worker process.
"""

from __future__ import annotations

import math
from itertools import combinations
from statistics import NormalDist

import numpy as np

from workbench.data.series import Floats
from workbench.dataclass import dataclass
from workbench.evaluation.resampling import block_length
from workbench.evaluation.significance import SharpeMoments, psr

REPETITIONS = 2000
_NORMAL = NormalDist()
_EULER = 0.5772156649015329
# E[max] of so many standard normals, exactly (Jones 1948): the formula for many is poor for few.
_EXACT = {1: 0.0, 2: 1 / math.sqrt(math.pi), 3: 1.5 / math.sqrt(math.pi), 4: 1.0293753730}


def expected_maximum(trials: int) -> float:
    """The best of so many independent standard normals, on average; raises `ValueError` below 1."""
    if trials < 1:
        raise ValueError("There is no best of no tries.")
    return _EXACT[trials] if trials in _EXACT else approximate_maximum(trials)


def approximate_maximum(trials: int) -> float:
    """(1 - g) z(1 - 1/N) + g z(1 - 1/(N e)), g Euler's constant (Bailey and Lopez de Prado 2014); N >= 2."""
    rest = 1.0 / trials
    return (1 - _EULER) * _NORMAL.inv_cdf(1 - rest) + _EULER * _NORMAL.inv_cdf(1 - rest / math.e)


def deflated_sharpe(moments: SharpeMoments | None, trials: int, variance: float) -> float | None:
    """Probability that the true Sharpe ratio exceeds what the best of `trials` gives by luck (same, 2014).

    `variance` is that of the tries' own Sharpe ratios, per bar. Blunt as a gate: shown, never judged by.
    """
    return psr(moments, math.sqrt(variance) * expected_maximum(trials))


def spa(excess: Floats, seed: int = 0, repetitions: int = REPETITIONS) -> float | None:
    """Chance that the best of all tries is this good by luck (Hansen 2005, consistent), or None.

    `excess`, (tries, dates), is each try's net return over holding scaled to its exposure. Stationary
    bootstrap of Politis and Romano; mean block as Politis and White (2004, corrected 2009) choose it, at
    most a tenth of the dates. A try whose excess never varies (it never traded) tells nothing; where none
    varies the answer is None.
    """
    from arch.bootstrap import SPA

    varying = excess[np.ptp(excess, axis=1) > 1e-12]
    if len(varying) == 0 or excess.shape[1] < 3:
        return None
    dates = excess.shape[1]
    block = max(block_length(row) for row in varying)
    test = SPA(np.zeros(dates), -varying.T, block_size=block, reps=repetitions, seed=seed)
    test.compute()
    return float(test.pvalues["consistent"])


@dataclass(frozen=True, slots=True)
class Overfitting:
    """`share` of the splits whose best in sample is below the median out of sample; a logit for each split.

    A display, never a gate: on noise alone it spreads by 0.2.
    """

    share: float
    logits: tuple[float, ...]


def probability_of_overfitting(returns: Floats, blocks: int = 8) -> Overfitting:
    """CSCV (Bailey, Borwein, Lopez de Prado and Zhu 2017) of returns (bars, tries).

    `blocks` is even; the bars are cut into that many, and every half of them is once in sample. Raises
    `ValueError` for an odd number, fewer bars than blocks, or fewer than two tries.
    """
    bars, tries = returns.shape
    if blocks % 2 or not 2 <= blocks <= bars or tries < 2:
        raise ValueError(f"{blocks} blocks of {bars} bars and {tries} tries cannot be compared")
    parts = np.array_split(returns, blocks)
    logits = []
    for chosen in combinations(range(blocks), blocks // 2):
        inside = np.concatenate([parts[block] for block in chosen])
        outside = np.concatenate([parts[block] for block in range(blocks) if block not in chosen])
        best = int(np.argmax(_sharpe(inside)))
        unseen = _sharpe(outside)
        share = float(np.sum(unseen <= unseen[best])) / (tries + 1)
        logits.append(math.log(share / (1.0 - share)))
    return Overfitting(float(np.mean(np.asarray(logits) <= 0)), tuple(logits))


def _sharpe(returns: Floats) -> Floats:
    """Per-bar Sharpe ratio of each column; 0 where nothing varies."""
    spread = returns.std(axis=0, ddof=1)
    unmoved = np.zeros(returns.shape[1])
    return np.asarray(np.divide(returns.mean(axis=0), spread, out=unmoved, where=spread > 1e-15))
