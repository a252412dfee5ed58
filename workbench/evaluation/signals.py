"""From what a model says to what one would hold."""

from __future__ import annotations

import numpy as np

from workbench.data.series import Floats
from workbench.evaluation.spec import Rule


def positions(predicted: Floats, rule: Rule) -> Floats:
    """The wanted position of each decision, shape (decisions,), from predicted log returns.

    `long_flat`: 1 where the prediction is above 0, else 0. `long_short`: 1 or -1. No forecast (NaN): 0.
    """
    up = predicted > 0
    if rule == "long_flat":
        return up.astype(np.float64)
    return np.where(np.isnan(predicted), 0.0, np.where(up, 1.0, -1.0))
