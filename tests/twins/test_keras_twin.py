"""The twin itself: weights there and back, noise, and what it refuses."""

import numpy as np
import pytest

from dlbook.nn import models
from dlbook.nn.layers import Activation, Dense, Dropout, GaussianNoise, NoisyReLU
from dlbook.nn.network import Sequential
from dlbook.rng import stream
from dlbook.twins import keras_twin

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def deep():
    net = models.get("deep").build(rng=stream(1, "twin"))
    for array in (net.params | net.state).values():
        array[...] = stream(1, "twin", "values").uniform(0.1, 1, array.shape)
    return net, keras_twin.to_keras(net)


def test_the_deep_net_gives_the_same_answers_and_counts_the_same_parameters(deep):
    net, twin = deep
    x = stream(1, "inputs").random((20, 784), dtype=np.float32)
    np.testing.assert_allclose(net.predict(x), np.asarray(twin(x, training=False)), rtol=1e-4, atol=1e-6)
    assert twin.count_params() == net.count_params() == 59978
    assert sum(w.size for w in net.params.values()) == sum(
        int(np.prod(v.shape)) for v in twin.trainable_variables
    )


def test_weights_travel_there_and_back(deep):
    net, twin = deep
    other = models.get("deep").build(rng=stream(2, "twin"))
    keras_twin.copy_from_keras(twin, other)
    for key, array in net.get_weights().items():
        np.testing.assert_array_equal(other.get_weights()[key], array, err_msg=key)


def test_copying_refuses_another_architecture(deep):
    other = models.get("deep").layers()
    other[0] = Dense(32, activation="relu")
    net = Sequential([other[0], *other[1:]]).build((784,), rng=stream(1, "other"))
    with pytest.raises(ValueError, match="expected sizes"):
        keras_twin.copy_from_keras(deep[1], net)


@pytest.mark.parametrize("layer", [Dropout(0.3), GaussianNoise(0.3)], ids=["dropout", "gaussian noise"])
def test_noise_has_the_same_mean_and_spread_as_in_keras(layer):
    x = np.full((2000, 50), 2.0, np.float32)
    ours = layer.forward(x, training=True, rng=stream(1, "noise"))[0]
    theirs = np.asarray(keras_twin.keras_layer(layer)(x, training=True))
    assert ours.mean() == pytest.approx(theirs.mean(), abs=0.02)
    assert ours.std() == pytest.approx(theirs.std(), rel=0.02)
    assert ours.std(axis=0).min() > 0.9 * ours.std()  # each example has its own noise
    np.testing.assert_array_equal(layer.forward(x)[0], np.asarray(keras_twin.keras_layer(layer)(x)))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: keras_twin.to_keras(Sequential([Dense(2)])), "not built"),
        (lambda: keras_twin.keras_layer(NoisyReLU()), "Keras has no layer"),
        (lambda: keras_twin.keras_layer(Activation("square")), "activation is 'square'"),
        (lambda: keras_twin.keras_cost("quadratic"), "Keras has no cost"),
    ],
)
def test_what_keras_does_not_have_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
