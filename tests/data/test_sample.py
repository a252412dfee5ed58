"""The samples are real, complete and cheap."""

import subprocess
import sys

import numpy as np
import pytest

from workbench.data.providers import sample
from workbench.errors import DataError, UsageError

LIGHT = """
import sys
import workbench.data.providers.csv_file, workbench.data.providers.yahoo
from workbench.data.library import load, report_for
from workbench.data.spec import DataSpec
report_for(load(DataSpec(), None), None)
print(sorted({"pandas", "arch", "scipy", "torch", "yfinance", "statsmodels", "sklearn"} & set(sys.modules)))
"""


@pytest.mark.parametrize(("symbol", "last_close"), [("SP500", 2506.850098), ("NASDAQ", 6635.279785)])
def test_that_a_sample_holds_twenty_years(symbol, last_close):
    series = sample.load_sample(symbol)
    assert (len(series), series.symbol, series.source) == (5031, symbol, "sample")
    assert series.session[0] == np.datetime64("1999-01-04")
    assert series.session[-1] == np.datetime64("2018-12-31")
    assert series.close[-1] == series.adj_close[-1] == last_close
    assert series.name == sample.SAMPLES[symbol]


def test_that_columns_are_not_mixed_up():
    series = sample.load_sample("SP500")
    assert (series.low <= np.minimum(series.open, series.close)).all()
    assert (series.high >= np.maximum(series.open, series.close)).all()
    assert series.volume[0] == 877_000_000


def test_that_an_unknown_sample_is_refused():
    with pytest.raises(UsageError, match="The samples are SP500 and NASDAQ"):
        sample.load_sample("DAX")


def test_that_a_missing_file_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(sample, "_file", lambda folder: tmp_path / "none.csv.gz")
    with pytest.raises(DataError, match="SP500 cannot be read"):
        sample.load_sample("SP500")


def test_that_loading_and_checking_a_sample_imports_nothing_heavy():
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
