"""How the project stands on the prices at hand: problems, plan, tries, and where the vault begins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbench import paths
from workbench.data.findings import HealthReport
from workbench.data.series import PriceSeries
from workbench.errors import WorkbenchError
from workbench.evaluation.figures import Removal
from workbench.experiment.devices import device_problems
from workbench.experiment.validate import Problem, settings_problems, validate
from workbench.gui.beside import beside
from workbench.gui.ledger_desk import Counted, LedgerDesk
from workbench.gui.plan import Plan, make_plan
from workbench.gui.price_book import PriceBook, red_findings
from workbench.project.document import Document
from workbench.project.project import Project


class Standing:
    """`trials` = (this project, this data); `plan` is None while something must be mended first.

    `devices` are those that trainings can use on this computer, empty until a worker has told them.
    """

    def __init__(self, ledger: LedgerDesk) -> None:
        self.problems: tuple[Problem, ...] = ()
        self.plan: Plan | None = None
        self.trials: tuple[int, int] = (0, 0)
        self.devices: tuple[str, ...] = ()
        self._vault_start: np.datetime64 | None = None
        self._ledger = ledger

    def check(
        self, project: Project, prices: PriceSeries | None, health: HealthReport | None, book: PriceBook
    ) -> None:
        """Find problems and plan anew; nothing is said while prices are on their way.

        `prices` and `health` are the active symbol's; those of its inputs are looked up in the book.
        """
        spec, others = project.spec, beside(project, book)
        self.problems, self.plan = (), None
        if prices is None or others.awaited:
            return
        red = (*(red_findings(health) if health is not None else ()), *others.problems)
        unfit = (
            settings_problems(spec) if others.problems
            else validate(spec, prices, self._vault_start, others.inputs)
        )  # fmt: skip
        self.problems = (*red, *unfit, *device_problems(spec, self.devices))
        if not self.problems:
            self.plan = make_plan(spec, prices, self._vault_start, others.inputs, paths.unfinished_folder())

    def count(
        self,
        prices: PriceSeries,
        document: Document,
        done: Callable[[Counted], None],
        failed: Callable[[WorkbenchError], None],
    ) -> None:
        """Ask the ledger how often these prices were tried; `done` gets the answer for `take`."""
        self._ledger.count(prices, document, done, failed)

    def forget(
        self,
        prices: PriceSeries,
        document: Document,
        done: Callable[[Removal], None],
        failed: Callable[[WorkbenchError], None],
    ) -> None:
        """Have the ledger count none of the tries on these prices any more."""
        self._ledger.forget(prices, document, done, failed)

    def take(self, counted: Counted) -> None:
        """Remember the ledger's answer: the vault may begin elsewhere than thought."""
        self.trials, self._vault_start = counted.trials, counted.vault_start
