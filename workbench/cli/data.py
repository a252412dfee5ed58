"""`data`: what the store and the samples hold."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from workbench.cli.options import Options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Print the newest snapshot of every symbol, then the samples."""
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
