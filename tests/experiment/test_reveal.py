"""A full reveal: written down before anything is shown, after which the vault begins anew."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from tests.experiment.helpers import small_spec
from tests.experiment.test_record import record
from tests.experiment.test_vault import SETTINGS, SPEC, opened
from tests.worlds import make_world
from workbench.errors import Cancelled, DataError, UsageError
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.vault import stands
from workbench.events import LogLine
from workbench.experiment import reveal
from workbench.experiment.executors.inline import InlineExecutor
from workbench.experiment.record import unite
from workbench.experiment.reveal import reveal_vault
from workbench.experiment.revealed import revealed_on
from workbench.experiment.vault import after_vault, opening_of, verdict_now

LONG = make_world("W3", bars=1850, seed=3, phi=0.3)
PRICES = LONG.first(1550)


@pytest.fixture
def ledger(tmp_path):
    return TrialLedger(tmp_path / "ledger.sqlite")


def shown(result, ledger, prices=PRICES, cancel=None):
    with InlineExecutor() as executor:
        return reveal_vault(result, prices, ledger, executor, cancel=cancel)


def burnt(ledger):
    """A run, opened and revealed."""
    result = record(SPEC, ledger, PRICES)
    opened(result, PRICES, ledger)
    return result, shown(result, ledger)


def test_that_nothing_is_revealed_before_the_bit_was_asked_for(ledger):
    result = record(SPEC, ledger, PRICES)
    with pytest.raises(UsageError, match="was not opened for run"):
        shown(result, ledger)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        opened(result, PRICES, ledger, cancel)
    with pytest.raises(UsageError, match="was not opened for run"):
        shown(result, ledger)
    assert ledger.burns(ledger.identify(PRICES)) == ()


def test_that_the_figures_are_those_of_all_sealed_days_and_agree_with_the_bit(ledger):
    result, told = burnt(ledger)
    days = told.tested.predictions.target_time
    assert (str(days[0]), str(days[-1])) == (str(PRICES.session[1050]), str(PRICES.session[-1]))
    assert told.tested.forecast.n == 500
    assert (told.burn.first, told.burn.last) == (str(PRICES.session[1050]), str(PRICES.session[-1]))
    alpha = told.opening.alpha
    assert told.opening.passed is stands(told.tested.forecast, told.tested.backtest, alpha) is True
    assert opening_of(result, PRICES, ledger) == told.opening


def test_that_the_row_is_written_before_anything_is_computed_and_an_interrupted_reveal_stands(
    ledger, monkeypatch
):
    result = record(SPEC, ledger, PRICES)
    opened(result, PRICES, ledger)

    def interrupted(*job):
        assert len(ledger.burns(ledger.identify(PRICES))) == 1
        raise Cancelled("Stopped.")

    with monkeypatch.context() as patch, pytest.raises(Cancelled):
        patch.setattr(reveal, "on_sealed_days", interrupted)
        shown(result, ledger)
    assert ledger.fixed_vault(PRICES) == PRICES.session[-1] + 1
    (burn,) = ledger.burns(ledger.identify(PRICES))
    assert shown(result, ledger).burn == burn, "asked again, it shows what it already cost"
    assert len(ledger.burns(ledger.identify(PRICES))) == 1


def test_that_later_runs_may_be_tested_on_the_revealed_days_and_say_so(ledger):
    first, told = burnt(ledger)
    said = []
    later = record(SPEC, ledger, PRICES, emit=said.append)
    assert later.data.vault_start is None
    assert later.predictions.target_time[-1] == PRICES.session[-1]
    assert len(later.predictions) == len(first.predictions) + 500
    mark = f"the sealed days were revealed on {told.burn.date}; they are no longer unseen"
    assert later.verdict.reasons[-1] == mark
    assert mark not in first.verdict.reasons
    (line,) = [event.text for event in said if isinstance(event, LogLine)]
    assert f"revealed on {told.burn.date}" in line and "0 days are sealed" in line


def test_that_a_verdict_on_revealed_days_keeps_its_state_and_is_marked(ledger):
    result, told = burnt(ledger)
    revealed = revealed_on(result, ledger.burns(ledger.identify(PRICES)))
    verdict = after_vault(result.verdict, opening_of(result, PRICES, ledger), revealed)
    assert verdict.state == "promising"
    assert "revealed on " + told.burn.date in verdict.reasons[-1]
    assert after_vault(replace(result.verdict, state="invalid"), None, revealed).state == "invalid"


def test_that_the_vault_refuses_until_enough_days_have_come_and_the_old_bit_stays(ledger):
    first, told = burnt(ledger)
    later = record(SPEC, ledger, PRICES)
    with pytest.raises(DataError, match=r"revealed on .*: 0 days have come since, and the vault needs 250"):
        opened(later, PRICES, ledger)
    assert opened(first, PRICES, ledger) == told.opening
    some = LONG.first(1799)
    with pytest.raises(DataError, match="249 days have come since"):
        opened(record(SPEC, ledger, some), some, ledger)
    assert opening_of(later, PRICES, ledger) is None, "its own vault has not spoken"


def test_that_a_longer_series_has_its_new_bars_sealed_and_may_be_opened_and_revealed_again(ledger):
    first, told = burnt(ledger)
    longer = record(SPEC, ledger, LONG)
    assert longer.data.vault_start == str(LONG.session[1550])
    assert longer.predictions.target_time[-1] < LONG.session[1550]
    opening = opened(longer, LONG, ledger)
    assert (opening.number, opening.passed is None) == (2, False)
    assert opening_of(first, PRICES, ledger) == told.opening
    again = shown(longer, ledger, LONG)
    assert (again.burn.first, again.burn.last) == (str(LONG.session[1550]), str(LONG.session[-1]))
    assert again.tested.forecast.n == 300
    assert ledger.fixed_vault(LONG) == LONG.session[-1] + 1
    np.testing.assert_array_equal(
        shown(first, ledger).tested.predictions.predicted, told.tested.predictions.predicted
    )
    assert len(ledger.burns(ledger.identify(LONG))) == 2
    ledger.verify()


def test_that_an_old_bit_never_speaks_for_a_run_that_has_seen_those_days(ledger):
    burnt(ledger)
    shorter = PRICES.first(1400)
    later = record(SPEC, ledger, shorter)
    assert later.predictions.target_time[-1] == shorter.session[-1]
    assert opening_of(later, shorter, ledger) is None
    assert verdict_now(later, shorter, ledger).state == later.verdict.state != "promising"


def test_that_another_try_of_the_burnt_vault_can_no_longer_be_opened(ledger):
    other = record(small_spec("drift", **SETTINGS), ledger, PRICES)
    burnt(ledger)
    with pytest.raises(DataError, match="revealed on"):
        opened(other, PRICES, ledger)
    assert revealed_on(other, ledger.burns(ledger.identify(PRICES))) is not None


def test_that_a_run_on_other_prices_or_one_that_saw_these_days_is_not_revealed(ledger, tmp_path):
    result, _ = burnt(ledger)
    with pytest.raises(DataError, match="not the ones"):
        shown(result, ledger, PRICES.first(1540))
    late = replace(result.predictions, target_time=result.predictions.target_time + 2000)
    with pytest.raises(UsageError, match="was not opened"):
        shown(replace(result, predictions=late), ledger)
    stricter = TrialLedger(tmp_path / "stricter.sqlite")
    stricter.adopt_vault(PRICES, PRICES.session[900])
    unite(stricter, PRICES, "p", [result], replace(ledger.known(ledger.identify(PRICES)), burns=()))
    with pytest.raises(DataError, match="has seen days that the vault holds here"):
        shown(result, stricter)
    assert stricter.burns(stricter.identify(PRICES)) == ()


def test_that_a_reveal_travels_without_unsealing_a_day_elsewhere(ledger, tmp_path):
    result, told = burnt(ledger)
    known = ledger.known(ledger.identify(PRICES))
    other = TrialLedger(tmp_path / "other.sqlite")
    assert unite(other, PRICES, "p", [result], known) == 3
    assert other.fixed_vault(PRICES) == PRICES.session[1050]
    assert opening_of(result, PRICES, other) == told.opening
    elsewhere = record(small_spec("drift", **SETTINGS), other, PRICES)
    assert elsewhere.data.vault_start == str(PRICES.session[1050])
    with pytest.raises(DataError, match="revealed on"):
        opened(elsewhere, PRICES, other)
    assert shown(result, other).burn.adopted is False
    assert other.fixed_vault(PRICES) == PRICES.session[-1] + 1
