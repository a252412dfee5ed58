import numpy as np
import pytest
from safetensors.numpy import save

from workbench.models.catalog import LSTMSpec, NaiveSpec, RidgeSpec
from workbench.models.shapes import state_shapes, weight_count
from workbench.project.file.limits import Refused
from workbench.project.file.weights import check_weights


@pytest.mark.parametrize("spec", [LSTMSpec(), LSTMSpec(hidden_size=1, num_layers=1),
                                  LSTMSpec(hidden_size=7, num_layers=3, dropout=0.5)])
@pytest.mark.parametrize("input_size", [5, 11])
def test_that_the_formula_is_the_state_of_the_net_itself(spec, input_size):
    from workbench.models.build import build_net

    net = build_net(spec, input_size)
    assert state_shapes(spec, input_size) == {name: tuple(t.shape) for name, t in net.state_dict().items()}
    assert weight_count(spec, input_size) == sum(parameter.numel() for parameter in net.parameters())


def test_that_weights_written_by_the_training_pass():
    from workbench.models.build import build_net
    from workbench.training.weights import to_bytes

    spec = LSTMSpec(hidden_size=4)
    check_weights(to_bytes(build_net(spec, 5)), state_shapes(spec, 5), "w")


def test_that_a_model_without_a_net_has_no_weights():
    assert state_shapes(RidgeSpec(), 5) == {}
    assert weight_count(NaiveSpec(), 5) == 0


def test_that_weights_of_another_hidden_size_are_refused():
    narrow = state_shapes(LSTMSpec(hidden_size=4), 5)
    tensors = {name: np.zeros(shape, "f4") for name, shape in narrow.items()}
    with pytest.raises(Refused, match="wrong shape"):
        check_weights(save(tensors), state_shapes(LSTMSpec(hidden_size=5), 5), "w")


def test_that_metadata_of_the_writer_is_no_tensor():
    spec = LSTMSpec(hidden_size=2, num_layers=1)
    tensors = {name: np.zeros(shape, "f4") for name, shape in state_shapes(spec, 5).items()}
    check_weights(save(tensors, metadata={"format": "pt"}), state_shapes(spec, 5), "w")
