"""The loop: it learns, keeps its best epoch, heeds the user, and names a divergence."""

import numpy as np
import pytest
import torch

from workbench.features.windows import windows
from workbench.models.build import build_net
from workbench.models.catalog import LSTMSpec
from workbench.models.nets import heads
from workbench.training import loop, weights
from workbench.training.spec import TrainSpec
from workbench.training.trainer import EpochReport, Samples, make_trainer

LOOKBACK = 8


def samples(phi: float = 0.9, rows: int = 500, seed: int = 0) -> Samples:
    """An autoregression that a net can learn: y[t] = x[t + 1]."""
    rng = np.random.default_rng(seed)
    x = np.zeros(rows + 1)
    for t in range(rows):
        x[t + 1] = phi * x[t] + np.sqrt(1 - phi**2) * rng.standard_normal()
    return Samples(
        torch.tensor(x[:-1, None], dtype=torch.float32), torch.tensor(x[1:], dtype=torch.float32),
        LOOKBACK, (LOOKBACK, rows - 120), (rows - 100, rows - 1),
    )


def tiny_net(seed: int = 0) -> torch.nn.Module:
    torch.manual_seed(seed)
    return build_net(LSTMSpec(hidden_size=8, num_layers=1), 1)


def train(net, data: Samples, spec: TrainSpec, seed: int, hooks: loop.Hooks, head="point") -> loop.Trained:
    return loop.train_net(make_trainer(net, head, data, spec, seed), hooks)


def hooks(reports: list | None = None, control=lambda: "run") -> loop.Hooks:
    return loop.Hooks((reports if reports is not None else []).append, control)


def test_that_training_finds_an_autoregression():
    reports: list[EpochReport] = []
    spec = TrainSpec(epochs=30, learning_rate=1e-2, patience=0)
    trained = train(tiny_net(), samples(), spec, 0, hooks(reports))
    assert trained.outcome == "finished"
    assert [report.epoch for report in reports] == list(range(1, 31))
    # phi = 0.9 leaves 19 % of the variance unexplained.
    assert reports[-1].naive_ratio < 0.45
    assert reports[0].naive_ratio > reports[-1].naive_ratio
    assert 1 <= trained.best_epoch <= 30


def test_that_the_net_is_left_at_its_best_epoch():
    data, net, reports = samples(phi=0.0), tiny_net(), []
    spec = TrainSpec(epochs=60, learning_rate=3e-2, patience=4)
    trained = train(net, data, spec, 0, hooks(reports))
    best = trained.best_epoch
    assert trained.outcome == "stopped_early"
    assert len(reports) == best + 4
    first, last = data.validation
    actual = data.y[first : last + 1].numpy()
    predicted = loop.predict(net, windows(data.x.numpy(), LOOKBACK, first, last))
    torch.testing.assert_close(predicted, trained.checked, rtol=0, atol=0)
    loss = np.mean((predicted[:, 0].numpy() - actual) ** 2)
    assert loss == pytest.approx(reports[best - 1].validation_loss)
    assert reports[best - 1].validation_loss == min(report.validation_loss for report in reports)


def test_that_patience_zero_runs_every_epoch():
    reports: list = []
    spec = TrainSpec(epochs=12, learning_rate=5e-2, patience=0)
    assert train(tiny_net(), samples(phi=0.0), spec, 0, hooks(reports)).outcome == "finished"
    assert len(reports) == 12


def test_that_equal_seeds_give_equal_weights_and_other_seeds_do_not():
    def fit(seed: int) -> bytes:
        net = tiny_net()
        train(net, samples(), TrainSpec(epochs=3), seed, hooks())
        return weights.to_bytes(net)

    assert fit(1) == fit(1)
    assert fit(1) != fit(2)


def test_that_labels_after_the_validation_range_cannot_change_a_weight():
    def fit(data: Samples) -> bytes:
        net = tiny_net()
        train(net, data, TrainSpec(epochs=3), 0, hooks())
        return weights.to_bytes(net)

    data = samples()
    shorter = Samples(data.x, data.y.clone(), LOOKBACK, (LOOKBACK, 300), (320, 400))
    poisoned = Samples(data.x, data.y.clone(), LOOKBACK, (LOOKBACK, 300), (320, 400))
    poisoned.y[401:] = float("nan")
    poisoned.y[301:320] = float("nan")  # the purge gap is not learned from either
    assert fit(shorter) == fit(poisoned)


def test_that_cancel_stops_within_a_batch_and_keeps_the_best_epoch_so_far():
    calls, reports = [], []

    def control() -> str:
        calls.append(1)
        return "cancel" if len(calls) > 5 else "run"

    data = samples()
    trained = train(tiny_net(), data, TrainSpec(epochs=50), 0, hooks(reports, control))
    assert trained.outcome == "cancelled"
    assert len(calls) == 6
    assert trained.best_epoch == len(reports)


def test_that_pause_waits_and_changes_nothing(monkeypatch):
    waits: list[float] = []
    monkeypatch.setattr(loop.time, "sleep", waits.append)

    def fit(control) -> bytes:
        net = tiny_net()
        train(net, samples(), TrainSpec(epochs=2), 0, hooks(control=control))
        return weights.to_bytes(net)

    plain = fit(lambda: "run")
    answers = iter(["run", "pause", "pause", "pause"])
    assert fit(lambda: next(answers, "run")) == plain
    assert len(waits) == 3


@pytest.mark.parametrize("poison", ["rate", "nan"])
def test_that_a_divergence_is_named_and_the_net_keeps_finite_weights(poison):
    data, net = samples(), tiny_net()
    if poison == "nan":
        data.y[50] = float("nan")
    rate = 1.0 if poison == "rate" else 1e-3
    if poison == "rate":
        data.y.mul_(1e20)
    trained = train(net, data, TrainSpec(epochs=5, learning_rate=rate), 0, hooks())
    assert trained.outcome == "diverged"
    assert all(torch.isfinite(value).all() for value in net.state_dict().values())


@pytest.mark.parametrize(("days", "checked"), [(1, 1), (100, 100), (128, 128), (129, 65), (665, 111)])
def test_that_at_most_128_validation_days_are_checked_spread_evenly_to_the_last(days, checked):
    rows = loop.checked_rows((1000, 1000 + days - 1))
    assert len(rows) == checked
    assert rows[-1] == 1000 + days - 1
    assert rows[0] >= 1000
    assert len(set(np.diff(rows))) <= 1


@pytest.mark.parametrize("schedule", ["constant", "cosine", "one_cycle"])
def test_that_a_schedule_moves_the_learning_rate_as_reported(schedule):
    reports: list[EpochReport] = []
    spec = TrainSpec(epochs=10, learning_rate=1e-2, patience=0, schedule=schedule)
    train(tiny_net(), samples(), spec, 0, hooks(reports))
    rates = [report.learning_rate for report in reports]
    if schedule == "constant":
        assert rates == [1e-2] * 10
    elif schedule == "cosine":
        assert rates[0] == 1e-2
        assert rates == sorted(rates, reverse=True)
        assert rates[-1] < 1e-3
    else:
        assert rates[0] == pytest.approx(4e-4)
        assert max(rates) == pytest.approx(1e-2, rel=0.02)
        assert rates[-1] < 1e-3


def test_that_the_running_mean_of_the_weights_is_what_is_judged_and_kept():
    net, data = tiny_net(), samples()
    spec = TrainSpec(epochs=3, learning_rate=3e-2, patience=0, averaging=0.9)
    trainer = make_trainer(net, "point", data, spec, 0)
    trained = loop.train_net(trainer, hooks())
    assert trainer.average is not None
    mean = trainer.average.net.state_dict()
    assert trained.best_epoch == 3
    for name, value in net.state_dict().items():
        torch.testing.assert_close(value, mean[name])
    plain = tiny_net()
    train(plain, data, spec.model_copy(update={"averaging": 0.0}), 0, hooks())
    assert weights.to_bytes(plain) != weights.to_bytes(net)


def test_that_weight_decay_pulls_weights_towards_zero():
    def size(decay: float) -> float:
        net = tiny_net()
        train(net, samples(), TrainSpec(epochs=4, weight_decay=decay, learning_rate=1e-2), 0, hooks())
        return float(sum((value**2).sum() for value in net.state_dict().values()))

    assert size(0.9) < 0.9 * size(0.0)


@pytest.mark.parametrize("head", ["gaussian", "quantile"])
def test_that_a_head_learns_the_spread_of_what_it_cannot_know(head):
    torch.manual_seed(0)
    net = build_net(LSTMSpec(hidden_size=8, num_layers=1, head=head), 1)
    data = samples(phi=0.9, rows=1500)
    spec = TrainSpec(epochs=40, learning_rate=1e-2, patience=0)
    trained = train(net, data, spec, 0, hooks(), head)
    low, high = heads.band(head, trained.checked)
    actual = data.y[torch.from_numpy(loop.checked_rows(data.validation))]
    inside = float(((actual >= low) & (actual <= high)).float().mean())
    assert 0.65 <= inside <= 0.95
    # sqrt(1 - phi^2) = 0.436 is left unknown: 80 % of it lies within 2 x 1.28 x 0.436 = 1.12.
    assert 0.8 <= float((high - low).mean()) <= 1.5


def test_that_an_epoch_left_in_its_midst_goes_on_bit_for_bit():
    class Left(Exception):
        pass

    def fit(leave_after: int | None) -> bytes:
        net, data, spec = tiny_net(), samples(), TrainSpec(epochs=2, batch_size=1, averaging=0.5)
        trainer, batches = make_trainer(net, "point", data, spec, 0), []

        def before_batch() -> None:
            batches.append(1)
            if len(batches) == leave_after:
                raise Left

        if leave_after:
            with pytest.raises(Left):
                trainer.epoch(before_batch)
            assert trainer.progress.batches == leave_after - 1
        loop.train_net(trainer, hooks())
        return weights.to_bytes(net)

    assert fit(3) == fit(None) == fit(5)
