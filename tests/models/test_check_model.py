"""Every kind of the catalogue passes one shared check: it builds, learns, saves, and sees no future."""

import json

import numpy as np
import pytest
import torch
from pydantic import TypeAdapter

from tests.worlds import make_world
from workbench.features.pipeline import build_features, build_target
from workbench.features.spec import FeatureSpec
from workbench.features.views import decision_view, train_view
from workbench.models.build import build_net
from workbench.models.catalog import CATALOG, LSTMSpec, ModelSpec
from workbench.models.shapes import state_shapes
from workbench.training import weights
from workbench.training.fit import Fitted, fit
from workbench.training.loop import Hooks
from workbench.training.spec import TrainSpec

LOOKBACK = 12
PRICES = make_world("W3", bars=500, seed=5, phi=0.3)
FAST = TrainSpec(epochs=2, segment_steps=30)
SMALL = {"lstm": LSTMSpec(hidden_size=6, num_layers=2)}
HOOKS = Hooks(lambda report: None, lambda: "run")


def spec_of(kind: str) -> ModelSpec:
    return SMALL.get(kind) or CATALOG[kind].spec()


def fit_kind(kind: str, prices=PRICES) -> Fitted:
    values = build_features(prices, FeatureSpec(lookback=LOOKBACK)).values
    target = build_target(prices, 1)
    views = (
        train_view(values, target, LOOKBACK, (LOOKBACK, 300), (310, 380)),
        decision_view(values, prices.log_returns, LOOKBACK, (390, 450), 1),
    )
    return fit(spec_of(kind), FAST, views, seed=7, hooks=HOOKS)


@pytest.mark.parametrize("kind", CATALOG)
def test_that_every_model_answers_each_decision_and_validation_day(kind):
    fitted = fit_kind(kind)
    assert fitted.predicted.shape == (61,)
    assert fitted.validation_predicted.shape == fitted.checked_rows.shape == (71,)
    if CATALOG[kind].forecasts:
        assert np.isfinite(fitted.predicted).all()
        assert fitted.signal is None
    else:
        assert np.isnan(fitted.predicted).all()
        assert set(fitted.signal) == {-1.0, 1.0}


@pytest.mark.parametrize("kind", CATALOG)
def test_that_every_model_repeats_itself_bit_for_bit(kind):
    one, two = fit_kind(kind), fit_kind(kind)
    np.testing.assert_array_equal(one.predicted, two.predicted)
    assert one.weights == two.weights


@pytest.mark.parametrize("kind", CATALOG)
def test_that_every_model_is_causal(kind):
    columns = ("open", "high", "low", "close", "adj_close")
    changed = {name: np.array(getattr(PRICES, name)) for name in columns}
    for values in changed.values():
        values[421:] *= 3.0
    one, two = fit_kind(kind), fit_kind(kind, PRICES.replace(**changed))
    np.testing.assert_array_equal(one.predicted[: 421 - 390], two.predicted[: 421 - 390])
    if kind in ("lstm", "ridge", "drift"):
        assert not np.array_equal(one.predicted, two.predicted)


@pytest.mark.parametrize("kind", CATALOG)
def test_that_every_spec_survives_json(kind):
    spec = spec_of(kind)
    text = json.dumps(spec.model_dump(mode="json"))
    assert TypeAdapter(ModelSpec).validate_python(json.loads(text)) == spec
    assert CATALOG[kind].kind == spec.kind == kind


@pytest.mark.parametrize("kind", [kind for kind, row in CATALOG.items() if row.net])
def test_that_a_saved_net_loads_into_the_same_answers_with_the_shapes_foretold(kind):
    torch.manual_seed(1)
    net, other = build_net(spec_of(kind), 5), build_net(spec_of(kind), 5)
    weights.from_bytes(other, weights.to_bytes(net))
    x = torch.randn(3, LOOKBACK, 5)
    torch.testing.assert_close(net(x), other(x), rtol=0, atol=0)
    shapes = {name: tuple(value.shape) for name, value in net.state_dict().items()}
    assert shapes == state_shapes(spec_of(kind), 5)


@pytest.mark.parametrize("kind", [kind for kind, row in CATALOG.items() if row.net])
def test_that_a_segments_last_step_is_the_windows_prediction(kind):
    net = build_net(spec_of(kind), 5).eval()
    x = torch.randn(4, LOOKBACK, 5)
    torch.testing.assert_close(net.sequence(x, 3)[:, -1], net(x))


def test_that_ridge_finds_the_planted_edge_and_keeps_the_penalty_that_validates_best():
    from workbench.models.baselines import fit_ridge

    rng = np.random.default_rng(0)
    x = rng.standard_normal((900, 4, 1))
    y = 0.5 * x[:, -1, 0] + 0.5 * rng.standard_normal(900)
    ridge = fit_ridge(x[:600], y[:600], x[600:], y[600:])
    assert ridge.weights[-1] == pytest.approx(0.5, abs=0.06)
    assert ridge.penalty <= 100.0
    assert ridge.validation_loss == pytest.approx(0.25, abs=0.05)
