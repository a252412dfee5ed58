"""A check: many paths, each a job for a worker, the figures read off them, and where each must lie."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from scipy.stats import binom

from workbench.experiment.executors.base import Executor

NOMINAL = 0.05

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Where a figure must lie, limits included; without a limit it is only reported.

    `alarm` is a count that no build has reached yet: above it something has become worse.
    """

    at_most: float | None = None
    at_least: float | None = None
    alarm: int | None = None

    def holds(self, value: float) -> bool:
        above = [limit for limit in (self.at_most, self.alarm) if limit is not None and value > limit]
        return not above and (self.at_least is None or value >= self.at_least)

    def __str__(self) -> str:
        parts = [f">= {self.at_least}"] if self.at_least is not None else []
        parts += [f"<= {self.at_most}"] if self.at_most is not None else []
        parts += [f"alarm above {self.alarm}"] if self.alarm is not None else []
        return ", ".join(parts) or "reported"


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """A row of the table: `read` makes a count of paths (int) or another figure (float) of all outcomes."""

    name: str
    read: Callable[[Sequence[T]], float]
    bound: Bound = Bound()


@dataclass(frozen=True, slots=True)
class Check(Generic[T]):
    """`path(number)`, which travels to a worker, for the numbers 0 to `paths` - 1; `setting` for a reader."""

    name: str
    setting: str
    path: Callable[[int], T]
    paths: int
    figures: tuple[Figure[T], ...]


def count(name: str, happened: Callable[[T], bool], bound: Bound = Bound()) -> Figure[T]:
    """On how many paths it happened."""
    return Figure(name, lambda found: sum(happened(one) for one in found), bound)


def most_by_chance(paths: int) -> int:
    """The 99 % bound of what a true rate of 5 % gives."""
    return int(binom.ppf(0.99, paths, NOMINAL))


def outcomes(executor: Executor, path: Callable[[int], T], numbers: range) -> Iterator[T]:
    """One outcome a path, in order, from all workers of `executor`."""
    jobs = [executor.submit(path, number) for number in numbers]
    for job in jobs:
        yield job.result()


def rows(executor: Executor, check: Check[Any]) -> list[dict[str, Any]]:
    """The check's figures, read off all its paths; plain data for JSON."""
    started = time.monotonic()
    found = list(outcomes(executor, check.path, range(check.paths)))
    seconds = round(time.monotonic() - started, 1)
    values = [figure.read(found) for figure in check.figures]
    return [
        {
            "name": check.name, "setting": check.setting, "figure": figure.name, "value": value,
            "paths": check.paths, "bound": str(figure.bound), "holds": figure.bound.holds(value),
            "seconds": seconds,
        }
        for figure, value in zip(check.figures, values, strict=True)
    ]  # fmt: skip
