"""Every sin that is built in on purpose is caught, and the clean pipeline never is (METHOD A1.2, C7)."""

import numpy as np
import pytest

from tests.mutants import guards
from tests.mutants.guards import GUARDS
from tests.mutants.mutants import MUTANTS


@pytest.mark.parametrize("name", GUARDS)
def test_that_the_clean_pipeline_passes(name):
    assert GUARDS[name]() == ""


@pytest.mark.parametrize("name", MUTANTS)
def test_that_a_sabotaged_pipeline_is_killed_by_every_guard_that_must_see_it(name, monkeypatch):
    mutant = MUTANTS[name]
    mutant.sabotage(monkeypatch.setattr)
    for guard in mutant.killed_by:
        assert GUARDS[guard]() != "", f"{guard} did not see: {name}"


def test_that_twelve_sins_and_more_are_built_in():
    assert len(MUTANTS) >= 12
    assert len({mutant.sin for mutant in MUTANTS.values()}) >= 10


@pytest.mark.slow
def test_that_a_hundred_clean_pipelines_pass():
    choice = np.random.default_rng(0)
    for seed in range(100):
        # Later than what the last fold learns from: emptied days cannot be learned from.
        cut, kind = int(choice.integers(396, 500)), str(choice.choice(guards.KINDS))
        assert guards.sentinel(seed) == ""
        assert guards.future(seed, (cut,), (kind,)) == "", (seed, cut, kind)
        assert guards.unit(seed) == ""
