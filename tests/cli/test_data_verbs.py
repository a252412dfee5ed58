"""import, data, fetch, new, show: prices and projects without a training."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.conftest import Cli, write_csv
from tests.samples import make_prices, make_result
from workbench.data import health
from workbench.data.findings import KINDS
from workbench.errors import OfflineError, UnknownSymbolError, UsageError
from workbench.project.document import Document
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save
from workbench.project.project import new_project


def listed(cli: Cli, *words: object) -> dict[str, dict[str, object]]:
    said = cli("data", "--json", *words)
    assert (said.code, said.err) == (0, "")
    return {row["symbol"]: row for row in json.loads(said.out)["store"]}


def test_that_an_import_is_listed_and_importing_it_again_changes_nothing(cli: Cli, csv_file: Path) -> None:
    first = cli("import", csv_file, "--symbol", "ACME")
    assert first.code == 0
    assert first.out.startswith("ACME: 900 days 2010-01-04 to ")
    assert first.out.splitlines()[0].endswith("stored")
    before = listed(cli)
    again = cli("import", csv_file, "--symbol", "ACME")
    assert again.code == 0
    assert "already stored" in again.out
    assert listed(cli) == before
    assert before["ACME"]["rows"] == 900


def test_that_without_a_symbol_the_files_stem_is_the_name(cli: Cli, csv_file: Path) -> None:
    cli("import", csv_file)
    assert list(listed(cli)) == ["acme"]


def test_that_each_finding_is_a_line_that_begins_with_its_kind(cli: Cli, tmp_path: Path) -> None:
    prices = make_prices(900)
    tall = prices.close.copy()
    tall[400] *= 100
    file = write_csv(tmp_path / "odd.csv", prices.replace(close=tall))
    said = cli("import", file, "--symbol", "ODD")
    assert said.code == 0
    findings = said.out.splitlines()[1:]
    assert any(line.startswith(KINDS) for line in findings)


@pytest.mark.parametrize(
    "content", ["", "<html><body>Too many requests</body></html>", "Date,Open,High,Low,Close,Volume\n"]
)
def test_that_a_file_without_a_usable_row_is_exit_2(cli: Cli, tmp_path: Path, content: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(content, encoding="utf-8")
    said = cli("import", file)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert listed(cli) == {}


def test_that_a_missing_file_is_exit_2(cli: Cli, tmp_path: Path) -> None:
    said = cli("import", tmp_path / "none.csv")
    assert said.code == 2
    assert said.err.count("\n") == 1


def test_that_store_moves_the_prices_only(cli: Cli, csv_file: Path, tmp_path: Path, home: Path) -> None:
    cli("--store", tmp_path / "elsewhere", "import", csv_file, "--symbol", "ACME")
    assert list(listed(cli, "--store", tmp_path / "elsewhere")) == ["ACME"]
    assert listed(cli) == {}


def test_that_an_undecidable_date_order_asks_and_takes_the_answer(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "acme.csv"
    file.write_text("Date,Open,High,Low,Close\n02/02/2020,1,1,1,1\n03/03/2020,1,1,1,1\n", encoding="utf-8")
    asked = cli("import", file)
    assert asked.code == 2
    assert "--date-order" in asked.err
    file.write_text("Date,Open,High,Low,Close\n02/03/2020,1,1,1,1\n", encoding="utf-8")
    assert "2020-03-02" in cli("import", file, "--date-order", "day-first").out
    assert "2020-02-03" in cli("import", file, "--date-order", "month-first").out
    bound = cli(
        "new", tmp_path / "a.swb", "--symbol", "A", "--source", f"csv:{file}", "--date-order", "day-first"
    )
    assert "2020-03-02" in bound.out


@pytest.mark.parametrize(
    "words", [["--source", "sample", "--date-order", "day-first"], ["--source", "csv:"]]
)
def test_that_a_source_that_makes_no_sense_is_exit_2(cli: Cli, tmp_path: Path, words: list[str]) -> None:
    said = cli("new", tmp_path / "a.swb", "--symbol", "SP500", *words)
    assert said.code == 2
    assert "csv:PATH" in said.err
    assert not (tmp_path / "a.swb").exists()


def test_that_one_day_is_singular_and_long_names_keep_apart(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / f"{'x' * 40}.csv"
    file.write_text("Date,Open,High,Low,Close\n2020-01-02,1,1,1,1\n", encoding="utf-8")
    assert f"{file.stem}: 1 day 2020-01-02" in cli("import", file).out
    assert f"{file.stem}  csv " in cli("data").out


def test_that_data_names_the_samples(cli: Cli) -> None:
    samples = {row["symbol"]: row for row in json.loads(cli("data", "--json").out)["samples"]}
    assert set(samples) == {"SP500", "NASDAQ"}
    assert samples["SP500"]["rows"] == 5031
    text = cli("data").out
    assert text.splitlines()[0].split()[:3] == ["SP500", "sample", "5,031"]


def test_that_a_damaged_store_is_exit_5_and_stays_as_it_was(cli: Cli, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "prices.sqlite").write_bytes(b"not a database at all" * 100)
    said = cli("--store", store, "data")
    assert said.code == 5
    assert said.err.count("\n") == 1
    assert (store / "prices.sqlite").read_bytes() == b"not a database at all" * 100


# ---- fetch -----------------------------------------------------------------------------------------------


@pytest.fixture
def yahoo(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """A Yahoo that knows ACME and notes what it was asked."""
    asked: list[tuple[object, ...]] = []

    def fetch(symbol: str, start: str | None, end: str | None, interval: str) -> object:
        asked.append((symbol, start, end, interval))
        if symbol != "ACME":
            raise UnknownSymbolError(f"Yahoo does not know {symbol}.", "Check the spelling.")
        prices = make_prices(300, symbol, "yahoo")
        return prices, health.check(prices)

    import workbench.data.providers as providers

    monkeypatch.setattr(providers, "yahoo", SimpleNamespace(fetch=fetch), raising=False)
    monkeypatch.setitem(sys.modules, "workbench.data.providers.yahoo", providers.yahoo)
    return asked


def test_that_a_fetch_stores_what_came_and_names_what_did_not(cli: Cli, yahoo: list[object]) -> None:
    said = cli("fetch", "acme", "NOPE", "--start", "2010-01-04")
    assert said.code == 3
    assert "does not know NOPE" in said.err
    assert said.err.count("\n") == 1
    assert said.out.startswith("ACME: 300 days")
    assert yahoo == [("ACME", "2010-01-04", None, "1d"), ("NOPE", "2010-01-04", None, "1d")]
    assert listed(cli)["ACME"]["source"] == "yahoo"


def test_that_a_symbol_that_cannot_be_does_not_stop_the_others(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, yahoo: list[object]
) -> None:
    from workbench.data.providers import yahoo as provider

    known = provider.fetch

    def fetch(symbol: str, start: str | None, end: str | None, interval: str) -> object:
        if " " in symbol:
            raise UsageError(f"{symbol!r} cannot be a Yahoo symbol.", "Write it as Yahoo does.")
        return known(symbol, start, end, interval)

    monkeypatch.setattr(provider, "fetch", fetch)
    said = cli("fetch", "a b", "ACME")
    assert said.code == 2
    assert "'A B' cannot be" in said.err
    assert "ACME" in listed(cli)


def test_that_offline_a_fetch_asks_nobody(cli: Cli, yahoo: list[object]) -> None:
    said = cli("fetch", "ACME", "--offline")
    assert said.code == OfflineError.exit_code == 3
    assert "--offline" in said.err
    assert yahoo == []


@pytest.mark.parametrize(
    "words",
    [["--start", "yesterday"], ["--interval", "1wk"], ["--start", "2020-01-02", "--end", "2020-01-01"]],
)
def test_that_a_bad_range_is_exit_2(cli: Cli, yahoo: list[object], words: list[str]) -> None:
    said = cli("fetch", "ACME", *words)
    assert said.code == 2
    assert yahoo == []


@pytest.mark.parametrize(
    ("words", "interval"), [(["acme", "--interval", "1h"], "1h"), (["acme", "--interval", "60m"], "1h"),
                            (["acme 5m"], "5m")],
)  # fmt: skip
def test_that_a_fetch_asks_for_bars_of_the_length_named(
    cli: Cli, yahoo: list[object], words: list[str], interval: str
) -> None:
    assert cli("fetch", *words).code == 0
    assert yahoo == [("ACME", None, None, interval)]


def test_that_a_length_yahoo_does_not_have_is_refused_with_those_it_has(
    cli: Cli, yahoo: list[object]
) -> None:
    said = cli("fetch", "ACME", "--interval", "1wk")
    assert said.err.count("\n") == 1 and "no bars of '1wk'" in said.err
    assert "Use 1d, 1h, 90m, 30m, 15m, 5m, 2m or 1m" in said.err and "drawn together from days" in said.err


# ---- new and show ----------------------------------------------------------------------------------------


def test_that_new_binds_the_project_to_the_snapshot_it_was_made_with(
    cli: Cli, csv_file: Path, tmp_path: Path
) -> None:
    cli("import", csv_file, "--symbol", "ACME")
    first = str(listed(cli)["ACME"]["sha256"])
    said = cli("new", tmp_path / "a.swb", "--symbol", "ACME", "--set", "model.hidden_size=8")
    assert (said.code, said.err) == (0, "")
    write_csv(csv_file, make_prices(901))
    cli("import", csv_file, "--symbol", "ACME")
    assert listed(cli)["ACME"]["sha256"] != first
    shown = json.loads(cli("show", tmp_path / "a.swb", "--json").out)
    assert shown["data"]["sha256"] == first
    assert shown["data"]["rows"] == 900
    assert shown["spec"]["model"]["hidden_size"] == 8


def test_that_new_from_a_csv_keeps_the_files_name_and_never_its_path(
    cli: Cli, csv_file: Path, tmp_path: Path
) -> None:
    project = tmp_path / "a.swb"
    assert cli("new", project, "--symbol", "ACME", "--source", f"csv:{csv_file}").code == 0
    data = open_document(project).project.spec.data
    assert (data.symbol, data.source, data.file_name) == ("ACME", "csv", "acme.csv")
    assert str(csv_file.parent).encode() not in project.read_bytes()
    assert list(listed(cli)) == ["ACME"]


def test_that_new_takes_the_store_before_the_sample(cli: Cli, csv_file: Path, tmp_path: Path) -> None:
    cli("new", tmp_path / "sample.swb", "--symbol", "SP500")
    cli("import", csv_file, "--symbol", "SP500")
    cli("new", tmp_path / "store.swb", "--symbol", "SP500")
    cli("new", tmp_path / "again.swb", "--symbol", "SP500", "--source", "sample")
    rows = [
        json.loads(cli("show", tmp_path / f"{name}.swb", "--json").out)["data"]["rows"]
        for name in ("sample", "store", "again")
    ]
    assert rows == [5031, 900, 5031]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--symbol", "NOPE"], "no prices of NOPE"),
        (["--symbol", "NOPE", "--source", "sample"], "no sample called NOPE"),
        (["--symbol", "SP500", "--source", "store"], "no prices of SP500"),
        (["--symbol", "SP500", "--source", "web"], "no source 'web'"),
        (["--symbol", "SP500", "--set", "model.hidden_size=0"], "at least 1"),
        (["--symbol", "SP500", "--set", "nonsense"], "no setting"),
        (["--symbol", ""], "1 to 64 characters"),
        (["--symbol", "ACME", "--source", "csv:none.csv"], "none.csv"),
    ],
)
def test_that_a_project_that_cannot_be_made_leaves_no_file(
    cli: Cli, tmp_path: Path, words: list[str], complaint: str
) -> None:
    said = cli("new", tmp_path / "a.swb", *words)
    assert said.code == 2
    assert complaint in said.err
    assert said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_that_new_never_overwrites(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.swb"
    file.write_bytes(b"dear")
    assert cli("new", file, "--symbol", "SP500").code == 2
    assert file.read_bytes() == b"dear"


def test_that_show_lists_runs_and_is_json_and_nothing_else(cli: Cli, tmp_path: Path) -> None:
    prices, result = make_result()
    project = new_project("ACME", "csv", content_hash=prices.content_hash, spec=result.spec)
    file = tmp_path / "a.swb"
    save(Document(project, (result,), {prices.content_hash: prices}), file)
    said = cli("show", file, "--json")
    shown = json.loads(said.out)
    assert said.err == ""
    assert set(shown) == {"file", "format", "spec", "data", "runs", "trials"}
    assert [run["run_id"] for run in shown["runs"]] == [result.run_id]
    counts = {"this_project", "this_data", "spa_p", "deflated_sharpe"}
    assert set(shown["trials"]) == {*counts, "history_removed"}
    text = cli("show", file).out
    assert result.verdict.sentence in text


def test_that_show_works_without_the_prices(cli: Cli, tmp_path: Path) -> None:
    prices, result = make_result(source="yahoo")
    project = new_project("ACME", "yahoo", content_hash=prices.content_hash, spec=result.spec)
    file = tmp_path / "a.swb"
    save(Document(project, (result,), {prices.content_hash: prices}), file)
    shown = json.loads(cli("show", file, "--json").out)
    assert shown["data"]["rows"] == len(prices)
    assert shown["runs"][0]["verdict"]["state"] == "no_edge"
    said = cli("run", file)
    assert said.code == 2
    assert "not in the store" in said.err


@pytest.mark.parametrize("verb", ["show", "run"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"\x00" * 5000])
def test_that_a_damaged_project_is_exit_5_and_stays_as_it_was(
    cli: Cli, tmp_path: Path, verb: str, content: bytes
) -> None:
    file = tmp_path / "a.swb"
    file.write_bytes(content)
    said = cli(verb, file)
    assert said.code == 5
    assert said.err.count("\n") == 1
    assert file.read_bytes() == content


@pytest.mark.parametrize("verb", ["show", "run"])
def test_that_a_missing_project_is_exit_2(cli: Cli, tmp_path: Path, verb: str) -> None:
    said = cli(verb, tmp_path / "none.swb")
    assert said.code == 2
    assert said.err.count("\n") == 1


def test_that_hours_are_imported_and_training_on_them_is_refused(cli: Cli, tmp_path: Path) -> None:
    rows = [f"2024-01-{day:02} {hour:02}:30,9,10,8,9.5,100" for day in (2, 3, 4) for hour in range(9, 16)]
    file = tmp_path / "hours.csv"
    file.write_text("\n".join(["Date,Open,High,Low,Close,Volume", *rows]), encoding="utf-8")
    said = cli("import", file, "--symbol", "HOURS")
    assert said.code == 0 and said.out.startswith("HOURS 1h: 21 hours 2024-01-02 to 2024-01-04")
    assert "within_day (amber)" in said.out
    kinds = {line.split(" (")[0] for line in said.out.splitlines()[1:]}
    assert kinds <= set(KINDS)
    made = cli("new", tmp_path / "hours.swb", "--symbol", "HOURS 1h")
    assert made.code == 0 and made.out.endswith("HOURS 1h (store), 21 hours 2024-01-02 to 2024-01-04\n")
    refused = cli("run", tmp_path / "hours.swb")
    assert refused.code == 2 and "Training needs daily bars, and those of HOURS 1h are hourly." in refused.err
    assert "Import the same prices as daily bars." in refused.err
