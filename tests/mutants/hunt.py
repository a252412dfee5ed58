"""Guards against mutants: who is overlooked, and whom the clean pipeline would alarm (METHOD A1.2, C7)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.mutants import guards
from tests.mutants.mutants import MUTANTS


def overlooked(name: str) -> list[str]:
    """The guards that must see the mutant `name` and do not: none when it is killed."""
    mutant = MUTANTS[name]
    with pytest.MonkeyPatch.context() as patch:
        mutant.sabotage(patch.setattr)
        return [guard for guard in mutant.killed_by if guards.GUARDS[guard]() == ""]


def clean(seed: int) -> str:
    """What a guard minds about the clean pipeline on path `seed`; empty as it should be."""
    choice = np.random.default_rng([0, seed])
    # Later than what the last fold learns from: emptied days cannot be learned from.
    cut, kind = int(choice.integers(396, 500)), str(choice.choice(guards.KINDS))
    found = (guards.sentinel(seed), guards.future(seed, (cut,), (kind,)), guards.unit(seed))
    return "; ".join(said for said in found if said)
