"""The command line as a test sees it: words in; exit code, stdout and stderr out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.samples import make_prices
from workbench.cli.main import main
from workbench.data.series import PriceSeries

QUICK = (
    "model.kind=ridge", "features.lookback=5", "evaluation.first_train=250", "evaluation.refit_every=100",
    "evaluation.max_folds=2", "evaluation.vault_bars=250",
)  # fmt: skip


CSV_COLUMNS = ("open", "high", "low", "close", "adj_close", "volume")


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


Cli = Callable[..., Said]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    def call(*words: object) -> Said:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


def write_csv(file: Path, prices: PriceSeries) -> Path:
    """The prices in Yahoo's form."""
    lines = ["Date,Open,High,Low,Close,Adj Close,Volume"]
    for row in range(len(prices)):
        numbers = (getattr(prices, name)[row] for name in CSV_COLUMNS)
        lines.append(",".join([str(prices.session[row]), *(repr(float(number)) for number in numbers)]))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    """900 days of ACME."""
    return write_csv(tmp_path / "acme.csv", make_prices(900))
