"""The price chart as a drawing: candles in sight, what was said of each a day ahead, the vault hatched."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data import intervals
from workbench.data.findings import counted
from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.experiment.result import Predictions
from workbench.export import format as fmt
from workbench.export.axes import date_ticks, value_ticks
from workbench.export.svg import Drawing, Inks, text_width, thinned
from workbench.export.vault import SEALED, zone_names

WIDTH, HEIGHT = 860.0, 420.0
RIGHT = 800.0
TOP, MIDDLE, BOTTOM = 30.0, 330.0, 392.0
"""Edges of the two panes: prices above, volume beneath."""
CANDLES_FROM, STEPS_FROM = 3.0, 5.0
"""A bar must be so many pixels wide to be drawn as a candle, and to carry its forecast."""


@dataclass(frozen=True, slots=True, eq=False)
class PriceView:
    """What is in sight: the bars from `first` to before `last`.

    `first_test` is the first bar out of sample, `first_sealed` the first of the vault; None where not known.
    """

    prices: PriceSeries
    first: int
    last: int
    predictions: Predictions | None = None
    first_test: int | None = None
    first_sealed: int | None = None
    vault: str = SEALED
    """`sealed`, or `revealed` and since when."""


def price_drawing(view: PriceView, inks: Inks) -> Drawing:
    """The chart; raises `ValueError` where no bar is in sight."""
    if not 0 <= view.first < view.last <= len(view.prices):
        raise ValueError("no bars in sight")
    return _Price(view, inks).draw()


class _Price:
    """One chart while it is drawn."""

    def __init__(self, view: PriceView, inks: Inks) -> None:
        self._view = view
        self._bars = np.arange(view.first, view.last)
        self._step = RIGHT / len(self._bars)
        bars = counted(len(self._bars), intervals.unit(view.prices.interval))
        words = f"{view.prices.symbol}, {bars} to {view.prices.session[view.last - 1]}"
        self._drawing = Drawing(WIDTH, HEIGHT, inks, words)
        self._steps = self._forecasts() if self._step >= STEPS_FROM else None
        values = [view.prices.low[self._bars], view.prices.high[self._bars]]
        if self._steps is not None:
            values += [part[np.isfinite(part)] for part in self._steps[1:]]
        low, high = (float(end(np.concatenate(values))) for end in (np.min, np.max))
        spare = (high - low or abs(high) * 0.02 or 1.0) * 0.05
        self._low, self._high = low - spare, high + spare

    def draw(self) -> Drawing:
        self._draw_grounds()
        if self._steps is not None:
            self._draw_legend()
            self._draw_intervals(*self._steps)
        if self._step >= CANDLES_FROM:
            self._draw_candles()
        else:
            shown = thinned(self._view.prices.close[self._bars], 420)
            closes = self._y(self._view.prices.close[self._bars][shown])
            self._drawing.curve(self._x(self._bars[shown]), closes, "up", 1.2)
        self._draw_volume()
        if self._steps is not None:
            self._draw_steps(*self._steps[:2])
        return self._drawing

    def _x(self, bars: NDArray[np.int64]) -> Floats:
        return np.asarray((bars - self._view.first + 0.5) * self._step)

    def _y(self, prices: Floats) -> Floats:
        return np.asarray(MIDDLE - (prices - self._low) / (self._high - self._low) * (MIDDLE - TOP))

    def _edge(self, bar: int | None) -> float:
        """Where a zone begins, within the chart."""
        place = self._view.last if bar is None else min(max(bar, self._view.first), self._view.last)
        return (place - self._view.first) * self._step

    def _forecasts(self) -> tuple[NDArray[np.int64], Floats, Floats, Floats] | None:
        """(bar that decided, forecast, lower, upper) on the shown prices, shape (steps,); none is sealed."""
        said, prices = self._view.predictions, self._view.prices
        if said is None or not len(said):
            return None
        at = np.searchsorted(prices.session, said.asof)
        target = np.searchsorted(prices.session, said.target_time)
        end = self._view.last if self._view.first_sealed is None else min(
            self._view.last, self._view.first_sealed
        )
        kept = (at >= self._view.first) & (target < end) & np.isfinite(said.predicted)
        kept[kept] &= prices.session[at[kept]] == said.asof[kept]
        scale = prices.close[at[kept]] / said.asof_price[kept]
        forecast = said.predicted_price[kept] * scale
        return at[kept], forecast, said.lower[kept] * scale, said.upper[kept] * scale

    def _ink(self, bar: int) -> str:
        """Of a bar: sealed ones are neither up nor down."""
        sealed = self._view.first_sealed
        if sealed is not None and bar >= sealed:
            return "t3"
        return "up" if self._view.prices.close[bar] >= self._view.prices.open[bar] else "down"

    def _draw_legend(self) -> None:
        paper = self._drawing
        paper.line((0, 13, 14, 9), "acc", 1.6)
        paper.dot(14, 9, "acc", 1.8)
        paper.text(22, 15, "one-step forecast", "t2", 11.5)
        paper.rect((140, 5, 14, 11), "acc", 0.2)
        paper.text(162, 15, f"80{fmt.THIN}% interval", "t2", 11.5)

    def _draw_grounds(self) -> None:
        paper, view = self._drawing, self._view
        test, sealed = self._edge(view.first_test), self._edge(view.first_sealed)
        paper.rect((0, TOP, test, BOTTOM - TOP), "train")
        if sealed < RIGHT:
            box = (sealed, TOP, RIGHT - sealed, BOTTOM - TOP)
            paper.rect(box, "train")
            paper.hatch(box, "hatch")
            paper.line((sealed, TOP, sealed, BOTTOM), "t3")
        for value in value_ticks(self._low, self._high, MIDDLE - TOP):
            y = float(self._y(np.array(value)))
            paper.line((0, y, sealed, y), "grid")
            paper.text(RIGHT + 10, y + 4, fmt.price(value), "t3")
        for day, words in date_ticks(view.prices.session[self._bars], RIGHT):
            paper.text(self._step * (day + 0.5), HEIGHT - 10, words, "t3", anchor="middle")
        zones = (("TRAIN", 0.0, test, "t3"), ("OUT OF SAMPLE", test, sealed, "acc"),
                 (zone_names(view.vault)[0], sealed, RIGHT, "t3"))  # fmt: skip
        for name, start, end, ink in zones:
            if end - start > max(100, text_width(name, 9.5) + 20):
                paper.text(start + 6, TOP + 16, name, ink, 9.5, weight=600, spacing=0.6)
        paper.rect((test, TOP, max(sealed - test, 0.0), 2), "acc")
        paper.line((0, MIDDLE, RIGHT, MIDDLE), "line")

    def _draw_candles(self) -> None:
        prices, half = self._view.prices, max(self._step * 0.31, 0.6)
        x = self._x(self._bars)
        columns = (prices.open, prices.high, prices.low, prices.close)
        o, h, low, c = (self._y(column[self._bars]) for column in columns)
        for i, bar in enumerate(self._bars):
            ink = self._ink(int(bar))
            top, bottom = min(o[i], c[i]), max(o[i], c[i])
            self._drawing.line((x[i], h[i], x[i], low[i]), ink)
            box = (x[i] - half, top, 2 * half, max(bottom - top, 1.0))
            self._drawing.rect(box, ink)
            if prices.close[bar] >= prices.open[bar] and 2 * half > 3 and bottom - top > 2:
                hole = (box[0] + 1, box[1] + 1, box[2] - 2, box[3] - 2)
                self._drawing.rect(hole, "train" if ink == "t3" else "plot")

    def _draw_volume(self) -> None:
        prices = self._view.prices
        volume = prices.volume[self._bars]
        most = float(volume.max())
        if not most > 0:
            return
        # Narrower than a pixel they would be a grey wall: of each stretch the largest is drawn.
        shown = thinned(volume, 400)
        width = max(self._step * 0.62, 0.7)
        for place, x in zip(shown, self._x(self._bars[shown]), strict=True):
            bar, height = self._bars[place], volume[place] / most * (BOTTOM - MIDDLE - 6)
            ink = self._ink(int(bar))
            self._drawing.rect((x - width / 2, BOTTOM - height, width, height), ink, 0.42)
        self._drawing.text(6, MIDDLE + 14, "volume", "t3")

    def _draw_intervals(
        self, at: NDArray[np.int64], _: Floats, lower: Floats, upper: Floats
    ) -> None:
        known = np.isfinite(lower) & np.isfinite(upper)
        x = self._x(at[known] + 1)
        for place, low, high in zip(x, self._y(lower[known]), self._y(upper[known]), strict=True):
            self._drawing.rect((place - self._step * 0.4, high, self._step * 0.8, low - high), "acc", 0.12)

    def _draw_steps(self, at: NDArray[np.int64], forecast: Floats) -> None:
        """From each close to what was said of the next."""
        x, y = self._x(at), self._y(self._view.prices.close[at])
        for left, start, end in zip(x, y, self._y(forecast), strict=True):
            self._drawing.line((left, start, left + self._step, end), "acc", 1.6)
            self._drawing.dot(left + self._step, end, "acc", 1.8)
