"""The gate, the bounds and the exit code of the calibration, without a path."""

import json
from dataclasses import replace

import pytest

from tests.calibration import __main__ as calibrate
from tests.calibration import ladder
from tests.calibration.check import Bound, Check, count
from tests.calibration.checks import every
from tests.calibration.gate import Outcome, World
from tests.calibration.recipes import ridge
from tests.experiment.test_record import record
from workbench.evaluation.evidence import stored_inputs
from workbench.evaluation.ledger import TrialLedger
from workbench.experiment.alone import fit_and_test
from workbench.experiment.executors.inline import InlineExecutor

OPEN = Outcome(clark_west_p=0.05, timing_p=0.05, psr=0.95)


@pytest.mark.parametrize(
    ("clark_west_p", "timing_p", "psr"), [(0.051, 0.05, 0.95), (0.05, 0.051, 0.95), (0.05, 0.05, 0.949)]
)
def test_that_the_gate_opens_only_when_all_three_figures_allow_it(clark_west_p, timing_p, psr):
    assert OPEN.opens
    assert not Outcome(clark_west_p, timing_p, psr).opens


@pytest.mark.parametrize(
    ("world", "seed", "wanted"), [("W3", 1, "candidate"), ("W0", 1, "one_day_late_copy")]
)
def test_that_the_verdict_on_a_path_is_the_one_that_a_run_would_get(world, seed, wanted, tmp_path):
    chosen = ridge(evaluation__rule="long_short")
    prices = World(world, phi=0.3, decisions=500).prices(chosen, seed)
    tested = fit_and_test(chosen, prices)
    run = record(chosen, TrialLedger(tmp_path / "ledger.sqlite"), prices)
    assert ladder.state(chosen, prices, tested) == run.verdict.state == wanted
    of_leak_check = ("sentinel_passed", "sentinel_checks", "spa_p")
    theirs = stored_inputs(run.verdict)
    mine = replace(
        ladder.evidence(chosen, prices, tested), **{name: getattr(theirs, name) for name in of_leak_check}
    )
    assert mine == theirs


def test_that_bounds_are_kept_to_the_very_count():
    assert [Bound(at_most=5).holds(count) for count in (5, 6)] == [True, False]
    assert [Bound(at_most=9, alarm=3).holds(count) for count in (3, 4)] == [True, False]
    assert [Bound(at_least=80).holds(count) for count in (80, 79)] == [True, False]
    assert Bound().holds(0)
    assert str(Bound()) == "reported"


def test_that_names_of_checks_and_their_figures_differ():
    checks = every()
    assert len({check.name for check in checks}) == len(checks)
    assert all(len({figure.name for figure in check.figures}) == len(check.figures) for check in checks)


def test_that_a_broken_bound_is_named_in_the_table_and_by_the_exit_code(tmp_path, capsys, monkeypatch):
    odd = count("odd", lambda number: number % 2 == 1, Bound(at_most=3))
    checks = [
        Check("X1.few", "numbers", int, 6, (odd,)),
        Check("X1.many", "numbers", int, 9, (odd, count("any", lambda _: True))),
    ]
    monkeypatch.setattr(calibrate, "every", lambda: checks)
    monkeypatch.setattr(calibrate, "ProcessExecutor", lambda workers: InlineExecutor())
    assert calibrate.main(["X1.few"]) == 0
    assert "all bounds hold" in capsys.readouterr().out
    assert calibrate.main(["--json", str(tmp_path / "found.json")]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "calibrate: X1.many (odd) broke their bounds."
    found = json.loads((tmp_path / "found.json").read_text())
    assert [(row["name"], row["value"], row["holds"]) for row in found] == [
        ("X1.few", 3, True), ("X1.many", 4, False), ("X1.many", 9, True)
    ]  # fmt: skip
