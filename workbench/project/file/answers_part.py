"""What runs answered when they were questioned, inside the file: one optional JSON of scores.

Programs that know of no such part keep it unread. Scores are believed as a stored verdict is: they are
checked to be possible, not to be true.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.experiment.placebo import APART, RANKED, REAL, Placebo, Score, reduced
from workbench.experiment.planted import Planted
from workbench.experiment.result import RunResult
from workbench.project.answers import Answers
from workbench.project.file.limits import MAX_ANSWER_TWINS, MAX_PLANTED, Refused
from workbench.project.file.manifest import Part
from workbench.project.file.strict_json import parse, render
from workbench.project.records import Unfit, checked, expect

log = logging.getLogger(__name__)

KIND = "answers"
NAME = "answers.json"
KINDS_OF_TWINS = (REAL, *RANKED, APART)
MOST_DAYS = 10**12
"""Days an edge may need: a hopeless one needs very many."""
MOST_EXCESS = 1e6
"""Return a year, as a fraction."""
_MAX_SETTING = 200


def to_parts(answers: Mapping[str, Answers], runs: Sequence[RunResult]) -> list[Part]:
    """The entry of what is known by run; none where nothing is.

    An answer that could not be read back stays out: none may hinder a save.
    """
    told = {}
    for run_id, one in sorted(answers.items()):
        fresh = {run_id: _answers_json(one)}
        try:
            from_json(parse(render(fresh), NAME), runs)
        except (Unfit, Refused) as error:
            log.warning("What run %s answered stays out of the file: %s.", run_id, error)
            continue
        told.update(fresh if one else {})
    return [Part(NAME, KIND, render(told))] if told else []


def from_json(value: Mapping[str, Any], runs: Iterable[RunResult]) -> dict[str, Answers]:
    """Answers by run; raises `Unfit` for what no run of these could have answered."""
    by_id = {run.run_id: run for run in runs}
    found = {}
    for run_id, told in value.items():
        expect(run_id in by_id, "it speaks of a run that is not there")
        _expect_keys(told, {"placebo", "planted"}, "an answer")
        placebo, planted = told.get("placebo"), told.get("planted")
        found[run_id] = Answers(
            None if placebo is None else _placebo(by_id[run_id], placebo),
            () if planted is None else _planted(planted),
        )
    return found


def _answers_json(answers: Answers) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if answers.placebo is not None:
        told["placebo"] = {
            "setting": answers.placebo.setting,
            "scores": {
                kind: [[number, *score] for number, score in sorted(scores.items())]
                for kind, scores in answers.placebo.scores.items()
            },
        }
    if answers.planted:
        told["planted"] = [list(one) for one in answers.planted]
    return told


def _placebo(run: RunResult, told: Any) -> Placebo:
    _expect_keys(told, {"setting", "scores"}, "a placebo", needed=True)
    setting, scores = checked(str, told["setting"], "setting"), told["scores"]
    expect(len(setting) <= _MAX_SETTING and setting.isprintable(), "its setting is not a line of words")
    _expect_keys(scores, set(KINDS_OF_TWINS), "its scores")
    made = {kind: _scores(scores.get(kind, [])) for kind in KINDS_OF_TWINS}
    expect(len(made[REAL]) == 1, "its scores lack the run's own")
    return Placebo(reduced(run.spec), setting, made)


def _scores(rows: Any) -> dict[int, Score]:
    expect(isinstance(rows, list) and len(rows) <= MAX_ANSWER_TWINS, "its twins are not a list, or too many")
    found: dict[int, Score] = {}
    for row in rows:
        number, *values = checked(tuple[int, float, float, float], row, "score")
        expect(number >= 0 and number not in found, "a twin stands there twice")
        expect(abs(values[0]) <= MOST_EXCESS, "a twin earned what nobody can")
        expect(all(0.0 <= p <= 1.0 for p in values[1:]), "a chance lies outside 0 to 1")
        found[number] = Score(*values)
    return found


def _planted(rows: Any) -> tuple[Planted, ...]:
    expect(isinstance(rows, list) and len(rows) <= MAX_PLANTED, "its planted edges are not a list")
    made = []
    for row in rows:
        one = Planted(*checked(tuple[float, int, float, int | None], row, "planted edge"))
        expect(0.0 < one.strength < 1.0 and 0.0 <= one.found <= 1.0, "a planted edge is not between 0 and 1")
        expect(1 <= one.twins <= MAX_ANSWER_TWINS, "a planted edge has no twins")
        expect(one.days is None or 0 <= one.days <= MOST_DAYS, "a planted edge needs impossible days")
        made.append(one)
    return tuple(made)


def _expect_keys(value: Any, known: set[str], what: str, *, needed: bool = False) -> None:
    """That `value` is an object of these keys, all of them where they are `needed`."""
    expect(isinstance(value, dict), f"{what} is not an object")
    expect(set(value) <= known, f"{what} has a key that is not its own")
    expect(not needed or set(value) == known, f"{what} lacks a key")
