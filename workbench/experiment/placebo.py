"""The same pipeline on twins of the ticker that hold nothing to find.

A placebo is no try: nothing is chosen by it. It runs at a reduced setting, the same for the real prices and
their twins, so that many are affordable; the setting is part of the result.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import Cancelled, UsageError
from workbench.evaluation.evidence import ALPHA
from workbench.evaluation.surrogates import SURROGATES
from workbench.evaluation.zones import vault_first
from workbench.events import Event, TwinScored
from workbench.experiment.executors.base import Executor
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.unfinished import folder_of
from workbench.experiment.validate import plan
from workbench.sealed import read_sealed, write_sealed

REPETITIONS = 40
RANKED = ("shuffled", "garch")
APART = "blocks"
REAL = "real"
REFIT_EVERY = 500
_FILE = "scores"


class Score(NamedTuple):
    """Of one series: net return over scaled holding a year, and the two skill tests (1 where undefined)."""

    excess: float
    forecast_p: float
    timing_p: float


Scores = dict[str, dict[int, Score]]
"""Kind of twin -> its number -> its score."""


@dataclass(frozen=True, slots=True)
class Placebo:
    """The cloud and the real result in it. `scores` of kind `real` has one entry.

    Only shuffled and GARCH twins are ranked: blocks keep the short habits of the ticker.
    """

    spec: ExperimentSpec
    setting: str
    scores: Scores = field(default_factory=dict)
    outcome: str = "finished"

    def excess(self, kind: str) -> list[float]:
        """The scores of one kind of twin, in order."""
        return [score.excess for _, score in sorted(self.scores.get(kind, {}).items())]

    @property
    def real(self) -> float | None:
        """The ticker's own result at the same setting."""
        found = self.excess(REAL)
        return found[0] if found else None

    @property
    def ranked(self) -> list[float]:
        """All that the rank is taken among."""
        return [value for kind in RANKED for value in self.excess(kind)]

    @property
    def as_good(self) -> int:
        """How many twins did as well or better."""
        return sum(self.real is not None and value >= self.real for value in self.ranked)

    @property
    def p_value(self) -> float | None:
        """Chance that a ticker with nothing to find does as well."""
        return None if self.real is None or not self.ranked else (1 + self.as_good) / (1 + len(self.ranked))

    @property
    def is_outside(self) -> bool:
        """Whether the real result stands out of the cloud."""
        return self.p_value is not None and self.p_value <= ALPHA


def reduced(spec: ExperimentSpec) -> ExperimentSpec:
    """One random start, a training every 500 days; all else as it is."""
    refit = max(spec.evaluation.refit_every, REFIT_EVERY)
    return spec.with_settings({"train.seeds": 1, "evaluation.refit_every": refit})


def setting_text(spec: ExperimentSpec) -> str:
    """The reduced setting in words."""
    return f"one random start, trained anew every {spec.evaluation.refit_every} days"


def run_placebo(
    spec: ExperimentSpec, prices: PriceSeries, executor: Executor, *,
    vault_start: np.datetime64 | None = None, repetitions: int = REPETITIONS,
    emit: Callable[[Event], None] = lambda event: None, cancel: threading.Event | None = None,
    unfinished: Path | None = None,
) -> Placebo:  # fmt: skip
    """Score the ticker and its twins: half shuffled, half GARCH, and a quarter as many of blocks, apart.

    `repetitions` counts the ranked ones. Scores are kept in a folder of `unfinished` and not made again.
    Stopped, it gives back what it has with outcome `cancelled`. Raises as `run_experiment` does.
    """
    small = reduced(spec)
    known = before_the_vault(small, prices, vault_start)
    wanted = _wanted(repetitions)
    jobs = [((kind, number), (score_twin, small, known, kind, number)) for kind, number in wanted]
    place = place_of(unfinished, small, known)
    scores, whole = score_all(jobs, executor, emit, cancel or threading.Event(), place)
    return Placebo(small, setting_text(small), _chosen(scores, wanted), "finished" if whole else "cancelled")


def kept_placebo(
    spec: ExperimentSpec, prices: PriceSeries, unfinished: Path, *,
    vault_start: np.datetime64 | None = None, repetitions: int = REPETITIONS,
) -> Placebo | None:  # fmt: skip
    """What an earlier placebo of this spec left in `unfinished`; None where nothing is kept.

    Its outcome is `cancelled` while scores are missing. Raises as `before_the_vault` does.
    """
    small = reduced(spec)
    scores = read_scores(place_of(unfinished, small, before_the_vault(small, prices, vault_start)))
    wanted = _wanted(repetitions)
    made = _chosen(scores, wanted)
    count = sum(map(len, made.values()))
    outcome = "finished" if count == len(wanted) else "cancelled"
    return Placebo(small, setting_text(small), made, outcome) if count else None


def size_of(repetitions: int = REPETITIONS) -> int:
    """How many series a placebo of so many ranked twins scores in all."""
    return len(_wanted(repetitions))


def score_twin(spec: ExperimentSpec, prices: PriceSeries, kind: str, number: int) -> Score:
    """A job for a worker: make the twin, fit, test."""
    return score(spec, prices if kind == REAL else SURROGATES[kind](prices, number))


def score(spec: ExperimentSpec, prices: PriceSeries) -> Score:
    """Fit over all folds and test; prices without a vault."""
    # Here, because the window reads what an answer is long before it asks for one.
    from workbench.experiment.alone import fit_and_test_all

    tested = fit_and_test_all(spec, prices)
    found, excess = tested.forecast, tested.backtest.excess
    timing = 1.0 if found.timing_p is None else found.timing_p
    forecast = timing if found.clark_west_p is None else found.clark_west_p
    return Score(excess.mean if excess else 0.0, forecast, timing)


def sentence(placebo: Placebo) -> str:
    """What the cloud says, in one sentence."""
    count, better = len(placebo.ranked), placebo.as_good
    if placebo.real is None or not count:
        return "There are no twins to compare with yet."
    if better == 0 and placebo.is_outside:
        return f"None of {count} twins with nothing to find did as well: it lies outside their cloud."
    if placebo.is_outside:
        return f"Only {better} of {count} twins with nothing to find did as well: it lies outside the cloud."
    return (
        f"{better} of {count} twins with nothing to find did as well or better: "
        "the result lies inside their cloud, where luck is."
    )


def before_the_vault(
    spec: ExperimentSpec, prices: PriceSeries, vault_start: np.datetime64 | None
) -> PriceSeries:
    """The bars that are not sealed; raises where the spec does not fit them, or sees further symbols."""
    if spec.data.inputs:
        raise UsageError(
            "A placebo is made of one symbol, and this model sees further ones.",
            "Take the further symbols out, run again, then ask for the placebo.",
        )
    plan(spec, prices, vault_start)
    return prices.first(vault_first(prices, spec.evaluation.vault_bars, vault_start))


def place_of(unfinished: Path | None, spec: ExperimentSpec, known: PriceSeries) -> Path | None:
    """The file that keeps the scores of this spec on these prices; None where nothing is kept."""
    if unfinished is None:
        return None
    folder = folder_of(unfinished, spec, (known,), known.session[-1])
    return folder.with_name(f"placebo-{folder.name}") / _FILE


def score_all(
    jobs: Sequence[tuple[tuple[str, int], tuple[Any, ...]]], executor: Executor,
    emit: Callable[[Event], None], cancel: threading.Event, place: Path | None,
) -> tuple[Scores, bool]:  # fmt: skip
    """Scores by kind and number, kept ones first; and whether all were made."""
    # Here, because the window reads what an answer is long before it asks for one.
    from workbench.experiment.gather import gather

    scores = read_scores(place)
    executor.set_control("run")
    futures: dict[tuple[str, int], Future[Score]] = {
        name: executor.submit(*job) for name, job in jobs if name[1] not in scores.get(name[0], {})
    }
    try:
        for done, (name, _) in enumerate(jobs, start=1):
            kind, number = name
            if name in futures:
                (made,) = gather(executor, [futures[name]], lambda event: None, cancel)
                scores.setdefault(kind, {})[number] = Score(*made)
                _write(place, scores)
            found = scores[kind][number].excess
            emit(TwinScored(run_id="", kind=kind, number=number, score=found, done=done, all=len(jobs)))
    except Cancelled:
        return scores, False
    finally:
        for future in futures.values():
            future.cancel()
    return scores, True


def _wanted(repetitions: int) -> list[tuple[str, int]]:
    """(kind, number) of the real prices, the ranked twins in turn, and those apart."""
    ranked = [(RANKED[n % 2], n // 2) for n in range(repetitions)]
    return [(REAL, 0), *ranked, *((APART, number) for number in range(math.ceil(repetitions / 4)))]


def _chosen(scores: Scores, wanted: Sequence[tuple[str, int]]) -> Scores:
    """Those of `scores` that are wanted: more may be kept from a larger placebo."""
    return {
        kind: {n: scores[kind][n] for k, n in wanted if k == kind and n in scores.get(kind, {})}
        for kind in (REAL, *RANKED, APART)
    }


def read_scores(place: Path | None) -> Scores:
    """What is kept at `place`; nothing where there is no such file, or it is damaged."""
    content = read_sealed(place) if place else None
    told = json.loads(content) if content else {}
    return {kind: {int(n): Score(*score) for n, score in kept.items()} for kind, kept in told.items()}


def _write(place: Path | None, scores: Scores) -> None:
    if place:
        with suppress(OSError):  # a full disk costs the resume alone
            write_sealed(place, json.dumps(scores).encode())
