"""The models fitted beside every run, on the same folds and at the same costs (METHOD A3.1)."""

from __future__ import annotations

from workbench.models.catalog import (
    ARSpec,
    DriftSpec,
    GradientBoostingSpec,
    LinearSpec,
    MACrossSpec,
    ModelSpec,
    RidgeSpec,
)

BASELINES: tuple[ModelSpec, ...] = (
    DriftSpec(), ARSpec(), RidgeSpec(), LinearSpec(), GradientBoostingSpec(), MACrossSpec(),
)  # fmt: skip
"""What needs no fit (naive, holding, coin flips) comes with the assessment."""
