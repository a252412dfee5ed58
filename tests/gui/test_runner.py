"""Tests of the run thread: every outcome ends as an event, and closing leaves nothing behind."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from tests.gui.desk import FakeRun
from tests.samples import make_prices
from workbench.errors import Cancelled, FitFailed, WorkbenchError
from workbench.events import RunCancelled, RunFailed, RunFinished
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.runner import Runner, RunOrder

BUG = "The run stopped on an error inside the program ({})."


def go(run: FakeRun, runner: Runner, tmp_path):
    events, ended = [], []
    order = RunOrder(ExperimentSpec(), make_prices(), tmp_path / "ledger.sqlite", "project")
    runner.start(order, events.append, ended.append)
    return events, ended


def finish(run: FakeRun, runner: Runner) -> None:
    run.go.set()
    assert runner.join()


def test_that_a_finished_run_ends_with_its_verdict_and_its_result(tmp_path):
    run = FakeRun()
    runner = run.runner()
    events, ended = go(run, runner, tmp_path)
    finish(run, runner)
    assert events[-1] == RunFinished(run_id="run-0000", verdict="no_edge", seconds=12.5, time=events[-2].time)
    assert ended[0].run_id == "run-0000"
    assert run.executor.told == ["warm_up", "run"]


def test_that_a_run_works_once_the_window_has_shown_that_it_begins(tmp_path):
    run, shown = FakeRun(), threading.Event()
    runner = run.runner()
    order = RunOrder(ExperimentSpec(), make_prices(), tmp_path / "ledger.sqlite", "project")
    events: list[object] = []
    runner.start(order, events.append, lambda result: None, shown)
    assert not events and not run.told.is_set()
    shown.set()
    assert run.told.wait(5)
    finish(run, runner)


def test_that_a_run_does_not_wait_for_ever_for_a_window(tmp_path):
    run = FakeRun()
    runner = run.runner()
    order = RunOrder(ExperimentSpec(), make_prices(), tmp_path / "ledger.sqlite", "project")
    runner.start(order, lambda event: None, lambda result: None, threading.Event())
    assert run.told.wait(5)
    finish(run, runner)


@pytest.mark.parametrize(
    ("error", "sentence", "hint"),
    [
        (FitFailed("A worker died.", "Choose a smaller net."), "A worker died.", "Choose a smaller net."),
        (ZeroDivisionError("x"), BUG.format("ZeroDivisionError"), "lost"),
        (MemoryError(), BUG.format("MemoryError"), "lost"),
    ],
)
def test_that_every_failure_becomes_one_event_in_plain_words(error, sentence, hint, tmp_path, caplog):
    run = FakeRun(error)
    runner = run.runner()
    events, ended = go(run, runner, tmp_path)
    finish(run, runner)
    last = events[-1]
    assert isinstance(last, RunFailed) and last.run_id == "run-0000"
    assert last.sentence == sentence and hint in last.hint
    assert ended == [None]


def test_that_a_cancelled_run_keeps_what_it_has(tmp_path):
    run = FakeRun()
    runner = run.runner()
    events, ended = go(run, runner, tmp_path)
    assert run.told.wait(5)
    runner.cancel()
    assert runner.join()
    assert events[-1] == RunCancelled(run_id="run-0000", fits_done=1, time=events[-2].time)
    assert ended[0].outcome == "cancelled"
    assert "cancel" in run.executor.told


def test_that_a_cancel_told_by_an_error_counts_the_trainings_done(tmp_path):
    run = FakeRun(Cancelled("Stopped."))
    runner = run.runner()
    events, ended = go(run, runner, tmp_path)
    finish(run, runner)
    assert isinstance(events[-1], RunCancelled) and events[-1].fits_done == 2
    assert ended == [None]


def test_that_an_end_the_run_told_itself_is_not_told_twice(tmp_path):
    def run(order, emit, cancel, executor):
        emit(RunFinished(run_id="own", verdict="no_edge", seconds=1.0))
        raise FitFailed("Too late.")

    runner = Runner(run=run, make_executor=FakeRun().runner()._make_executor)
    events, _ = go(FakeRun(), runner, tmp_path)
    assert runner.join()
    assert [type(event) for event in events] == [RunFinished]


def test_that_a_second_run_is_refused_while_one_is_under_way(tmp_path):
    run = FakeRun()
    runner = run.runner()
    go(run, runner, tmp_path)
    with pytest.raises(WorkbenchError, match="under way"):
        go(run, runner, tmp_path)
    finish(run, runner)
    assert len(run.orders) == 1


def test_that_pause_and_resume_reach_the_workers(tmp_path):
    run = FakeRun()
    runner = run.runner()
    go(run, runner, tmp_path)
    assert run.told.wait(5)
    runner.pause()
    runner.resume()
    finish(run, runner)
    assert run.executor.told == ["warm_up", "run", "pause", "run"]


def test_that_closing_in_the_middle_of_a_run_ends_thread_and_workers(tmp_path):
    run = FakeRun()
    runner = run.runner()
    go(run, runner, tmp_path)
    assert run.told.wait(5)
    assert runner.close()
    assert not runner.busy
    assert run.executor.told[-1] == "shutdown"


def test_that_workers_are_made_once_and_before_the_first_run():
    run = FakeRun()
    runner = run.runner()
    assert runner.workers == 0
    runner.warm_up()
    assert runner.close()
    assert run.executor.told == ["warm_up", "shutdown"]


def test_that_a_warm_up_that_fails_is_logged_and_no_crash(caplog):
    def broken():
        raise OSError("no processes left")

    runner = Runner(run=FakeRun(), make_executor=broken)
    runner.warm_up()
    assert runner.close()
    assert "the workers did not start" in caplog.text


def test_that_the_warm_up_tells_once_which_devices_the_workers_can_use():
    run = FakeRun()
    run.executor.devices = ("cpu", "mps")
    runner = run.runner()
    told = []
    runner.warm_up(told.append)
    assert runner.close()
    assert told == [("cpu", "mps")]


def test_that_workers_that_do_not_start_tell_no_devices(caplog):
    def broken():
        raise OSError("no processes left")

    runner = Runner(run=FakeRun(), make_executor=broken)
    told = []
    runner.warm_up(told.append)
    assert runner.close()
    assert told == [()]


@pytest.mark.parametrize("end", [Future.cancel, lambda answer: answer.set_exception(BrokenProcessPool())])
def test_that_closing_does_not_wait_for_the_devices(end):
    answer = Future()
    run = FakeRun()
    run.executor.submit = lambda job: answer
    runner = run.runner()
    told = []
    runner.warm_up(told.append)
    assert runner.close() and told == []
    end(answer)
    assert told == [()]


def test_that_whoever_hears_of_the_end_may_begin_the_next_at_once(tmp_path):
    run = FakeRun()
    runner, heard, answers = run.runner(), threading.Event(), []

    def ended(result):
        heard.set()
        # The thread lives on for a while after it has told its end.
        time_to_end.wait(5)

    time_to_end = threading.Event()
    order = RunOrder(ExperimentSpec(), make_prices(), tmp_path / "ledger.sqlite", "project")
    run.go.set()
    runner.start(order, lambda event: None, ended)
    assert heard.wait(5) and runner.busy
    threading.Timer(0.05, time_to_end.set).start()
    runner.ask(lambda cancel, executor: 7, lambda value, error: answers.append((value, error)))
    assert runner.join() and answers == [(7, None)]


def test_that_a_question_that_fails_is_answered_in_words(caplog):
    runner, answers = FakeRun().runner(), []
    runner.ask(lambda cancel, executor: 1 / 0, lambda value, error: answers.append((value, str(error))))
    assert runner.join()
    assert answers[0][0] is None and "ZeroDivisionError" in answers[0][1]
