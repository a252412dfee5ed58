"""Every kind of the catalogue passes one shared check: it builds, learns, saves, and sees no future."""

import json

import numpy as np
import pytest
import torch
from pydantic import TypeAdapter

from tests.worlds import make_world
from workbench.experiment.fold_jobs import Columns
from workbench.experiment.spec import ExperimentSpec
from workbench.features.pipeline import build_target
from workbench.features.spec import FeatureSpec
from workbench.features.views import Whole, decision_view, train_view
from workbench.models.build import build_net
from workbench.models.catalog import (
    CATALOG,
    ChartCNNSpec,
    CNNSpec,
    GRUSpec,
    LSTMSpec,
    ModelSpec,
    RNNSpec,
    TransformerSpec,
)
from workbench.models.shapes import state_shapes
from workbench.training import weights
from workbench.training.fit import fit
from workbench.training.fitted import Fitted
from workbench.training.loop import Hooks
from workbench.training.spec import TrainSpec

LOOKBACK = 20
PRICES = make_world("W3", bars=500, seed=5, phi=0.3)
FAST = TrainSpec(epochs=2, segment_steps=30)
SMALL = {
    "lstm": LSTMSpec(hidden_size=6, num_layers=2),
    "rnn": RNNSpec(hidden_size=6, num_layers=2),
    "gru": GRUSpec(hidden_size=6, num_layers=2),
    "cnn": CNNSpec(channels=6, num_layers=3),
    "chart_cnn": ChartCNNSpec(channels=2),
    "transformer": TransformerSpec(d_model=8, nhead=2, num_encoder_layers=2, dim_feedforward=12),
}
HOOKS = Hooks(lambda report: None, lambda: "run")
NETS = [kind for kind, row in CATALOG.items() if row.net]
# The others answer the same whatever the prices were.
BLIND = ("naive", "coin_flip", "buy_and_hold")


def spec_of(kind: str) -> ModelSpec:
    return SMALL.get(kind) or CATALOG[kind].spec()


def fit_kind(kind: str, prices=PRICES, train: TrainSpec = FAST, **settings) -> Fitted:
    model = spec_of(kind).model_copy(update=settings)
    spec = ExperimentSpec(model=model, features=FeatureSpec(lookback=LOOKBACK))
    _, values = Columns(spec, model)(prices)
    whole = Whole(values, build_target(prices, 1), prices.log_returns)
    views = (
        train_view(whole, LOOKBACK, (LOOKBACK, 300), (310, 380)),
        decision_view(whole, LOOKBACK, (390, 450), 1),
    )
    return fit(model, train, views, seed=7, hooks=HOOKS)


@pytest.mark.parametrize("kind", CATALOG)
def test_that_every_model_answers_each_decision_and_validation_day(kind):
    fitted = fit_kind(kind)
    assert len(fitted.said) == 61
    assert len(fitted.checked) == len(fitted.checked_rows) == 71
    if CATALOG[kind].forecasts:
        for said in (fitted.said, fitted.checked):
            assert np.isfinite(said.predicted).all()
            assert (said.lower <= said.predicted).all()
            assert (said.predicted <= said.upper).all()
        assert fitted.signal is None
    else:
        assert np.isnan(fitted.said.predicted).all()
        assert set(fitted.signal) <= {-1.0, 1.0}


@pytest.mark.parametrize("kind", CATALOG)
def test_that_every_model_repeats_itself_bit_for_bit(kind):
    one, two = fit_kind(kind), fit_kind(kind)
    np.testing.assert_array_equal(one.said.predicted, two.said.predicted)
    assert one.weights == two.weights


@pytest.mark.parametrize("kind", CATALOG)
def test_that_every_model_is_causal(kind):
    columns = ("open", "high", "low", "close", "adj_close")
    changed = {name: np.array(getattr(PRICES, name)) for name in columns}
    for values in changed.values():
        values[421:] *= 3.0
    one, two = fit_kind(kind), fit_kind(kind, PRICES.replace(**changed))
    for a, b in ((one.said.predicted, two.said.predicted), (one.signal, two.signal)):
        if a is not None:
            np.testing.assert_array_equal(a[: 421 - 390], b[: 421 - 390])
    if kind not in BLIND and CATALOG[kind].forecasts:
        assert not np.array_equal(one.said.predicted, two.said.predicted)


@pytest.mark.parametrize("head", ["gaussian", "quantile"])
@pytest.mark.parametrize("kind", NETS)
def test_that_every_net_can_say_a_band_around_its_forecast(kind, head):
    fitted = fit_kind(kind, head=head)
    assert (fitted.said.lower < fitted.said.predicted).all()
    assert (fitted.said.predicted < fitted.said.upper).all()


@pytest.mark.parametrize("kind", CATALOG)
def test_that_every_spec_survives_json(kind):
    spec = spec_of(kind)
    text = json.dumps(spec.model_dump(mode="json"))
    assert TypeAdapter(ModelSpec).validate_python(json.loads(text)) == spec
    assert CATALOG[kind].kind == spec.kind == kind


@pytest.mark.parametrize("kind", NETS)
def test_that_a_saved_net_loads_into_the_same_answers_with_the_shapes_foretold(kind):
    torch.manual_seed(1)
    size = LOOKBACK if kind == "chart_cnn" else 5
    net, other = build_net(spec_of(kind), size).eval(), build_net(spec_of(kind), size).eval()
    weights.from_bytes(other, weights.to_bytes(net))
    x = torch.rand(3, 1, 64, 60) if kind == "chart_cnn" else torch.randn(3, LOOKBACK, 5)
    torch.testing.assert_close(net(x), other(x), rtol=0, atol=0)
    shapes = {name: tuple(value.shape) for name, value in net.state_dict().items()}
    assert shapes == state_shapes(spec_of(kind), size)


@pytest.mark.parametrize("kind", NETS)
def test_that_a_segments_last_step_is_the_windows_prediction(kind):
    pictures = kind == "chart_cnn"
    net = build_net(spec_of(kind), LOOKBACK if pictures else 5).eval()
    x = torch.rand(4, 3, 64, 60) if pictures else torch.randn(4, LOOKBACK, 5)
    last = x[:, -1:] if pictures else x
    torch.testing.assert_close(net.sequence(x, 3)[:, -1], net(last), rtol=1e-4, atol=1e-5)
