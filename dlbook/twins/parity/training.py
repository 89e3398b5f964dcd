"""Whole trainings beside Keras': three epochs of each of the book's nets, on the same batches.

The deep net makes any difference in Adam about a hundred times larger in these epochs, and Keras computes
Adam's bias correction with float32 numbers. So in float64 both sides get hyperparameters that float32 can
hold; in float32 both get betas next to the usual ones for which the correction has no rounding error, and the
deep net is allowed more.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from dlbook.data import load_housing, load_mnist, standardize
from dlbook.nn import models
from dlbook.nn.arrays import Array
from dlbook.nn.layers import Dropout
from dlbook.nn.models import Model
from dlbook.nn.network import Sequential
from dlbook.nn.optimizers import Adam
from dlbook.nn.training import fit
from dlbook.rng import stream
from dlbook.twins import backend, keras_twin
from dlbook.twins.compare import relative_difference
from dlbook.twins.parity.row import ACCURACY_TOLERANCE, GROWN_TOLERANCE, TRAINING_TOLERANCE, Row

EPOCHS, ROWS = 3, 6000
Data = tuple[Array, Array, Array, Array]


def measure(dtype: np.dtype) -> Iterator[Row]:
    """Yield the rows of the four nets."""
    for name in models.MODELS:
        yield from measure_model(name, dtype)


def measure_model(name: str, dtype: np.dtype) -> Iterator[Row]:
    """Yield, for each figure in the history, the largest difference over the epochs.

    The order of the examples is that of the rows in both, and dropout has rate 0: its masks are random
    (``layers.measure_dropout`` compares the layer).
    """
    model, data = fair(models.get(name), dtype), load(name)
    net = without_dropout(model, dtype)
    with backend.keras_float(dtype):
        twin = keras_twin.to_keras(net)
        theirs = keras_history(model, twin, data)
    ours = our_history(model, net, data)
    for key, values in theirs.items():
        gap = relative_difference(ours[key], values)
        tolerance = tolerance_of(name, key, dtype)
        yield Row("training", f"{name} net", key, dtype.name, gap, tolerance)


def tolerance_of(name: str, metric: str, dtype: np.dtype) -> float:
    """Return how far a metric of a whole training may differ; in float32 rounding grows."""
    if dtype != np.float32:
        return TRAINING_TOLERANCE
    if name == "deep":
        return GROWN_TOLERANCE
    return ACCURACY_TOLERANCE if metric.endswith("accuracy") else TRAINING_TOLERANCE


def fair(model: Model, dtype: np.dtype) -> Model:
    """Return the model with hyperparameters that mean the same number to both sides."""
    optimizer = keras_twin.representable(model.optimizer)
    if isinstance(optimizer, Adam) and dtype == np.float32:
        optimizer = replace(optimizer, beta_1=0.875, beta_2=1 - 2**-10)
    return replace(model, optimizer=optimizer)


def without_dropout(model: Model, dtype: np.dtype) -> Sequential:
    """Return the net with its dropout set to rate 0."""
    layers = [replace(a, rate=0.0) if isinstance(a, Dropout) else a for a in model.layers()]
    return Sequential(layers).build(model.input_shape, rng=stream(0, "parity", model.name), dtype=dtype)


def load(name: str) -> Data:
    """Return training and validation data: up to 6,000 shuffled digits and 1,000 more, or housing."""
    if name == "regression":
        housing = load_housing()
        x, x_test = standardize(housing.x_train, housing.x_test)
        return x, housing.y_train[:, None], x_test, housing.y_test[:, None]
    x, y, x_test, y_test = load_mnist().flat()
    order = stream(0, "parity", "digits").permutation(len(x))[:ROWS]
    return x[order], y[order], x_test[:1000], y_test[:1000]


def our_history(model: Model, net: Sequential, data: Data) -> dict[str, list[float]]:
    """Train our net; return its history."""
    x, y, x_test, y_test = data
    history = fit(
        net,
        x,
        y,
        cost=model.cost,
        optimizer=model.optimizer,
        batch_size=model.batch_size,
        epochs=EPOCHS,
        validation_data=(x_test, y_test),
        rng=stream(0, "parity", model.name, "fit"),
        shuffle=False,
        verbose=0,
    )
    return history.history


def keras_history(model: Model, twin: Any, data: Data) -> dict[str, list[float]]:
    """Train the twin in Keras; return its history."""
    x, y, x_test, y_test = data
    dtype = twin.dtype
    twin.compile(
        loss=keras_twin.keras_cost(model.cost, dtype),
        optimizer=keras_twin.keras_optimizer(model.optimizer, dtype=dtype),
        metrics=[] if model.name == "regression" else ["accuracy"],
    )
    history = twin.fit(
        x.astype(dtype),
        y.astype(dtype),
        batch_size=model.batch_size,
        epochs=EPOCHS,
        validation_data=(x_test.astype(dtype), y_test.astype(dtype)),
        shuffle=False,
        verbose=0,
    )
    return history.history
