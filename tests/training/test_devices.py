"""Where a net learns: what is asked for, what is there, and what is quickest."""

import pytest
import torch

from tests.training.test_loop import samples, tiny_net
from workbench.errors import UsageError
from workbench.training import devices
from workbench.training.spec import TrainSpec


@pytest.fixture
def there(monkeypatch):
    monkeypatch.setattr(devices, "available_devices", lambda: ("cpu", "cuda"))
    monkeypatch.setattr(devices, "_chosen", {})


def test_that_auto_takes_the_quickest_and_times_it_once(there):
    timed = []

    def time_on(device: str) -> float:
        timed.append(device)
        return {"cpu": 2.0, "cuda": 1.0}[device]

    assert [devices.choose_device("auto", time_on, ("net", 5)) for _ in range(2)] == ["cuda", "cuda"]
    assert timed == ["cpu", "cuda"]
    assert devices.choose_device("auto", lambda device: len(device), ("other", 5)) == "cpu"


def test_that_a_device_asked_for_is_taken_untimed_and_one_that_is_missing_is_refused(there):
    def never(device: str) -> float:
        raise AssertionError

    assert devices.choose_device("cuda", never, ("net", 5)) == "cuda"
    with pytest.raises(UsageError, match=r"no device 'mps'.*Choose auto or cpu or cuda"):
        devices.choose_device("mps", never, ("net", 5))


def test_that_a_trial_takes_time_and_leaves_the_samples_alone():
    data = samples()
    before = data.x.clone()
    assert devices.trial_seconds(tiny_net, data, TrainSpec(), "cpu") > 0
    torch.testing.assert_close(data.x, before, rtol=0, atol=0)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")
def test_that_a_net_learns_on_cuda():
    assert devices.trial_seconds(tiny_net, samples(), TrainSpec(), "cuda") > 0
