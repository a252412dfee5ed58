"""Runs benchmarks by name; prints a table and, with --json, writes a list."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from tests.benchmarks.measure import Figure

BENCHMARKS = {
    "start.window": "window:start_window",
    "train.time_to_quality": "quality:time_to_quality",
    "train.epoch": "training:train_epoch",
    "train.flop_utilisation": "training:flop_utilisation",
    "train.architectures": "quality:architectures",
    "evaluate.walk_forward": "walk_forward:walk_forward",
    "evaluate.placebo": "evaluation:placebo",
    "evaluate.backtest": "evaluation:backtest",
    "evaluate.permutation": "evaluation:permutation",
    "evaluate.what_if": "evaluation:what_if",
    "gui.responsive": "window:responsive",
    "memory.idle": "window:memory_idle",
    "memory.training": "window:memory_training",
}


def main(arguments: list[str]) -> int:
    """0 when every benchmark ran, whether its target is met or not; 2 for an unknown name."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}. Known: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    figures = []
    for name in chosen.names or BENCHMARKS:
        figures.append(run(name))
        print(line(figures[-1]), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps([figure.to_json() for figure in figures], indent=2) + "\n")
    return 0


def run(name: str) -> Figure:
    """One benchmark."""
    module, function = BENCHMARKS[name].split(":")
    return getattr(importlib.import_module(f"tests.benchmarks.{module}"), function)()


def line(figure: Figure) -> str:
    """The table's row."""
    reference = "-" if figure.reference is None else f"{figure.reference:.4g}"
    verdict = "met" if figure.met else "MISSED"
    return (
        f"{figure.name:24} {figure.value:10.4g} {figure.unit:3} reference {reference:>8} "
        f"ratio {figure.ratio:8.3g}  target {figure.target:34} {verdict}  [{figure.machine}] {figure.note}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
