"""How a run was judged, and what it cannot say, in plain words."""

from __future__ import annotations

import numpy as np

from workbench.evaluation.evidence import ALPHA
from workbench.evaluation.luck import smallest_visible_edge
from workbench.evaluation.terms import told
from workbench.experiment.inputs import notices
from workbench.experiment.result import RunResult
from workbench.export import format as fmt
from workbench.models.catalog import CATALOG

RULES = {
    "long_flat": "in the market where it foretells a rise, else out of it",
    "long_short": "long where it foretells a rise, else short",
}


def method(result: RunResult) -> tuple[str, ...]:
    """A sentence or two for each step from prices to verdict."""
    return (*_learning(result), *_trading(result), *_judging(result))


def caveats(result: RunResult) -> tuple[str, ...]:
    """What nobody may forget who reads the figures."""
    yahoo = "yahoo" in {result.data.source, *(one.source for one in result.data.inputs)}
    late = " Yahoo’s are for personal use." if yahoo else ""
    days = 0 if result.forecast is None else result.forecast.n
    unseen = () if days < 2 else (
        f"With these {fmt.count(days)} days a true edge of less than "
        f"{fmt.number(100 * smallest_visible_edge(days), 1)} points of hits over a coin would mostly stay "
        "unseen: no verdict here says that there is nothing.",
    )  # fmt: skip
    return (
        "The symbol was chosen with hindsight: whoever picks it today knows that it is still there.",
        f"The prices are unaudited; they may be wrong or have been corrected since.{late}",
        *unseen,
        "Edges that were found in the past mostly shrink once they are known.",
        *notices(result.spec, result.data),
        "This is not advice. It says how a model did on past days, under the assumptions written here.",
    )


def _learning(result: RunResult) -> tuple[str, ...]:
    spec, chosen = result.spec, result.spec.evaluation
    kind = CATALOG[spec.model.kind]
    past = "all days before" if chosen.train_bars is None else f"the last {fmt.count(chosen.train_bars)} days"
    days = result.predictions
    unseen = "" if days is None or not len(days) else (
        f" Put together these are {fmt.count(len(days))} days it had not seen, "
        f"{_day(days.asof[0])} to {_day(days.asof[-1])}."
    )  # fmt: skip
    learns = (
        f"The {kind.title} learned from {past}, forecast the next {fmt.count(chosen.refit_every)} days, "
        f"and was then trained anew, so that it never met a day it is judged on.{unseen}"
    )
    if not kind.random:
        return (learns,)
    return (
        learns,
        f"Each time it began from {fmt.counted(spec.train.seeds, 'random start')}; their mean is the model, "
        "so that nobody can pick the luckiest.",
    )


def _trading(result: RunResult) -> tuple[str, ...]:
    chosen, sealed = result.spec.evaluation, result.data.vault_start
    vault = () if sealed is None else (
        f"The days from {_day(sealed)} on are sealed: no model, no figure and no chart of this report "
        "knows them.",
    )  # fmt: skip
    return (
        f"It decides at a day’s close and trades at the next open, {RULES[chosen.rule]}. "
        f"Every trade costs {told(chosen.cost_bps, chosen.terms)}; holding pays the same.",
        "Scaled holding is buy & hold at the model’s own mean exposure: what the same risk earns without any "
        "forecast. Random traders trade as often as the model, on days drawn by lot.",
        *vault,
    )


def _day(day: np.datetime64 | str) -> str:
    """A date that no line break takes apart."""
    return fmt.iso_date(day).replace("-", "\u2011")


def _judging(result: RunResult) -> tuple[str, ...]:
    return (
        f"A p is how often as much would be seen with nothing to find; it must be at most {ALPHA:g}. "
        "Intervals cover 95\u2009%, those of the forecast 80\u2009%.",
        "Every distinct model tried on these prices counts as a try, in every project: the best of many "
        "tries looks good by luck alone.",
        "Before the training a leak check changes later prices and sees whether any earlier input moves. "
        f"{_leaks(result)}",
    )


def _leaks(result: RunResult) -> str:
    report = result.sentinel
    if report is None:
        return "This run did not get that far."
    if report.passed:
        return f"Here none did, in {fmt.counted(report.checks, 'check')}."
    return f"Here some did: {fmt.counted(max(1, len(report.hits)), 'leak')} found."
