"""Further symbols beside the main one: what is refused, how they are laid beside it, what must be said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.data.intervals import adjective
from workbench.data.series import Floats, PriceSeries
from workbench.errors import DataError
from workbench.experiment.result import DataIdentity, InputIdentity
from workbench.experiment.spec import ExperimentSpec
from workbench.features.alignment import both_known
from workbench.features.pipeline import TRADED, build_features
from workbench.features.spec import FeatureSpec
from workbench.models.catalog import CATALOG, NetSpec

LEAVE_OUT = "leave it out of the inputs"


class UnfitInput(DataError):
    """A further symbol that cannot stand beside the main one."""


def sees_inputs(kind: str) -> bool:
    """Whether a model of this kind reads columns at all: a picture or a rule looks at one symbol alone."""
    model = CATALOG[kind].spec
    draws = issubclass(model, NetSpec) and model.draws
    return kind in ("ridge", "gradient_boosting") or (bool(CATALOG[kind].net) and not draws)


def check_inputs(spec: ExperimentSpec, prices: PriceSeries, inputs: Sequence[PriceSeries]) -> None:
    """Raise `UnfitInput` unless `inputs` are the symbols the spec names and can stand beside `prices`."""
    given = {series.symbol for series in inputs}
    for symbol in spec.data.inputs:
        if symbol not in given:
            raise UnfitInput(f"There are no prices of the input {symbol}.", f"Add it, or {LEAVE_OUT}.")
    if tuple(series.symbol for series in inputs) != spec.data.inputs:
        raise UnfitInput("The prices given are not those of the inputs.", "Give them in the same order.")
    seen = {prices.content_hash: prices.symbol}
    for series in inputs:
        twin = seen.setdefault(series.content_hash, series.symbol)
        if twin != series.symbol:
            raise UnfitInput(
                f"{series.symbol} holds the very prices of {twin}.", f"Choose another, or {LEAVE_OUT}."
            )
        if series.interval != "1d":
            raise UnfitInput(
                f"The bars of {series.symbol} are {adjective(series.interval)}; a further symbol needs days.",
                f"Import the same prices as daily bars, or {LEAVE_OUT}.",
            )
        if series.session[-1] < prices.session[0] or series.session[0] > prices.session[-1]:
            raise UnfitInput(
                f"The prices of {series.symbol}, {_span(series.session[0], series.session[-1])}, share no "
                f"time with those of {prices.symbol}.",
                f"Import a longer history, or {LEAVE_OUT}.",
            )


def lay_beside(
    features: FeatureSpec, prices: PriceSeries, inputs: Sequence[PriceSeries]
) -> tuple[Floats, tuple[int, ...]]:
    """All columns, (bars, columns), and of each input the number of bars at which it had no news."""
    table = build_features(prices, features, inputs)
    traded = [table.values[:, table.names.index(f"{series.symbol}.{TRADED}")] for series in inputs]
    return table.values, tuple(int(np.sum(column == 0)) for column in traded)


def identities(
    prices: PriceSeries, inputs: Sequence[PriceSeries], without_news: Sequence[int] | None
) -> tuple[InputIdentity, ...]:
    """Which prices the inputs are; `without_news` is None while nobody has counted."""
    counts = [None] * len(inputs) if without_news is None else list(without_news)
    return tuple(
        InputIdentity(
            series.symbol, series.source, len(series), str(series.session[0]), str(series.session[-1]),
            series.content_hash, a_day_late=not both_known(prices, series), without_news=count,
        )
        for series, count in zip(inputs, counts, strict=True)
    )  # fmt: skip


def notices(spec: ExperimentSpec, data: DataIdentity) -> tuple[str, ...]:
    """What a reader of a run must know of its further symbols, a sentence each; empty without any."""
    if not data.inputs:
        return ()
    blind = () if sees_inputs(spec.model.kind) else (_blind(spec, data),)
    late = [series.symbol for series in data.inputs if series.a_day_late]
    lost = [_lost(data, series) for series in data.inputs if series.without_news]
    return (*blind, *([late_notice(data.symbol, late)] if late else []), *lost)


def late_notice(symbol: str, late: Sequence[str]) -> str:
    """Why the inputs `late` are a day older than the others, and the remedy."""
    names = " or ".join(late)
    return (
        f"Whether {names} closes before {symbol} is not known, so a model sees the day before; "
        "a symbol with Yahoo's suffix, such as .L or .T, tells its exchange."
    )


def _blind(spec: ExperimentSpec, data: DataIdentity) -> str:
    names = ", ".join(series.symbol for series in data.inputs)
    return (
        f"The model {CATALOG[spec.model.kind].title} sees {data.symbol} alone; {names} is for ridge and "
        "gradient boosting beside it."
    )


def _lost(data: DataIdentity, series: InputIdentity) -> str:
    return (
        f"{series.symbol}, {_span(series.first, series.last)}, has nothing new on {series.without_news:,} of "
        f"the {data.rows:,} days of {data.symbol}; nothing is filled in, and the model is told."
    )


def _span(first: object, last: object) -> str:
    return f"{first} to {last}"
