"""The runner of the long methods: it counts, stops at the goal, the time box or a failure, and says so."""

import itertools

import pytest

from tests.torture.__main__ import METHODS, Method, line, main, run


def endless(seed):
    yield from itertools.repeat(None)


def breaks_at_the_third(seed):
    yield
    yield
    raise AssertionError("a bit differs")


def test_that_a_method_ends_at_its_goal():
    report = run("x", Method(endless, 7), 60.0, seed=1)
    assert (report.cases, report.failures) == (7, 0)
    assert " reached" in line(report)


def test_that_a_method_ends_with_its_time_box_and_says_what_is_missing():
    report = run("x", Method(endless, 7), 0.0, seed=1)
    assert (report.cases, report.failures) == (1, 0)
    assert "NOT REACHED" in line(report)


def test_that_a_failure_ends_a_method_with_its_trace(capsys):
    report = run("x", Method(breaks_at_the_third, 7), 60.0, seed=1)
    assert (report.cases, report.failures) == (2, 1)
    assert "a bit differs" in capsys.readouterr().err


@pytest.mark.parametrize(("cases", "code"), [(endless, 0), (breaks_at_the_third, 1)])
def test_that_a_failure_is_an_exit_code_and_in_the_json(cases, code, monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(METHODS, "x", Method(cases, 5))
    assert main(["x", "--json", str(tmp_path / "out.json"), "--seed", "3"]) == code
    assert f'"failures": {code}' in (tmp_path / "out.json").read_text()
    assert "seed 3" in capsys.readouterr().out
    assert main(["y"]) == 2
