"""Every part of the engine beside Keras. The measurements are those of `dlbook parity`."""

import json
from dataclasses import replace
from importlib import metadata

import numpy as np
import pytest
from packaging.version import Version

from dlbook.nn import activations, initializers, layers
from dlbook.nn import costs as nn_costs
from dlbook.nn import optimizers as nn_optimizers
from dlbook.nn.models import MODELS
from dlbook.nn.optimizers import AdaGrad, Adam, Momentum, Nesterov, RMSProp
from dlbook.twins import keras_twin
from dlbook.twins.parity import costs, optimizers, table, training
from dlbook.twins.parity import initializers as draws
from dlbook.twins.parity import layers as parity_layers

pytestmark = pytest.mark.keras

KERAS = Version(metadata.version("keras"))
DTYPES = [np.dtype(np.float64), np.dtype(np.float32)]
both_types = pytest.mark.parametrize("dtype", DTYPES, ids=str)


def check(rows):
    rows = list(rows)
    assert rows
    wrong = [f"{r.name}, {r.quantity}: {r.difference:.1e} > {r.tolerance}" for r in rows if not r.passes]
    assert not wrong, wrong
    return rows


@both_types
@pytest.mark.parametrize("name", parity_layers.CASES)
def test_layers(name, dtype):
    if (name, dtype) == ("Dense with L1", np.float64) and Version(metadata.version("keras")) < Version(
        "3.14"
    ):
        pytest.skip("Keras before 3.14 keeps the strength of L1 in float32")
    make, shape = parity_layers.CASES[name]
    rows = check(parity_layers.measure_layer("layer", name, make(), shape, dtype))
    assert {"forward", "gradients"} <= {r.quantity for r in rows}
    assert ("moving statistics" in {r.quantity for r in rows}) == ("BatchNorm" in name)


@both_types
@pytest.mark.parametrize("name", keras_twin.ACTIVATIONS)
def test_activations(name, dtype):
    check(parity_layers.measure_layer("activation", name, layers.Activation(name), (9,), dtype))


@both_types
def test_dropout_under_one_mask(dtype):
    check(parity_layers.measure_dropout(dtype))


@both_types
@pytest.mark.parametrize("name", costs.CASES)
def test_costs(name, dtype):
    assert len(check(costs.measure_cost(name, dtype))) == 2


@both_types
@pytest.mark.parametrize("name", optimizers.OPTIMIZERS)
def test_optimizers(name, dtype):
    assert len(check(optimizers.measure_optimizer(name, dtype))) == 2


@both_types
def test_clipping_and_schedules(dtype):
    check(optimizers.measure_clipping(dtype))
    check(optimizers.measure_schedules(dtype))


@pytest.mark.parametrize("name", draws.EXACT | draws.DRAWN)
def test_initializers(name):
    check(draws.measure_initializer(name, (draws.EXACT | draws.DRAWN)[name], DTYPES[1]))


@both_types
@pytest.mark.parametrize("name", MODELS)
def test_three_epochs_of_training(name, dtype):
    rows = check(training.measure_model(name, dtype))
    assert {"loss", "val_loss"} <= {r.quantity for r in rows}


WRONG = {
    "Adam's beta_2": (Adam(0.01), Adam(0.01, beta_2=0.998)),
    "Adam's epsilon": (Adam(0.01), Adam(0.01, epsilon=1e-8)),
    "RMSProp's epsilon": (RMSProp(0.01), RMSProp(0.01, epsilon=1e-8)),
    "AdaGrad's start": (AdaGrad(0.05), AdaGrad(0.05, initial_accumulator_value=0.0)),
    "Nesterov's look-ahead": (Nesterov(0.05), Momentum(0.05)),
}


@both_types
@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_optimizer_is_noticed(what, dtype):
    ours, other = WRONG[what]
    twin = keras_twin.keras_optimizer(ours, dtype=dtype)
    assert optimizers.walk_apart(other, other, twin, dtype) > 1e-3


def test_momentum_that_rescales_the_past_is_noticed_under_a_changing_rate():
    class TorchMomentum(Momentum):
        def rule(self, g, memory, eta, t):
            b = memory["velocity"]
            b *= self.momentum
            b += g
            return -eta * b

    constant, dtype = TorchMomentum(0.05), DTYPES[0]
    changing = replace(constant, learning_rate=optimizers.falling)
    for optimizer, equal in ((constant, True), (changing, False)):
        twin = keras_twin.keras_optimizer(keras_twin.representable(Momentum(0.05)), dtype=dtype)
        assert (optimizers.walk_apart(optimizer, optimizer, twin, dtype) < 1e-5) == equal


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("GlorotNormal", initializers.HeNormal()),
        ("HeUniform", initializers.HeNormal()),
        ("LecunNormal", initializers.TruncatedNormal(stddev=700**-0.5)),
        ("TruncatedNormal", initializers.RandomNormal(mean=0.1, stddev=0.05)),
    ],
)
def test_a_wrong_distribution_is_noticed(right, wrong):
    theirs = draws.moments(draws.keras_draw(right, draws.DRAWN[right], DTYPES[1]))
    ours = draws.moments(draws.draw(wrong, DTYPES[1]))
    assert any(abs(ours[key] / theirs[key] - 1) > 0.02 for key in ("standard deviation", "fourth moment"))


def test_wrong_moving_statistics_are_noticed():
    layer = layers.BatchNorm(momentum=0.98)
    rows = parity_layers.measure_layer("layer", "x", layer, (7,), DTYPES[0])
    next(rows)
    object.__setattr__(layer, "momentum", 0.99)
    assert {r.quantity for r in rows if not r.passes} == {"moving statistics", "forward after training"}


WITHOUT_TWIN = {"noisy_relu": "Keras has none", "gaussian_noise": "random; see test_keras_twin"}


class TestEverythingIsCovered:
    """A new part of the engine must be compared with Keras, or be named here with the reason why not."""

    def test_layers(self):
        compared = {make().kind for make, _ in parity_layers.CASES.values()} | {"activation", "dropout"}
        assert compared | WITHOUT_TWIN.keys() == layers.LAYERS.keys()

    def test_activations(self):
        only_here = {"identity", "step", "square"}
        assert set(keras_twin.ACTIVATIONS) | only_here == set(activations.names())

    def test_costs(self):
        assert {type(cost).name for cost, _, _ in costs.CASES.values()} == set(nn_costs.names())

    def test_optimizers(self):
        ours = {name for name in nn_optimizers.__all__ if name not in ("Optimizer", "Updater", "get")}
        assert optimizers.OPTIMIZERS.keys() == ours

    def test_initializers(self):
        assert {type(i).name for i in (draws.EXACT | draws.DRAWN).values()} == set(initializers.names())


def test_the_record_of_the_appendix_is_complete_and_good():
    stored = json.loads(table.RECORD.read_text(encoding="utf-8"))["rows"]
    names = {(entry["kind"], entry["name"]) for entry in stored}
    expected = {("layer", name) for name in parity_layers.CASES} | {("cost", name) for name in costs.CASES}
    expected |= {("optimiser", name) for name in optimizers.OPTIMIZERS}
    expected |= {("initialiser", name) for name in draws.EXACT | draws.DRAWN}
    expected |= {("training", f"{name} net") for name in MODELS}
    assert expected <= names
    for entry in stored:
        for dtype, difference in entry["differences"].items():
            assert difference <= entry["tolerances"][dtype]
