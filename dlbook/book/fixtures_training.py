"""Golden numbers for the widgets' network engine: whole trainings of small nets."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from dlbook import nn
from dlbook.nn import Sequential
from dlbook.nn.arrays import Array
from dlbook.nn.optimizers import Optimizer
from dlbook.rng import stream
from dlbook.runs.jobs.encoder import PATTERNS, EncoderSettings

_EPOCHS = 2
_ENCODER_EPOCHS = (0, 5, 100, 300, 1000)


@dataclass(frozen=True)
class _Case:
    """A small net, what it is trained on, and how."""

    layers: Sequence[nn.Layer]
    classes: int
    cost: str
    optimizer: Optimizer
    batch_size: int


def trainings() -> dict[str, Any]:
    """Return trainings of two epochs: start, orders of the examples, random draws, costs and what came out.

    Example:
        >>> [len(run["losses"]) for run in trainings()["runs"].values()]
        [2, 2]
    """
    everything = [
        nn.Dense(8, kernel_initializer="he_normal", kernel_regularizer=nn.L2(0.01)),
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.Dropout(0.25),
        nn.Dense(8, activation="elu", kernel_regularizer=nn.L1(0.005)),
        nn.Dense(3, activation="softmax"),
    ]
    plain = [
        nn.Dense(8, activation="tanh"),
        nn.Dense(8, activation="tanh"),
        nn.Dense(1, activation="sigmoid"),
    ]
    cases = {
        "everything": _Case(everything, 3, "categorical_crossentropy", nn.Adam(0.02), 7),
        "plain": _Case(plain, 2, "binary_crossentropy", nn.Momentum(0.1, 0.9), 32),
    }
    return {"runs": {name: _train(name, case) for name, case in cases.items()}}


def _train(name: str, case: _Case) -> dict[str, Any]:
    """Train one net with `fit`, and note the random numbers that it used."""
    rng = stream(1, "training", name)
    x = rng.normal(size=(40, 2))
    labels = np.floor(np.arctan2(x[:, 1], x[:, 0]) / (2 * np.pi) * case.classes).astype(int) % case.classes
    y = labels[:, None].astype(float) if case.classes == 2 else np.eye(case.classes)[labels]
    net = Sequential(case.layers).build((2,), rng=rng, dtype=np.float64)
    start = _weights(net.get_weights())
    history = nn.fit(
        net,
        x,
        y,
        cost=case.cost,
        optimizer=case.optimizer,
        batch_size=case.batch_size,
        epochs=_EPOCHS,
        rng=stream(1, "fit", name),
        verbose=0,
    )
    shuffle_rng, layer_rng = stream(1, "fit", name).spawn(2)
    draws = len(x) * _EPOCHS * 8 if any(layer.kind == "dropout" for layer in case.layers) else 0
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "start": start,
        "orders": [shuffle_rng.permutation(len(x)).tolist() for _ in range(_EPOCHS)],
        "draws": [float(value) for value in layer_rng.random(draws, dtype=np.float32)],
        "steps": _EPOCHS * ceil(len(x) / case.batch_size),
        "losses": [float(value) for value in history.history["loss"]],
        "end": _weights(net.get_weights()),
        "outputs": net.predict(x[:5]).tolist(),
    }


def encoder() -> dict[str, Any]:
    """Return the 8-3-8 encoder: first weights, then codes and errors of each output at some epochs.

    Example:
        >>> golden = encoder()
        >>> golden["epochs"][1], round(sum(golden["errors"][0]), 1)
        (5, 16.4)
    """
    settings = EncoderSettings()
    small = nn.RandomUniform(-settings.span, settings.span)
    net = Sequential(
        [nn.Dense(n, activation="sigmoid", kernel_initializer=small, bias_initializer=small) for n in (3, 8)]
    ).build((8,), rng=stream(1, "weights"), dtype=np.float64)
    golden: dict[str, Any] = {"start": _weights(net.get_weights()), "epochs": list(_ENCODER_EPOCHS)}
    golden |= {"codes": [], "errors": []}
    # half the rate, since the quadratic cost has no 1/2 in front
    optimizer = nn.Momentum(settings.learning_rate / 2, momentum=settings.momentum)
    state = optimizer.init(net.params)
    for epoch in range(_ENCODER_EPOCHS[-1] + 1):
        if epoch in _ENCODER_EPOCHS:
            outputs = net.layer_outputs(PATTERNS)
            golden["codes"].append(outputs["dense_1"].tolist())
            golden["errors"].append(((outputs["dense_2"] - PATTERNS) ** 2).sum(axis=0).tolist())
        for row in PATTERNS[:, None, :]:
            _, gradients = net.cost_and_gradients(row, row, "quadratic")
            for key, update in optimizer.advance(gradients, state).items():
                net.params[key] += update
    return golden


def _weights(arrays: dict[str, Array]) -> dict[str, list[float]]:
    return {key: [float(value) for value in array.ravel()] for key, array in arrays.items()}
