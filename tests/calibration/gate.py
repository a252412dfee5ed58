"""One planted path through the product's own pipeline: does the gate of METHOD A5.3 open? The verdict?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.calibration.ladder import state
from tests.worlds import make_world
from workbench.data.series import PriceSeries
from workbench.evaluation.evidence import ALPHA, passes
from workbench.experiment.alone import fit_and_test
from workbench.experiment.spec import ExperimentSpec


@dataclass(frozen=True, slots=True)
class World:
    """Where paths come from: a planted world, its strength, and how many days are decided out of sample."""

    name: str
    phi: float = 0.0
    decisions: int = 1000

    @property
    def text(self) -> str:
        strength = f" phi {self.phi:.2f}" if self.name == "W3" else ""
        return f"{self.name}{strength}, {self.decisions:,} days"

    def prices(self, spec: ExperimentSpec, seed: int) -> PriceSeries:
        """Path `seed`, just long enough for `spec`."""
        chosen = spec.evaluation
        bars = chosen.first_train + self.decisions + spec.features.horizon + chosen.vault_bars
        return make_world(self.name, bars, seed, self.phi)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The three figures of the gate on one path, and the verdict's state before the vault is opened."""

    clark_west_p: float
    timing_p: float
    psr: float
    state: str = ""

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

    @property
    def candidate(self) -> bool:
        """The best that a verdict can be without the vault."""
        return self.state == "candidate"


def outcome(spec: ExperimentSpec, world: World, seed: int) -> Outcome:
    """What the gate and the verdict see of path `seed`: a job for a worker."""
    prices = world.prices(spec, seed)
    tested = fit_and_test(spec, prices)
    found, net = tested.forecast, tested.backtest.net_figures
    # A figure that is undefined is no evidence.
    return Outcome(
        1.0 if found.clark_west_p is None else found.clark_west_p,
        1.0 if found.timing_p is None else found.timing_p,
        net.psr or 0.0,
        state(spec, prices, tested),
    )


def paths(spec: ExperimentSpec, world: World) -> Callable[[int], Outcome]:
    """All of them, by number."""
    return partial(outcome, spec, world)
