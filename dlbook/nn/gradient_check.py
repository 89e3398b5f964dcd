"""Proof of a gradient: nudge each number both ways, and compare the slope of the cost with the claim."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array, ArrayLike
from dlbook.nn.costs import Cost


def numerical_gradient(
    function: Callable[[], float], array: Array, *, epsilon: float = 1e-5, entries: Array | None = None
) -> Array:
    """Return the derivative of a function by the entries of an array, by central differences.

    dC/dw = (C(w + e) - C(w - e)) / 2e, one entry after the other; the error shrinks with e^2 until rounding
    takes over.

    Args:
        function: returns C, reading the array each time.
        array: float64, any shape; nudged in place and put back.
        epsilon: e, above 0.
        entries: flat indices of the entries to nudge; None takes all.

    Returns:
        The derivatives: the shape of the array, or one for each of ``entries``.

    Raises:
        ValueError: if the array is not float64 (the difference would drown in rounding) or not contiguous.

    Example:
        >>> w = np.array([1.0, 2.0])
        >>> numerical_gradient(lambda: float((w**3).sum()), w).round(6)
        array([ 3., 12.])
    """
    if array.dtype != np.float64 or not array.flags.c_contiguous:
        raise problem(f"the array has dtype {array.dtype}", "a contiguous float64 array", "Build in float64")
    flat = array.reshape(-1)
    chosen = np.arange(flat.size) if entries is None else entries
    slopes = np.empty(len(chosen))
    for i, k in enumerate(chosen):
        kept = flat[k]
        flat[k] = kept + epsilon
        above = function()
        flat[k] = kept - epsilon
        slopes[i] = (above - function()) / (2 * epsilon)
        flat[k] = kept
    return slopes.reshape(array.shape) if entries is None else slopes


def relative_error(a: ArrayLike, b: ArrayLike, *, floor: float = 1e-8) -> float:
    """Return how far two gradients differ, as a share of their size.

    max |a - b| / max(max |a|, max |b|, floor).

    Args:
        a: one gradient.
        b: the other, the same shape.
        floor: sizes below this count as this, so that two zeros agree.

    Returns:
        A number of at least 0: below 1e-6 or so for a right gradient in float64.

    Example:
        >>> relative_error([1.0, 2.0], [1.0, 2.5])
        0.2
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise problem(f"the gradients have shapes {a.shape} and {b.shape}", "equal shapes", "Compare like")
    if a.size == 0:
        return 0.0
    return float(np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max(), floor))


def check_gradients(
    net: Any,
    x: Array,
    y: Array,
    cost: str | Cost,
    *,
    rng: np.random.Generator,
    training: bool = True,
    epsilon: float = 1e-5,
    entries: int = 50,
) -> dict[str, float]:
    """Compare a network's gradients with central differences.

    Every pass starts from a copy of the same generator, so that dropout and noise fall alike, and moving
    statistics are put back at the end. Near a corner (ReLU at 0) both slopes are right and differ.

    Args:
        net: a network built in float64.
        x: inputs, shape (n, ...).
        y: targets, n rows.
        cost: name or object.
        rng: chooses the entries to test and feeds dropout and noise.
        training: whether layers behave as in training.
        epsilon: size of a nudge.
        entries: how many entries of each parameter to test at most.

    Returns:
        The relative error of each parameter's gradient, by name.

    Raises:
        ValueError: if the net is not in float64.

    Example:
        >>> from dlbook.nn import Dense, Sequential
        >>> rng = np.random.default_rng(1)
        >>> net = Sequential([Dense(3, activation="tanh"), Dense(1)])
        >>> net = net.build((2,), rng=rng, dtype=np.float64)
        >>> x, y = rng.normal(size=(5, 2)), rng.normal(size=(5, 1))
        >>> errors = check_gradients(net, x, y, "quadratic", rng=rng)
        >>> max(errors.values()) < 1e-7
        True
    """
    kept, noise = net.get_weights(), rng.spawn(1)[0]

    def passes() -> tuple[float, dict[str, Array]]:
        return net.cost_and_gradients(x, y, cost, training=training, rng=deepcopy(noise))

    gradients = passes()[1]
    errors = {}
    for key, w in net.params.items():
        chosen = rng.choice(w.size, size=min(entries, w.size), replace=False)
        slopes = numerical_gradient(lambda: passes()[0], w, epsilon=epsilon, entries=chosen)
        errors[key] = relative_error(gradients[key].reshape(-1)[chosen], slopes)
    net.set_weights(kept)
    return errors
