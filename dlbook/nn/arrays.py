"""Names for the kinds of arrays that the engine passes about, for use in type hints."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Array", "ArrayLike", "Params", "Shape"]

#: A NumPy array of any floating type; the docstrings give its shape.
Array = NDArray[Any]

#: Arrays by name: parameters, gradients, updates or state.
Params = dict[str, Array]

#: The shape of one example, without the batch axis, e.g. ``(784,)``.
Shape = tuple[int, ...]


def as_floats(values: ArrayLike) -> Array:
    """Return the values as an array of floats, without a copy where they already are one.

    Args:
        values: numbers, a list of them or an array of any shape.

    Returns:
        An array of the same shape: floating types stay as they are, everything else becomes float64.

    Example:
        >>> as_floats([1, 2]).dtype, as_floats(np.ones(2, np.float32)).dtype
        (dtype('float64'), dtype('float32'))
    """
    array = np.asarray(values)
    return array if array.dtype.kind == "f" else array.astype(np.float64)
