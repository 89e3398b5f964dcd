"""``fit`` as jobs need it: quiet, seeded, and plain about Ctrl-C and divergence."""

from typing import Any

import numpy as np

from dlbook.nn import NonFiniteCostError, Sequential, fit
from dlbook.rng import stream
from dlbook.runs.digits import Digits


def fit_quietly(
    net: Sequential, x: np.ndarray, y: np.ndarray, *, seed: int, **options: Any
) -> tuple[dict[str, list[float]], bool]:
    """Train a net; a cost that stops being a number ends the training and is no error.

    Args:
        net: a built net.
        x: inputs.
        y: targets.
        seed: shuffling and the layers' noise come from the stream (seed, "training").
        **options: what else ``fit`` takes.

    Returns:
        The history, which ends early after divergence, and whether the training diverged.

    Raises:
        KeyboardInterrupt: after Ctrl-C, so that nobody takes half a training for a whole one.
    """
    diverged = False
    try:
        history = fit(net, x, y, rng=stream(seed, "training"), verbose=0, **options)
    except NonFiniteCostError as error:
        history, diverged = error.history, True
    if history.interrupted:
        raise KeyboardInterrupt
    return history.history, diverged


def first_digits(data: Digits, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the first n training digits in MNIST's own order, and their one-hot labels."""
    rows = np.argsort(data.order)[:n]
    return data.x[rows], data.y[rows]
