"""`self-test`: every part of the program does its work once, in an empty home of its own."""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from workbench import paths
from workbench.cli.main import WINDOW_TEST
from workbench.cli.options import Options
from workbench.errors import WorkbenchError
from workbench.itself import own_command, window_environment

# Named as text, so that a worker process loads them and this one stays light.
MODULES = (
    "torch", "numba", "sklearn.linear_model", "scipy.stats", "statsmodels.api", "arch.bootstrap", "pandas",
    "talib", "exchange_calendars", "yfinance", "jinja2", "workbench.data.providers.yahoo",
    "workbench.training.fit",
)  # fmt: skip
WORLD_BARS = 700
WINDOW_SECONDS = 120
SETTINGS = {
    "model.hidden_size": 4, "model.num_layers": 1, "features.lookback": 5, "train.epochs": 2,
    "train.seeds": 1, "evaluation.first_train": 250, "evaluation.vault_bars": 250,
    "evaluation.refit_every": 100, "evaluation.max_folds": 1,
}  # fmt: skip
FAILURES = (
    WorkbenchError, BrokenProcessPool, subprocess.SubprocessError, ImportError, OSError, AssertionError,
    ValueError, RuntimeError,
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This verb has no words of its own."""


def run(arguments: argparse.Namespace, options: Options) -> int:
    """One line a part; 0 if all of them work, else 1."""
    parts: dict[str, Callable[[], str]] = {
        "imports": lambda: check_imports(options),
        "resources": check_resources,
        "sample": check_sample,
        "window": check_window,
        "report on paper": check_printing,
        "training, saving, reopening": lambda: check_training(options),
    }
    with own_home():
        passed = [_passes(name, check) for name, check in parts.items()]
    print("All parts work." if all(passed) else "Some parts do not work.")
    return 0 if all(passed) else 1


def _passes(name: str, check: Callable[[], str]) -> bool:
    started = time.monotonic()
    try:
        text = check()
    except FAILURES as error:
        told = " ".join(str(error).split()) or "it gave no reason"
        print(f"FAILED  {name}: {type(error).__name__}: {told}", flush=True)
        return False
    print(f"ok      {name}: {text} ({time.monotonic() - started:.1f} s)", flush=True)
    return True


def check_imports(options: Options) -> str:
    """Every library loads in a worker process."""
    from workbench.cli.training import workers

    with workers(options.threads) as executor:
        count = executor.submit(import_all, MODULES).result()
    return f"{count} libraries in a process of their own"


def import_all(names: tuple[str, ...]) -> int:
    """Import modules by name; how many."""
    for name in names:
        importlib.import_module(name)
    return len(names)


def check_resources() -> str:
    """The icons are where the program looks for them."""
    icons = list((paths.resources() / "icons").glob("*.svg"))
    if not icons:
        raise OSError(f"there are no icons in {paths.resources()}")
    return f"{len(icons)} icons"


def check_sample() -> str:
    """The bundled prices are whole."""
    from workbench.data.providers.sample import SAMPLES, load_sample

    rows = [len(load_sample(symbol)) for symbol in SAMPLES]
    if set(rows) != {5031}:
        raise ValueError(f"the samples have {rows} days instead of 5,031")
    return f"{len(rows)} samples of 5,031 days"


def check_window() -> str:
    """The program starts itself again and opens its window, drawn into memory."""
    done = subprocess.run(
        [*own_command(), WINDOW_TEST], env=window_environment(), timeout=WINDOW_SECONDS, capture_output=True,
        text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip() or "without a word").splitlines()[-1]
        raise RuntimeError(f"the window ended with {done.returncode}: {last}")
    return "opened and closed"


def check_printing() -> str:
    """The program starts itself again and prints a sheet; the page's template is where it is looked for."""
    from workbench.export.page import TEMPLATE
    from workbench.export.printing import print_pdf
    from workbench.export.sheets import Block, Sheets

    if not (paths.resources() / "report" / TEMPLATE).is_file():
        raise OSError(f"there is no report template in {paths.resources()}")
    printed = print_pdf(Sheets("a sheet", "its foot", (Block(html="<p>It prints.</p>"),)))
    if not printed.startswith(b"%PDF-"):
        raise ValueError("what was printed is no PDF")
    return f"a sheet of {len(printed):,} bytes"


def check_training(options: Options) -> str:
    """A short training on made-up prices, saved, opened again, the same."""
    from workbench.cli.training import train
    from workbench.data.providers.synthetic import make_world
    from workbench.experiment.spec import ExperimentSpec
    from workbench.project.document import Document
    from workbench.project.file.reader import open_document
    from workbench.project.file.writer import save
    from workbench.project.project import new_project

    prices = make_world("W3", bars=WORLD_BARS, seed=1, phi=0.3)
    project = new_project(
        prices.symbol, "synthetic", content_hash=prices.content_hash,
        spec=ExperimentSpec().with_settings(SETTINGS),
    )  # fmt: skip
    result = train(project.spec, prices, project.project_id, options)
    document = Document(project, runs=(result,), prices={prices.content_hash: prices})
    file = paths.home() / "self-test.swb"
    save(document, file)
    (again,) = open_document(file).runs
    if result.predictions is None or again.predictions is None or again.verdict != result.verdict:
        raise ValueError("the reopened project shows another verdict")
    if again.predictions.predicted.tolist() != result.predictions.predicted.tolist():
        raise ValueError("the reopened project shows other predictions")
    return f"{len(result.epochs)} epochs, {len(again.predictions)} predictions, {file.stat().st_size:,} bytes"


@contextmanager
def own_home() -> Iterator[None]:
    """An app-data folder that vanishes: the self-test counts as no try and leaves nothing."""
    before = os.environ.get(paths.HOME_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="workbench-self-test-", ignore_cleanup_errors=True) as folder:
        os.environ[paths.HOME_VARIABLE] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ[paths.HOME_VARIABLE]
            else:
                os.environ[paths.HOME_VARIABLE] = before
