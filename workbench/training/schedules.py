"""How the learning rate moves from the first step to the last."""

from __future__ import annotations

import math

from workbench.training.spec import Schedule

WARM_UP_SHARE = 0.3
FIRST_SHARE = 0.04
LAST_SHARE = 0.01


def rate_factor(schedule: Schedule, done: float) -> float:
    """What the learning rate is multiplied by when the share `done` (0 to 1) of all steps is behind.

    `cosine` falls from 1 to 0.01 (Loshchilov and Hutter, 2017); `one_cycle` first rises from 0.04
    to 1 over three tenths of the steps, then falls likewise (Smith, 2018).
    """
    done = min(max(done, 0.0), 1.0)
    if schedule == "constant":
        return 1.0
    if schedule == "cosine":
        return _between(1.0, LAST_SHARE, done)
    if done < WARM_UP_SHARE:
        return _between(FIRST_SHARE, 1.0, done / WARM_UP_SHARE)
    return _between(1.0, LAST_SHARE, (done - WARM_UP_SHARE) / (1.0 - WARM_UP_SHARE))


def _between(start: float, end: float, done: float) -> float:
    """Half a cosine wave from `start` to `end`."""
    return end + (start - end) * 0.5 * (1.0 + math.cos(math.pi * done))
