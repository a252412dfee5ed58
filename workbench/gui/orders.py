"""From what the window shows to the order of a run, or to what must be mended first."""

from __future__ import annotations

from workbench import paths
from workbench.data.series import PriceSeries
from workbench.errors import UsageError
from workbench.experiment.validate import Problem
from workbench.gui.beside import beside
from workbench.gui.price_book import PriceBook
from workbench.gui.runner import RunOrder
from workbench.project.project import Project


def make_order(
    project: Project, prices: PriceSeries | None, problems: tuple[Problem, ...], book: PriceBook
) -> RunOrder:
    """The order of the project's next run; raises `UsageError` with the remedy while it cannot start."""
    if prices is None:
        raise UsageError("There are no prices to learn from.", "Add a ticker or a CSV file.")
    if problems:
        raise UsageError(problems[0].sentence, problems[0].hint)
    others = beside(project, book)
    if others.awaited:
        raise UsageError(f"The prices of {others.awaited[0]} are being read.", "Wait a moment.")
    return RunOrder(project.spec, prices, paths.ledger_file(), project.project_id, others.inputs)
