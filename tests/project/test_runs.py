import dataclasses
import json

import numpy as np
import pytest

from tests.samples import SENTENCES, fingerprint, make_result
from workbench.evaluation.terms import Terms
from workbench.project import runs
from workbench.project.file.arrays import decode, encode
from workbench.project.file.strict_json import parse, render
from workbench.project.records import Unfit


def told(result):
    """Its JSON as the file gives it back."""
    return parse(render(runs.to_json(result)), "run.json")


def there_and_back(result):
    """As the file does it: through bytes."""
    value = told(result)
    arrays = {name: decode(encode(array), name) for name, array in runs.to_arrays(result).items()}
    return runs.from_parts(value, arrays, result.weights)


@pytest.mark.parametrize("state", SENTENCES)
def test_that_a_run_comes_back_bit_for_bit(state):
    _, result = make_result(bars=1100, folds=2, seeds=2, state=state)
    assert fingerprint(there_and_back(result)) == fingerprint(result)


def test_that_a_cancelled_run_comes_back_with_what_it_never_reached_absent():
    _, result = make_result(bars=1100, folds=2, seeds=2, outcome="cancelled")
    again = there_and_back(result)
    assert fingerprint(again) == fingerprint(result)
    assert (again.predictions, again.backtest, again.verdict) == (None, None, None)


def test_that_undefined_predictions_and_unfilled_days_survive(small_run):
    result = small_run[1]
    nothing = np.full(len(result.predictions), np.nan)
    fills = result.backtest.fill_price.copy()
    fills[3] = np.nan
    coin = dataclasses.replace(
        result,
        predictions=dataclasses.replace(
            result.predictions, predicted=nothing, lower=nothing, upper=nothing,
            per_seed=np.zeros((0, len(nothing))),
        ),
        backtest=dataclasses.replace(result.backtest, fill_price=fills, excess=None, break_even_bps=None),
    )
    assert fingerprint(there_and_back(coin)) == fingerprint(coin)


def test_that_terms_and_slippage_of_a_run_survive_and_a_spoilt_slippage_is_refused(small_run):
    result = small_run[1]
    days = len(result.backtest.position)
    dear = dataclasses.replace(
        result,
        backtest=dataclasses.replace(
            result.backtest, terms=Terms(min_fee=2.0, slippage=0.5), impact=np.full(days, 1e-4)
        ),
    )
    again = there_and_back(dear)
    assert fingerprint(again) == fingerprint(dear) and again.backtest.terms == dear.backtest.terms
    for spoilt in (np.full(days, -1.0), np.full(days, np.nan), np.ones(days + 1), np.ones((1, days))):
        with pytest.raises(Unfit, match="impact"):
            runs.from_parts(told(dear), {**runs.to_arrays(dear), "backtest-impact": spoilt}, {})


def test_that_a_run_of_before_there_were_terms_still_opens(small_run):
    value = told(small_run[1])
    del value["backtest"]["terms"]
    assert runs.from_parts(value, runs.to_arrays(small_run[1]), {}).backtest.terms == Terms()


def test_that_a_loss_that_exploded_does_not_keep_a_run_from_being_saved(small_run):
    result = small_run[1]
    last = dataclasses.replace(result.epochs[-1], train_loss=float("inf"), validation_loss=float("nan"))
    again = there_and_back(dataclasses.replace(result, epochs=(*result.epochs[:-1], last)))
    assert again.epochs[-1].train_loss == float("inf")
    assert np.isnan(again.epochs[-1].validation_loss)


def test_that_every_array_of_a_run_has_a_place_in_the_file(small_run):
    result = small_run[1]
    for owner, tables in (
        (result.predictions, (*runs.PREDICTION_DAYS, *runs.PREDICTION_VALUES, "fold", "per_seed")),
        (result.backtest, (*runs.BACKTEST_DAYS, *runs.BACKTEST_VALUES, "impact")),
    ):
        arrays = {field.name for field in dataclasses.fields(owner)
                  if isinstance(getattr(owner, field.name), np.ndarray)}
        assert arrays == set(tables)


def test_that_long_histories_stay_out_of_the_json():
    _, result = make_result(bars=1100, folds=2, seeds=2)
    long = dataclasses.replace(result, epochs=result.epochs * 70)
    assert len(long.epochs) > 155 * 20
    assert len(render(runs.to_json(long))) < 20_000


def test_that_an_older_file_without_a_newer_figure_gets_its_default(small_run):
    value = runs.to_json(small_run[1])
    del value["forecast"]["amplitude"]
    again = runs.from_parts(json.loads(render(value)), runs.to_arrays(small_run[1]), {})
    assert again.forecast.amplitude is None


def broken_array(name, change):
    def build(value, arrays):
        arrays[name] = change(arrays[name].copy())

    return build


def broken_value(*path, to):
    def build(value, arrays):
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = to

    return build


def put(row, column, number):
    def change(array):
        array[row, column] = number
        return array

    return change


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (broken_array("predictions", lambda array: array[:, 1:]), "differ in length"),
        (broken_array("predictions", lambda array: array[:5]), "wrong shape"),
        (broken_array("predictions", lambda array: array.astype(np.float32)), "wrong shape or type"),
        (broken_array("predictions", put(2, 0, np.nan)), "asof_price"),
        (broken_array("predictions", put(0, 0, np.inf)), "predicted"),
        (broken_array("predictions-days", put(0, 0, 10**9)), "impossible date"),
        (broken_array("predictions-days", put(0, 0, np.iinfo(np.int64).min)), "impossible date"),
        (broken_array("predictions-days", lambda array: array[:, ::-1]), "time order"),
        (broken_array("predictions-days", lambda array: array[[0, 0, 2]]), "before its cause"),
        (broken_array("predictions-days", put(2, 0, 5)), "folds"),
        (broken_array("predictions-per-seed", lambda array: array[:, 1:]), "per-seed"),
        (broken_array("backtest", put(4, 0, np.nan)), "net"),
        (broken_array("backtest", lambda array: array[:, 1:]), "differ in length"),
        (broken_array("backtest-days", lambda array: array - 1), "days it never predicts"),
        (broken_array("companions-cloud", lambda array: array[:, 1:]), "cloud"),
        (broken_array("companions-ridge", lambda array: array[1:]), "ridge"),
        (broken_array("epochs", lambda array: array[:, 1:]), "epochs"),
        (lambda value, arrays: arrays.pop("companions-ridge"), "missing or left over"),
        (lambda value, arrays: arrays.update(more=np.zeros(3)), "missing or left over"),
        (lambda value, arrays: value.pop("verdict"), "keys"),
        (broken_value("extra", to=1), "keys"),
        (broken_value("outcome", to="abandoned"), "outcome"),
        (broken_value("run_id", to=7), "run_id"),
        (broken_value("fits", to={}), "fits"),
        (broken_value("spec", "model", "hidden_size", to=0), "hidden_size"),
        (broken_value("spec", "model", "kind", to="oracle"), "model"),
        (broken_value("forecast", "mae", to="0.1"), "mae"),
        (broken_value("forecast", "n", to=1.5), "n is not"),
        (broken_value("forecast", "profit", to=1.0), "not its own"),
        (broken_value("sentinel", "passed", to=1), "passed"),
        (broken_value("backtest", "excess", "mean", to=None), "mean"),
        (broken_value("backtest", "net", to=[]), "wrong keys"),
        (broken_value("baselines", to=[]), "baselines"),
        (broken_value("timing", to={"total_seconds": "long"}), "timing"),
        (broken_value("verdict", "reasons", to="because"), "reasons"),
    ],
)
def test_that_a_run_whose_parts_do_not_fit_is_refused(small_run, build, reason):
    value = json.loads(render(runs.to_json(small_run[1])))
    arrays = runs.to_arrays(small_run[1])
    build(value, arrays)
    with pytest.raises(Unfit, match=reason):
        runs.from_parts(value, arrays, {})


@pytest.mark.parametrize("run_id", ["", "../up", "a/b", "UPPER", ".hidden", "x" * 61, "nul\0"])
def test_that_a_run_id_that_is_no_folder_name_is_refused(run_id):
    with pytest.raises(Unfit):
        runs.folder_of(run_id)


