"""What the charts say in a sentence, and the rows of their tables."""

from __future__ import annotations

import numpy as np
import pytest

from tests.samples import make_prices, make_result
from workbench.evaluation.rows import Burn
from workbench.export.vault import zone_names
from workbench.gui.present import lag_lens, lens_tables, spoken
from workbench.gui.present import price as present_price
from workbench.gui.present.equity_table import Curves, equity_table, runs_table
from workbench.gui.present.long_table import MOST_ROWS, last_of
from workbench.gui.present.price_table import InSight, Said, price_table
from workbench.gui.present.training import Training
from workbench.gui.present.training_table import epoch_table, fits_table

PRICES = make_prices(1500)
DATES = PRICES.session
TARGET = np.arange(760, 1300)
SAID = Said(TARGET, TARGET + 0.25, TARGET - 1.0, TARGET + 1.0, np.where(TARGET % 2, 1.0, np.nan))


def shown(first=1240, last=1260, **fields) -> InSight:
    return InSight(PRICES, first, last, **{"said": SAID, "sealed_from": 1250, **fields})


def test_that_no_model_figure_stands_beside_a_sealed_day_whatever_was_predicted():
    table = price_table(shown(studies=(("RSI", np.full(1500, 55.5)),), lines=(("average", np.ones(1500)),)))
    assert table.columns[-6:] == ("forecast", "80 % from", "80 % to", "held", "average", "RSI")
    last_open, first_sealed = table.row(9), table.row(10)
    assert last_open[0] == str(DATES[1249]) and last_open[-6:] == (
        "1,249.25", "1,248.00", "1,250.00", "1.00", "1.0000", "55.50"
    )  # fmt: skip
    assert first_sealed[0] == str(DATES[1250]) and first_sealed[-6:-2] == ("—",) * 4
    assert first_sealed[-2:] == ("1.0000", "—")
    assert first_sealed[4] == f"{PRICES.close[1250]:,.2f}"


def test_that_a_day_without_forecast_or_position_has_dashes_for_them_alone():
    table = price_table(shown(755, 765))
    assert table.row(0)[-4:] == ("—",) * 4
    assert table.row(5)[-4:] == ("760.25", "759.00", "761.00", "—")


def test_that_a_table_without_a_run_has_no_columns_of_forecasts():
    assert "forecast" not in price_table(shown(said=None)).columns
    assert price_table(shown(said=None, only_closes=True)).columns == ("date", "close")


def test_that_only_the_last_thousands_of_rows_are_shown_and_the_note_says_so():
    assert last_of(MOST_ROWS, "days") == (0, "")
    begin, note = last_of(MOST_ROWS + 5, "days")
    assert begin == 5 and note == "The last 4,000 of 4,005 days in sight."


def test_that_the_price_chart_says_its_span_its_turns_its_forecasts_and_its_vault():
    text = spoken.price(shown(studies=(("RSI", np.arange(1500.0)),)))
    part = PRICES.close[1240:1260]
    assert f"20 days, {DATES[1240]} to {DATES[1259]}" in text
    assert f"lowest {part.min():,.2f} on {DATES[1240 + part.argmin()]}" in text
    assert "10 forecasts of one step" in text, "those of sealed days are not counted"
    assert f"vault, sealed, from {DATES[1250]}, without forecasts" in text
    assert "RSI 1,249.00" in text, "of the last day that is not sealed"
    assert spoken.price(None) == "price chart: no prices yet"


def test_that_the_overview_says_which_part_is_in_sight():
    text = spoken.overview(shown(), 750)
    assert f"1,500 days, {DATES[0]} to {DATES[-1]}; in sight {DATES[1240]} to {DATES[1259]}" in text
    assert f"test from {DATES[750]}; vault, sealed, from {DATES[1250]}" in text


@pytest.fixture
def curves() -> Curves:
    returns = {"model": np.array([0.5, -0.5]), "holding": np.array([0.0, 0.1])}
    days = np.array(["2020-01-01", "2020-01-02", "2020-01-03"], "datetime64[D]")
    return Curves(days, returns, None, np.array(["2020-01-06"], "datetime64[D]"))


def test_that_the_equity_table_has_every_curve_its_fall_and_dashes_for_sealed_days(curves):
    table = equity_table(curves)
    assert table.columns == ("date", "model", "holding", "fall of model", "fall of holding")
    rows = [table.row(place) for place in range(table.count)]
    assert rows[2] == ("2020-01-03", "0.750", "1.100", "−50.0\u2009%", "0.0\u2009%")
    assert rows[3] == ("2020-01-06", "—", "—", "—", "—") and table.count == 4
    said = spoken.equity(curves.dates, curves.ends(), curves.worst())
    assert "model 0.75×, buy & hold 1.10×" in said and "model −50\u2009%" in said


def test_that_the_cloud_joins_the_table_where_it_has_the_same_days(curves):
    cloud = np.arange(15.0).reshape(5, 3)
    table = equity_table(Curves(curves.dates, curves.returns, cloud, curves.sealed))
    assert table.row(1)[3:7] == ("1.000", "4.000", "10.000", "13.000")
    assert "traders 5 %" in table.columns
    other = Curves(curves.dates, curves.returns, cloud[:, :2], curves.sealed)
    assert "traders 5 %" not in equity_table(other).columns


def test_that_the_runs_of_compare_stand_side_by_side_by_day(curves):
    table = runs_table(curves.dates, {"run 2": curves.returns["model"], "holding": curves.returns["holding"]})
    assert table.columns == ("date", "run 2", "holding")
    assert table.row(1) == ("2020-01-02", "1.500", "1.000")


def test_that_losses_and_trainings_are_told_epoch_by_epoch_and_fold_by_fold():
    training = Training(
        0, 1, np.array([1, 2]), np.array([1.0, 0.5]), np.array([9.0, 9.0]), np.array([1.02, 0.985]), 2
    )  # fmt: skip
    table = epoch_table(training)
    assert "fold 1, seed 2" in table.name
    assert table.row(0) == ("1", "1.000", "1.020", "1.020", "")
    assert table.row(1) == ("2", "0.500", "0.985", "0.985", "best")
    assert epoch_table(None).count == 0
    fits = fits_table(np.array([[1.01, np.nan], [np.nan, np.nan]]), (1, 0))
    assert [fits.row(0), fits.row(1)] == [("fold 1", "1.010", "waiting"), ("fold 2", "under way", "waiting")]
    assert spoken.trainings(np.array([[1.01, np.nan], [0.98, np.nan]]), 0.99) == (
        "trainings: 2 of 4 done, 1 below 0.99; validation over naive 0.980 to 1.010"
    )
    said = spoken.ratio(training.ratio, 3)
    assert "lowest 0.985" in said and "3 other trainings" in said
    assert spoken.loss(0, None, None, 0) == "loss by epoch: no training yet"
    assert spoken.loss(2, 0.5, 0.985, 2).endswith("train 0.500, validation 0.985; best epoch 2")


def test_that_the_slider_of_costs_says_where_it_stands_and_where_the_run_stops_earning():
    assert spoken.costs(5, 4.9, -1.0) == (
        "cost a side in basis points: 5.0, breaks even at 4.9, beats scaled holding at no cost"
    )
    result = make_result()[1]
    rows = lens_tables.cost_rows(result.backtest)
    own = [cells[0] for cells, is_own in rows if is_own]
    assert own == [f"{result.backtest.cost_bps:g} bp a side"] and rows[0][0][0] == "0 bp a side"


def test_that_the_lens_tells_its_shifts_with_the_one_day_marked():
    lens = lag_lens.lag_lens(make_result()[1].predictions)
    rows = lens_tables.shift_rows(lens)
    assert [cells for cells, marked in rows if marked] == [("1 day", lag_lens.peak_text(lens))]
    assert len(rows) == len(lens.profile.lags)
    assert f"1: {lag_lens.peak_text(lens)}" in spoken.shifts(lens)
    assert "slid back 0.50 day" in spoken.lens(lens, 0.5) and "as it is" in spoken.lens(lens, 0)


def test_that_the_name_of_the_vault_tells_whether_it_was_revealed():
    prices, result = make_result()
    burn = Burn("key", "run", str(DATES[1250]), str(DATES[-1]), "2026-11-25T10:00:00Z")
    assert present_price.vault_words(prices, result, ()) == "sealed"
    assert present_price.vault_words(prices, result, (burn,)) == "revealed 2026-11-25"
    assert present_price.vault_words(make_prices(1600), result, (burn,)) == "sealed", "another run's vault"
    assert zone_names("sealed") == ("VAULT · SEALED", "VAULT")
    assert zone_names("revealed 2026-11-25")[0] == "VAULT · REVEALED 2026-11-25"
    assert all("REVEALED" in name for name in zone_names("revealed 2026-11-25"))
    assert "vault, revealed 2026-11-25, from" in spoken.price(shown(vault="revealed 2026-11-25"))
