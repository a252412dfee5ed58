"""`start.window`, `gui.responsive` and the memory of the window, each in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from tests.benchmarks.measure import ROUNDS, Figure, machine

PROBE = "tests.benchmarks.probe"
ROOT = Path(__file__).resolve().parents[2]
START_TARGET = 1.5
P99_MS, WORST_MS = 8.0, 50.0
IDLE_MB, TRAINING_MB = 180.0, 1200.0
MB = 1e6
_LIMIT_SECONDS = 60
_TRAINING_LIMIT_SECONDS = 400


def start_window() -> Figure:
    """Process start to first painted window, against a bare PySide6 and pyqtgraph window."""
    for mode in ("product", "bare"):
        _start_seconds(mode)
    times = [(_start_seconds("product"), _start_seconds("bare")) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = ours / theirs
    return Figure(
        "start.window", ours, "s", theirs, ratio, f"<= {START_TARGET:g}x", ratio <= START_TARGET, machine()
    )


def responsive() -> Figure:
    """Event-loop gaps of the window while the default training runs with live plots."""
    # Nobody looks at its memory meanwhile: the system holds a process up for as long as it counts pages.
    seen = _trained(_training_probe())
    training, idle = seen["training"], seen["idle"]
    met = training["p99"] <= P99_MS and training["worst"] <= WORST_MS
    return Figure(
        "gui.responsive", training["p99"], "ms", idle["p99"], training["p99"] / idle["p99"],
        f"p99 <= {P99_MS:g} ms, worst <= {WORST_MS:g} ms", met, machine(),
        note=f"worst {training['worst']:.1f} ms at {training['at']:.1f} s, p50 {training['p50']:.1f} ms over "
        f"{seen['seconds']:.0f} s; idle worst {idle['worst']:.1f} ms",
    )  # fmt: skip


def memory_idle() -> Figure:
    """Resident memory of the window process with the sample charted."""
    used = _probe("idle")["rss"] / MB
    return Figure(
        "memory.idle", used, "MB", None, used / IDLE_MB, f"<= {IDLE_MB:g} MB", used <= IDLE_MB, machine()
    )


def memory_training() -> Figure:
    """Peak of the proportional set size summed over the window and its workers, default evaluation."""
    process = _training_probe()
    peak = _PeakMemory(process.pid)
    peak.start()
    _trained(process)
    peak.stop()
    used = peak.bytes / MB
    return Figure(
        "memory.training", used, "MB", None, used / TRAINING_MB, f"<= {TRAINING_MB:g} MB",
        used <= TRAINING_MB, machine(),
    )  # fmt: skip


def _start_seconds(mode: str) -> float:
    started = time.monotonic()
    return _probe(mode)["painted"] - started


def _probe(mode: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", PROBE, mode], cwd=ROOT, env=_environment(), capture_output=True, text=True,
        timeout=_LIMIT_SECONDS,
    )  # fmt: skip
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"the probe {mode!r} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def _environment() -> dict[str, str]:
    """As a user has it: an installed program is compiled, and so is everything it is compared with."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def _training_probe() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", PROBE, "train"]
    return subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True)


def _trained(process: subprocess.Popen[str]) -> dict:
    """What the training probe saw, once it has ended."""
    out, _ = process.communicate(timeout=_TRAINING_LIMIT_SECONDS)
    seen = json.loads(out.strip().splitlines()[-1])
    if seen["phase"] != "finished":
        raise RuntimeError(f"the training ended as {seen['phase']}")
    return seen


class _PeakMemory(threading.Thread):
    """Samples the PSS of a process tree twice a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.root = psutil.Process(pid)
        self.bytes = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.5):
            with contextlib.suppress(psutil.Error):
                tree = [self.root, *self.root.children(recursive=True)]
                self.bytes = max(self.bytes, float(sum(_pss(process) for process in tree)))

    def stop(self) -> None:
        self.over.set()
        self.join()


def _pss(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error):
        return int(process.memory_full_info().pss)
    return 0
