"""Suspicious patterns are found where they are planted, and not in honest prices."""

from pathlib import Path

import numpy as np
import pytest

from tests.worlds import make_world
from workbench.data.findings import HealthReport
from workbench.data.health import check
from workbench.data.providers.csv_file import read_csv
from workbench.data.providers.sample import load_sample
from workbench.data.series import PriceSeries

PRICES = ("open", "high", "low", "close", "adj_close")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


def scaled(series: PriceSeries, bars: slice, factor: float) -> PriceSeries:
    """All prices of some bars multiplied."""
    columns = {name: np.array(getattr(series, name)) for name in PRICES}
    for column in columns.values():
        column[bars] *= factor
    return series.replace(**columns)


def found(series: PriceSeries) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(finding.kind, finding.severity, finding.dates) for finding in check(series).findings]


def at(series: PriceSeries, *bars: int) -> tuple[str, ...]:
    return tuple(str(series.session[bar]) for bar in bars)


@pytest.mark.parametrize("world", ["W0", "W1", "W2", "W3", "W4", "W5"])
@pytest.mark.parametrize("seed", range(4))
def test_that_honest_worlds_have_no_finding(world, seed):
    assert found(make_world(world, seed=seed)) == []


@pytest.mark.parametrize("ratio", [2, 3, 4, 5, 7, 10, 20, 1 / 2, 1 / 5, 1 / 10])
@pytest.mark.parametrize("seed", range(3))
def test_that_an_unadjusted_split_is_red(ratio, seed):
    series = make_world("W1", bars=600, seed=seed)
    split = scaled(series, slice(300, None), 1 / ratio)
    assert found(split) == [("unadjusted_split", "red", at(series, 300))]
    # So does a source that multiplies the volume.
    volume = np.concatenate((series.volume[:300], series.volume[300:] * ratio))
    assert found(split.replace(volume=volume)) == [("unadjusted_split", "red", at(series, 300))]


def test_that_a_split_declared_but_not_applied_is_red():
    series = make_world("W0", bars=600, seed=2)
    splits = np.zeros(600)
    splits[300] = 4.0
    assert found(series.replace(splits=splits)) == []
    broken = scaled(series, slice(300, None), 0.25).replace(splits=splits)
    assert found(broken) == [("unadjusted_split", "red", at(series, 300))]


def test_that_raw_prices_with_a_proper_adjusted_close_are_no_split():
    series = make_world("W0", bars=600, seed=2)
    split = scaled(series, slice(300, None), 0.5).replace(adj_close=series.adj_close)
    assert found(split) == []


def test_that_a_crash_by_half_is_amber_and_no_split():
    series = scaled(make_world("W0", bars=600, seed=3), slice(300, None), 0.5)
    # The day of a crash is wide and busy.
    high, volume = np.array(series.high), np.array(series.volume)
    high[300] = series.close[299]
    volume[300] *= 12
    crash = series.replace(high=high, volume=volume)
    assert found(crash) == [("jump", "amber", at(series, 300))]


def test_that_a_halving_that_comes_back_is_no_split():
    series = scaled(make_world("W0", bars=600, seed=3), slice(300, 302), 0.5)
    assert {kind for kind, _, _ in found(series)} == {"jump"}


@pytest.mark.parametrize("factor", [0.01, 100.0])
def test_that_a_block_in_another_unit_is_red(factor):
    series = make_world("W0", bars=600, seed=4)
    block = scaled(series, slice(200, 230), factor)
    assert found(block) == [("unit_100x", "red", at(series, 200, 230))]


@pytest.mark.parametrize("factor", [0.001, 0.01, 0.1, 10.0, 100.0])
@pytest.mark.parametrize("bar", [0, 250, 599])
def test_that_one_bar_off_by_a_power_of_ten_is_a_red_spike(factor, bar):
    series = make_world("W0", bars=600, seed=5)
    assert found(scaled(series, slice(bar, bar + 1), factor)) == [("spike", "red", at(series, bar))]


def test_that_one_bar_off_by_a_declared_split_is_a_red_spike():
    series = make_world("W0", bars=600, seed=5)
    splits = np.zeros(600)
    splits[100] = 3.0
    broken = scaled(series, slice(250, 251), 3.0)
    assert found(broken.replace(splits=splits)) == [("spike", "red", at(series, 250))]
    assert {kind for kind, _, _ in found(broken)} == {"jump"}


def test_that_a_low_a_hundredth_of_the_close_is_a_red_spike():
    series = make_world("W0", bars=600, seed=6)
    low = np.array(series.low)
    low[40] /= 100
    assert found(series.replace(low=low)) == [("spike", "red", at(series, 40))]


def test_that_a_bad_tick_is_a_spike():
    series = make_world("W7", seed=1)
    assert found(series) == [("spike", "red", at(series, 1000))]


def test_that_a_large_move_is_amber():
    series = scaled(make_world("W0", bars=600, seed=7), slice(300, None), 1.75)
    assert found(series) == [("jump", "amber", at(series, 300))]


def with_dividend(series: PriceSeries, bar: int, amount: float, *, adjusted: bool) -> PriceSeries:
    dividends, adjusted_close = np.zeros(len(series)), np.array(series.close)
    dividends[bar] = amount
    if adjusted:
        adjusted_close[:bar] *= 1 - amount / series.close[bar - 1]
    return series.replace(dividends=dividends, adj_close=adjusted_close)


def test_that_a_dividend_missing_from_the_adjusted_close_is_amber():
    series = make_world("W0", bars=600, seed=8)
    missing = with_dividend(series, 300, 1.5, adjusted=False)
    assert found(missing) == [("missing_dividend", "amber", at(series, 300))]
    assert found(with_dividend(series, 300, 1.5, adjusted=True)) == []


@pytest.mark.parametrize(("missing", "severity"), [(3, None), (4, "amber"), (10, "amber"), (11, "red")])
def test_that_holes_are_graded_by_missing_weekdays(missing, severity):
    series = make_world("W0", bars=600, seed=9)
    holed = series.take(np.r_[0:300, 300 + missing : 600])
    expected = [("gap", severity, at(series, 300 + missing))] if severity else []
    assert [finding for finding in found(holed) if finding[0] == "gap"] == expected


def test_that_a_stuck_price_is_amber_only_with_volume():
    series = make_world("W0", bars=600, seed=10)
    columns = {name: np.array(getattr(series, name)) for name in PRICES}
    for column in columns.values():
        column[100:105] = series.close[100]
    stuck = series.replace(**columns)
    assert ("stuck_price", "amber", at(series, 100)) in found(stuck)
    volume = np.array(series.volume)
    volume[100:105] = 0
    assert [kind for kind, _, _ in found(stuck.replace(volume=volume))] == ["zero_volume"]


def test_that_the_sp500_sample_has_stale_opens_and_nothing_red():
    report = check(load_sample("SP500"))
    assert not report.red
    stale = report.of_kind("stale_open")[0]
    assert (stale.severity, stale.count) == ("amber", 2004)
    assert "40%" in stale.text


def test_that_the_nasdaq_sample_has_nothing_red():
    report = check(load_sample("NASDAQ"))
    assert not report.red and not report.of_kind("stale_open")


def test_that_the_worst_finding_comes_first():
    series = scaled(make_world("W0", bars=600, seed=7), slice(300, None), 1.75)
    severities = [severity for _, severity, _ in found(scaled(series, slice(100, 101), 100))]
    assert severities == ["red", "amber"]


def test_that_a_report_survives_json():
    report = check(make_world("W7", seed=1))
    assert report.findings and HealthReport.from_json(report.to_json()) == report


real_files = pytest.mark.skipif(not REAL.is_dir(), reason=f"the real price files are not at {REAL}")


@real_files
@pytest.mark.parametrize("name", [
    "yahoo-AAPL-20040819-20180120", "yahoo-INTC-19950101-20040412", "yahoo-SPY-20080101-20180101",
])
def test_that_clean_real_files_have_nothing_red(name):
    assert not read_csv(REAL / f"{name}.csv")[1].red


@real_files
@pytest.mark.parametrize(("name", "kind"), [
    ("8TRA-DE-1d-missing-div-adjust", "missing_dividend"),
    ("AET-L-1d-100x-error", "unit_100x"),
    ("ALPHA-PA-1d-bad-stock-split", "spike"),
    ("MOB-ST-1d-bad-stock-split", "spike"),
])
def test_that_real_faults_are_found_and_gone_once_repaired(name, kind):
    faulty, repaired = (read_csv(REAL / f"faulty-{name}{end}.csv")[1] for end in ("", "-fixed"))
    assert faulty.of_kind(kind)[0].severity == ("amber" if kind == "missing_dividend" else "red")
    assert not repaired.of_kind(kind) and not repaired.red
