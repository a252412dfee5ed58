"""Tables: what a run said comes back to the bit, and no cell becomes a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.samples import make_result
from workbench.cli.run_json import run_json
from workbench.evaluation.simulate import at_cost, equity_curve
from workbench.export.csv_table import bars_csv, equity_csv, price_facts, run_csv, run_facts
from workbench.export.foot import harmless

POSITION_KEYS = ("filled", "position", "fill_price")


def read(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), comment="#")


def test_that_the_table_equals_the_rows_of_the_json():
    _, result = make_result()
    frame, whole = read(run_csv(result, run_facts(result, 7))), run_json(result)
    assert len(frame) == len(whole["predictions"]) == len(whole["positions"])
    rows = [
        {**said, **{key: done[key] for key in POSITION_KEYS}}
        for said, done in zip(whole["predictions"], whole["positions"], strict=True)
    ]
    for name, values in pd.DataFrame(rows).items():
        if values.dtype.kind == "f":
            np.testing.assert_allclose(frame[name], values, rtol=0, atol=1e-12)
        else:
            assert frame[name].tolist() == values.tolist(), name


def test_that_the_comment_lines_carry_what_no_export_goes_without():
    _, result = make_result()
    head = [line for line in run_csv(result, run_facts(result, 7)).splitlines() if line.startswith("#")]
    text = "\n".join(head)
    assert "NO EDGE" in text and "tries on this data: 7" in text and "5 bp a side" in text
    assert result.data.sha256 in text and "not advice" in text


def test_that_what_could_not_be_filled_and_what_was_never_said_is_empty():
    _, result = make_result()
    said = replace(result.predictions, predicted=np.full(len(result.predictions), np.nan))
    traded = replace(result.backtest, fill_price=np.full(len(said), np.nan))
    frame = read(run_csv(replace(result, predictions=said, backtest=traded), []))
    assert frame["predicted_log_return"].isna().all() and frame["fill_price"].isna().all()
    assert frame["actual_log_return"].notna().all()


def test_that_a_run_without_predictions_has_no_table():
    _, result = make_result(outcome="cancelled")
    with pytest.raises(ValueError, match="no table"):
        run_csv(result, run_facts(result, 1))


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", '"=1+1', "x,=1+1", "x;@a", "x\t-1"]
)
def test_that_no_cell_begins_like_a_formula(start):
    for separator in (",", ";", "\t"):
        for cell in next(csv.reader([harmless(start)], delimiter=separator)):
            assert not cell.strip().startswith(("=", "+", "-", "@")), cell


def test_that_a_hostile_symbol_is_one_harmless_line():
    _, result = make_result()
    data = replace(result.data, symbol='=HYPERLINK("x")\nnew,=1+1', source="@a")
    text = run_csv(replace(result, data=data), run_facts(replace(result, data=data), 1))
    for line in text.splitlines():
        cells = next(csv.reader([line]))
        assert line.startswith("#") or all(cell[:1] not in tuple("=+@") for cell in cells)
        if line.startswith("#"):
            assert all(not cell.strip().startswith(("=", "+", "-", "@")) for cell in cells)
    assert len(read(text)) == len(result.predictions)


def test_that_the_curves_are_those_of_the_cost_shown():
    _, result = make_result()
    shown = at_cost(result.backtest, 12.0)
    frame = read(equity_csv(result, shown, run_facts(result, 1, cost_bps=12.0)))
    np.testing.assert_allclose(frame["model"], equity_curve(shown.net), atol=1e-12)
    np.testing.assert_allclose(frame["ridge"], equity_curve(result.companions.ridge), atol=1e-12)
    np.testing.assert_allclose(frame["random_traders_95"], result.companions.cloud[4], atol=1e-12)


def test_that_bars_stand_beside_what_was_said_of_them():
    prices, result = make_result()
    frame = read(bars_csv(prices, slice(740, 760), result.predictions, price_facts(prices, 2)))
    assert frame["date"].tolist() == [str(day) for day in prices.session[740:760]]
    np.testing.assert_allclose(frame["close"], prices.close[740:760], atol=1e-12)
    known = frame["predicted_price"].notna()
    assert known.tolist() == [False] * 11 + [True] * 9
    said = result.predictions.predicted_price[:9]
    np.testing.assert_allclose(frame["predicted_price"][known], said, atol=1e-12)
