"""Golden numbers for descent with mini-batches on the twelve pebbles of chapter 5."""

from typing import Any

import numpy as np

from dlbook import nn
from dlbook.book.fixtures_descent import neuron, pebbles
from dlbook.book.fixtures_random import deal, uniform

_CASES = ((12, 0.1, 0), (5, 0.1, 0), (4, 0.3, 7), (1, 0.1, 5), (1, 0.25, 123))
_EPOCHS = 3


def batches() -> dict[str, Any]:
    """Return whole descents of a linear neuron in mini-batches, by the engine's network, cost and optimiser.

    Example:
        >>> [len(walk["places"]) for walk in batches()["walks"]]
        [4, 10, 10, 37, 37]
    """
    walks = [
        {"batch": size, "rate": rate, "seed": seed, "epochs": _EPOCHS, "places": _walk(size, rate, seed)}
        for size, rate, seed in _CASES
    ]
    h = np.linalg.eigvalsh(_hessian())
    return {"curvatures": h.tolist(), "lowest": _lowest().tolist(), "walks": walks}


def _walk(size: int, rate: float, seed: int) -> list[list[float]]:
    """Return weight and bias before every step and at the end."""
    known = pebbles()
    x, y = (np.array(known[name])[:, None] for name in ("inputs", "targets"))
    net = neuron(True, *known["start"])
    optimizer = nn.SGD(rate)
    state, places = optimizer.init(net.params), [known["start"]]
    draw = uniform(seed)
    for _ in range(_EPOCHS):
        order = deal(len(x), draw)
        for start in range(0, len(x), size):
            rows = order[start : start + size]
            _, gradients = net.cost_and_gradients(x[rows], y[rows], nn.Quadratic())
            updates, state = optimizer.update(gradients, state, net.params)
            for name, update in updates.items():
                net.params[name] += update
            places.append([net.params[f"dense_1/{name}"].item() for name in ("kernel", "bias")])
    return places


def _hessian() -> np.ndarray:
    """Return the second derivatives of the cost, 2/n times the sum of (x, 1)(x, 1)."""
    inputs = np.array([(x, 1.0) for x in pebbles()["inputs"]])
    return 2 * inputs.T @ inputs / len(inputs)


def _lowest() -> np.ndarray:
    """Return weight and bias of least squares."""
    inputs = np.array([(x, 1.0) for x in pebbles()["inputs"]])
    return np.linalg.lstsq(inputs, np.array(pebbles()["targets"]), rcond=None)[0]
