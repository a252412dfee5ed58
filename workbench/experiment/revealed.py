"""Whose sealed days were shown in full: such days are no longer unseen, and the runs on them say so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.evaluation.rows import Burn
from workbench.experiment.result import RunResult


def vault_day(result: RunResult) -> str:
    """An ISO date in the vault this run was made before; where no bar was sealed, the day after its last."""
    if result.data.vault_start is not None:
        return result.data.vault_start
    return str(np.datetime64(result.data.last, "D") + np.timedelta64(1, "D"))


def vault_shown_on(result: RunResult, burns: Sequence[Burn]) -> str | None:
    """When the vault this run was made before was revealed last, ISO; None while nobody was shown it."""
    return max((burn.date for burn in burns if vault_day(result) <= burn.last), default=None)


def revealed_on(result: RunResult, burns: Sequence[Burn]) -> str | None:
    """When days this run counts as unseen were revealed last: those before it in its vault, or its test days.

    An ISO date; None where nobody was shown any of them.
    """
    tested = None if result.predictions is None else str(result.predictions.target_time[-1])
    dates = [burn.date for burn in burns
             if vault_day(result) <= burn.last or (tested is not None and burn.first <= tested)]  # fmt: skip
    return max(dates, default=None)
