"""Checks of what goes into a training, before hours are spent on it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array, ArrayLike
from dlbook.nn.costs import Cost


def check_examples(net: Any, x: ArrayLike, y: ArrayLike, cost: Cost) -> tuple[Array, Array]:
    """Return inputs and targets as arrays that fit the net and the cost, or raise.

    Args:
        net: a built network.
        x: inputs, shape (n, *input_shape), finite numbers.
        y: targets, n rows, finite numbers.
        cost: checks the targets' shape, and labels by their range.

    Returns:
        ``(x, y)``, without a copy where they are arrays already.

    Raises:
        ValueError: if the net is not built, or if there are no examples, numbers are missing or not numbers,
            ranks or lengths do not match, or labels are out of range.
    """
    if not net.params:
        raise problem(
            "the net has no parameters",
            "a built network",
            "Call net.build(input_shape=..., rng=...) before training",
        )
    x, y = check_numbers("x", x), check_numbers("y", y)
    if len(x) != len(y):
        raise problem(
            f"x has {len(x)} rows and y has {len(y)}", "one target for each example", "Cut both alike"
        )
    shape = getattr(net, "input_shape", None)
    if shape is not None and x.shape[1:] != tuple(shape):
        wanted = f"(examples, {', '.join(map(str, shape))})"
        raise problem(
            f"x has shape {x.shape}", f"shape {wanted}", "Flatten or reshape the examples, one row each"
        )
    check_targets(net, x, y, cost)
    return x, y


def check_numbers(name: str, values: ArrayLike) -> Array:
    """Return an array of finite numbers with at least one row, or raise."""
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise problem(
            f"{name} has dtype {array.dtype}", "numbers", "Convert it, e.g. with astype(np.float32)"
        )
    if array.ndim == 0 or array.size == 0:
        raise problem(f"{name} has shape {array.shape}", "at least one example", "Pass one row an example")
    # min and max carry nan and infinity along, and need no array of flags as large as the data
    if array.dtype.kind == "f" and not (np.isfinite(array.min()) and np.isfinite(array.max())):
        bad = next(i for i, row in enumerate(array) if not np.isfinite(row).all())
        raise problem(
            f"{name} holds nan or infinity, first in row {bad}",
            "finite numbers",
            "Drop such rows or fill them in; a column scaled by a standard deviation of 0 gives nan, too",
        )
    return array


def check_targets(net: Any, x: Array, y: Array, cost: Cost) -> None:
    """Let the cost judge the targets beside the output for one example: shapes, and the extreme labels."""
    rows = [int(y.argmin()), int(y.argmax())] if y.ndim == 1 else [0, 0]
    with np.errstate(all="ignore"):
        output = net.predict(x[:1])
        cost(y[rows], np.repeat(output, 2, axis=0))


def weights_of(
    y: Array,
    labels: Array | None,
    sample_weight: ArrayLike | None = None,
    class_weight: Mapping[int, float] | None = None,
) -> Array | None:
    """Return one weight for each example, or None if all weigh the same.

    Args:
        y: targets, n rows.
        labels: class numbers, shape (n,), if the targets are classes.
        sample_weight: shape (n,), at least 0.
        class_weight: weight by class number, at least 0; classes that it does not name weigh 1. Both
            multiply.

    Returns:
        The weights, shape (n,).

    Raises:
        ValueError: if lengths differ, weights are negative, or targets without classes get class weights.

    Example:
        >>> labels = np.array([0, 1, 1])
        >>> weights_of(labels, labels, [1.0, 1.0, 2.0], {1: 10.0}).tolist()
        [1.0, 10.0, 20.0]
    """
    weights = None
    if sample_weight is not None:
        weights = check_numbers("sample_weight", sample_weight)
        if weights.shape != (len(y),):
            raise problem(
                f"sample_weight has shape {weights.shape}",
                f"shape ({len(y)},)",
                "Pass one weight for each example",
            )
    if class_weight is not None:
        if labels is None:
            raise problem(
                "class_weight is given with targets that are no classes",
                "one-hot or whole-number labels",
                "Use sample_weight instead",
            )
        if y.ndim == 2 and y.shape[1] > 1 and (odd := sorted(set(class_weight) - set(range(y.shape[1])))):
            raise problem(
                f"class_weight names class {odd[0]!r}",
                f"class numbers from 0 to {y.shape[1] - 1}",
                "Use whole numbers, counted from 0",
            )
        by_class = np.array([class_weight.get(c, 1.0) for c in range(int(labels.max()) + 1)])
        weights = by_class[labels] if weights is None else weights * by_class[labels]
    if weights is not None and weights.min() < 0:
        raise problem(
            f"the smallest weight is {weights.min()}", "weights of at least 0", "Leave rows out by weight 0"
        )
    return weights
