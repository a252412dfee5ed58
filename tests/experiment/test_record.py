"""Runs that count: tries, the vault's date, and a cancelled look."""

import threading

import numpy as np
import pytest

from tests.experiment.helpers import small_spec
from tests.worlds import make_world
from workbench.errors import DataError
from workbench.evaluation.ledger import TrialLedger
from workbench.events import FoldEnded, LogLine
from workbench.experiment.executors.inline import InlineExecutor
from workbench.experiment.record import run_and_record

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
