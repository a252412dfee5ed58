"""One planted path through the product's own pipeline, and whether the gate of METHOD A5.3 opens for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.worlds import make_world
from workbench.evaluation.evidence import ALPHA, passes
from workbench.experiment.alone import fit_and_test
from workbench.experiment.executors.base import Executor
from workbench.experiment.spec import ExperimentSpec

VAULT_BARS = 250


@dataclass(frozen=True, slots=True)
class World:
    """Where paths come from: a planted world, its strength, and how many days are decided out of sample."""

    name: str
    phi: float = 0.0
    decisions: int = 1000

    @property
    def text(self) -> str:
        strength = f" phi {self.phi:.2f}" if self.name == "W3" else ""
        return f"{self.name}{strength}, {self.decisions} days"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The three figures of the gate on one path."""

    clark_west_p: float
    timing_p: float
    psr: float

    @property
    def forecasts(self) -> bool:
        """Clark-West rules luck out."""
        return passes(self.clark_west_p)

    @property
    def times(self) -> bool:
        """The timing test does."""
        return passes(self.timing_p)

    @property
    def opens(self) -> bool:
        """All three do: the "promising" column of METHOD A5.3."""
        return self.forecasts and self.times and self.psr >= 1.0 - ALPHA


def outcome(spec: ExperimentSpec, world: World, seed: int) -> Outcome:
    """What the gate sees of path `seed`: a job for a worker."""
    first_train, horizon = spec.evaluation.first_train, spec.features.horizon
    bars = first_train + world.decisions + horizon + VAULT_BARS
    tested = fit_and_test(spec, make_world(world.name, bars, seed, world.phi))
    found, net = tested.forecast, tested.backtest.net_figures
    # A figure that is undefined is no evidence.
    return Outcome(
        1.0 if found.clark_west_p is None else found.clark_west_p,
        1.0 if found.timing_p is None else found.timing_p,
        net.psr or 0.0,
    )


def outcomes(executor: Executor, spec: ExperimentSpec, world: World, seeds: range) -> Iterator[Outcome]:
    """One outcome a path, in order, from all workers of `executor`."""
    paths = [executor.submit(outcome, spec, world, seed) for seed in seeds]
    for path in paths:
        yield path.result()
