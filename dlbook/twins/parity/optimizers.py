"""Optimisers beside Keras': twenty steps on ordinary, tiny and zero gradients, also at a changing rate."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from dlbook.nn import schedules
from dlbook.nn.arrays import Array
from dlbook.nn.clipping import Clipped
from dlbook.nn.optimizers import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSProp
from dlbook.rng import stream
from dlbook.twins import backend, keras_twin
from dlbook.twins.compare import largest_difference, relative_difference
from dlbook.twins.parity.row import Row, row

STEPS = 20
OPTIMIZERS: dict[str, Optimizer] = {
    "SGD": SGD(0.05),
    "Momentum": Momentum(0.05),
    "Nesterov": Nesterov(0.05),
    "AdaGrad": AdaGrad(0.05),
    "RMSProp": RMSProp(0.01),
    "AdaDelta": AdaDelta(1.0),
    "Adam": Adam(0.01),
    "AdamW": AdamW(0.01, weight_decay=0.1),
}
CLIPPING: dict[str, dict[str, float]] = {
    "clipnorm": {"clipnorm": 1.0},
    "global_clipnorm": {"global_clipnorm": 1.0},
    "clipvalue": {"clipvalue": 0.5},
}


def falling(step: int) -> float:
    """Return a rate that changes at every step."""
    return 0.05 / (1 + step)


def measure(dtype: np.dtype) -> Iterator[Row]:
    """Yield the rows of all optimisers, of gradient clipping and of the schedules."""
    for name in OPTIMIZERS:
        yield from measure_optimizer(name, dtype)
    yield from measure_clipping(dtype)
    yield from measure_schedules(dtype)


def measure_optimizer(name: str, dtype: np.dtype) -> Iterator[Row]:
    """Yield the rows of one optimiser."""
    constant = keras_twin.representable(OPTIMIZERS[name])
    changing = replace(constant, learning_rate=falling)
    for quantity, optimizer in (("20 steps", constant), ("20 steps, changing rate", changing)):
        twin = keras_twin.keras_optimizer(constant, dtype=dtype)
        yield row("optimiser", name, quantity, dtype, walk_apart(optimizer, optimizer, twin, dtype))


def measure_clipping(dtype: np.dtype) -> Iterator[Row]:
    """Yield the rows of gradient clipping."""
    for name, limit in CLIPPING.items():
        twin = keras_twin.keras_optimizer(SGD(0.05), dtype=dtype, **limit)
        apart = walk_apart(Clipped(SGD(0.05), **limit), SGD(0.05), twin, dtype)
        yield row("optimiser", f"SGD with {name}", "20 steps", dtype, apart)


def start(dtype: np.dtype) -> dict[str, Array]:
    """Return parameters; those that move little begin at 0, where float32 can show small steps."""
    rng = stream(0, "parity", "parameters")
    return {
        "plain": rng.normal(size=(4, 5)).astype(dtype),
        "sparse": rng.normal(size=6).astype(dtype),
        "tiny": np.zeros(7, dtype),
        "zero": np.zeros(3, dtype),
    }


def gradients(dtype: np.dtype) -> Iterator[dict[str, Array]]:
    """Yield the gradients of 20 steps: ordinary ones, some mostly 0, some of 1e-6, some always 0."""
    rng = stream(0, "parity", "gradients")
    for _ in range(STEPS):
        values = {
            "plain": rng.normal(size=(4, 5)),
            "sparse": rng.normal(size=6) * (rng.random(6) < 0.3),
            "tiny": 1e-6 * rng.choice([-1.0, 1.0], 7),
            "zero": np.zeros(3),
        }
        yield {key: g.astype(dtype) for key, g in values.items()}


def walk_apart(ours: Any, rates: Optimizer, twin: Any, dtype: np.dtype) -> float:
    """Return how far the two walks from the same start are apart at their worst step.

    Args:
        ours: our optimiser.
        rates: tells the learning rate of each step, which Keras' optimiser is given.
        twin: Keras' optimiser.
        dtype: floating type.
    """
    with backend.keras_float(dtype) as keras:
        w, begin = start(dtype), start(dtype)
        variables = {key: keras.Variable(value, dtype=dtype.name) for key, value in w.items()}
        state, worst = ours.init(w), 0.0
        for step, g in enumerate(gradients(dtype)):
            updates, state = ours.update(g, state, w)
            w = {key: value + updates[key] for key, value in w.items()}
            twin.learning_rate = rates.rate(step)
            tensors = [keras.ops.convert_to_tensor(value) for value in g.values()]
            twin.apply(tensors, list(variables.values()))
            pairs = [(w[key] - begin[key], np.asarray(v) - begin[key]) for key, v in variables.items()]
            worst = max(worst, largest_difference(pairs))
    return worst


def measure_schedules(dtype: np.dtype) -> Iterator[Row]:
    """Yield how far the schedules are apart over 130 steps."""
    keras_schedules = backend.keras().optimizers.schedules
    cases: dict[str, tuple[Callable[[int], float], Any]] = {
        "Piecewise": (
            schedules.Piecewise((10, 50), (0.1, 0.05, 0.01)),
            keras_schedules.PiecewiseConstantDecay([10, 50], [0.1, 0.05, 0.01]),
        ),
        "Exponential": (
            schedules.Exponential(0.1, 20, 0.5),
            keras_schedules.ExponentialDecay(0.1, 20, 0.5),
        ),
        "Exponential, staircase": (
            schedules.Exponential(0.1, 20, 0.5, staircase=True),
            keras_schedules.ExponentialDecay(0.1, 20, 0.5, staircase=True),
        ),
        "Cosine": (schedules.Cosine(0.1, 100, 0.1), keras_schedules.CosineDecay(0.1, 100, alpha=0.1)),
        "WarmUp, then Cosine": (
            schedules.WarmUp(schedules.Cosine(0.1, 100), warmup_steps=10),
            keras_schedules.CosineDecay(0.0, 100, warmup_target=0.1, warmup_steps=10),
        ),
    }
    for name, (ours, theirs) in cases.items():
        with backend.keras_float(dtype):
            rates = np.array([[ours(step), float(theirs(step))] for step in range(130)])
        yield row("schedule", name, "130 steps", dtype, relative_difference(rates[:, 0], rates[:, 1]))
