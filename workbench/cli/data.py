"""`data`: what the store and the samples hold; `data forget`: the tries on a symbol no longer count."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from workbench.cli.options import Options
from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.data.series import PriceSeries
    from workbench.evaluation.figures import Removal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("action", nargs="?", choices=("forget",), help="count no try made before now")
    parser.add_argument("symbol", nargs="?", help="with forget: on which prices")
    parser.add_argument("--source", default="", help="with forget: store or sample; else as `new` finds them")
    parser.add_argument("--yes", action="store_true", help="with forget: shown for ever, cannot be undone")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Print the newest snapshot of every symbol, then the samples; or remove tries from the count."""
    if arguments.action == "forget":
        return _forget(arguments, options)
    if arguments.source or arguments.yes:
        raise UsageError("--source and --yes belong to `data forget`.", "Write `data forget SYMBOL`.")
    return _list(arguments, options)


def _list(arguments: argparse.Namespace, options: Options) -> int:
    from workbench.cli.run_json import series_json
    from workbench.cli.sources import open_store
    from workbench.data.providers.sample import SAMPLES, load_sample

    stored = [asdict(row) for row in open_store(options).listing()]
    samples = [{**series_json(load_sample(symbol)), "name": name} for symbol, name in SAMPLES.items()]
    if arguments.json:
        print(json.dumps({"store": stored, "samples": samples}, indent=1, allow_nan=False))
        return 0
    width = max(16, *(len(row["symbol"]) + 2 for row in [*stored, *samples]))
    for row in [*stored, *samples]:
        span = f"{row['first']} to {row['last']}"
        name = f"{row['symbol']:<{width}}{row['source']:<10}"
        print(f"{name}{row['rows']:>7,} bars  {span}  {row['sha256'][:12]}")
    return 0


def _forget(arguments: argparse.Namespace, options: Options) -> int:
    from workbench.cli.new import choose
    from workbench.cli.sources import ledger_file, open_store
    from workbench.evaluation.ledger import TrialLedger
    from workbench.evaluation.sentences import count

    if not arguments.symbol:
        raise UsageError("`data forget` needs a symbol.", "Write `data forget SYMBOL`.")
    if arguments.source not in ("", "store", "sample", "synthetic"):
        raise UsageError(f"There is no source {arguments.source!r}.", "Use store, sample or synthetic.")
    _, prices = choose(arguments.symbol, arguments.source, open_store(options))
    if not ledger_file().exists():
        raise UsageError(f"No tries are counted on {prices.symbol}.", "There is nothing to remove.")
    ledger = TrialLedger(ledger_file())
    if not arguments.yes:
        _, tries = ledger.counts(ledger.identify(prices), "")
        raise UsageError(
            f"Of the tries on {prices.symbol}, {count(tries)} would no longer count, in any project. That "
            "cannot be undone, and 'history removed' stands beside every later count for ever.",
            "Add --yes if that is what you want.",
        )
    removal = ledger.forget(prices)
    _tell(prices, removal, is_json=arguments.json)
    return 0


def _tell(prices: PriceSeries, removal: Removal, *, is_json: bool) -> None:
    from workbench.evaluation.sentences import removal_text

    if is_json:
        told = {"symbol": prices.symbol, "sha256": prices.content_hash}
        print(json.dumps({**told, "history_removed": removal.date, "tries": removal.tries}, indent=1))
        return
    text = removal_text(removal)
    print(f"{prices.symbol}: {text}. The vault and its openings stay as they were.")
