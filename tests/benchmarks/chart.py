"""`chart.frame`: from a change of range to the painted frame, a million and ten million candles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.benchmarks.measure import Figure, machine

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1400, 800)
BARS = (1_000_000, 10_000_000)
REFERENCE_BARS = 10_000
SPANS = (200.0, 5_000.0, 0.0)
"""Bars in sight; 0 is all of them."""
FRAMES, WARM_UP = 240, 12
TARGET_MS = 6.0
_LIMIT_SECONDS = 400


def chart_frame() -> Figure:
    """The worst p99 of pan and zoom over three spans at both sizes, against the plain candlestick item."""
    theirs = _probe("reference")
    seen = {bars: _probe(str(bars)) for bars in BARS}
    worst = max(span["p99"] for spans in seen.values() for span in spans.values())
    reference = theirs["all"]["p99"]
    return Figure(
        "chart.frame", worst, "ms", reference, worst / reference,
        f"p99 <= {TARGET_MS:g} ms at both sizes", worst <= TARGET_MS, machine(),
        note="; ".join(f"{bars:,} bars: {_in_words(spans)}" for bars, spans in seen.items()),
    )  # fmt: skip


def _in_words(spans: dict[str, dict[str, float]]) -> str:
    return ", ".join(f"{name} p50 {one['p50']:.1f} p99 {one['p99']:.1f}" for name, one in spans.items())


def _probe(what: str) -> dict[str, dict[str, float]]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.chart", what], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=_LIMIT_SECONDS,
    )  # fmt: skip
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"the chart probe {what!r} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


# ---- in the process of its own ----


def measured(app, painted: Callable[[], int], go: Callable[[float, float], None], bars: int) -> dict:
    """p50 and p99 in ms by span; every range change must reach the screen as a paint of its own."""
    random = np.random.default_rng(0)
    return {
        f"{span:,.0f}" if span else "all": _of_span(app, painted, go, _ranges(random, bars, span or bars))
        for span in SPANS
        if span < bars
    }


def _ranges(random: np.random.Generator, bars: int, span: float) -> np.ndarray:
    """(first, last) of frames, shape (frames, 2): half of them a steady pan, half a zoom in and out."""
    half = (WARM_UP + FRAMES) // 2
    start = random.uniform(0.3, 0.6) * max(bars - span, 0)
    # A pan of everything would stand still at its ends: it moves a window a little smaller.
    wide = span if span < bars else 0.97 * bars
    pan = start + np.linspace(0, 0.03 * bars if span >= bars else 2 * span, half)
    zoom = wide * np.exp(0.25 * np.sin(np.linspace(0, 4 * np.pi, half)) - 0.25)
    middle = start + wide / 2
    rows = [np.stack([pan, pan + wide], axis=1), np.stack([middle - zoom / 2, middle + zoom / 2], axis=1)]
    return np.concatenate(rows)


def _of_span(app, painted, go, ranges: np.ndarray) -> dict[str, float]:
    times = []
    for first, last in ranges:
        before, started, cpu = painted(), time.perf_counter(), time.thread_time()
        go(first, last)
        while painted() == before:
            app.processEvents()
        times.append(((time.perf_counter() - started) * 1e3, (time.thread_time() - cpu) * 1e3))
    wall, cpu = np.array(times[WARM_UP:]).T
    return {
        "p50": float(np.median(wall)), "p99": float(np.quantile(wall, 0.99)),
        "cpu_p50": float(np.median(cpu)), "cpu_p99": float(np.quantile(cpu, 0.99)),
    }  # fmt: skip


def _paints(app, widget) -> Callable[[], int]:
    """How often `widget` was painted so far, counted after it happened."""
    from PySide6.QtCore import QEvent, QObject

    class Counter(QObject):
        count = 0

        def eventFilter(self, watched, event) -> bool:
            self.count += event.type() == QEvent.Type.Paint
            return False

    counter = Counter(widget)
    widget.installEventFilter(counter)
    app.processEvents()
    return lambda: counter.count


def walk(bars: int):
    """A random walk of daily bars with volume, as a `PriceSeries`."""
    from workbench.data.series import PriceSeries

    random = np.random.default_rng(1)
    calm = min(1, (10_000 / bars) ** 0.5)
    close = 100 * np.exp(np.cumsum(random.normal(0, 0.01 * calm, bars)))
    opening = np.roll(close, 1)
    opening[0] = 100.0
    spread = np.abs(random.normal(0, 0.004 * calm, bars)) * close
    return PriceSeries(
        symbol="WALK", source="synthetic", session=np.datetime64("1970-01-01") + np.arange(bars),
        open=opening, high=np.maximum(opening, close) + spread, low=np.minimum(opening, close) - spread,
        close=close, volume=random.uniform(1e6, 5e6, bars), adj_close=close, dividends=np.zeros(bars),
        splits=np.zeros(bars),
    )  # fmt: skip


def said_of(prices, first: int, vault: int):
    """Predictions and positions for every bar between `first` and `vault`."""
    from workbench.experiment.result import Predictions

    rows = np.arange(first, vault - 1)
    close, after = prices.close[rows], prices.close[rows + 1]
    deviation = float(np.log(after / close).std())
    predicted = np.random.default_rng(2).normal(0, 0.2 * deviation, len(rows))
    wide = 1.28 * deviation
    predictions = Predictions(
        asof=prices.session[rows], target_time=prices.session[rows + 1], fold=rows // 1000,
        predicted=predicted, actual=np.log(after / close), asof_price=close, actual_price=after,
        lower=close * np.exp(-wide), upper=close * np.exp(wide), per_seed=predicted[None],
    )  # fmt: skip
    return predictions, (np.sin(rows / 40) > 0).astype(float)


def product(bars: int) -> dict:
    """The price chart with volume, dates, overview, forecasts, intervals, ribbon, train, test and vault."""
    from PySide6.QtWidgets import QApplication

    from workbench.gui.charts.price import PriceChart
    from workbench.gui.theme import Theme, apply

    app = QApplication([])
    theme = Theme("dark")
    apply(app, theme)
    chart = PriceChart(theme)
    chart.resize(*SIZE)
    prices, first, vault = walk(bars), bars // 5, bars - bars // 10
    chart.set_prices(prices)
    chart.set_zones(first, vault, 31)
    chart.set_predictions(*said_of(prices, first, vault))
    chart.show()
    app.processEvents()
    painted = _paints(app, chart._canvas)
    return measured(app, painted, chart.viewport.show, bars)


def reference(bars: int = REFERENCE_BARS) -> dict:
    """The candlestick item of every tutorial: one QPicture, replayed whole for each frame."""
    import pyqtgraph as pg
    from PySide6.QtCore import QPointF, QRectF
    from PySide6.QtGui import QPainter, QPicture
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    prices = walk(bars)

    class Item(pg.GraphicsObject):
        def __init__(self) -> None:
            super().__init__()
            self.picture = QPicture()
            painter = QPainter(self.picture)
            painter.setPen(pg.mkPen("w"))
            for bar in range(bars):
                opened, closed = prices.open[bar], prices.close[bar]
                painter.drawLine(QPointF(bar, prices.low[bar]), QPointF(bar, prices.high[bar]))
                painter.setBrush(pg.mkBrush("r" if opened > closed else "g"))
                painter.drawRect(QRectF(bar - 0.3, opened, 0.6, closed - opened))
            painter.end()

        def paint(self, painter, *_) -> None:
            painter.drawPicture(0, 0, self.picture)

        def boundingRect(self) -> QRectF:
            return QRectF(self.picture.boundingRect())

    plot = pg.PlotWidget()
    plot.resize(*SIZE)
    plot.addItem(Item())
    plot.show()
    app.processEvents()
    painted = _paints(app, plot.viewport())
    return measured(app, painted, lambda first, last: plot.setXRange(first, last, padding=0), bars)


if __name__ == "__main__":
    print(json.dumps(reference() if sys.argv[1] == "reference" else product(int(sys.argv[1]))))
