"""Costs beside Keras': the mean with and without weights, and its gradient by the logits."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from dlbook.nn import activations, costs
from dlbook.nn.arrays import Array
from dlbook.nn.costs import Cost
from dlbook.rng import stream
from dlbook.twins import backend, keras_twin
from dlbook.twins.compare import largest_difference
from dlbook.twins.parity.row import Row, row

EXAMPLES, OUTPUTS = 12, 5
Targets = Callable[[np.random.Generator], Array]


def numbers(rng: np.random.Generator) -> Array:
    """Return targets of any size."""
    return rng.normal(0, 2, (EXAMPLES, OUTPUTS))


def yes_or_no(rng: np.random.Generator) -> Array:
    """Return targets of 0 and 1."""
    return rng.integers(0, 2, (EXAMPLES, OUTPUTS)).astype(float)


def classes(rng: np.random.Generator) -> Array:
    """Return class numbers."""
    return rng.integers(0, OUTPUTS, EXAMPLES)


def one_hot(rng: np.random.Generator) -> Array:
    """Return one-hot rows."""
    return np.eye(OUTPUTS)[classes(rng)]


#: Cost, the activation that makes its predictions from logits, and targets for it.
CASES: dict[str, tuple[Cost, str, Targets]] = {
    "MeanSquaredError": (costs.MeanSquaredError(), "linear", numbers),
    "Quadratic (5 times Keras' mean)": (costs.Quadratic(), "sigmoid", yes_or_no),
    "MeanAbsoluteError": (costs.MeanAbsoluteError(), "linear", numbers),
    "Huber": (costs.Huber(delta=1.5), "linear", numbers),
    "BinaryCrossentropy": (costs.BinaryCrossentropy(), "sigmoid", yes_or_no),
    "BinaryCrossentropy from logits": (costs.BinaryCrossentropy(from_logits=True), "linear", yes_or_no),
    "CategoricalCrossentropy": (costs.CategoricalCrossentropy(), "softmax", one_hot),
    "CategoricalCrossentropy from logits": (
        costs.CategoricalCrossentropy(from_logits=True),
        "linear",
        one_hot,
    ),
    "SparseCategoricalCrossentropy": (costs.SparseCategoricalCrossentropy(), "softmax", classes),
    "SparseCategoricalCrossentropy from logits": (
        costs.SparseCategoricalCrossentropy(from_logits=True),
        "linear",
        classes,
    ),
}


def measure(dtype: np.dtype) -> Iterator[Row]:
    """Yield the rows of all costs."""
    for name in CASES:
        yield from measure_cost(name, dtype)


def measure_cost(name: str, dtype: np.dtype) -> Iterator[Row]:
    """Yield the rows of one cost, without and with example weights."""
    cost, activation, targets = CASES[name]
    rng = stream(0, "parity", name)
    y, z = targets(rng), rng.normal(0, 3, (EXAMPLES, OUTPUTS)).astype(dtype)
    y = y if y.dtype.kind == "i" else y.astype(dtype)
    for how, weights in (("", None), (", weighted", rng.uniform(0, 2, EXAMPLES).astype(dtype))):
        ours = our_value_and_gradient(cost, activation, y, z, weights)
        theirs = keras_value_and_gradient(cost, activation, y, z, weights)
        apart = largest_difference(zip(ours, theirs, strict=True))
        yield row("cost", name, f"value and gradient{how}", dtype, apart)


def our_value_and_gradient(
    cost: Cost, activation: str, y: Array, z: Array, weights: Array | None
) -> tuple[float, Array]:
    """Return the cost behind an activation, and its derivative by the logits."""
    function = activations.get(activation)
    a, kept = function.forward(z)
    value, d_a = cost.value_and_gradient(y, a, weights)
    return value, function.backward(d_a, kept)


def keras_value_and_gradient(
    cost: Cost, activation: str, y: Array, z: Array, weights: Array | None
) -> tuple[float, Array]:
    """Return the same from Keras; its mean squared error times the outputs is the quadratic cost."""
    tf, keras = backend.tensorflow(), backend.keras()
    factor: Any = OUTPUTS if isinstance(cost, costs.Quadratic) else 1
    loss = keras_twin.keras_cost("mean_squared_error" if factor > 1 else cost, z.dtype)
    with tf.GradientTape() as tape:
        logits = tf.convert_to_tensor(z)
        tape.watch(logits)
        value = factor * loss(y, keras.activations.get(activation)(logits), sample_weight=weights)
    return float(value), np.asarray(tape.gradient(value, logits))
