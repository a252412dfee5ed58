"""A run weighed against all tries on the same data: could the best of so many be this good by luck?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from workbench.data.series import Floats
from workbench.evaluation.ledger import LEAST_COMMON_SESSIONS, TrialRow
from workbench.evaluation.multiplicity import deflated_sharpe, spa
from workbench.evaluation.significance import sharpe_moments


class Weighed(NamedTuple):
    """`spa_p` gates the verdict, `deflated_sharpe` is shown beside it; None where undefined."""

    spa_p: float | None
    deflated_sharpe: float | None


def weigh(mine: TrialRow, others: Sequence[TrialRow], seed: int) -> Weighed:
    """A job for a worker (arch): `mine` among the `others` of the ledger (METHOD A5.1b).

    Tries that share at least 250 test dates with it stand beside it on the dates all have; the rest, and
    those that were stopped, count in the number of tries alone.
    """
    latest = {row.trial_key: row for row in others if row.trial_key != mine.trial_key}
    net, scaled = side_by_side(mine, list(latest.values()))
    sharpes = [moments.sharpe for moments in map(sharpe_moments, net) if moments is not None]
    variance = float(np.var(sharpes, ddof=1)) if len(sharpes) > 1 else 0.0
    deflated = deflated_sharpe(sharpe_moments(mine.net), len(latest) + 1, variance)
    return Weighed(spa(net - scaled, seed), deflated)


def side_by_side(mine: TrialRow, others: Sequence[TrialRow]) -> tuple[Floats, Floats]:
    """(net, scaled holding) of `mine` and of what shares its dates, each (tries, dates), `mine` first.

    The nearest in dates come first; one that would leave fewer than 250 common dates is left out.
    """
    dates = mine.test_dates
    shared = {id(row): len(np.intersect1d(dates, row.test_dates)) for row in others}
    beside = [mine]
    for row in sorted(others, key=lambda row: -shared[id(row)]):
        common = np.intersect1d(dates, row.test_dates)
        if len(common) >= LEAST_COMMON_SESSIONS:
            dates = common
            beside.append(row)
    rows = [np.searchsorted(row.test_dates, dates) for row in beside]
    nets = [row.net[where] for row, where in zip(beside, rows, strict=True)]
    return np.stack(nets), np.stack([row.scaled[where] for row, where in zip(beside, rows, strict=True)])
