"""All layers alike: gradients by central differences, shapes, types, no array changed that is not theirs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import (
    ELU,
    Activation,
    BatchNorm,
    Dense,
    Dropout,
    Flatten,
    GaussianNoise,
    LeakyReLU,
    Maxout,
    NoisyReLU,
    Normalization,
    PReLU,
    Rescaling,
    activations,
)
from dlbook.nn.gradient_check import numerical_gradient
from dlbook.nn.initializers import Constant, RandomNormal
from dlbook.nn.layers import LAYERS

MAKERS = {
    "dense": lambda: Dense(3, bias_initializer="random_normal"),
    "dense_tanh": lambda: Dense(3, activation="tanh", bias_initializer=RandomNormal(stddev=1.0)),
    "dense_softmax": lambda: Dense(3, activation="softmax"),
    "dense_no_bias": lambda: Dense(3, activation="sigmoid", use_bias=False),
    "maxout": lambda: Maxout(3, pieces=4),
    "leaky_relu": lambda: LeakyReLU(0.1),
    "elu": lambda: ELU(0.7),
    "prelu": lambda: PReLU(alpha_initializer=Constant(0.25)),
    "noisy_relu": NoisyReLU,
    "batch_norm": lambda: BatchNorm(epsilon=1e-3),
    "dropout": lambda: Dropout(0.4),
    "gaussian_noise": lambda: GaussianNoise(0.5),
    "flatten": Flatten,
    "rescaling": lambda: Rescaling(2.5, offset=-1.0),
    "normalization": Normalization,
    **{f"activation_{name}": (lambda name=name: Activation(name)) for name in activations.names()},
}
#: Layers that answer differently in training.
FICKLE = {"noisy_relu", "batch_norm", "dropout", "gaussian_noise"}


def built(name, shape=(5,), dtype=np.float64):
    layer = MAKERS[name]()
    if isinstance(layer, Normalization):
        layer.adapt(np.random.default_rng(9).normal(3, 2, (50, *shape)))
    layer.build(shape, rng=np.random.default_rng(4), dtype=dtype)
    return layer


def test_every_layer_is_tested_here():
    assert {MAKERS[name]().kind for name in MAKERS} == set(LAYERS)


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", MAKERS)
def test_gradients_equal_central_differences(name, training, rng):
    layer = built(name)
    if "gamma" in layer.params:
        layer.params["gamma"][...] = rng.normal(1, 0.3, 5)
        layer.params["beta"][...] = rng.normal(0, 0.3, 5)
    x = rng.normal(size=(7, 5))

    def forward():
        return layer.forward(x, training=training, rng=np.random.default_rng(2))

    y, cache = forward()
    d_output = rng.normal(size=y.shape)
    d_input, gradients = layer.backward(d_output, cache)
    alone = layer.parameter_gradients(d_output, cache)
    assert gradients.keys() == alone.keys() == layer.params.keys()

    for array, gradient in [(x, d_input), *((layer.params[key], gradients[key]) for key in gradients)]:
        numerical = numerical_gradient(lambda: float((forward()[0] * d_output).sum()), array)
        assert gradient.shape == array.shape
        np.testing.assert_allclose(gradient, numerical, rtol=1e-6, atol=1e-8)
    for key in gradients:
        np.testing.assert_array_equal(gradients[key], alone[key])


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", MAKERS)
def test_float32_goes_in_and_comes_out(name, training, rng):
    layer = built(name, dtype=np.float32)
    x = rng.normal(size=(7, 5)).astype(np.float32)
    y, cache = layer.forward(x, training=training, rng=rng)
    d_input, gradients = layer.backward(np.ones_like(y), cache)
    arrays = [y, d_input, *gradients.values(), *layer.params.values(), *layer.state.values()]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", MAKERS)
def test_inputs_gradients_and_parameters_stay_as_they_were(name, training, rng):
    layer = built(name)
    x = rng.normal(size=(7, 5))
    y, cache = layer.forward(x, training=training, rng=np.random.default_rng(1))
    d_output = rng.normal(size=y.shape)
    watched = [x, y, d_output, *layer.params.values(), *layer.state.values()]
    before = [array.copy() for array in watched]
    _, gradients = layer.backward(d_output, cache)
    once = {key: g.copy() for key, g in gradients.items()}
    layer.parameter_gradients(d_output, cache)
    assert all((array == old).all() for array, old in zip(watched, before, strict=True))
    again = layer.backward(d_output, cache)[1]  # a cache serves more than once
    assert all((again[key] == once[key]).all() for key in once)


@pytest.mark.parametrize("name", MAKERS)
def test_training_matters_only_to_layers_that_say_so(name, rng):
    layer = built(name)
    x = rng.normal(size=(50, 5))
    still = layer.forward(x)[0]
    moving = layer.forward(x, training=True, rng=rng)[0]
    assert (name in FICKLE) == bool((still != moving).any())


@pytest.mark.parametrize("name", ["dropout", "gaussian_noise", "noisy_relu"])
def test_layers_that_draw_want_a_generator_in_training(name):
    layer = built(name)
    layer.forward(np.ones((2, 5)))
    with pytest.raises(ValueError, match=r"rng=None in training; expected a np\.random\.Generator"):
        layer.forward(np.ones((2, 5)), training=True)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dense(0), "units is 0; expected a whole number of at least 1"),
        (lambda: Dense(-3), "units is -3"),
        (lambda: Dense(2.5), "units is 2.5"),
        (lambda: Dense(True), "units is True"),
        (lambda: Dense("64"), "units is '64'"),
        (lambda: Dense(3, activation="reluu"), "Did you mean 'relu'"),
        (lambda: Dense(3, kernel_initializer="glorot"), "initializer is 'glorot'"),
        (lambda: Dense(3, bias_initializer="zeroes"), "Did you mean 'zeros'"),
        (lambda: Dense(3, kernel_regularizer="l3"), "regularizer is 'l3'"),
        (lambda: Activation("tan"), "Did you mean 'tanh'"),
        (lambda: Maxout(0), "units is 0"),
        (lambda: Maxout(3, pieces=0), "pieces is 0"),
        (lambda: PReLU("nils"), "initializer is 'nils'"),
        (lambda: LeakyReLU(np.nan), "a finite number"),
        (lambda: ELU(np.inf), "a finite number"),
        (lambda: BatchNorm(momentum=1.0), r"momentum is 1.0; expected a share in \[0, 1\)"),
        (lambda: BatchNorm(epsilon=0), "epsilon is 0"),
        (lambda: Dropout(1.0), r"rate is 1.0; expected a share in \[0, 1\)"),
        (lambda: Dropout(-0.1), "rate is -0.1"),
        (lambda: Dropout(np.nan), "rate is nan"),
        (lambda: GaussianNoise(-1), "stddev is -1"),
        (lambda: Rescaling(np.inf), "finite numbers"),
    ],
)
def test_bad_hyperparameters_are_refused_in_three_parts(make, message):
    with pytest.raises(ValueError, match=message) as caught:
        make()
    assert "; expected " in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("name", ["dense", "maxout"])
def test_dense_layers_take_vectors_only(name, rng):
    with pytest.raises(ValueError, match=r"examples of shape \(28, 28\); expected vectors.*Flatten"):
        MAKERS[name]().build((28, 28), rng=rng)


def test_hyperparameters_are_frozen():
    with pytest.raises(AttributeError):
        Dense(3).units = 4


def test_layers_with_equal_hyperparameters_are_different_layers():
    assert Dense(3) != Dense(3)
    assert repr(Dense(3)) == repr(Dense(3))


@given(
    name=st.sampled_from(list(MAKERS)),
    n=st.integers(1, 6),
    features=st.integers(1, 5),
    dtype=st.sampled_from([np.float32, np.float64]),
    training=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_output_shape_is_as_announced(name, n, features, dtype, training):
    layer = built(name, (features,), dtype)
    x = np.random.default_rng(n).normal(size=(n, features)).astype(dtype)
    y, cache = layer.forward(x, training=training, rng=np.random.default_rng(1))
    assert y.shape == (n, *layer.compute_output_shape((features,)))
    assert y.dtype == dtype
    assert np.isfinite(y).all()
    assert layer.backward(np.ones_like(y), cache)[0].shape == x.shape
