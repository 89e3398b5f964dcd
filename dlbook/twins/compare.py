"""How far two arrays are apart, as one number."""

from collections.abc import Iterable

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import ArrayLike


def relative_difference(ours: ArrayLike, theirs: ArrayLike) -> float:
    """Return the largest difference as a share of the largest value: max |a - b| / max |b|.

    Args:
        ours: an array a.
        theirs: the array b to compare with, the same shape.

    Returns:
        A number of at least 0; where b is 0 throughout, max |a|. Anything that is no number counts as
        infinitely far, unless it stands in both.

    Raises:
        ValueError: if the shapes differ.

    Example:
        >>> round(relative_difference([1.0, 9.9], [1.0, 10.0]), 6)
        0.01
        >>> relative_difference([0.0, np.nan], [0.0, 1.0])
        inf
    """
    a, b = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    if a.shape != b.shape:
        raise problem(f"shapes are {a.shape} and {b.shape}", "equal shapes", "Compare like with like")
    if a.size == 0 or np.array_equal(a, b, equal_nan=True):
        return 0.0
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return np.inf
    return float(np.abs(a - b).max() / (np.abs(b).max() or 1.0))


def largest_difference(pairs: Iterable[tuple[ArrayLike, ArrayLike]]) -> float:
    """Return the largest ``relative_difference`` among several pairs of arrays.

    Each pair has its own scale, so that a small array is not hidden by a large one.

    Example:
        >>> round(largest_difference([([1.0], [1.0]), ([1.1], [1.0])]), 6)
        0.1
    """
    return max(relative_difference(ours, theirs) for ours, theirs in pairs)
