"""What is counted and how often it may, or must, happen (METHOD A5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.calibration.check import Bound, Check, Figure, count, most_by_chance
from tests.calibration.gate import Outcome, World, paths
from tests.calibration.openings import openings
from tests.calibration.recipes import NETS, net, ridge, ridge_beside_nets
from tests.calibration.sabotage import sabotage
from tests.calibration.search import search
from tests.calibration.validity import validity
from workbench.experiment.spec import ExperimentSpec

MOST_CANDIDATES = 0.03


def every() -> list[Check[Any]]:
    """All checks, by their numbers; the nets, which take longest, come last."""
    nets_and_line = (*nets_checks(), linear_and_blind())
    return [*nulls(), *power(), *search(), openings(), *sabotage(), *validity(), *nets_and_line]


def nulls(number: int = 2000) -> Iterator[Check[Outcome]]:
    """C2 (and with 400 paths C1): worlds without an edge hardly ever open the gate. Before costs."""
    bound = Bound(at_most=most_by_chance(number), alarm=round(0.03 * number))
    candidate = count(
        "candidate", lambda path: path.candidate, Bound(at_most=round(MOST_CANDIDATES * number))
    )
    for name in ("W0", "W1", "W2"):
        for rule in ("long_short", "long_flat"):
            spec, world = ridge(evaluation__rule=rule), World(name)
            figures = (*counts("gate", bound), candidate)
            yield Check(f"C2.{name}.{rule}", world.text, paths(spec, world), number, figures)


def power(number: int = 500) -> Iterator[Check[Outcome]]:
    """C3: how often a planted edge is found."""
    for phi, cost, share in ((0.10, 0.0, 0.45), (0.15, 5.0, 0.50), (0.20, 5.0, 0.85)):
        yield planted(phi, cost, number, Bound(at_least=round(share * number)))
    yield planted(0.05, 5.0, number, Bound(at_most=round(0.05 * number)))


def planted(phi: float, cost_bps: float, number: int, bound: Bound) -> Check[Outcome]:
    """W3 of this strength at this cost a side, long and short."""
    spec, world = ridge(evaluation__rule="long_short", evaluation__cost_bps=cost_bps), World("W3", phi)
    candidate = count("candidate", lambda path: path.candidate)
    return Check(
        f"C3.phi{phi:.2f}", f"{world.text}, {cost_bps:g} bp", paths(spec, world), number,
        (*counts("gate", bound), candidate),
    )  # fmt: skip


def nets_checks() -> Iterator[Check[Outcome]]:
    """C6: no false alarms, the autoregression is recognised; the product of signs is for those that can."""
    for kind in NETS:
        few = kind == "chart_cnn"  # each path of pictures costs ten others
        spec, number = net(kind), 20 if few else 60
        for name in ("W0", "W1"):
            bound = Bound(at_most=most_by_chance(number))
            yield of_net(f"C6.{kind}.{name}", spec, World(name), number, counts("gate", bound))
        number = 10 if few else 30
        bound = Bound(at_least=round(0.8 * number))
        yield of_net(f"C6.{kind}.W3", spec, World("W3", 0.30), number, counts("Clark-West", bound))
        bound = Bound() if kind in ("cnn", "chart_cnn") else Bound(at_least=14)
        number = number if few else 20
        yield of_net(f"C6.{kind}.W4", spec, World("W4"), number, counts("Clark-West", bound))


def linear_and_blind() -> Check[Outcome]:
    """C6: what the recurrent nets find in W4 is nothing that a line could."""
    figures = counts("Clark-West", Bound(at_most=4))
    return of_net("C6.ridge.W4", ridge_beside_nets(), World("W4"), 20, figures)


def of_net(
    name: str, spec: ExperimentSpec, world: World, number: int, figures: tuple[Figure[Outcome], ...]
) -> Check[Outcome]:
    return Check(name, world.text, paths(spec, world), number, figures)


def counts(bounded: str, bound: Bound) -> tuple[Figure[Outcome], ...]:
    """How often the gate opens and two of its tests pass; `bounded` comes first and must keep `bound`."""
    happened = {
        "gate": lambda path: path.opens,
        "Clark-West": lambda path: path.forecasts,
        "timing": lambda path: path.times,
    }
    others = (count(name, test) for name, test in happened.items() if name != bounded)
    return (count(bounded, happened[bounded], bound), *others)
