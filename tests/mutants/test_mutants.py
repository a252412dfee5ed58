"""Every sin that is built in on purpose is caught, and the clean pipeline never is (METHOD A1.2, C7)."""

import pytest

from tests.mutants.guards import GUARDS
from tests.mutants.hunt import clean, overlooked
from tests.mutants.mutants import MUTANTS


@pytest.mark.parametrize("name", GUARDS)
def test_that_the_clean_pipeline_passes(name):
    assert GUARDS[name]() == ""


@pytest.mark.parametrize("name", MUTANTS)
def test_that_a_sabotaged_pipeline_is_killed_by_every_guard_that_must_see_it(name):
    assert overlooked(name) == []


def test_that_a_mutant_is_gone_after_the_hunt():
    overlooked("no costs")
    assert GUARDS["costs"]() == ""


def test_that_twelve_sins_and_more_are_built_in():
    assert len(MUTANTS) >= 12
    assert len({mutant.sin for mutant in MUTANTS.values()}) >= 10


@pytest.mark.slow
def test_that_a_hundred_clean_pipelines_pass():
    assert [seed for seed in range(100) if clean(seed)] == []
