"""The small drawings of a report: the ruler below a figure, and how every training compares with naive."""

from __future__ import annotations

import math

import numpy as np

from workbench.experiment.result import RunResult
from workbench.export import format as fmt
from workbench.export.figures import Ruler
from workbench.export.svg import Drawing, Inks

RULER = (150.0, 16.0)
RATIOS = (860.0, 186.0)
EVEN = "1.00 = no better than “tomorrow = today”"


def ruler_svg(ruler: Ruler, inks: Inks) -> str:
    """The estimate, its interval as a bar, and the tick it must be compared with."""
    words = f"{fmt.interval(ruler.low, ruler.high)} beside {fmt.number(ruler.tick, 1)}"
    drawing = Drawing(*RULER, inks, words)
    draw_ruler(drawing, ruler, 0.0, 0.0)
    return drawing.svg()


def draw_ruler(drawing: Drawing, ruler: Ruler, left: float, top: float) -> None:
    """The same within a larger drawing, `RULER` large."""
    width, height = RULER
    middle = top + height / 2
    ends = (ruler.low, ruler.high, ruler.tick)
    low, high = min(ends), max(ends)
    spare = (high - low or 1.0) * 0.08
    scale = (width - 4) / (high - low + 2 * spare)

    def x(value: float) -> float:
        return left + 2 + (value - low + spare) * scale

    drawing.line((left, middle, left + width, middle), "line2")
    drawing.rect((x(ruler.low), middle - 1.5, x(ruler.high) - x(ruler.low), 3), "acc", 0.45)
    drawing.line((x(ruler.tick), top + 1, x(ruler.tick), top + height - 1), "t1", 1.5)
    drawing.dot(x(ruler.estimate), middle, "acc", 3.4)


def best_ratios(result: RunResult) -> dict[tuple[int, int], float]:
    """(fold, seed) -> validation / naive at the epoch that was kept."""
    ratios = {(e.fold, e.seed, e.epoch): e.naive_ratio for e in result.epochs}
    found = {(fit.fold, fit.seed): ratios.get((fit.fold, fit.seed, fit.best_epoch)) for fit in result.fits}
    return {fit: ratio for fit, ratio in found.items() if ratio is not None and math.isfinite(ratio)}


def ratios_drawing(result: RunResult, inks: Inks) -> Drawing:
    """A dot a training over its fold, the line at 1; raises `ValueError` where nothing was trained."""
    ratios = best_ratios(result)
    if not ratios:
        raise ValueError("nothing was trained by epochs")
    width, height = RATIOS
    top, bottom, right = 30.0, height - 24, width - 64
    values = np.array([*ratios.values(), 1.0])
    spare = max(float(np.ptp(values)), 0.004) * 0.15
    low, high = float(values.min()) - spare, float(values.max()) + spare
    folds = 1 + max(fold for fold, _ in ratios)
    seeds = 1 + max(seed for _, seed in ratios)
    below = sum(value < 1 for value in ratios.values())
    words = f"validation / naive of {len(ratios)} trainings, {below} of them below 1"
    drawing = Drawing(width, height, inks, words)

    def y(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - top)

    step = right / folds
    for fold in range(0, folds, 2):
        drawing.rect((fold * step, top, step, bottom - top), "grid", 0.7)
    drawing.line((0, y(1.0), right, y(1.0)), "t2", 1.2)
    for (fold, seed), ratio in ratios.items():
        drawing.dot(step * (fold + (seed + 1) / (seeds + 1)), y(ratio), "acc", 2.8, 0.75)
    drawing.dot(8, 11, "acc", 2.8, 0.75)
    drawing.text(20, 15, "a training", "t2", 11.5)
    drawing.line((98, 11, 114, 11), "t2", 1.2)
    drawing.text(120, 15, EVEN, "t2", 11.5)
    for value in sorted({1.0, float(values.min()), float(values.max())}):
        if value == 1.0 or abs(y(value) - y(1.0)) > 14:
            drawing.text(right + 10, y(value) + 4, fmt.number(value, 3), "t3")
    every = max(1, math.ceil(folds / 16))
    for fold in range(0, folds, every):
        drawing.text(step * (fold + 0.5), height - 6, f"fold {fold + 1}", "t3", anchor="middle")
    return drawing
