"""C7: the sabotaged pipelines of tests/mutants are killed, a hundred clean ones pass."""

from __future__ import annotations

from collections.abc import Iterator

from tests.calibration.check import Bound, Check, count
from tests.mutants.hunt import clean, overlooked
from tests.mutants.mutants import MUTANTS

LEAST_MUTANTS = 12


def killed(number: int) -> bool:
    """Whether every guard that must see mutant `number` does: a job for a worker."""
    return not overlooked(list(MUTANTS)[number])


def passes(number: int) -> bool:
    """Whether no guard minds the clean pipeline on path `number`: a job for a worker."""
    return not clean(number)


def sabotage(pipelines: int = 100) -> Iterator[Check[bool]]:
    """All of both."""
    mutants = len(MUTANTS)
    all_of_them = Bound(at_least=max(mutants, LEAST_MUTANTS))
    yield Check("C7.mutants", "sabotaged", killed, mutants, (count("killed", bool, all_of_them),))
    yield Check("C7.clean", "clean", passes, pipelines, (count("pass", bool, Bound(at_least=pipelines)),))
