"""Documents and files with one small run."""

from __future__ import annotations

import numpy as np
import pytest

from tests.samples import make_prices, make_result
from workbench.data.intervals import minutes
from workbench.data.spec import DataSpec
from workbench.evaluation.figures import Removal
from workbench.evaluation.rows import Burn, KnownRows, OpeningRow, TrialRow
from workbench.experiment.placebo import Placebo, Score, reduced, setting_text
from workbench.experiment.planted import Planted
from workbench.project.answers import Answers
from workbench.project.document import Document
from workbench.project.file.writer import save
from workbench.project.project import new_project


@pytest.fixture(scope="session")
def small_run():
    """(prices, run) of one fold and one seed."""
    return make_result(bars=1010, folds=1, seeds=1)


@pytest.fixture
def document(small_run):
    """A dirty document with one run and its prices."""
    return document_of(*small_run)


def document_of(prices, *results):
    data = results[0].spec.data
    project = new_project(
        data.symbol, data.source, content_hash=data.content_hash, file_name=data.file_name,
        spec=results[0].spec,
    )
    document = Document(project, prices={prices.content_hash: prices})
    for result in results:
        document.add_run(result)
    return document


def make_hours(bars=70, offset=-300, interval="1h", symbol="HOURS", source="csv"):
    """Bars within the day, seven a day from 9:30 on; without an offset the source did not tell its zone."""
    step = np.timedelta64(minutes(interval), "m")
    days = np.busday_offset("2024-03-04", np.arange(-(-bars // 7)))
    first = days.astype("datetime64[m]") + np.timedelta64(570, "m")
    begins = (first[:, None] + np.arange(7) * step).ravel()[:bars]
    close = (begins + step).astype("datetime64[ns]")
    return make_prices(bars, symbol=symbol, source=source).replace(
        session=begins.astype("datetime64[D]"), interval=interval,
        close_time=close if offset is None else close - np.timedelta64(offset, "m"),
        utc_offset=None if offset is None else np.full(bars, offset),
    )


def with_hours(document, *series):
    """The document with further symbols on its list, bound to their bars within the day."""
    bound = tuple(
        DataSpec(symbol=one.symbol, source=one.source, content_hash=one.content_hash) for one in series
    )
    project = document.project
    document.replace(project.model_copy(update={"symbols": (*project.symbols, *bound)}))
    document.prices.update((one.content_hash, one) for one in series)
    return document


def make_answers(run):
    """What a run answered: a placebo of three twins, two planted edges."""
    scores = {
        "real": {0: Score(-0.014, 0.6, 0.5)},
        "shuffled": {0: Score(0.01, 0.2, 0.3), 1: Score(-0.02, 0.9, 0.8)},
        "garch": {0: Score(0.0, 1.0, 1.0)},
        "blocks": {},
    }
    placebo = Placebo(reduced(run.spec), setting_text(reduced(run.spec)), scores)
    return Answers(placebo, (Planted(0.05, 10, 0.1, None), Planted(0.2, 10, 0.9, 1_234)))


def make_known(tries=2, days=30):
    """What a ledger knew of some prices: tries of another project, an opening, a reveal, a removal."""
    random = np.random.default_rng(3)
    rows = tuple(
        TrialRow(
            trial_key=f"{number:064x}", data_id="", project_id="another-project",
            time=f"2026-11-2{number}T10:00:00+00:00", spec_json='{"model":{"kind":"lstm"}}',
            test_dates=np.arange("2013-01-01", days, dtype="datetime64[D]"),
            net=random.normal(0, 0.01, days), scaled=random.normal(0, 0.01, days), verdict="no_edge",
            outcome="finished",
        )
        for number in range(tries)
    )  # fmt: skip
    key = "ab" * 32
    return KnownRows(
        vault_start="2013-02-01",
        tries=rows,
        openings=(OpeningRow(key, "run-0007", 3, "2013-02-01", "2026-11-23T11:00:00+00:00", False),),
        burns=(Burn(key, "run-0007", "2013-02-01", "2013-12-31", "2026-11-23T12:00:00+00:00"),),
        removals=(Removal("2026-11-23T13:00:00+00:00", 4),),
    )


@pytest.fixture
def saved(document, tmp_path):
    """The path of a file with one run."""
    path = tmp_path / "saved.swb"
    save(document, path)
    return path
