"""The vault: one bit, written down before it is seen, and each opening makes the next one harder."""

import json
import threading
from dataclasses import replace

import numpy as np
import pytest

from tests.experiment.helpers import small_spec
from tests.experiment.test_record import record
from tests.worlds import make_world
from workbench.cli.main import main
from workbench.errors import Cancelled, DataError, UsageError
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.vault import alpha_of
from workbench.experiment import vault
from workbench.experiment.executors.inline import InlineExecutor
from workbench.experiment.revealed import vault_day
from workbench.experiment.vault import after_vault, open_vault, trial_key

SETTINGS = {"evaluation__cost_bps": 0, "evaluation__rule": "long_short", "evaluation__vault_bars": 500}
SPEC = small_spec("ridge", **SETTINGS)
LEANING = make_world("W3", bars=1550, seed=3, phi=0.3)
NOTHING = make_world("W0", bars=1550, seed=5)


@pytest.fixture
def ledger(tmp_path):
    return TrialLedger(tmp_path / "ledger.sqlite")


def opened(result, prices, ledger, cancel=None):
    with InlineExecutor() as executor:
        return open_vault(result, prices, ledger, executor, cancel=cancel)


def test_that_an_edge_passes_and_noise_does_not(ledger):
    edge, noise = record(SPEC, ledger, LEANING), record(SPEC, ledger, NOTHING)
    assert edge.verdict.state == "candidate"
    first, second = opened(edge, LEANING, ledger), opened(noise, NOTHING, ledger)
    assert (first.number, first.passed) == (1, True)
    assert (second.number, second.passed) == (2, False)
    assert after_vault(edge.verdict, first).state == "promising"
    assert after_vault(edge.verdict, replace(first, passed=False)).state == "failed_on_unseen"
    assert after_vault(noise.verdict, replace(second, passed=True)).state == noise.verdict.state
    assert after_vault(edge.verdict, None) == edge.verdict


def test_that_all_openings_together_spend_five_per_cent():
    assert [round(alpha_of(k), 4) for k in (1, 2, 3)] == [0.0304, 0.0076, 0.0034]
    assert sum(alpha_of(k) for k in range(1, 100_000)) == pytest.approx(0.05, abs=1e-5)


def test_that_the_first_answer_stays_and_nothing_is_computed_again(ledger, monkeypatch):
    result = record(SPEC, ledger, LEANING)
    first = opened(result, LEANING, ledger)
    monkeypatch.setattr(vault, "meets", lambda *job: pytest.fail("it was computed again"))
    assert opened(result, LEANING, ledger) == first
    cheaper = record(small_spec("ridge", **{**SETTINGS, "evaluation__cost_bps": 1}), ledger, LEANING)
    assert opened(cheaper, LEANING, ledger) == first, "another cost is no other try"


def test_that_an_interrupted_opening_counts_and_goes_on_under_its_number(ledger):
    one, two = record(SPEC, ledger, LEANING), record(small_spec("drift", **SETTINGS), ledger, LEANING)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        opened(one, LEANING, ledger, cancel)
    assert ledger.opening(ledger.identify(LEANING), trial_key(one)).passed is None
    begun = ledger.opening_of(LEANING.content_hash, trial_key(one), vault_day(one))
    assert (begun.number, begun.time[:2], ledger.openings_begun()) == (1, "20", 1)
    assert ledger.opening_of(NOTHING.content_hash, trial_key(one), vault_day(one)) is None
    assert opened(two, LEANING, ledger).number == 2
    again = opened(one, LEANING, ledger)
    assert (again.number, again.passed) == (1, True)
    ledger.verify()


def test_that_the_sealed_days_alone_decide(ledger):
    """The edge ends where the vault begins."""
    start = 1050
    shuffled = np.random.default_rng(0).permutation(np.arange(start, 1550))
    returns = LEANING.log_returns.copy()
    returns[start:] = returns[shuffled]
    close = LEANING.close[0] * np.exp(np.concatenate([[0.0], np.cumsum(returns[1:])]))
    before = np.concatenate([[close[0]], close[:-1]])
    late = LEANING.replace(
        open=before, high=np.maximum(before, close) * 1.001, low=np.minimum(before, close) * 0.999,
        close=close, adj_close=close,
    )  # fmt: skip
    result = record(SPEC, ledger, late)
    assert result.verdict.state == "candidate"
    assert opened(result, late, ledger).passed is False


def test_that_what_cannot_be_opened_is_refused_and_costs_no_opening(ledger):
    result = record(SPEC, ledger, LEANING)
    with pytest.raises(UsageError, match="never ended"):
        opened(replace(result, verdict=None), LEANING, ledger)
    with pytest.raises(DataError, match="not the ones"):
        opened(result, LEANING.first(1540), ledger)
    late = replace(result.predictions, target_time=result.predictions.target_time + 1000)
    with pytest.raises(DataError, match="seen days that are sealed"):
        opened(replace(result, predictions=late), LEANING, ledger)
    assert opened(result, LEANING, ledger).number == 1


def test_that_a_vault_opening_never_improves_a_run_that_had_no_edge(ledger):
    result = record(SPEC, ledger, NOTHING)
    opening = opened(result, NOTHING, ledger)
    assert after_vault(result.verdict, replace(opening, passed=True)).state == result.verdict.state


@pytest.mark.slow
@pytest.mark.usefixtures("inline_workers")
def test_that_the_verb_prints_the_bit_and_show_knows_it_afterwards(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    file, out = tmp_path / "p.swb", tmp_path / "out.json"
    settings = ["model.kind=ridge", "features.lookback=10", "evaluation.max_folds=4"]
    assert main(["new", str(file), "--symbol", "SP500", "--set", *settings]) == 0
    assert main(["run", str(file)]) == 0
    capsys.readouterr()
    assert main(["show", str(file), "--json"]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert main(["vault", "open", str(file), "--run", run["run_id"], "--json", str(out)]) == 0
    told, said = json.loads(out.read_text()), capsys.readouterr().out
    assert (told["opening"], told["passed"]) == (1, False)
    assert "did not pass" in said and "0.0304" in said
    assert main(["show", str(file), "--json"]) == 0
    (after,) = json.loads(capsys.readouterr().out)["runs"]
    assert after["verdict"]["state"] == told["verdict"]["state"]
    assert main(["vault", "open", str(file), "--run", "nobody"]) == 2
