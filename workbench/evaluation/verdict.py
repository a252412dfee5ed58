"""The verdict: METHOD A5.1 as one pure function. The first row that matches wins."""

from __future__ import annotations

import dataclasses

from workbench.evaluation import sentences
from workbench.evaluation.evidence import (
    LEAST_AMPLITUDE,
    LEAST_BARS,
    VerdictInputs,
    broken,
    collect,
    lacking,
    passes,
    too_good,
    with_backtest,
)
from workbench.evaluation.figures import Verdict

__all__ = ["STATES", "VerdictInputs", "collect", "judge", "rank", "with_backtest"]

STATES = (
    "invalid",
    "too_good_to_be_true",
    "one_day_late_copy",
    "too_little_evidence",
    "no_edge",
    "edge_before_costs_only",
    "suggestive_unproven",
    "luck_after_trials",
    "fragile",
    "not_better_than_holding",
    "failed_on_unseen",
    "candidate",
    "promising",
    "survived_so_far",
)
"""Every state, worst first. The first two stand outside the rank."""


def judge(inputs: VerdictInputs) -> Verdict:
    """The verdict on a run: state, one sentence, the reasons, and the bars still needed."""
    state = _state(inputs)
    return Verdict(
        state=state,
        sentence=sentences.sentence(state, inputs),
        reasons=(*sentences.reasons(state, inputs), *sentences.marks(inputs)),
        bars_needed=None if state == "invalid" else inputs.bars_needed,
        inputs=dataclasses.asdict(inputs),
    )


def rank(state: str) -> int | None:
    """How good a state is; None for the two outside the rank. The three without an edge share one."""
    if state in ("invalid", "too_good_to_be_true"):
        return None
    return max(STATES.index(state), STATES.index("no_edge"))


def _state(inputs: VerdictInputs) -> str:
    if broken(inputs):
        return "invalid"
    if too_good(inputs):
        return "too_good_to_be_true"
    if inputs.n >= LEAST_BARS and inputs.amplitude is not None and inputs.amplitude < LEAST_AMPLITUDE:
        return "one_day_late_copy"
    if lacking(inputs):
        return "too_little_evidence"
    if not (inputs.forecast_passes or inputs.timing_passes):
        return "no_edge"
    if inputs.net_mean <= 0:
        return "edge_before_costs_only"
    return _state_above_costs(inputs)


def _state_above_costs(inputs: VerdictInputs) -> str:
    """The rows above the costs. Figures that are not computed yet stop the ladder at its first rung."""
    computed = None not in (inputs.spa_p, inputs.fragile, inputs.holding_p)
    if not (computed and inputs.forecast_passes and inputs.timing_passes and inputs.net_passes):
        return "suggestive_unproven"
    if not passes(inputs.spa_p):
        return "luck_after_trials"
    if inputs.fragile:
        return "fragile"
    if not passes(inputs.holding_p):
        return "not_better_than_holding"
    if inputs.vault_passed is None:
        return "candidate"
    if not inputs.vault_passed:
        return "failed_on_unseen"
    return "survived_so_far" if inputs.survived else "promising"
