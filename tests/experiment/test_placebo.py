"""The placebo: a result from nothing lies in the cloud, one from an edge stands out."""

import json
import threading

import numpy as np
import pytest

from tests.experiment.helpers import small_spec
from tests.worlds import make_world
from workbench.cli import placebo as verb
from workbench.cli.main import main
from workbench.errors import Cancelled, UsageError
from workbench.events import TwinScored
from workbench.experiment import placebo as made_of
from workbench.experiment import planted
from workbench.experiment.executors.inline import InlineExecutor
from workbench.experiment.placebo import Placebo, Score, kept_placebo, reduced, run_placebo, sentence
from workbench.experiment.planted import run_planted
from workbench.sealed import write_sealed

SPEC = small_spec("ridge", evaluation__first_train=300, evaluation__cost_bps=0, evaluation__rule="long_short")
LEANING = make_world("W3", bars=1550, seed=3, phi=0.3)
NOTHING = make_world("W0", bars=1550, seed=5)


@pytest.fixture
def executor():
    with InlineExecutor() as inline:
        yield inline


def cloud(real, *twins):
    scores = {"real": {0: Score(real, 0.5, 0.5)}, "shuffled": {}}
    scores["shuffled"] = {n: Score(value, 0.5, 0.5) for n, value in enumerate(twins)}
    return Placebo(SPEC, "small", scores)


def test_that_nothing_stays_inside_the_cloud_and_a_planted_edge_stands_out(executor):
    inside = run_placebo(SPEC, NOTHING, executor, repetitions=20)
    outside = run_placebo(SPEC, LEANING, executor, repetitions=20)
    assert not inside.is_outside and inside.p_value > 0.1
    assert "inside their cloud" in sentence(inside)
    assert outside.is_outside and outside.as_good == 0 and outside.p_value == pytest.approx(1 / 21)
    assert sentence(outside).startswith("None of 20 twins")
    assert [len(outside.excess(kind)) for kind in ("shuffled", "garch", "blocks")] == [10, 10, 5]


def test_that_blocks_keep_some_of_the_edge_and_are_not_ranked(executor):
    found = run_placebo(SPEC, LEANING, executor, repetitions=20)
    assert np.median(found.excess("blocks")) > max(np.median(found.excess(k)) for k in ("shuffled", "garch"))
    assert len(found.ranked) == 20


def test_that_the_rank_counts_the_real_one_among_its_twins():
    assert cloud(0.10, *np.linspace(-0.1, 0.09, 19)).p_value == pytest.approx(0.05)
    assert cloud(0.10, *np.linspace(-0.1, 0.09, 19)).is_outside
    one_as_good = cloud(0.09, *np.linspace(-0.1, 0.09, 20))
    assert (one_as_good.as_good, one_as_good.is_outside) == (1, False)
    assert sentence(one_as_good).startswith("1 of 20 twins")
    many = cloud(0.10, 0.2, *np.linspace(-0.1, 0.09, 59))
    assert sentence(many).startswith("Only 1 of 60 twins")
    assert cloud(0.1).p_value is None and not cloud(0.1).is_outside


def test_that_no_day_of_the_vault_is_seen(executor):
    whole = run_placebo(SPEC, NOTHING, executor, repetitions=2)
    later = NOTHING.replace(
        **{name: np.where(np.arange(1550) >= 1300, 2.0, 1.0) * getattr(NOTHING, name)
           for name in ("open", "high", "low", "close", "adj_close")}
    )  # fmt: skip
    changed = run_placebo(SPEC, later, executor, repetitions=2, vault_start=NOTHING.session[1300])
    assert changed.scores == whole.scores


def test_that_a_stopped_placebo_goes_on_where_it_was(executor, tmp_path, monkeypatch):
    cancel, told = threading.Event(), []

    def emit(event):
        told.append(event)
        if event.done == 4:
            cancel.set()

    few = run_placebo(
        SPEC, NOTHING, executor, repetitions=10, emit=emit, cancel=cancel, unfinished=tmp_path
    )
    assert few.outcome == "cancelled" and 3 <= len(few.ranked) < 10
    assert all(isinstance(event, TwinScored) and event.all == 14 for event in told)
    scored = []
    real_score = made_of.score_twin
    monkeypatch.setattr(made_of, "score_twin", lambda *job: scored.append(job) or real_score(*job))
    rest = run_placebo(SPEC, NOTHING, executor, repetitions=10, unfinished=tmp_path)
    assert len(scored) == 14 - 1 - len(few.ranked) - len(few.excess("blocks"))
    assert rest.scores == run_placebo(SPEC, NOTHING, executor, repetitions=10).scores


def test_that_what_an_earlier_placebo_left_is_found_without_scoring_anything(executor, tmp_path, monkeypatch):
    assert kept_placebo(SPEC, NOTHING, tmp_path, repetitions=4) is None
    made = run_placebo(SPEC, NOTHING, executor, repetitions=4, unfinished=tmp_path)
    monkeypatch.setattr(made_of, "score_twin", lambda *job: pytest.fail("it was computed again"))
    found = kept_placebo(SPEC, NOTHING, tmp_path, repetitions=4)
    assert (found.scores, found.outcome, found.setting) == (made.scores, "finished", made.setting)
    more = kept_placebo(SPEC, NOTHING, tmp_path, repetitions=8)
    assert (more.outcome, more.scores) == ("cancelled", made.scores)
    assert kept_placebo(SPEC, LEANING, tmp_path) is None


def test_that_damaged_scores_are_made_again(executor, tmp_path):
    first = run_placebo(SPEC, NOTHING, executor, repetitions=2, unfinished=tmp_path)
    (file,) = tmp_path.rglob("scores")
    file.write_bytes(file.read_bytes()[:-2])
    assert run_placebo(SPEC, NOTHING, executor, repetitions=2, unfinished=tmp_path).scores == first.scores
    write_sealed(file, json.dumps({"real": {"0": [9.0, 1.0, 1.0]}}).encode())
    assert run_placebo(SPEC, NOTHING, executor, repetitions=2, unfinished=tmp_path).real == 9.0


def test_that_the_reduced_setting_is_one_start_and_fewer_trainings():
    small = reduced(small_spec("lstm", train__seeds=5))
    assert (small.train.seeds, small.evaluation.refit_every) == (1, 500)
    assert reduced(small_spec("lstm", evaluation__refit_every=700)).evaluation.refit_every == 700


def test_that_further_symbols_are_refused_in_words(executor):
    spec = SPEC.with_settings({"data.inputs": "OTHER"})
    with pytest.raises(UsageError, match="one symbol"):
        run_placebo(spec, NOTHING, executor)


def test_that_a_stronger_edge_is_found_more_often_and_sooner(executor):
    weak, strong = run_planted(
        SPEC, NOTHING, executor, kind="ar", strengths=(0.05, 0.3), repetitions=6
    )
    assert strong.found == 1.0 > weak.found
    assert strong.days < 400 and (weak.days is None or weak.days > 1000)
    with pytest.raises(UsageError, match="planted edge 'magic'"):
        run_planted(SPEC, NOTHING, executor, kind="magic", strengths=(0.1,))


def test_that_the_usual_planted_curve_is_found_again_without_making_it(executor, tmp_path, monkeypatch):
    monkeypatch.setattr(planted, "STRENGTHS", (0.1, 0.3))
    monkeypatch.setattr(planted, "REPETITIONS", 2)
    asked = {"kind": "ar", "repetitions": 2, "unfinished": tmp_path}
    run_planted(SPEC, NOTHING, executor, strengths=(0.1,), **asked)
    assert planted.kept_planted(SPEC, NOTHING, tmp_path) == ()
    made = run_planted(SPEC, NOTHING, executor, strengths=(0.1, 0.3), **asked)
    assert planted.kept_planted(SPEC, NOTHING, tmp_path) == tuple(made)
    assert planted.kept_planted(SPEC, LEANING, tmp_path) == ()


def test_that_the_verb_plants_what_window_and_report_know():
    assert verb.parse_strengths(verb.STRENGTHS) == planted.STRENGTHS


def test_that_stopping_the_planted_edges_is_told(executor):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled, match="kept"):
        run_planted(SPEC, NOTHING, executor, kind="ar", strengths=(0.1,), cancel=cancel)


SETTINGS = [
    "model.kind=ridge", "features.lookback=10", "evaluation.first_train=300", "evaluation.vault_bars=250",
]  # fmt: skip


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    file = tmp_path / "p.swb"
    assert main(["new", str(file), "--symbol", "SP500", "--set", *SETTINGS]) == 0
    return file


@pytest.mark.slow
@pytest.mark.usefixtures("inline_workers")
def test_that_the_verb_prints_one_sentence_counts_no_try_and_writes_every_score(project, tmp_path, capsys):
    out = tmp_path / "out.json"
    assert main(["placebo", str(project), "--repetitions", "4", "--json", str(out)]) == 0
    said = capsys.readouterr().out
    told = json.loads(out.read_text())
    assert told["sentence"] in said and "No try is counted" in said
    assert (told["twins"], len(told["shuffled"]), len(told["garch"]), len(told["blocks"])) == (4, 2, 2, 1)
    assert main(["show", str(project), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["trials"]["this_data"] == 0
    assert main(["placebo", str(project), "--planted", "ar", "--strengths", "0.3", "--repetitions", "2"]) == 0
    assert "80 %" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [("--repetitions", "0"), ("--strengths", "2"), ("--strengths", "a"), ("--run", "nobody"),
     ("--planted", "magic")],
)  # fmt: skip
def test_that_bad_words_are_refused_in_one_line(project, words, capsys):
    capsys.readouterr()
    assert main(["placebo", str(project), *words]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
