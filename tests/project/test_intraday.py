"""Bars within the day in project files: they come back with their times, and older programs keep them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.project.conftest import make_hours, with_hours
from workbench.data.providers.csv_file import read_csv
from workbench.data.series import TIMES
from workbench.project.document import Document
from workbench.project.file import arrays, prices, reader, writer
from workbench.project.file.archive import Archive
from workbench.project.file.reader import open_document
from workbench.project.file.strict_json import parse
from workbench.project.file.writer import save
from workbench.project.project import new_project


def read_again(series):
    """A series as it comes out of the parts it is written as."""
    contents = {part.name: part.content for part in prices.to_parts(series)}
    stem = f"prices/{series.content_hash}"
    days, table, *times = (
        arrays.decode(contents[name], name)
        for name in (f"{stem}-days.npy", f"{stem}.npy", f"{stem}-times.npy") if name in contents
    )  # fmt: skip
    return prices.from_parts(f"{stem}.json", parse(contents[f"{stem}.json"], stem), days, table, *times)


def names(path):
    with path.open("rb") as file:
        return {name for name in Archive(file).entries if name.startswith("prices/")}


@st.composite
def within_the_day(draw):
    """Bars of any length at any exchange, with gaps, across changes of its clock, or without a zone."""
    gaps = draw(st.lists(st.integers(1, 4000), min_size=0, max_size=30))
    bar = draw(st.sampled_from(["1m", "5m", "90m", "1h", "4h"]))
    first = draw(st.integers(-20_000, 40_000)) * 86_400 + draw(st.integers(0, 86_399))
    close = (first + 60 * np.cumsum([0, *gaps])).astype("datetime64[s]").astype("datetime64[ns]")
    known, zone = draw(st.booleans()), draw(st.integers(-14 * 60, 13 * 60))
    ahead = np.where(np.arange(len(close)) < draw(st.integers(0, len(close))), zone, zone + 60)
    begins = close - np.timedelta64(prices.minutes(bar), "m")
    local = begins + ahead.astype("timedelta64[m]") if known else begins
    return make_hours(len(close), interval=bar).replace(
        session=np.maximum.accumulate(local.astype("datetime64[D]")), close_time=close,
        utc_offset=ahead if known else None,
    )


@given(series=within_the_day())
def test_that_bars_within_the_day_come_back_with_the_same_hash_and_the_same_stamps(series):
    again = read_again(series)
    assert again.content_hash == series.content_hash
    np.testing.assert_array_equal(again.stamp, series.stamp)
    np.testing.assert_array_equal(again.close_time, series.close_time)
    assert (again.interval, again.symbol, again.source) == (series.interval, series.symbol, series.source)
    assert (again.utc_offset is None) == (series.utc_offset is None)


@pytest.mark.parametrize("zone", ["-05:00", ""])
def test_that_a_file_of_hours_travels_with_the_project_it_was_opened_in(zone, tmp_path):
    lines = ["Datetime,Open,High,Low,Close,Volume"]
    days, clock = ("2024-01-02", "2024-01-03", "2024-01-04"), range(9, 16)
    lines += [f"{day} {hour:02}:30:00{zone},10,12,9,11,100" for day in days for hour in clock]
    (tmp_path / "acme.csv").write_text("\n".join(lines))
    series, _ = read_csv(tmp_path / "acme.csv", "HOURS")
    save(with_hours(Document(new_project()), series), tmp_path / "a.swb")
    again = open_document(tmp_path / "a.swb").prices[series.content_hash]
    np.testing.assert_array_equal(again.stamp, series.stamp)
    assert (again.interval, len(again), str(again.stamp[7])) == ("1h", 21, "2024-01-03T09:30:00")
    assert again.symbol == series.symbol


def test_that_days_are_written_as_they_always_were(small_run):
    days = prices.to_parts(small_run[0])
    stem = f"prices/{small_run[0].content_hash}"
    assert [(part.name, part.kind) for part in days] == [
        (f"{stem}.json", "prices"), (f"{stem}-days.npy", "array"), (f"{stem}.npy", "array"),
    ]


def test_that_an_older_program_opens_the_project_and_keeps_the_hours_it_cannot_read(
    document, tmp_path, monkeypatch
):
    hours = make_hours()
    save(with_hours(document, hours), tmp_path / "new.swb")
    with monkeypatch.context() as older:
        older.setattr(reader, "KINDS", tuple(kind for kind in reader.KINDS if kind != "intraday"))
        older.setattr(reader.prices, "INTRADAY", "unheard of")
        seen = open_document(tmp_path / "new.swb")
        assert list(seen.prices) == [document.project.spec.data.content_hash]
        assert len(seen.runs) == 1
        seen.replace(seen.project.model_copy(update={"notes": "edited by an older program"}))
        save(seen, tmp_path / "old.swb")
    assert names(tmp_path / "old.swb") == names(tmp_path / "new.swb")
    again = open_document(tmp_path / "old.swb")
    assert again.project.notes == "edited by an older program"
    np.testing.assert_array_equal(again.prices[hours.content_hash].stamp, hours.stamp)


def test_that_yahoos_hours_travel_only_where_yahoos_days_do(tmp_path):
    document = with_hours(Document(new_project()), make_hours(source="yahoo"))
    save(document, tmp_path / "a.swb")
    assert names(tmp_path / "a.swb") == set()
    save(document, tmp_path / "a.swb", embed_yahoo=True)
    assert len(names(tmp_path / "a.swb")) == 4


def test_that_hours_of_no_symbol_of_the_project_stay_out(tmp_path):
    document = Document(new_project())
    document.prices[make_hours().content_hash] = make_hours()
    save(document, tmp_path / "a.swb")
    assert names(tmp_path / "a.swb") == set()


def test_that_hours_beyond_the_room_stay_in_the_store_and_those_in_sight_go_first(
    tmp_path, monkeypatch, caplog
):
    first, shown = make_hours(symbol="FIRST"), make_hours(symbol="SHOWN", offset=None)
    document = with_hours(Document(new_project()), first, shown)
    data = document.project.data("SHOWN")
    spec = document.project.spec.model_copy(update={"data": data})
    document.replace(document.project.model_copy(update={"active_symbol": "SHOWN", "spec": spec}))
    monkeypatch.setattr(writer, "MAX_WITHIN_DAY", prices.size_of(shown) + 2_000)
    save(document, tmp_path / "a.swb")
    assert list(open_document(tmp_path / "a.swb").prices) == [shown.content_hash]
    assert "The bars of FIRST stay in the store" in caplog.text


def test_that_the_size_told_beforehand_is_that_of_the_arrays():
    for series in (make_hours(), make_hours(offset=None)):
        written = sum(len(part.content) for part in prices.to_parts(series) if part.name.endswith(".npy"))
        assert 0 < written - prices.size_of(series) < 1_000
    assert len(TIMES) == 2
