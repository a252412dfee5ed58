"""How the project stands on the prices at hand: problems, plan, tries, and where the vault begins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workbench.data.findings import HealthReport
from workbench.data.series import PriceSeries
from workbench.errors import WorkbenchError
from workbench.experiment.devices import device_problems
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.validate import Problem, validate
from workbench.gui.ledger_desk import Counted, LedgerDesk
from workbench.gui.plan import Plan, make_plan
from workbench.gui.price_book import red_findings


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

    def check(self, spec: ExperimentSpec, prices: PriceSeries | None, health: HealthReport | None) -> None:
        """Find problems and plan anew."""
        self.problems, self.plan = (), None
        if prices is None:
            return
        red = red_findings(health) if health is not None else ()
        found = validate(spec, prices, self._vault_start)
        self.problems = (*red, *found, *device_problems(spec, self.devices))
        if not self.problems:
            self.plan = make_plan(spec, prices, self._vault_start)

    def count(
        self,
        prices: PriceSeries,
        project_id: str,
        done: Callable[[Counted], None],
        failed: Callable[[WorkbenchError], None],
    ) -> None:
        """Ask the ledger how often these prices were tried; `done` gets the answer for `take`."""
        self._ledger.count(prices, project_id, done, failed)

    def take(self, counted: Counted) -> bool:
        """Remember the ledger's answer; True when the vault begins elsewhere than thought."""
        self.trials = counted.trials
        moved = counted.vault_start != self._vault_start
        self._vault_start = counted.vault_start
        return moved
