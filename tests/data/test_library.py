"""From a spec to its prices, or to one sentence with the remedy."""

import pytest

from tests.worlds import make_world
from workbench.data.health import check
from workbench.data.library import find, load, report_for
from workbench.data.providers.sample import load_sample
from workbench.data.spec import DataSpec
from workbench.data.store import PriceStore
from workbench.errors import DataError, UsageError


@pytest.fixture
def store(tmp_path):
    store = PriceStore(tmp_path)
    for seed in (1, 2):
        series = make_world("W0", bars=60, seed=seed).replace(symbol="AAPL", source="csv")
        store.put(series, check(series))
    return store


def test_that_the_default_spec_is_the_sp500_sample():
    assert load(DataSpec(), None).content_hash == load_sample("SP500").content_hash


def test_that_a_synthetic_symbol_is_rebuilt():
    spec = DataSpec(symbol="W3-phi0.3-seed7", source="synthetic")
    assert load(spec, None).content_hash == make_world("W3", seed=7, phi=0.3).content_hash


@pytest.mark.parametrize("source", ["store", "csv", "yahoo"])
def test_that_stored_prices_are_the_newest_or_those_of_the_hash(store, source):
    newest, oldest = store.history("AAPL")
    assert load(DataSpec(symbol="AAPL", source=source), store).content_hash == newest.sha256
    bound = DataSpec(symbol="AAPL", source=source, content_hash=oldest.sha256)
    assert load(bound, store).content_hash == oldest.sha256


def test_that_an_unknown_symbol_is_told_with_what_there_is(store):
    with pytest.raises(UsageError) as caught:
        load(DataSpec(symbol="MSFT", source="store"), store)
    assert "SP500, NASDAQ, AAPL" in caught.value.sentence
    assert "workbench fetch MSFT" in caught.value.hint and "workbench import" in caught.value.hint


def test_that_a_sample_sought_in_the_store_is_told_as_what_it_is(store):
    with pytest.raises(UsageError, match=r"no prices of SP500 in the store. .* bundled sample"):
        load(DataSpec(symbol="SP500", source="store"), store)


@pytest.mark.parametrize(("source", "remedy"), [
    ("csv", "workbench import apple.csv --symbol AAPL"), ("yahoo", "workbench fetch AAPL"),
    ("synthetic", "new project"),
])
def test_that_a_missing_snapshot_names_the_remedy(store, source, remedy):
    symbol = "W0-seed0" if source == "synthetic" else "AAPL"
    spec = DataSpec(symbol=symbol, source=source, file_name="apple.csv", content_hash="0" * 64)
    with pytest.raises(DataError) as caught:
        load(spec, store)
    assert remedy in caught.value.hint


def test_that_the_stored_report_is_used_and_otherwise_made(store):
    series = store.latest("AAPL")
    assert report_for(series, store) == store.report(series.content_hash)
    assert report_for(make_world("W7"), store).red
    assert report_for(make_world("W7"), None).red


def test_that_a_symbol_without_a_source_is_sought_in_store_then_samples(store):
    assert find("AAPL", store) == DataSpec(
        symbol="AAPL", source="store", content_hash=store.history("AAPL")[0].sha256
    )
    assert find("NASDAQ", store) == DataSpec(symbol="NASDAQ", source="sample")
    assert find("W0-seed3", None).source == "synthetic"
    with pytest.raises(UsageError, match="MSFT"):
        find("MSFT", store)
