"""Golden numbers for the dropout widget: a small net under masks that the engine's own layers have drawn."""

from itertools import product
from typing import Any

import numpy as np

from dlbook.nn import Dense, Dropout, Sequential, relu
from dlbook.rng import stream

_CASES = (("relu", 0.5), ("relu", 0.2), ("linear", 0.35), ("linear", 0.0))
_ROUNDS = 6
_X = np.array([[1.0, 2.0, 3.0]])


def dropout() -> dict[str, Any]:
    """Return nets of 3, 5, 5 and 1 units, with their answers in rounds of dropout, in use, and on average.

    Example:
        >>> linear = dropout()["cases"][2]
        >>> bool(np.isclose(linear["whole"], linear["mean_of_all"]))
        True
    """
    return {"x": _X[0].tolist(), "cases": [_case(*case) for case in _CASES]}


def _case(activation: str, rate: float) -> dict[str, Any]:
    """Draw a net and let it answer."""
    middle = [Dense(5, activation), Dropout(rate), Dense(5, activation), Dropout(rate)]
    net = Sequential([*middle, Dense(1)])
    rng = stream(10, "dropout widget", activation, str(rate))
    net.build((3,), rng=rng, dtype=np.float64)
    for name, array in net.params.items():
        if name.endswith("bias"):
            array[:] = rng.normal(size=array.shape)
    rounds = []
    for _ in range(_ROUNDS):
        output, caches = net.forward(_X, training=True, rng=rng)
        masks = [np.ones((1, 5)) if cache is None else cache for cache in (caches[1], caches[3])]
        stay = [bool(value) for mask in masks for value in mask[0]]
        rounds.append({"mask": stay, "output": output.item()})
    arrays = list(net.params.values())
    return {
        "activation": activation,
        "rate": rate,
        "net": [
            {"kernel": k.tolist(), "bias": b.tolist()} for k, b in zip(arrays[::2], arrays[1::2], strict=True)
        ],
        "rounds": rounds,
        "whole": net.predict(_X).item(),
        "mean_of_all": _mean_of_all(arrays, activation, rate),
    }


def _mean_of_all(arrays: list[np.ndarray], activation: str, rate: float) -> float:
    """Return the mean over all 1,024 ways to drop hidden units, each by its probability."""
    masks = np.array(list(product((0.0, 1.0), repeat=10)))
    a = np.repeat(_X, len(masks), axis=0)
    for mask, kernel, bias in zip((masks[:, :5], masks[:, 5:]), arrays[::2], arrays[1::2], strict=False):
        z = a @ kernel + bias
        a = (relu(z) if activation == "relu" else z) * mask / (1 - rate)
    outputs = (a @ arrays[4] + arrays[5])[:, 0]
    kept = masks.sum(axis=1)
    return float(np.sum((1 - rate) ** kept * rate ** (10 - kept) * outputs))
