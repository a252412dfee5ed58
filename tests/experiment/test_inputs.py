"""Several symbols in one run: what they are, what they change, what is said of them, what is refused."""

import dataclasses
import threading

import numpy as np
import pytest

from tests.experiment.helpers import small_spec
from tests.worlds import make_world
from workbench.data.series import PriceSeries
from workbench.errors import DataError
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.sentinel import corrupt
from workbench.events import LogLine
from workbench.experiment.executors.inline import InlineExecutor
from workbench.experiment.inputs import UnfitInput, notices
from workbench.experiment.pipeline import run_experiment
from workbench.experiment.record import run_and_record
from workbench.experiment.result import RunResult
from workbench.features import alignment, pipeline

DAYS = np.busday_offset("2015-01-05", np.arange(801))


def series(symbol: str, seed: int, source: str = "yahoo") -> PriceSeries:
    return make_world("W0", bars=800, seed=seed).replace(symbol=symbol, source=source, session=DAYS[:800])


MAIN, OTHER, THIRD = series("AAPL", 1), series("MSFT", 2), series("7203.T", 3)


def leading(seed: int = 4) -> tuple[PriceSeries, PriceSeries]:
    """(main, other): the main's return of each day is what the other's was the day before."""
    other = series("MSFT", seed)
    moved = np.concatenate([[0.0], other.log_returns[:-1]])
    close = 100 * np.exp(np.cumsum(np.nan_to_num(moved)))
    columns = dict.fromkeys(("open", "high", "low", "close", "adj_close"), close)
    return other.replace(symbol="AAPL", **columns), other


def run(main: PriceSeries, *others: PriceSeries, kind: str = "ridge", emit=lambda event: None) -> RunResult:
    settings = {"data.inputs": [other.symbol for other in others]}
    spec = small_spec(kind, evaluation__max_folds=1)
    spec = spec.model_copy(update={"data": spec.data.model_copy(update={"symbol": main.symbol})})
    with InlineExecutor() as executor:
        return run_experiment(
            spec.with_settings(settings), main, emit, threading.Event(), executor, inputs=others
        )


def test_that_a_model_learns_from_an_input_what_the_main_symbol_alone_does_not_tell():
    main, other = leading()
    alone, beside = run(main), run(main, other)
    assert beside.forecast.r2_oos > 0.5 > 0.1 > alone.forecast.r2_oos
    assert beside.sentinel.passed


def test_that_a_day_of_an_unknown_exchange_is_not_taken_for_the_day_before():
    # Its bar of the same date would tell all; being from nowhere, it counts only when it is too late.
    main, other = leading()
    late = run(main, other.replace(source="csv"))
    assert late.forecast.r2_oos < 0.1
    (said,) = [text for text in notices(late.spec, late.data) if "closes before" in text]
    assert said.startswith("Whether MSFT closes before AAPL is not known") and ".L or .T" in said


@pytest.mark.parametrize("kind", ["lstm", "transformer", "cnn", "gradient_boosting", "drift", "chart_cnn"])
def test_that_every_kind_of_model_runs_beside_further_symbols(kind):
    result = run(MAIN, OTHER, THIRD, kind=kind)
    assert result.outcome == "finished" and result.sentinel.passed
    assert result.spec.data.inputs == ("MSFT", "7203.T")


def test_that_a_model_that_sees_one_symbol_alone_says_so():
    result = run(MAIN, OTHER, kind="drift")
    np.testing.assert_array_equal(result.predictions.predicted, run(MAIN, kind="drift").predictions.predicted)
    (said,) = notices(result.spec, result.data)
    assert said.startswith("The model drift sees AAPL alone; MSFT")


def test_that_a_leak_through_an_input_makes_the_run_invalid(monkeypatch):
    def same_date(main, other):
        rows = np.searchsorted(other.session, main.session)
        return np.where(rows < len(other), rows, -1)

    monkeypatch.setattr(pipeline, "known_rows", same_date)
    leaky = run(series("7203.T", 1), series("AAPL", 2))
    assert not leaky.sentinel.passed
    assert leaky.verdict.state == "invalid"
    monkeypatch.setattr(pipeline, "known_rows", alignment.known_rows)
    assert run(series("7203.T", 1), series("AAPL", 2)).verdict.state != "invalid"


def test_that_the_run_names_the_prices_of_its_inputs_and_counts_the_bars_without_news():
    other = OTHER.take(np.delete(np.arange(800), [100, 101, 400]))
    told = []
    result = run(MAIN, other, emit=told.append)
    (identity,) = result.data.inputs
    assert (identity.symbol, identity.rows, identity.sha256) == ("MSFT", 797, other.content_hash)
    assert (identity.first, identity.last) == (str(DAYS[0]), str(DAYS[799]))
    assert (identity.without_news, identity.a_day_late) == (3, False)
    (said,) = notices(result.spec, result.data)
    assert "has nothing new on 3 of the 800 days of AAPL" in said
    assert [event.text for event in told if isinstance(event, LogLine)] == [said]


def test_that_other_bars_of_an_input_are_other_data_and_another_try(tmp_path):
    ledger = TrialLedger(tmp_path / "ledger.sqlite")

    def tries(*others: PriceSeries) -> tuple[int, str]:
        spec = small_spec(evaluation__max_folds=1).with_settings(
            {"data.inputs": [other.symbol for other in others]}
        )
        with InlineExecutor() as executor:
            result = run_and_record(
                spec, MAIN, emit=lambda event: None, cancel=threading.Event(), executor=executor,
                ledger=ledger, project_id="p", inputs=others,
            )  # fmt: skip
        return result.trials.this_data, result.data.all_sha256

    alone, beside = tries(), tries(OTHER)
    assert (alone[0], beside[0]) == (1, 2)
    assert alone[1] == MAIN.content_hash != beside[1]
    assert tries(OTHER) == beside
    assert tries(OTHER.replace(symbol="RENAMED")) == beside
    volume = OTHER.volume.copy()
    volume[-1] += 1
    changed = tries(OTHER.replace(volume=volume))
    assert changed[0] == 3 and changed[1] != beside[1]
    assert tries(OTHER, THIRD)[0] == 4
    assert tries(THIRD, OTHER)[0] == 5


@pytest.mark.parametrize(
    ("others", "complaint"),
    [
        ((), "There are no prices of the input MSFT. Add it"),
        ((THIRD,), "There are no prices of the input MSFT"),
        ((OTHER, THIRD), "not those of the inputs"),
        ((MAIN.replace(symbol="MSFT"),), "MSFT holds the very prices of AAPL"),
        ((OTHER.replace(session=DAYS[:800] + 20_000),), "share no time with those of AAPL"),
    ],
)
def test_that_inputs_that_cannot_stand_beside_are_refused_in_a_sentence(tmp_path, others, complaint):
    spec = small_spec().with_settings({"data.inputs": "MSFT"})
    ledger = TrialLedger(tmp_path / "ledger.sqlite")
    with InlineExecutor() as executor, pytest.raises(UnfitInput, match=complaint) as caught:
        run_and_record(
            spec, MAIN, emit=lambda event: None, cancel=threading.Event(), executor=executor,
            ledger=ledger, project_id="p", inputs=others,
        )  # fmt: skip
    assert isinstance(caught.value, DataError) and caught.value.hint
    assert ledger.fixed_vault(MAIN) is None


def test_that_a_run_cancelled_at_once_still_says_what_its_inputs_are():
    cancel = threading.Event()
    cancel.set()
    spec = small_spec().with_settings({"data.inputs": "MSFT"})
    with InlineExecutor() as executor:
        result = run_experiment(spec, MAIN, lambda event: None, cancel, executor, inputs=(OTHER,))
    assert result.outcome == "cancelled"
    assert [identity.sha256 for identity in result.data.inputs] == [OTHER.content_hash]
    assert dataclasses.asdict(result.data.inputs[0])["without_news"] in (None, 0)


# In the middle of the one fold: nothing learns from what is changed.
CUT = 350


@pytest.mark.parametrize("kind", ["x1000", "flip", "nan", "drop"])
@pytest.mark.parametrize("model", ["lstm", "ridge"])
@pytest.mark.parametrize(
    ("main", "other", "over"),
    [
        ("AAPL", "MSFT", CUT), ("7203.T", "AAPL", CUT - 1), ("AAPL", "7203.T", CUT),
        ("AAPL", "THING.XX", CUT - 1),
    ],
)  # fmt: skip
def test_that_what_is_not_over_of_an_input_changes_nothing_said_before(main, other, over, model, kind):
    prices, beside = series(main, 1), series(other, 2)
    clean = run(prices, beside, kind=model)
    with np.errstate(all="ignore"):
        changed = run(prices, corrupt(beside, over, kind), kind=model)
    before = clean.predictions.asof <= DAYS[CUT]
    for name in ("predicted", "lower", "upper"):
        np.testing.assert_array_equal(
            getattr(clean.predictions, name)[before], getattr(changed.predictions, name)[before]
        )
    assert 0 < before.sum() < len(before)
    assert (clean.predictions.predicted != changed.predictions.predicted)[~before].any()


def test_that_symbols_are_aligned_in_the_workers_and_never_in_the_thread_of_the_window(monkeypatch):
    # Exchange calendars import pandas: that would stall the window.
    aligned_in = set()

    def known_rows(main, other):
        aligned_in.add(threading.current_thread())
        return alignment.known_rows(main, other)

    monkeypatch.setattr(pipeline, "known_rows", known_rows)
    run(MAIN, OTHER)
    assert aligned_in and threading.current_thread() not in aligned_in
