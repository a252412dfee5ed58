"""Rows of the trial ledger as plain values, and all it knows of one data: what travels with a project."""

from __future__ import annotations

from workbench.data.series import Dates, Floats
from workbench.dataclass import dataclass
from workbench.evaluation.figures import Removal


@dataclass(frozen=True, slots=True, eq=False)
class TrialRow:
    """One run on one data. `time` is ISO 8601; `test_dates` has shape (dates,).

    `net` and `scaled` (holding scaled to the run's exposure) are its simple returns after costs per date.
    """

    trial_key: str
    data_id: str
    project_id: str
    time: str
    spec_json: str
    test_dates: Dates
    net: Floats
    scaled: Floats
    verdict: str
    outcome: str


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """The vault that began on `vault` was asked about a try; `passed` is None until it has answered.

    `number` is that of `vault.Opening`, `time` ISO 8601, `vault` an ISO date.
    """

    trial_key: str
    run_id: str
    number: int
    vault: str
    time: str
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class Burn:
    """The sealed days `first` to `last` (ISO dates) were shown in full, with a run's figures on them.

    `adopted`: not here, a project brought the news. Such days are no longer unseen, and stay sealed here.
    """

    trial_key: str
    run_id: str
    first: str
    last: str
    time: str
    adopted: bool = False

    @property
    def date(self) -> str:
        """The day it happened, ISO."""
        return self.time[:10]


@dataclass(frozen=True, slots=True, eq=False)
class KnownRows:
    """What a ledger knows of one data. `vault_start` is the vault's first date, whatever was revealed since.

    Of identical tries the latest alone is here, and none that was removed; `data_id` is its ledger's own.
    """

    vault_start: str | None = None
    tries: tuple[TrialRow, ...] = ()
    openings: tuple[OpeningRow, ...] = ()
    burns: tuple[Burn, ...] = ()
    removals: tuple[Removal, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to carry."""
        return bool(self.vault_start or self.tries or self.openings or self.burns or self.removals)
