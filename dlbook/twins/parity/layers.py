"""Layers beside Keras': forward pass, gradients, moving statistics, penalties."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from dlbook.nn import L1, L1L2, L2, layers
from dlbook.nn.activations import names
from dlbook.nn.arrays import Array, Shape
from dlbook.nn.layers import Layer
from dlbook.rng import stream
from dlbook.twins import backend, keras_twin
from dlbook.twins.compare import largest_difference, relative_difference
from dlbook.twins.parity.row import Row, row

EXAMPLES = 16

#: Layers by the name in the table, with the shape of one example.
CASES: dict[str, tuple[Callable[[], Layer], Shape]] = {
    "Dense": (lambda: layers.Dense(5, activation="tanh"), (7,)),
    "Dense without bias": (lambda: layers.Dense(5, use_bias=False), (7,)),
    "Dense with L1": (lambda: layers.Dense(5, kernel_regularizer=L1(0.1)), (7,)),
    "Dense with L2": (lambda: layers.Dense(5, kernel_regularizer=L2(0.1), bias_regularizer=L2(0.2)), (7,)),
    "Dense with L1L2": (lambda: layers.Dense(5, kernel_regularizer=L1L2(0.1, 0.2)), (7,)),
    "Maxout (Dense, reshape, max)": (lambda: layers.Maxout(4, pieces=3), (7,)),
    "LeakyReLU": (lambda: layers.LeakyReLU(0.3), (7,)),
    "ELU": (lambda: layers.ELU(1.5), (7,)),
    "PReLU": (layers.PReLU, (7,)),
    "BatchNorm": (layers.BatchNorm, (7,)),
    "BatchNorm of images": (lambda: layers.BatchNorm(momentum=0.8, epsilon=1e-5), (3, 3, 2)),
    "Flatten": (layers.Flatten, (3, 4)),
    "Rescaling": (lambda: layers.Rescaling(1 / 255, -0.5), (7,)),
    "Normalization": (lambda: normalization(), (7,)),
}


def normalization() -> Layer:
    """Return the layer, adapted to columns of different means and spreads."""
    layer = layers.Normalization()
    layer.adapt(stream(0, "parity", "columns").normal(np.arange(7), np.arange(1, 8), (50, 7)))
    return layer


def measure(dtype: np.dtype) -> Iterator[Row]:
    """Yield the rows of all layers, then those of the activations."""
    for name, (make, shape) in CASES.items():
        yield from measure_layer("layer", name, make(), shape, dtype)
    for name in names():
        if name in keras_twin.ACTIVATIONS:
            yield from measure_layer("activation", name, layers.Activation(name), (9,), dtype)
    yield from measure_dropout(dtype)


def measure_layer(kind: str, name: str, layer: Layer, shape: Shape, dtype: np.dtype) -> Iterator[Row]:
    """Yield what one layer does, at inference and in three rounds of training, beside its twin."""
    rng = stream(0, "parity", name)
    layer.build(shape, rng=rng, dtype=dtype)
    for array in layer.params.values():  # no zeros, so that nothing is equal by chance
        array[...] = rng.normal(0, 0.7, array.shape)
    twin = keras_twin.keras_layer(layer, dtype)
    twin.build((None, *shape))
    keras_twin.copy_layer(layer, twin)
    x = rng.normal(0, 2, (EXAMPLES, *shape)).astype(dtype)
    yield row(kind, name, "forward", dtype, forward_difference(layer, twin, x))
    for _ in range(3):
        x = rng.normal(0.3, 2, x.shape).astype(dtype)
        worst = gradient_difference(layer, twin, x, rng)
    yield row(kind, name, "gradients", dtype, worst)
    if layer.state and any(key.startswith("moving") for key in layer.state):
        pairs = zip(layer.state.values(), twin.get_weights()[len(layer.params) :], strict=True)
        yield row(kind, name, "moving statistics", dtype, largest_difference(pairs))
        yield row(kind, name, "forward after training", dtype, forward_difference(layer, twin, x))
    if layer.regularizers():
        penalty = sum(r.penalty(layer.params[key]) for key, r in layer.regularizers().items())
        yield row(kind, name, "penalty", dtype, relative_difference(penalty, float(sum(twin.losses))))


def forward_difference(layer: Layer, twin: Any, x: Array) -> float:
    """Return how far the outputs are apart at inference."""
    return relative_difference(layer.forward(x)[0], np.asarray(twin(x, training=False)))


def gradient_difference(layer: Layer, twin: Any, x: Array, rng: np.random.Generator) -> float:
    """Return how far outputs and derivatives in training are apart, under a random linear cost."""
    tf = backend.tensorflow()
    y, cache = layer.forward(x, training=True)
    d_y = rng.normal(size=y.shape).astype(x.dtype)
    d_x, gradients = layer.backward(d_y, cache)
    for key, regularizer in layer.regularizers().items():
        gradients[key] = gradients[key] + regularizer.gradient(layer.params[key])
    with tf.GradientTape() as tape:
        inputs = tf.convert_to_tensor(x)
        tape.watch(inputs)
        outputs = twin(inputs, training=True)
        cost = tf.reduce_sum(outputs * d_y) + sum(twin.losses)
    variables = [v.value for v in twin.trainable_variables]
    theirs = tape.gradient(cost, [inputs, *variables])
    ours = [d_x, *(g.reshape(v.shape) for g, v in zip(gradients.values(), variables, strict=True))]
    pairs = [(y, np.asarray(outputs)), *((a, np.asarray(b)) for a, b in zip(ours, theirs, strict=True))]
    return largest_difference(pairs)


def measure_dropout(dtype: np.dtype) -> Iterator[Row]:
    """Yield what can be compared of dropout, whose masks are random: values, and both ways under one mask.

    Keras draws a mask; our layer then goes back under that very mask.
    """
    tf, layer = backend.tensorflow(), layers.Dropout(0.3)
    rng = stream(0, "parity", "dropout")
    x = rng.uniform(0.5, 1.5, (200, 50)).astype(dtype)
    twin = keras_twin.keras_layer(layer, dtype)
    with tf.GradientTape() as tape:
        inputs = tf.convert_to_tensor(x)
        tape.watch(inputs)
        outputs = twin(inputs, training=True)
        cost = tf.reduce_sum(outputs * x)
    y, mask = layer.forward(x, training=True, rng=rng)
    theirs = np.asarray(outputs)
    scales = (np.unique(np.round(y / x, 5)), np.unique(np.round(theirs / x, 5)))
    yield row("layer", "Dropout", "forward", dtype, forward_difference(layer, twin, x))
    yield row("layer", "Dropout", "values of the mask", dtype, relative_difference(*scales))
    factor = np.asarray(mask).max()
    d_x = layer.backward(x, np.where(theirs > 0, factor, 0).astype(dtype))[0]
    yield row(
        "layer",
        "Dropout",
        "gradients",
        dtype,
        relative_difference(d_x, np.asarray(tape.gradient(cost, inputs))),
    )
