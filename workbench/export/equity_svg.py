"""The equity chart of a report: never the model alone, never before costs, the vault hatched."""

from __future__ import annotations

import numpy as np

from workbench.data.series import Floats
from workbench.evaluation.figures import BacktestResult
from workbench.evaluation.simulate import equity_curve
from workbench.experiment.result import RunResult
from workbench.export import format as fmt
from workbench.export.axes import date_ticks, log_ticks
from workbench.export.svg import Drawing, Inks, apart, text_width, thinned
from workbench.export.vault import SEALED
from workbench.export.words import LegendItem, legend

WIDTH, HEIGHT = 860.0, 400.0
RIGHT = 786.0
TOP, MIDDLE, BOTTOM = 34.0, 268.0, 376.0
"""Edges of the two panes: growth above, the fall from the peak below."""
STRETCHES = 420
SEALED_STRIP = 76.0
"""Width of the hatch where the number of sealed days is not known, pixels."""
END_ROOM = 52.0
LINES = {
    "model": ("acc", 2.0, ""), "holding": ("t1", 1.2, ""), "scaled": ("t2", 1.2, "5 3"),
    "ridge": ("t3", 1.2, "1.5 2.5"),
}  # fmt: skip
"""Curve -> ink, width, dash."""
FALL_STEPS = (0.05, 0.1, 0.25, 0.5)


def equity_drawing(
    result: RunResult, backtest: BacktestResult, sealed: int, inks: Inks, vault: str = SEALED
) -> Drawing:  # fmt: skip
    """Growth of one unit on a log scale above the fall from the peak; `sealed` days lie beyond the curve.

    `backtest` is the run's own or that of a what-if; `vault` says `sealed`, or `revealed` and since when.
    """
    return _Equity(result, backtest, sealed, inks, vault).draw()


def _curves(result: RunResult, backtest: BacktestResult) -> dict[str, Floats]:
    """Wealth from 1 by curve, shape (days + 1,)."""
    returns = {"holding": backtest.holding_net, "scaled": backtest.scaled_net, "model": backtest.net}
    if result.companions is not None and len(result.companions.ridge) == len(backtest.net):
        returns = {"ridge": result.companions.ridge, **returns}
    return {name: np.maximum(equity_curve(values), 1e-6) for name, values in returns.items()}


class _Equity:
    """One chart while it is drawn."""

    def __init__(
        self, result: RunResult, backtest: BacktestResult, sealed: int, inks: Inks, vault: str
    ) -> None:
        self._vault = vault
        self._items = legend(result, backtest)
        self._cost = fmt.cost(backtest.cost_bps, result.spec.evaluation.terms)
        self._curves = _curves(result, backtest)
        self._dates = np.concatenate([backtest.decided[:1], backtest.filled]).astype("datetime64[D]")
        self._has_vault = result.data.vault_start is not None
        days = len(self._dates)
        self._cloud = None if result.companions is None else result.companions.cloud
        if self._cloud is not None and self._cloud.shape != (5, days):
            self._cloud = None
        share = sealed / (days + sealed) if sealed else 0.0
        beyond = max(share * RIGHT, SEALED_STRIP if self._has_vault else END_ROOM)
        self._end = RIGHT - beyond
        self._drawing = Drawing(WIDTH, HEIGHT, inks, _in_words(self._items))
        parts = [*self._curves.values(), *([] if self._cloud is None else [self._cloud.ravel()])]
        logs = np.log10(np.maximum(np.concatenate(parts), 1e-6))
        spare = max(float(np.ptp(logs)), 0.05) * 0.05
        # Twice as much above: the name of the zone stands there.
        self._low, self._high = float(logs.min()) - spare, float(logs.max()) + 2 * spare
        self._falls = {name: _fall(self._curves[name]) for name in ("holding", "model")}
        self._deepest = min(-0.05, 1.12 * min(float(f.min()) for f in self._falls.values()))

    def draw(self) -> Drawing:
        self._draw_legend()
        self._draw_grounds()
        self._draw_growth()
        self._draw_falls()
        self._draw_ends()
        return self._drawing

    def _x(self, days: Floats) -> Floats:
        return np.asarray(days * self._end / max(len(self._dates) - 1, 1))

    def _y(self, wealth: Floats) -> Floats:
        share = (np.log10(np.maximum(wealth, 1e-6)) - self._low) / (self._high - self._low)
        return np.asarray(MIDDLE - share * (MIDDLE - TOP))

    def _y_fall(self, fall: Floats) -> Floats:
        return np.asarray(MIDDLE + fall / self._deepest * (BOTTOM - MIDDLE))

    def _draw_legend(self) -> None:
        x, paper = 0.0, self._drawing
        for item in self._items:
            if item.style == "cloud":
                paper.rect((x, 8, 16, 10), "cloud", 0.8)
            else:
                ink, width, dash = LINES[item.style]
                paper.line((x, 13, x + 16, 13), ink, max(width, 1.5), dash)
            paper.text(x + 22, 17, item.name, "t2", 11.5)
            x += 22 + text_width(item.name, 11.5) + 18
        paper.text(WIDTH, 17, f"after {self._cost} · log scale", "t2", 11.5, anchor="end")

    def _draw_grounds(self) -> None:
        paper = self._drawing
        if self._has_vault:
            box = (self._end, TOP, RIGHT - self._end, BOTTOM - TOP)
            paper.rect(box, "train")
            paper.hatch(box, "hatch")
            # At the bottom: no curve ends there.
            lines = ("vault", *self._vault.split())
            for up, words in zip((8 + 12 * n for n in reversed(range(len(lines)))), lines, strict=True):
                place = ((self._end + RIGHT) / 2, BOTTOM - up)
                paper.text(*place, words.upper(), "t3", 9.5, anchor="middle", weight=600)
        for wealth in log_ticks(self._low, self._high, MIDDLE - TOP):
            y = float(self._y(np.array(wealth)))
            paper.line((0, y, self._end, y), "grid")
            paper.text(RIGHT + 10, y + 4, fmt.number(wealth, 1 if wealth >= 0.1 else 2) + fmt.TIMES, "t3")
        for fall in _fall_ticks(self._deepest):
            y = float(self._y_fall(np.array(fall)))
            paper.line((0, y, self._end, y), "grid")
            paper.text(RIGHT + 10, y + 4, fmt.percent(fall, 0), "t3")
        one = float(self._y(np.array(1.0)))
        paper.line((0, one, self._end, one), "line2")
        for day, words in date_ticks(self._dates, self._end):
            x = float(self._x(np.array(float(day))))
            paper.text(x, HEIGHT - 8, words, "t3", anchor="middle")
        paper.text(6, TOP + 16, "OUT OF SAMPLE", "acc", 9.5, weight=600, spacing=0.6)

    def _draw_growth(self) -> None:
        paper = self._drawing
        if self._cloud is not None:
            shown = thinned(self._cloud[4], STRETCHES // 2)
            x = self._x(shown.astype(float))
            for low, high, opacity in ((0, 4, 0.5), (1, 3, 0.6)):
                bounds = self._y(self._cloud[low][shown]), self._y(self._cloud[high][shown])
                paper.band(x, *bounds, "cloud", opacity)
        for name, wealth in self._curves.items():
            ink, width, dash = LINES[name]
            shown = thinned(wealth, STRETCHES)
            paper.curve(self._x(shown.astype(float)), self._y(wealth[shown]), ink, width, dash)
        paper.rect((0, TOP, self._end, 2), "acc")

    def _draw_falls(self) -> None:
        paper = self._drawing
        paper.line((0, MIDDLE, RIGHT, MIDDLE), "line2")
        for name, fall in self._falls.items():
            shown = thinned(fall, STRETCHES)
            x, y = self._x(shown.astype(float)), self._y_fall(fall[shown])
            if name == "model":
                paper.band(x, y, np.full(len(y), MIDDLE), "acc", 0.14)
            paper.curve(x, y, *(("acc", 1.4) if name == "model" else ("t3", 1.0)))
        paper.text(6, BOTTOM - 6, "fall from the peak", "t3")
        if self._has_vault:
            paper.line((self._end, TOP, self._end, BOTTOM), "t3")

    def _draw_ends(self) -> None:
        ends = {name: float(wealth[-1]) for name, wealth in self._curves.items()}
        heights = [float(self._y(np.array(value))) for value in ends.values()]
        places = apart(heights, 14.0)
        for (name, value), true, place in zip(ends.items(), heights, places, strict=True):
            ink = LINES[name][0]
            self._drawing.dot(self._end, true, ink, 2.6)
            x, words = self._end + 7, fmt.multiple(value)
            if self._has_vault:
                self._drawing.rect((x - 3, place - 7, text_width(words, 11.5) + 6, 14), "train", 0.85)
            self._drawing.text(x, place + 4, words, ink, 11.5, weight=600)


def _in_words(items: tuple[LegendItem, ...]) -> str:
    """The chart for those who cannot see it."""
    ends = [f"{item.name} {item.final}" for item in items if item.final]
    return f"What one unit became: {', '.join(ends)}"


def _fall(wealth: Floats) -> Floats:
    return np.asarray(wealth / np.maximum.accumulate(wealth) - 1.0)


def _fall_ticks(deepest: float) -> list[float]:
    step = next((s for s in FALL_STEPS if s / -deepest * (BOTTOM - MIDDLE) >= 24), 1.0)
    return [-k * step for k in range(1, int(-deepest / step + 1e-9) + 1)]
