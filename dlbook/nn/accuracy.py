"""Accuracy, counted from outputs that training has at hand anyway."""

from typing import Any

import numpy as np

from dlbook.nn.arrays import Array, ArrayLike
from dlbook.nn.costs import Cost


def labels_of(y: Array) -> Array | None:
    """Return the class number of each example, or None if the targets are no classes.

    Classes are: whole numbers, shape (n,); one-hot rows, shape (n, classes); or a single column of zeros and
    ones.

    Args:
        y: targets, n rows.

    Returns:
        Whole numbers of shape (n,), or None.

    Example:
        >>> labels_of(np.array([[0, 1, 0], [1, 0, 0]])).tolist(), labels_of(np.array([[21.6], [34.7]]))
        ([1, 0], None)
    """
    if y.ndim == 1 and y.dtype.kind in "iub":
        return y if y.dtype.kind != "b" else y.astype(np.int8)
    if y.ndim > 2 or not ((y == 0) | (y == 1)).all():
        return None
    if y.ndim == 1 or y.shape[1] == 1:
        return y.reshape(-1).astype(np.int8)
    return y.argmax(axis=1) if (y.sum(axis=1) == 1).all() else None


def count_hits(labels: Array, y_pred: Array, *, from_logits: bool = False) -> int:
    """Return how many outputs name the right class.

    Args:
        labels: class numbers, shape (n,).
        y_pred: outputs, shape (n, classes): the largest counts; or (n, 1): above one half counts as 1.
        from_logits: whether outputs are logits, where 0 stands for one half.

    Returns:
        A whole number from 0 to n.

    Example:
        >>> count_hits(np.array([1, 0]), np.array([[0.1, 0.9], [0.2, 0.8]]))
        1
        >>> count_hits(np.array([1, 0]), np.array([[0.6], [0.4]]))
        2
    """
    if y_pred.ndim == 1 or y_pred.shape[1] == 1:
        named: Array = y_pred.reshape(-1) > (0.0 if from_logits else 0.5)
    else:
        named = y_pred.argmax(axis=1)
    return int(np.count_nonzero(named == labels))


class WatchedCost(Cost):
    """A cost that keeps the outputs it was last asked about, so that accuracy needs no second forward pass.

    It behaves like the cost it wraps, also where the net fuses that with its last activation.

    Args:
        cost: the cost to wrap.
        seen: where ``"y_pred"`` and ``"from_logits"`` are noted.

    Example:
        >>> from dlbook.nn.costs import Quadratic
        >>> watched = WatchedCost(Quadratic(), seen := {})
        >>> watched.value_and_gradient([[1.0]], [[0.5]])[0], seen
        (0.25, {'y_pred': [[0.5]], 'from_logits': False})
    """

    def __init__(self, cost: Cost, seen: dict[str, Any]) -> None:
        self.cost = cost
        self.seen = seen

    def value_and_gradient(
        self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> tuple[float, Array]:
        """Return the wrapped cost's value and gradient."""
        self.seen["y_pred"] = y_pred
        self.seen["from_logits"] = getattr(self.cost, "from_logits", False)
        return self.cost.value_and_gradient(y_true, y_pred, sample_weight)

    def fused_with(self, activation: str | None) -> Cost | None:
        """Return the wrapped cost's fused form, watched as well."""
        fused = self.cost.fused_with(activation)
        return None if fused is None else WatchedCost(fused, self.seen)

    def _losses(self, y_true: Array, y_pred: Array) -> Array:
        return self.cost._losses(y_true, y_pred)

    def _slopes(self, y_true: Array, y_pred: Array) -> Array:
        return self.cost._slopes(y_true, y_pred)

    def _checked(self, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[Array, Array]:
        return self.cost._checked(y_true, y_pred)
