"""Data and golden numbers for the batch norm widget: four real units, and the engine's layer on them."""

from functools import cache
from typing import Any

import numpy as np

from dlbook import nn
from dlbook.book.fixtures_random import deal, uniform
from dlbook.data import flatten_pixels, load_mnist
from dlbook.figures.chapters.unstable_gradients import BATCH, different_units
from dlbook.rng import stream

_DIGITS = 4
_STEPS = 30
_PHASES = ((20, 0.0, 1.0, 32), (10, 2.5, 0.5, 4))
"""What the units are fed: so many steps, moved and stretched so, in batches of so many."""


@cache
def units() -> list[list[float]]:
    """Return what the four units of the chapter's figure answer to 512 digits, before any activation.

    They are computed in 64 bits and rounded, so that they are the same on every machine.

    Returns:
        Four lists, one for each unit.

    Example:
        >>> [len(unit) for unit in units()]
        [512, 512, 512, 512]
    """
    x = flatten_pixels(load_mnist(sample="only").x_train[:BATCH]).astype(np.float64)
    layer = nn.Dense(64)
    layer.build(x.shape[1:], rng=stream(0, "figure", "batch-norm-transform"), dtype=np.float64)
    z = layer.forward(x)[0]
    found: list[list[float]] = z[:, different_units(z)].round(_DIGITS).T.tolist()
    return found


def batch_norm() -> dict[str, Any]:
    """Return a layer of batch norm over 30 steps in which its inputs change, and its answers at the end.

    Example:
        >>> golden = batch_norm()
        >>> len(golden["steps"]), [phase["steps"] for phase in golden["phases"]]
        (30, [20, 10])
    """
    names = ("steps", "shift", "stretch", "batch")
    z, layer = np.array(units()).T, nn.BatchNorm()
    layer.build((4,), rng=np.random.default_rng(0), dtype=np.float64)
    layer.params["gamma"][:], layer.params["beta"][:] = 1.5, -0.5
    steps: list[dict[str, Any]] = []
    seed, x = 3, z
    for count, shift, stretch, batch in _PHASES:
        x = stretch * z + shift
        for _ in range(count):
            steps.append(_step(layer, x, _rows(seed, len(steps), batch)))
    return {
        "phases": [dict(zip(names, phase, strict=True)) for phase in _PHASES],
        "seed": seed,
        "gamma": 1.5,
        "beta": -0.5,
        "steps": steps,
        "inference": layer.forward(x[:8])[0].tolist(),
        "out": [_summary(layer.forward(x)[0]), _summary(_epoch(layer, x, seed, _STEPS, _PHASES[-1][-1]))],
    }


def _rows(seed: int, step: int, batch: int) -> list[int]:
    """Return the examples of a step: each of the 512 is asked once an epoch."""
    a_round = BATCH // batch
    order = deal(BATCH, uniform(1000 * seed + step // a_round))
    start = batch * (step % a_round)
    return order[start : start + batch]


def _step(layer: nn.BatchNorm, x: np.ndarray, rows: list[int]) -> dict[str, Any]:
    """Train one step, and ask about example 0 in the company of the batch without leaving a trace."""
    layer.forward(x[rows], training=True)
    moving = {name: array.copy() for name, array in layer.state.items()}
    probe = layer.forward(x[[0, *rows[1:]]], training=True)[0][0]
    for name, array in moving.items():
        layer.state[name][:] = array
    return {
        "mean": x[rows].mean(axis=0).tolist(),
        "variance": x[rows].var(axis=0).tolist(),
        "moving_mean": moving["moving_mean"].tolist(),
        "moving_variance": moving["moving_variance"].tolist(),
        "probe": probe.tolist(),
    }


def _epoch(layer: nn.BatchNorm, x: np.ndarray, seed: int, step: int, batch: int) -> np.ndarray:
    """Return the answers to all examples in the batches of the epoch to which a step belongs."""
    out, a_round = np.empty_like(x), BATCH // batch
    for i in range(a_round):
        rows = _rows(seed, step // a_round * a_round + i, batch)
        out[rows] = layer.forward(x[rows], training=True)[0]
    return out


def _summary(y: np.ndarray) -> dict[str, list[float]]:
    return {"mean": y.mean(axis=0).tolist(), "deviation": y.std(axis=0).tolist()}
