"""A training that is interrupted and goes on later ends with the bits it would have had."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.training.test_loop import samples
from workbench.models.build import build_net
from workbench.models.catalog import GRUSpec, LSTMSpec, TransformerSpec
from workbench.training import checkpoint, keeping, loop, weights
from workbench.training.keeping import Keeper, Shelf
from workbench.training.spec import TrainSpec
from workbench.training.trainer import make_trainer

NETS = {
    "lstm": LSTMSpec(hidden_size=8, num_layers=2, dropout=0.2),
    "gru": GRUSpec(hidden_size=5, num_layers=1),
    "transformer": TransformerSpec(d_model=8, nhead=2, dim_feedforward=8, num_encoder_layers=1, dropout=0.1),
}
SPEC = TrainSpec(epochs=6, learning_rate=1e-2, patience=3, averaging=0.9, schedule="one_cycle", batch_size=2)
KEY = "what is trained"


class Killed(Exception):
    """As hard an end as a test can make in its own process."""


class EveryBatch(Keeper):
    """Keeps before each batch, so that every place can be the one where it ends."""

    def keep_sometimes(self, trainer):
        self.keep(trainer)


def trained(net_spec=NETS["lstm"], keeper=None, die_at=None, spec=SPEC, phi=0.9):
    """(weights, reports without their seconds) of a training; it dies before batch `die_at`, if any."""
    reports, batches = [], []

    def control():
        batches.append(1)
        if die_at is not None and len(batches) == die_at:
            raise Killed
        return "run"

    torch.manual_seed(5)
    trainer = make_trainer(build_net(net_spec, 1), "point", samples(phi), spec, 3)
    said = loop.train_net(trainer, loop.Hooks(reports.append, control, keeper=keeper))
    told = [replace(report, seconds=0.0) for report in reports]
    return weights.to_bytes(trainer.net), told, said.outcome, said.best_epoch, said.checked.tolist()


def nobody(sentence):
    raise AssertionError(sentence)


@pytest.mark.parametrize("kind", NETS)
def test_that_a_training_killed_anywhere_goes_on_bit_for_bit(kind, tmp_path):
    whole = trained(NETS[kind])
    rng = np.random.default_rng(1)
    for number, die_at in enumerate(rng.integers(1, 24, 20)):
        shelf = Shelf(tmp_path / str(number))
        with pytest.raises(Killed):
            trained(NETS[kind], EveryBatch(shelf, "fit", KEY, nobody), die_at)
        assert trained(NETS[kind], EveryBatch(shelf, "fit", KEY, nobody)) == whole, die_at


def test_that_the_best_epoch_before_the_kill_is_still_the_best_after(tmp_path):
    spec = SPEC.model_copy(update={"epochs": 12, "learning_rate": 5e-2, "patience": 6})
    whole = trained(spec=spec, phi=0.0)
    batches = 4 * (whole[3] + 3)  # three epochs after the best one, four batches each
    shelf = Shelf(tmp_path)
    with pytest.raises(Killed):
        trained(keeper=EveryBatch(shelf, "fit", KEY, nobody), die_at=batches, spec=spec, phi=0.0)
    assert trained(keeper=Keeper(shelf, "fit", KEY, nobody), spec=spec, phi=0.0) == whole


def test_that_it_really_goes_on_and_does_not_begin_again(tmp_path):
    shelf = Shelf(tmp_path)
    with pytest.raises(Killed):
        trained(keeper=EveryBatch(shelf, "fit", KEY, nobody), die_at=15)
    with pytest.raises(Killed):
        trained(keeper=EveryBatch(shelf, "fit", KEY, nobody), die_at=4)
    assert int.from_bytes(max(read(tmp_path))[0], "big") >= 17


def read(folder):
    """(serial, file) of each checkpoint, as they lie on the disk: seal, head, serial."""
    return [(path.read_bytes()[64:72], path) for path in folder.glob("fit.*")]


def test_that_a_damaged_checkpoint_gives_way_to_the_one_before(tmp_path):
    whole = trained()
    shelf = Shelf(tmp_path)
    with pytest.raises(Killed):
        trained(keeper=EveryBatch(shelf, "fit", KEY, nobody), die_at=9)
    files = sorted(read(tmp_path))
    assert len(files) == 2
    for _, path in reversed(files):  # the newer one first, then both
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        assert trained(keeper=Keeper(shelf, "fit", KEY, nobody)) == whole


@pytest.mark.parametrize(
    ("key", "spec"), [("another", SPEC), (KEY, SPEC.model_copy(update={"batch_size": 1}))]
)
def test_that_the_checkpoint_of_another_training_is_not_taken(tmp_path, key, spec):
    shelf = Shelf(tmp_path)
    with pytest.raises(Killed):
        trained(keeper=EveryBatch(shelf, "fit", KEY, nobody), die_at=9)
    assert trained(keeper=Keeper(shelf, "fit", key, nobody), spec=spec) == trained(spec=spec)


def test_that_a_pause_and_a_stop_are_kept_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(loop.time, "sleep", lambda seconds: None)
    keeper = Keeper(Shelf(tmp_path), "fit", KEY, nobody)
    for controls in (["run", "run", "pause", "cancel"], ["run", "cancel"]):
        trainer = make_trainer(build_net(NETS["lstm"], 1), "point", samples(), SPEC, 3)
        waiting = list(controls)
        hooks = loop.Hooks(lambda report: None, lambda waiting=waiting: waiting.pop(0), keeper=keeper)
        assert loop.train_net(trainer, hooks).outcome == "cancelled"
    # Two batches, then one more after the first was taken up.
    fresh = make_trainer(build_net(NETS["lstm"], 1), "point", samples(), SPEC, 3)
    keeper.restore(fresh)
    assert fresh.progress.steps == 3


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_that_a_disk_that_refuses_is_told_once_and_tried_again_each_minute(tmp_path):
    clock, told = Clock(), []
    blocked = tmp_path / "place"
    blocked.write_text("a file where the folder should be")
    shelf = Shelf(blocked, clock)
    assert [shelf.put("a", b"1", told.append) for _ in range(3)] == [False] * 3
    assert len(told) == 1
    assert "cannot be kept on the disk" in told[0]
    clock.now = keeping.RETRY_SECONDS + 1
    assert not shelf.put("a", b"1", told.append)
    assert len(told) == 1
    blocked.unlink()
    assert not shelf.put("a", b"1", told.append)  # it is given its minute
    clock.now *= 2
    assert shelf.put("a", b"1", told.append)
    assert told[1:] == ["The training is kept on the disk again."]
    assert shelf.get("a") == b"1"


def test_that_a_refusing_disk_changes_no_weight(tmp_path):
    blocked, told = tmp_path / "place", []
    blocked.write_text("")
    assert trained(keeper=EveryBatch(Shelf(blocked), "fit", KEY, told.append)) == trained()
    assert len(told) == 1


class Counted(Keeper):
    """Costs two seconds a checkpoint."""

    def __init__(self, clock):
        super().__init__(Shelf(None), "fit", KEY, nobody, clock)
        self.kept = []

    def keep(self, trainer):
        started = self._clock()
        self._clock.now += 2.0
        self.kept.append((started, trainer.progress.batches))
        self._last, self._cost = self._clock(), 2.0


def test_that_checkpoints_take_two_percent_of_the_time_at_most():
    clock = Clock()
    keeper = Counted(clock)
    trainer = make_trainer(build_net(NETS["gru"], 1), "point", samples(), SPEC, 3)
    for step in range(1, 4001):
        clock.now += 1.0
        trainer.progress.steps, trainer.progress.batches = step, step % 10
        keeper.keep_sometimes(trainer)
    assert 2.0 * len(keeper.kept) <= 0.02 * clock.now
    assert len(keeper.kept) > 30


def test_that_a_long_epoch_is_kept_on_its_way():
    clock = Clock()
    keeper = Keeper(Shelf(None), "fit", KEY, nobody, clock)
    kept = []
    keeper.keep = lambda trainer: kept.append(clock.now)
    trainer = make_trainer(build_net(NETS["gru"], 1), "point", samples(), SPEC, 3)
    trainer.progress.steps = trainer.progress.batches = 7
    for clock.now in (1.0, 29.0, 30.5):
        keeper.keep_sometimes(trainer)
    assert kept == [30.5]


def test_that_a_checkpoint_of_another_net_is_refused():
    torch.manual_seed(0)
    lstm, gru = (
        make_trainer(build_net(NETS[kind], 1), "point", samples(), SPEC, 3) for kind in ("lstm", "gru")
    )
    with pytest.raises(RuntimeError):
        checkpoint.restore(gru, checkpoint.to_bytes(lstm))
