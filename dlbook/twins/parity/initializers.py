"""Initialisers beside Keras': the same distribution, judged by moments and limits of large draws."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from dlbook.nn import initializers
from dlbook.nn.arrays import Array
from dlbook.nn.initializers import Initializer
from dlbook.rng import stream
from dlbook.twins import backend
from dlbook.twins.parity.row import MOMENT_TOLERANCE, Row

SHAPE = (700, 300)
DRAWN: dict[str, Initializer] = {
    "RandomNormal": initializers.RandomNormal(mean=0.1, stddev=0.05),
    "RandomUniform": initializers.RandomUniform(minval=-0.1, maxval=0.3),
    "TruncatedNormal": initializers.TruncatedNormal(mean=0.1, stddev=0.05),
    "GlorotNormal": initializers.GlorotNormal(),
    "GlorotUniform": initializers.GlorotUniform(),
    "HeNormal": initializers.HeNormal(),
    "HeUniform": initializers.HeUniform(),
    "LecunNormal": initializers.LecunNormal(),
    "LecunUniform": initializers.LecunUniform(),
}
EXACT: dict[str, Initializer] = {
    "Zeros": initializers.Zeros(),
    "Ones": initializers.Ones(),
    "Constant": initializers.Constant(0.25),
}


def measure(dtype: np.dtype) -> Iterator[Row]:
    """Yield the rows of all initialisers."""
    for name, ours in (EXACT | DRAWN).items():
        yield from measure_initializer(name, ours, dtype)


def measure_initializer(name: str, ours: Initializer, dtype: np.dtype) -> Iterator[Row]:
    """Yield the rows of one initialiser; one that draws is compared by mean, spread, tails and limit."""
    a, b = draw(ours, dtype), keras_draw(name, ours, dtype)
    if name in EXACT:
        yield Row("initialiser", name, "values", dtype.name, float(np.abs(a - b).max()), 0.0)
        return
    theirs = moments(b)
    for quantity, value in moments(a).items():
        if (quantity, name) == ("limit", "RandomNormal"):  # it has none
            continue
        scale = theirs["standard deviation" if quantity == "mean" else quantity]
        gap = abs(value - theirs[quantity]) / scale
        yield Row("initialiser", name, quantity, dtype.name, gap, MOMENT_TOLERANCE)


def draw(initializer: Initializer, dtype: np.dtype) -> Array:
    """Return a large draw of ours."""
    return initializer(SHAPE, rng=stream(0, "parity", type(initializer).__name__), dtype=dtype)


def keras_draw(name: str, ours: Initializer, dtype: np.dtype) -> Array:
    """Return a large draw of Keras' initialiser with the same settings."""
    settings: dict[str, Any] = dict(vars(ours))
    if name in DRAWN:
        settings["seed"] = 1
    return np.asarray(getattr(backend.keras().initializers, name)(**settings)(SHAPE, dtype=dtype.name))


def moments(w: Array) -> dict[str, float]:
    """Return what tells one distribution from another.

    The fourth moment tells normal (3), truncated (2.4) and uniform (1.8) apart, the limit shows where a
    distribution is cut.
    """
    centred = (w - w.mean(dtype=np.float64)) / w.std(dtype=np.float64)
    return {
        "mean": float(w.mean(dtype=np.float64)),
        "standard deviation": float(w.std(dtype=np.float64)),
        "fourth moment": float((centred**4).mean()),
        "limit": float(np.abs(w).max()),
    }
