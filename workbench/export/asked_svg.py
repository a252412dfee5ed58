"""Drawings of what a run was asked: the cloud of twins with the run's line, and the days an edge needs."""

from __future__ import annotations

import numpy as np

from workbench.export import format as fmt
from workbench.export.placebo import Cloud, line_label
from workbench.export.planted import Curve
from workbench.export.planted import spoken as curve_in_words
from workbench.export.svg import Drawing, Inks, text_width

CLOUD = (860.0, 168.0)
CURVE = (860.0, 190.0)
SIDE = 4.0
CAPTION = 22.0
AXIS = 34.0
"""Below the bars: ticks of what is told apart, then the scale."""
LABELS = 84.0


def cloud_drawing(cloud: Cloud, spoken: str, inks: Inks) -> Drawing:
    """Bars of the ranked twins, ticks below them of those told apart, one line for the run."""
    width, height = CLOUD
    drawing = Drawing(width, height, inks, f"placebo: {spoken}")
    base, room = height - AXIS, width - 2 * SIDE

    def x(percent: float) -> float:
        return SIDE + cloud.place(percent) * room

    highest = max(cloud.counts, default=0)
    step = room / max(len(cloud.counts), 1)
    for place, count in enumerate(cloud.counts):
        if count:
            tall = (base - CAPTION) * count / highest
            drawing.rect((SIDE + place * step + 0.5, base - tall, step - 1, tall), "t3", 0.72)
    drawing.line((0, base + 0.5, width, base + 0.5), "line2")
    for value in cloud.apart:
        drawing.line((x(value), base + 3, x(value), base + 10), "t2")
    for value, text in cloud.ticks:
        half = text_width(text, 11) / 2
        drawing.text(min(max(x(value), half), width - half), height - 6, text, "t3", anchor="middle")
    if cloud.real is not None:
        _run_line(drawing, x(cloud.real), base + 10, line_label(cloud.real))
    return drawing


def curve_drawing(curve: Curve, inks: Inks) -> Drawing:
    """Strength to the right, days up on a logarithmic scale, and a line for the days that are here."""
    width, height = CURVE
    drawing = Drawing(width, height, inks, f"planted signal: {curve_in_words(curve)}")
    right, top, bottom = width - LABELS, 14.0, height - 26
    strengths = np.array([strength for strength, _ in curve.points])
    span = float(np.ptp(strengths))

    def y(days: float) -> float:
        return bottom - curve.height_of(days) * (bottom - top)

    low, high = curve.days_span
    for power in range(round(np.log10(low)), round(np.log10(high)) + 1):
        drawing.line((0, y(10.0**power), right, y(10.0**power)), "grid")
        drawing.text(width, y(10.0**power) + 4, fmt.count(10**power), "t3", anchor="end")
    share = (strengths - strengths.min()) / span if span else np.full(len(strengths), 0.5)
    across = 20 + share * (right - 40)
    here = y(curve.here)
    drawing.line((0, here, right, here), "t2", dash="5 4")
    words = f"here {fmt.counted(curve.here, 'day')}"
    drawing.text(right - 6, here - 5 if here > top + 16 else here + 15, words, "t2", 11.5, anchor="end")
    heights = np.array([y(days) for _, days in curve.points])
    drawing.curve(across, heights, "t1", 1.6)
    for place, up, (strength, _) in zip(across, heights, curve.points, strict=True):
        drawing.dot(float(place), float(up), "t1", 3.2)
        drawing.text(float(place), height - 6, fmt.number(strength, 2), "t3", anchor="middle")
    return drawing


def _run_line(drawing: Drawing, x: float, bottom: float, words: str) -> None:
    drawing.line((x, 4, x, bottom), "acc", 2)
    is_at_the_edge = x + 8 + text_width(words, 12) > drawing.width
    side = (-8, "end") if is_at_the_edge else (8, "start")
    drawing.text(x + side[0], 15, words, "acc", 12, anchor=side[1], weight=600)
