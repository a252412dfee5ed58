"""What the charts show, in a sentence each: their accessible names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.data import intervals
from workbench.data.series import Dates, Floats
from workbench.gui.present import format as fmt
from workbench.gui.present.bars import moment
from workbench.gui.present.lag_lens import ONE_DAY, LagLens, note, peak_text
from workbench.gui.present.price_table import InSight

MANY = 200_000
"""Of more bars no extremes are looked for: the sentence is made anew whenever the chart moves."""


def price(shown: InSight | None) -> str:
    """The bars in sight, where they began, ended and turned, what was forecast, and what is sealed."""
    if shown is None or shown.last <= shown.first:
        return "price chart: no prices yet"
    series, last = shown.series, shown.last - 1
    bars = fmt.counted(shown.last - shown.first, intervals.unit(series.interval))
    said = [
        f"price of {series.name or series.symbol}: {bars}, {moment(series, shown.first)} to "
        f"{moment(series, last)}",
        f"close {fmt.price(float(series.close[shown.first]))} to {fmt.price(float(series.close[last]))}",
    ]
    said += [*_extremes(shown), *_forecast(shown)]
    beneath = [f"{name} {figure}".strip() for name, figure in _studies(shown)]
    said += [f"beneath: {', '.join(beneath)}"] if beneath else []
    return "; ".join(said)


def overview(shown: InSight | None, first_test: int | None) -> str:
    """All of the history, and which part of it the chart above shows."""
    if shown is None or not len(shown.series):
        return "whole history: no prices yet"
    series = shown.series
    bars = fmt.counted(len(series), intervals.unit(series.interval))
    text = f"whole history, {bars}, {moment(series, 0)} to {moment(series, len(series) - 1)}"
    if shown.last > shown.first:
        text += f"; in sight {moment(series, shown.first)} to {moment(series, shown.last - 1)}"
    if first_test is not None and 0 <= first_test < len(series):
        text += f"; test from {moment(series, first_test)}"
    if shown.sealed_from is not None and shown.sealed_from < len(series):
        text += f"; vault, {shown.vault}, from {moment(series, shown.sealed_from)}"
    return text


def equity(dates: Dates, ends: Sequence[tuple[str, float]], falls: Sequence[tuple[str, float]]) -> str:
    """What one unit became in each curve, and how far each fell at worst.

    `ends` are multiples, `falls` fractions, zero or negative, by name.
    """
    curves = ", ".join(f"{name} {fmt.multiple(value)}" for name, value in ends)
    worst = ", ".join(f"{name} {fmt.percent(value, 0)}" for name, value in falls)
    days = f"{fmt.iso_date(dates[0])} to {fmt.iso_date(dates[-1])}"
    return f"equity after costs, {days}: one unit became {curves}; deepest fall from the peak: {worst}"


def loss(epochs: int, train: float | None, checked: float | None, best: int) -> str:
    """Where the two losses stand."""
    if not epochs:
        return "loss by epoch: no training yet"
    stands = f"train {fmt.number(train, 3)}, validation {fmt.number(checked, 3)}"
    return f"loss after {fmt.counted(epochs, 'epoch')}: {stands}" + (f"; best epoch {best}" if best else "")


def ratio(ratios: Floats, others: int) -> str:
    """Validation over naive: where it stands, its best, and how many other trainings lie behind it."""
    if not len(ratios):
        return "validation over naive: no training yet"
    known = ratios[np.isfinite(ratios)]
    best = f", lowest {fmt.number(float(known.min()), 3)}" if len(known) else ""
    behind = f"; faint behind it {fmt.counted(others, 'other training')}" if others else ""
    return (
        f"validation over naive after {fmt.counted(len(ratios), 'epoch')}: "
        f"{fmt.number(float(ratios[-1]), 3)}{best}; 1.00 is no better than “tomorrow = today”{behind}"
    )


def trainings(ratios: Floats, better: float) -> str:
    """How many trainings are done, and how many of them beat naive; shape (seeds, folds), NaN for none."""
    known = ratios[np.isfinite(ratios)]
    text = f"trainings: {len(known)} of {ratios.size} done"
    if not len(known):
        return text
    beat = int((known < better).sum())
    between = f"{fmt.number(float(known.min()), 3)} to {fmt.number(float(known.max()), 3)}"
    return f"{text}, {beat} below {fmt.number(better, 2)}; validation over naive {between}"


def lens(shown: LagLens, days: float) -> str:
    """The picture of the lag lens with the forecast slid back by `days`."""
    moved = "as it is" if days == 0 else f"slid back {fmt.number(days, 2)} day"
    return f"price and forecast over {len(shown.price)} days, {moved}: {note(shown)}"


def shifts(shown: LagLens) -> str:
    """The bars of the lag lens."""
    pairs = zip(shown.profile.lags, shown.profile.correlations, strict=True)
    each = ", ".join(
        f"{lag}: {peak_text(shown) if lag == ONE_DAY else fmt.number(value, 2)}" for lag, value in pairs
    )
    return f"correlation by shift in days: {each}"


def costs(cost_bps: float, break_even: float | None, beats_holding: float | None) -> str:
    """The slider of costs, and its two marks."""
    marks = [
        f"{words} {fmt.number(value, 1)}" if value > 0 else never
        for words, never, value in (
            ("breaks even at", "loses even at no cost", break_even),
            ("beats scaled holding up to", "beats scaled holding at no cost", beats_holding),
        )
        if value is not None
    ]
    return ", ".join([f"cost a side in basis points: {fmt.number(cost_bps, 1)}", *marks])


def estimate(
    label: str, value: float | None, interval: tuple[float, float] | None, reference: float | None
) -> str:
    """A ruler: the estimate, its interval, and what it must be compared with."""
    if value is None:
        return f"{label}: not yet"
    text = f"{label}: {fmt.number(value, 2)}"
    if interval is not None:
        text += f", between {fmt.number(interval[0], 2)} and {fmt.number(interval[1], 2)}"
    return text + (f", to be compared with {fmt.number(reference, 2)}" if reference is not None else "")


def curves(dates: Dates, ends: Sequence[tuple[str, float]]) -> str:
    """Several runs on the days they share."""
    each = ", ".join(f"{name} {fmt.multiple(value)}" for name, value in ends)
    days = f"{fmt.iso_date(dates[0])} to {fmt.iso_date(dates[-1])}"
    return f"equity of the chosen runs after costs, {days}: one unit became {each}"


def _extremes(shown: InSight) -> list[str]:
    if shown.last - shown.first > MANY:
        return []
    part = shown.series.close[shown.first : shown.last]
    return [
        f"{word} {fmt.price(float(part[place]))} on {moment(shown.series, shown.first + place)}"
        for word, place in (("lowest", int(np.argmin(part))), ("highest", int(np.argmax(part))))
    ]


def _forecast(shown: InSight) -> list[str]:
    said = []
    sealed = shown.sealed_from if shown.sealed_from is not None else len(shown.series)
    if shown.said is not None:
        first, last = np.searchsorted(shown.said.target, [shown.first, min(shown.last, sealed)])
        said.append(f"{fmt.counted(max(int(last - first), 0), 'forecast')} of one step")
    if shown.first <= sealed < shown.last:
        said.append(f"vault, {shown.vault}, from {moment(shown.series, sealed)}, without forecasts")
    return said


def _studies(shown: InSight) -> list[tuple[str, str]]:
    """Each indicator on the last bar in sight that is not sealed."""
    last = shown.last - 1
    if shown.sealed_from is not None:
        last = min(last, shown.sealed_from - 1)
    if last < shown.first:
        return [(name, "") for name, _ in shown.studies]
    return [(name, fmt.number(float(values[last]), 2)) for name, values in shown.studies]
