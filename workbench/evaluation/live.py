"""Days that came after a model was frozen: the only evidence nobody can choose (METHOD A5.1)."""

from __future__ import annotations

import dataclasses
import math

from workbench.data.series import Floats
from workbench.evaluation.evidence import LIVE_LOOKS, VerdictInputs
from workbench.evaluation.significance import circular_shift


def checkpoints(half_trl: float) -> tuple[int, ...]:
    """The numbers of live days at which one may look: once, twice, three and four times `half_trl`."""
    return tuple(math.ceil(times * half_trl) for times in range(1, LIVE_LOOKS + 1))


def with_live(
    inputs: VerdictInputs, position: Floats, market: Floats, gap: int, age: int
) -> VerdictInputs:
    """The inputs with what the live days say so far.

    `position` and `market`, (days,), are what was held and what the market earned since the freeze, `gap` as
    in `circular_shift`, `age` the days since the last of them was written down. Looked at only where a
    checkpoint is reached, each on the days up to it: looking every day would find luck sooner or later.
    """
    reached = () if inputs.half_trl is None else checkpoints(inputs.half_trl)
    found = [circular_shift(position[:n], market[:n], gap) for n in reached if n <= len(position)]
    known = [p for p in found if p is not None]
    return dataclasses.replace(
        inputs, live_bars=len(position), live_p=min(known, default=None), live_age=age
    )
