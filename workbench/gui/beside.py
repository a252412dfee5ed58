"""The further symbols of the active one: which of their prices are at hand, and what stands in the way."""

from __future__ import annotations

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.experiment.spec import INPUTS
from workbench.experiment.validate import Problem
from workbench.gui.present.setup import missing_prices
from workbench.gui.price_book import PriceBook, red_findings
from workbench.project.project import Project


@dataclass(frozen=True, slots=True)
class Beside:
    """`inputs` in the order of the spec; `awaited` are the symbols whose prices are still on their way."""

    inputs: tuple[PriceSeries, ...] = ()
    awaited: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def beside(project: Project, book: PriceBook) -> Beside:
    """The inputs of the active symbol, as far as their prices are at hand."""
    inputs: list[PriceSeries] = []
    awaited: list[str] = []
    problems: list[Problem] = []
    for data in map(project.data, project.spec.data.inputs):
        series, report = book.series(data), book.report(data)
        if series is not None and report is not None:
            inputs.append(series)
            problems += red_findings(report, INPUTS, f"{data.symbol}: ")
        elif book.awaits(data):
            awaited.append(data.symbol)
        else:
            problems.append(Problem(INPUTS, *missing_prices(data)))
    return Beside(tuple(inputs), tuple(awaited), tuple(problems))
