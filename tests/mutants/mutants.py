"""Sabotaged pipelines, a sin of METHOD A1.1 each: they patch a function of the product, as mistakes would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.data.series import Floats, PriceSeries
from workbench.evaluation import costs, significance, simulate, walk_forward
from workbench.experiment import alone, assemble, assess, fold_jobs, inputs, tries
from workbench.features.pipeline import FeatureTable, build_features

Patch = Callable[[object, str, object], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """`sabotage` patches through pytest's monkeypatch; `killed_by` are the guards that must see it."""

    sin: int
    sabotage: Callable[[Patch], None]
    killed_by: tuple[str, ...]


def columns(leak: Callable[[pd.DataFrame, PriceSeries], pd.DataFrame | Floats]) -> Callable[[Patch], None]:
    """A mutant whose input columns went through `leak`."""

    def leaky(prices: PriceSeries, spec, others=()) -> FeatureTable:
        table = build_features(prices, spec, others)
        with np.errstate(all="ignore"):
            spoiled = np.nan_to_num(np.asarray(leak(pd.DataFrame(table.values), prices), dtype=float))
        return replace(table, values=spoiled)

    def sabotage(patch: Patch) -> None:
        patch(fold_jobs, "build_features", leaky)
        patch(inputs, "build_features", leaky)

    return sabotage


def folds(change: Callable[[walk_forward.Fold], walk_forward.Fold]) -> Callable[[Patch], None]:
    """A mutant whose folds learn from other days."""

    def planned(*given):
        zones, made = PLAN(*given)
        return zones, tuple(change(fold) for fold in made)

    return lambda patch: patch(alone, "plan", planned)


PLAN = alone.plan


def level(prices: PriceSeries, horizon: int) -> Floats:
    return np.append(np.log(prices.adj_close)[horizon:], np.full(horizon, np.nan))


def same_close(prices, decisions, wanted):
    bars = slice(int(decisions[0]), int(decisions[-1]) + 1)
    return bars, bars


def best_start(spec, prices, made, fits):
    predictions, signal = assemble.assemble(spec, prices, made, fits)
    errors = ((predictions.per_seed - predictions.actual) ** 2).mean(axis=1)
    return replace(predictions, predicted=predictions.per_seed[np.argmin(errors)]), signal


def by_return(position, returns, gap):
    return 1.0 - (significance.psr(significance.sharpe_moments(position * returns)) or 0.0)


def free(position, market, cost_bps, terms, impact):
    return costs.net_returns(position, market, 0.0, terms, impact)


def alone_in_the_ledger(mine, others):
    return mine.net[None], mine.scaled[None]


def filtered_both_ways(frame: pd.DataFrame, _prices: PriceSeries) -> pd.DataFrame:
    forth = frame.ewm(alpha=0.5).mean()
    return forth[::-1].ewm(alpha=0.5).mean()[::-1]


def weekly(frame: pd.DataFrame, prices: PriceSeries) -> pd.DataFrame:
    week = pd.DatetimeIndex(prices.session.astype("datetime64[ns]")).to_period("W")
    return frame.groupby(np.asarray(week.astype(str))).transform("last")


# The fold's own scaler takes out what only shifts and stretches a column: level 1 alone sees the first two.
MUTANTS: dict[str, Mutant] = {
    "scaler on all days": Mutant(
        1, columns(lambda f, _: (f - f.mean()) / f.std()), ("sentinel",)),
    "minimum and maximum of all days": Mutant(
        1, columns(lambda f, _: (f - f.min()) / (f.max() - f.min())), ("sentinel",)),
    "rank among all days": Mutant(
        13, columns(lambda f, _: f.rank(pct=True)), ("sentinel", "future", "prefix")),
    "winsorised by all days": Mutant(
        13, columns(lambda f, _: f.clip(f.quantile(0.05), f.quantile(0.95), axis=1)), ("sentinel", "future")),
    "trend of all days taken out": Mutant(
        13, columns(lambda f, _: f - np.polynomial.polynomial.polyval(
            np.arange(len(f)), np.polynomial.polynomial.polyfit(np.arange(len(f)), f.to_numpy(), 1)).T),
        ("sentinel", "future")),
    "centred moving average": Mutant(
        13, columns(lambda f, _: f.rolling(5, center=True).mean()), ("sentinel", "future")),
    "filtered both ways": Mutant(13, columns(filtered_both_ways), ("sentinel", "future")),
    "last day of the week": Mutant(13, columns(weekly), ("sentinel", "future")),
    "tomorrow's columns today": Mutant(13, columns(lambda f, _: f.shift(-1)), ("sentinel", "future")),
    "adjusted price as an input": Mutant(
        5, columns(lambda f, p: f.assign(level=p.adj_close / 100)), ("unit",)),
    "price level as the target": Mutant(3, lambda patch: (
        patch(fold_jobs, "build_target", level), patch(assemble, "build_target", level)), ("unit",)),
    "learns from the days it decides": Mutant(
        2, folds(lambda fold: replace(
            fold, train_last=fold.decision_last, validation_first=fold.decision_last + 1,
            validation_last=fold.decision_last + 20)), ("future",)),
    "chosen on the days it decides": Mutant(
        6, folds(lambda fold: replace(
            fold, validation_first=fold.decision_first, validation_last=fold.decision_last)), ("future",)),
    "labels that reach into the test": Mutant(
        2, folds(lambda fold: replace(fold, validation_last=fold.decision_first - 1)), ("future",)),
    "no costs": Mutant(7, lambda patch: patch(simulate, "net_returns", free), ("costs",)),
    "filled at the deciding close": Mutant(
        8, lambda patch: patch(simulate, "_bars", same_close), ("canary",)),
    "the best start picked afterwards": Mutant(
        12, lambda patch: patch(alone, "assemble", best_start), ("ensemble",)),
    "drift sold as timing": Mutant(
        15, lambda patch: patch(assess.significance, "circular_shift", by_return), ("holding",)),
    "tries that are not counted": Mutant(
        10, lambda patch: patch(tries, "side_by_side", alone_in_the_ledger), ("many_tries",)),
}  # fmt: skip
