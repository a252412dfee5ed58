"""What is counted and how often it may, or must, happen (METHOD A5.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from scipy.stats import binom

from tests.calibration.gate import Outcome, World
from tests.calibration.recipes import NETS, net, ridge, ridge_beside_nets
from workbench.experiment.spec import ExperimentSpec

Counted = Literal["gate", "forecast"]
COUNT: dict[Counted, Callable[[Outcome], bool]] = {
    "gate": lambda path: path.opens,
    "forecast": lambda path: path.forecasts,
}
NOMINAL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`spec` on `paths` paths of `world`, of which at most, or at least, so many may count; None: reported.

    `alarm` is a count that no build has reached yet: above it something has become worse.
    """

    name: str
    spec: ExperimentSpec
    world: World
    paths: int
    counted: Counted = "gate"
    at_most: int | None = None
    at_least: int | None = None
    alarm: int | None = None

    def holds(self, count: int) -> bool:
        highest = min(limit for limit in (self.at_most, self.alarm, self.paths) if limit is not None)
        return (self.at_least or 0) <= count <= highest

    @property
    def bound(self) -> str:
        """The bound as a reader wants it."""
        parts = [f"<= {self.at_most}"] if self.at_most is not None else []
        parts += [f">= {self.at_least}"] if self.at_least is not None else []
        parts += [f"alarm above {self.alarm}"] if self.alarm is not None else []
        return ", ".join(parts) or "reported"


def most_by_chance(paths: int) -> int:
    """The 99 % bound of what a true rate of 5 % gives."""
    return int(binom.ppf(0.99, paths, NOMINAL))


def nulls(paths: int = 2000) -> Iterator[Check]:
    """C2 (and with 400 paths C1): worlds without an edge hardly ever open the gate. Before costs."""
    for name in ("W0", "W1", "W2"):
        for rule in ("long_short", "long_flat"):
            yield Check(
                name=f"C2.{name}.{rule}", spec=ridge(evaluation__rule=rule), world=World(name), paths=paths,
                at_most=most_by_chance(paths), alarm=round(0.03 * paths),
            )  # fmt: skip


def power(paths: int = 500) -> Iterator[Check]:
    """C3: how often a planted edge is found."""
    for phi, cost, share in ((0.10, 0.0, 0.45), (0.15, 5.0, 0.50), (0.20, 5.0, 0.85)):
        yield Check(
            name=f"C3.phi{phi:.2f}", world=World("W3", phi), paths=paths, at_least=round(share * paths),
            spec=ridge(evaluation__rule="long_short", evaluation__cost_bps=cost),
        )  # fmt: skip
    yield Check(
        name="C3.phi0.05", world=World("W3", 0.05), paths=paths, at_most=round(0.05 * paths),
        spec=ridge(evaluation__rule="long_short", evaluation__cost_bps=5.0),
    )  # fmt: skip


def nets(kind: str) -> Iterator[Check]:
    """C6: no false alarms, the autoregression is recognised; the product of signs is for those that can."""
    spec = net(kind)
    few = kind == "chart_cnn"  # each path of pictures costs ten others
    for name in ("W0", "W1"):
        paths = 20 if few else 60
        yield Check(
            name=f"C6.{kind}.{name}", spec=spec, world=World(name), paths=paths,
            at_most=most_by_chance(paths),
        )  # fmt: skip
    paths = 10 if few else 30
    yield Check(
        name=f"C6.{kind}.W3", spec=spec, world=World("W3", 0.30), paths=paths, counted="forecast",
        at_least=round(0.8 * paths),
    )  # fmt: skip
    yield Check(
        name=f"C6.{kind}.W4", spec=spec, world=World("W4"), paths=paths if few else 20, counted="forecast",
        at_least=None if kind in ("cnn", "chart_cnn") else 14,
    )  # fmt: skip


def linear_and_blind() -> Check:
    """C6: what the recurrent nets find in W4 is nothing that a line could."""
    return Check(
        name="C6.ridge.W4", spec=ridge_beside_nets(), world=World("W4"), paths=20,
        counted="forecast", at_most=4,
    )  # fmt: skip


def every() -> list[Check]:
    """All checks, the quick ones first."""
    return [*nulls(), *power(), linear_and_blind(), *(check for kind in NETS for check in nets(kind))]
