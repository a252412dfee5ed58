"""Tests of the toolbar's line."""

from __future__ import annotations

from dataclasses import replace

from tests.gui.desk import sample_events
from tests.samples import make_result
from workbench.events import RunFailed, StageStarted
from workbench.experiment.run_state import RunState, reduce_events
from workbench.gui.plan import Plan
from workbench.gui.present import progress

PLAN = Plan(
    train=751, test=3780, vault=500, first_decision=750, folds=31, seeds=5, seconds=52.0, weights=51521
)


def state(*, folds: int = 3) -> RunState:
    return reduce_events(RunState(), sample_events("run", folds=folds))


def test_that_before_a_run_the_work_is_announced_or_the_problem_named():
    assert progress.ready(PLAN).text == "Ready. 31 folds × 5 seeds, about 0:52 on two cores, offline."
    assert progress.ready(None).text == "Waiting for prices."
    assert progress.ready(None, "Too few days.").text == "Too few days."


def test_that_a_run_shows_fold_seed_and_epoch_of_the_training_under_way():
    line = progress.running(state(), 4)
    assert line.parts == (("fold", "2 / 3"), ("seed", "1 / 2"), ("epoch", "3 / 4"))
    assert line.share == 2 / 6
    assert line.left.replace("\u2009", " ") == "33 %"


def test_that_the_time_left_is_shown_after_the_warm_up():
    warm = replace(state(), ended={**state().ended, (1, 0): None}, started_at=0.0, now=30.0)
    assert progress.running(warm, 4).left.endswith("0:30 left")
    assert progress.running(warm, 4, paused=True).left.endswith("paused")


def test_that_stages_without_trainings_are_named():
    starting = reduce_events(RunState(), [StageStarted(run_id="r", stage="features", text="")])
    assert progress.running(starting, 4) == progress.Progress(text="Reading the prices…")
    assert progress.running(state(), 4, stopping=True).text.startswith("Stopping")


def test_that_judging_follows_the_last_training():
    fits = [(fold, seed) for fold in range(3) for seed in range(2)]
    done = replace(state(), ended=dict.fromkeys(fits), stage="evaluate")
    line = progress.running(replace(done, text=""), 4)
    assert (line.text, line.share) == ("Judging what it said…", 1.0)


def test_that_the_end_says_how_many_how_long_and_why():
    _, result = make_result()
    line = progress.ended(result)
    assert line.text == "6 of 6 trainings · 3 folds × 2 seeds · took 0:12"
    assert line.quiet == "all 12 epochs used, none stopped early"


def test_that_early_stops_and_divergence_are_counted():
    _, result = make_result()
    early = replace(result, fits=(replace(result.fits[0], outcome="stopped_early"), *result.fits[1:]))
    assert progress.why_ended(early) == "1 of 6 stopped early"
    diverged = replace(result, fits=(replace(result.fits[0], outcome="diverged"), *result.fits[1:]))
    assert progress.why_ended(diverged) == "1 diverged: verdict withheld"
    assert progress.why_ended(replace(result, epochs=())) == ""


def test_that_a_stopped_run_says_what_it_kept():
    _, result = make_result(outcome="cancelled")
    assert progress.ended(result).text == "Stopped after 1 training · kept, no verdict"


def test_that_a_failed_run_says_how_far_it_came():
    failed = reduce_events(state(), [RunFailed(run_id="run", sentence="A worker died.")])
    done, all_of_them = failed.fits_done, failed.fits
    assert progress.failed(failed).text == f"The run failed after {done} of {all_of_them} trainings."
    before = reduce_events(RunState(), [RunFailed(run_id="run", sentence="A worker died.")])
    assert progress.failed(before).text == "The run failed before its first training."
