"""Runs that count: tries, the vault's date, and a cancelled look."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from tests.experiment.helpers import small_spec
from tests.worlds import make_world
from workbench.errors import DataError
from workbench.evaluation.ledger import TrialLedger
from workbench.events import FoldEnded, LogLine
from workbench.experiment.executors.inline import InlineExecutor
from workbench.experiment.record import run_and_record, unite

PRICES = make_world("W0", bars=800, seed=4)


@pytest.fixture
def ledger(tmp_path):
    return TrialLedger(tmp_path / "ledger.sqlite")


def record(spec, ledger, prices=PRICES, project="p", emit=lambda event: None, cancel=None):
    with InlineExecutor() as executor:
        return run_and_record(
            spec, prices, emit=emit, cancel=cancel or threading.Event(), executor=executor,
            ledger=ledger, project_id=project,
        )  # fmt: skip


def test_that_another_spec_is_another_try_and_a_rerun_or_a_cost_is_none(ledger):
    assert record(small_spec(), ledger).trials.this_data == 1
    assert record(small_spec(), ledger).trials.this_data == 1
    assert record(small_spec(evaluation__cost_bps=1), ledger).trials.this_data == 1
    assert record(small_spec("drift"), ledger).trials.this_data == 2
    other = record(small_spec(features__lookback=5), ledger, project="other")
    assert (other.trials.this_project, other.trials.this_data) == (1, 3)


def test_that_the_vault_keeps_its_first_date_whatever_is_asked_later(ledger):
    first = record(small_spec(), ledger)
    again = record(small_spec(evaluation__vault_bars=300), ledger)
    assert first.data.vault_start == again.data.vault_start == str(PRICES.session[550])
    np.testing.assert_array_equal(first.predictions.asof, again.predictions.asof)


def test_that_an_ignored_vault_is_said_once_and_the_fixed_one_is_not(ledger):
    told = []
    record(small_spec(), ledger, emit=told.append)
    assert not [event for event in told if isinstance(event, LogLine)]
    result = record(small_spec(evaluation__vault_bars=300), ledger, emit=told.append)
    (line,) = [event for event in told if isinstance(event, LogLine)]
    assert (line.run_id, line.level) == (result.run_id, "warning")
    assert f"begins on {PRICES.session[550]}" in line.text
    assert "250 days are sealed, and evaluation.vault_bars 300 is ignored" in line.text


def test_that_later_bars_are_sealed_too(ledger):
    first = record(small_spec(), ledger, prices=PRICES.first(780))
    later = record(small_spec(), ledger)
    assert later.data.vault_start == first.data.vault_start == str(PRICES.session[530])
    assert later.predictions.target_time[-1] < PRICES.session[530]


def test_that_the_ledger_row_carries_the_returns_of_the_test_days(ledger):
    result = record(small_spec(), ledger)
    (row,) = ledger.trials(ledger.identify(PRICES))
    np.testing.assert_array_equal(row.test_dates, result.backtest.filled)
    np.testing.assert_allclose(row.net, result.backtest.net)
    assert row.verdict == result.verdict.state


def test_that_a_cancelled_run_counts_once_it_has_predicted(ledger):
    cancel = threading.Event()

    def emit(event) -> None:
        if isinstance(event, FoldEnded):
            cancel.set()

    spec = small_spec("lstm", train__epochs=50)
    assert record(spec, ledger, emit=emit, cancel=cancel).trials.this_data == 1
    at_once = threading.Event()
    at_once.set()
    assert record(small_spec("lstm", train__seed=9), ledger, cancel=at_once).trials.this_data == 1


def test_that_refused_prices_leave_no_trace_in_the_ledger(ledger):
    with pytest.raises(DataError):
        record(small_spec(), ledger, prices=PRICES.first(600))
    assert record(small_spec(), ledger).data.vault_start == str(PRICES.session[550])


# -- A project brings its tries along ----------------------------------------------------------------


def test_that_a_ledger_that_was_lost_learns_the_tries_and_the_vault_of_a_project(ledger, tmp_path):
    runs = [record(small_spec(features__lookback=bars), ledger) for bars in (5, 6, 7)]
    fresh = TrialLedger(tmp_path / "fresh.sqlite")
    assert unite(fresh, PRICES, "p", runs) == 3
    assert unite(fresh, PRICES, "p", runs) == 0
    data_id = fresh.identify(PRICES)
    assert fresh.counts(data_id, "p") == (3, 3)
    assert fresh.fixed_vault(PRICES) == ledger.fixed_vault(PRICES)
    again = record(small_spec(features__lookback=8), fresh)
    assert again.trials.this_data == 4
    fresh.verify()


def test_that_a_ledger_that_knows_more_keeps_it(ledger):
    first, second = record(small_spec(), ledger), record(small_spec("drift"), ledger)
    assert unite(ledger, PRICES, "p", [first]) == 0
    assert unite(ledger, PRICES, "p", [second]) == 0
    assert ledger.counts(ledger.identify(PRICES), "p") == (2, 2)


def test_that_a_project_cannot_open_the_vault_by_a_later_date(ledger, tmp_path):
    run = record(small_spec(), ledger)
    later = replace(run, data=replace(run.data, vault_start=str(PRICES.session[-1])))
    fresh = TrialLedger(tmp_path / "fresh.sqlite")
    unite(fresh, PRICES, "p", [later])
    assert fresh.fixed_vault(PRICES) == PRICES.session[550]
    earlier = replace(run, data=replace(run.data, vault_start=str(PRICES.session[500])))
    other = TrialLedger(tmp_path / "other.sqlite")
    unite(other, PRICES, "p", [earlier])
    assert other.fixed_vault(PRICES) == PRICES.session[500]


def test_that_runs_on_other_prices_bring_nothing(ledger, tmp_path):
    run = record(small_spec(), ledger)
    fresh = TrialLedger(tmp_path / "fresh.sqlite")
    assert unite(fresh, PRICES.first(790), "p", [run]) == 0
    assert fresh.fixed_vault(PRICES) is None
