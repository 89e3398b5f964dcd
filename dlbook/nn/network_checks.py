"""Checks of what a network is made from, before anything is built."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem
from dlbook.nn.arrays import Array, ArrayLike, Shape
from dlbook.nn.layers import Layer


def check_layers(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Return the layers, or raise unless there are some and no object occurs twice.

    Args:
        layers: what the caller put into a network.

    Returns:
        The same as a tuple.

    Raises:
        ValueError: if it holds nothing, something else, or one layer twice.
    """
    if not isinstance(layers, Sequence) or not layers:
        raise problem(
            f"layers is {layers!r}", "a list of at least one layer", "Pass [Dense(10)], for instance"
        )
    for layer in layers:
        if not isinstance(layer, Layer):
            raise problem(
                f"layers holds {layer!r}", "layers only", "Write Dense(64), with brackets, inside one list"
            )
    if len({id(layer) for layer in layers}) < len(layers):
        raise problem("one layer object occurs twice", "a new one each time", "Write Dense(64) twice")
    return tuple(layers)


def check_shape(input_shape: Shape) -> Shape:
    """Return the shape of one example as plain numbers, or raise.

    Args:
        input_shape: a tuple or list of whole numbers of at least 1.

    Returns:
        The same as a tuple.

    Raises:
        ValueError: if it is something else.

    Example:
        >>> check_shape([28, 28])
        (28, 28)
    """
    ok = isinstance(input_shape, tuple | list) and len(input_shape) > 0
    if not ok or not all(isinstance(k, int | np.integer) and k > 0 for k in input_shape):
        raise problem(
            f"input_shape is {input_shape!r}",
            "the shape of one example, e.g. (784,)",
            "Leave out the number of examples and write a tuple",
        )
    return tuple(int(k) for k in input_shape)


def check_dtype(dtype: DTypeLike) -> np.dtype:
    """Return a floating type, or raise.

    Args:
        dtype: float32 or float64, as a type or by name.

    Returns:
        The same as a NumPy dtype.

    Raises:
        ValueError: if it is something else.

    Example:
        >>> check_dtype("float32")
        dtype('float32')
    """
    try:
        floats = np.dtype(dtype)
    except TypeError:
        floats = np.dtype(object)
    if floats.kind != "f":
        raise problem(f"dtype is {dtype!r}", "a floating type", "Pass np.float32 or np.float64")
    return floats


def check_inputs(x: ArrayLike, input_shape: Shape) -> Array:
    """Return a batch as an array, or raise; cheap enough for every step.

    Args:
        x: inputs, shape (n, *input_shape).
        input_shape: shape of one example.

    Returns:
        The same numbers as an array.

    Raises:
        ValueError: if the shape is another, there is no example, or entries are no numbers.

    Example:
        >>> check_inputs([[0, 1], [1, 1]], (2,)).shape
        (2, 2)
    """
    x = np.asarray(x)
    if x.ndim == 0 or x.shape[1:] != input_shape or len(x) == 0 or x.dtype.kind not in "fiub":
        raise problem(
            f"x has shape {x.shape} and dtype {x.dtype}",
            f"numbers of shape (examples, {', '.join(map(str, input_shape))}), at least one example",
            "Reshape the examples, one row each",
        )
    return x
