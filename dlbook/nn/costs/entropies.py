"""Cross-entropy: the surprise at the right answer, for one yes-or-no output or for a row of classes.

From probabilities it is the textbook formula, clipped so that log(0) never occurs. From logits (the weighted
inputs of the last layer) it needs no clipping, and its gradient is plain probability minus target.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlbook.checks import problem
from dlbook.nn.activations import sigmoid
from dlbook.nn.arrays import Array, ArrayLike, as_floats
from dlbook.nn.costs.base import Cost, as_predictions

#: Probabilities are kept this far from 0 and 1 before a logarithm, as in Keras.
EPSILON = 1e-7


def cross_entropy(y_true: ArrayLike, y_pred: ArrayLike) -> Array:
    """Return the binary cross-entropy of single probabilities.

    With y the target and a the output: -(y ln a + (1 - y) ln(1 - a)), a clipped to [1e-7, 1 - 1e-7].

    Args:
        y_true: targets in [0, 1], any shape.
        y_pred: probabilities in [0, 1], the same shape.

    Returns:
        Values of at least 0, the same shape.

    Example:
        >>> cross_entropy([1, 1, 0], [0.9, 0.1192, 0.1192]).round(4)
        array([0.1054, 2.127 , 0.1269])
    """
    y, a = as_floats(y_true), _clipped(as_floats(y_pred))
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def cross_entropy_derivative(y_true: ArrayLike, y_pred: ArrayLike) -> Array:
    """Return the slope of the binary cross-entropy: (a - y) / (a (1 - a)), and 0 where a is clipped.

    Args:
        y_true: targets in [0, 1], any shape.
        y_pred: probabilities in [0, 1], the same shape.

    Returns:
        The derivative by the output, the same shape.

    Example:
        >>> cross_entropy_derivative([1.0, 0.0], [0.5, 0.75])
        array([-2.,  4.])
    """
    y, p = as_floats(y_true), as_floats(y_pred)
    a = _clipped(p)
    return (a - y) / (a * (1 - a)) * (a == p)


@dataclass(frozen=True)
class BinaryCrossentropy(Cost):
    """Cross-entropy of yes-or-no outputs, averaged over outputs and examples.

    From probabilities a as in ``cross_entropy``; from logits z, with a = sigma(z), it is
    max(z, 0) - y z + ln(1 + e^-|z|), with the slope a - y.

    Args:
        from_logits: whether ``y_pred`` are logits z instead of probabilities a.

    Example:
        >>> round(BinaryCrossentropy()([[1.0], [0.0]], [[0.9], [0.1192]]), 4)  # (0.1054 + 0.1269) / 2
        0.1161
        >>> BinaryCrossentropy(from_logits=True)([[1.0]], [[-10000.0]])
        10000.0

    *Differs from* nothing in Keras or PyTorch but the clipping: PyTorch caps the logarithm at -100.
    """

    from_logits: bool = False
    name: ClassVar[str] = "binary_crossentropy"
    partner: ClassVar[str] = "sigmoid"

    def fused_with(self, activation: str | None) -> "BinaryCrossentropy | None":
        """Return the cost on logits, if the net's last activation is the sigmoid."""
        return type(self)(from_logits=True) if _pair(self, activation) else None

    def _losses(self, y_true: Array, y_pred: Array) -> Array:
        if self.from_logits:
            z = y_pred
            losses = np.maximum(z, 0) - y_true * z + np.log1p(np.exp(-np.abs(z)))
        else:
            losses = cross_entropy(y_true, y_pred)
        return losses.reshape(len(losses), -1).mean(axis=1)

    def _slopes(self, y_true: Array, y_pred: Array) -> Array:
        slopes = sigmoid(y_pred) - y_true if self.from_logits else cross_entropy_derivative(y_true, y_pred)
        return slopes / (slopes.size // len(slopes))


@dataclass(frozen=True)
class CategoricalCrossentropy(Cost):
    """Cross-entropy of one class among several, averaged over examples.

    L = -sum_j y_j ln p_j with p the probabilities; from logits z, p = softmax(z), and the slope by z is
    p sum_j y_j - y, which is p - y for one-hot targets.

    Args:
        from_logits: whether ``y_pred`` are logits z instead of probabilities p.

    Example:
        >>> round(CategoricalCrossentropy()([[0.0, 1.0]], [[0.4, 0.6]]), 4)
        0.5108
        >>> CategoricalCrossentropy(from_logits=True).gradient([[0.0, 1.0]], [[0.0, 0.0]])
        array([[ 0.5, -0.5]])

    *Differs from* Keras, which first divides probabilities by their sum: the same for softmax outputs.
    PyTorch's ``CrossEntropyLoss`` is the form from logits.
    """

    from_logits: bool = False
    name: ClassVar[str] = "categorical_crossentropy"
    partner: ClassVar[str] = "softmax"

    def fused_with(self, activation: str | None) -> "CategoricalCrossentropy | None":
        """Return the cost on logits, if the net's last activation is the softmax."""
        return type(self)(from_logits=True) if _pair(self, activation) else None

    def _losses(self, y_true: Array, y_pred: Array) -> Array:
        return self._losses_and_slopes(y_true, y_pred)[0]

    def _slopes(self, y_true: Array, y_pred: Array) -> Array:
        return self._losses_and_slopes(y_true, y_pred)[1]

    def _losses_and_slopes(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        if self.from_logits:
            return _from_logits(np.array(y_true.T, order="C"), y_pred)
        p = _clipped(y_pred)
        return -(y_true * np.log(p)).sum(axis=-1), -y_true / p * (p == y_pred)

    def _checked(self, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[Array, Array]:
        y_true, y_pred = super()._checked(y_true, y_pred)
        _require_rows(y_pred)
        return y_true, y_pred


@dataclass(frozen=True)
class SparseCategoricalCrossentropy(Cost):
    """Categorical cross-entropy whose targets are class numbers instead of one-hot rows.

    L = -ln p_c with c the number of the right class.

    Args:
        from_logits: whether ``y_pred`` are logits z instead of probabilities p.

    Example:
        >>> round(SparseCategoricalCrossentropy()([1], [[0.4, 0.6]]), 4)
        0.5108

    *Differs from* nothing in Keras; PyTorch's ``CrossEntropyLoss`` takes class numbers in the same way.
    """

    from_logits: bool = False
    name: ClassVar[str] = "sparse_categorical_crossentropy"
    partner: ClassVar[str] = "softmax"

    def fused_with(self, activation: str | None) -> "SparseCategoricalCrossentropy | None":
        """Return the cost on logits, if the net's last activation is the softmax."""
        return type(self)(from_logits=True) if _pair(self, activation) else None

    def _losses(self, y_true: Array, y_pred: Array) -> Array:
        return self._losses_and_slopes(y_true, y_pred)[0]

    def _slopes(self, y_true: Array, y_pred: Array) -> Array:
        return self._losses_and_slopes(y_true, y_pred)[1]

    def _losses_and_slopes(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        right = (np.arange(len(y_pred)), y_true)
        if self.from_logits:
            one_hot = np.zeros_like(y_pred)
            one_hot[right] = 1
            return _from_logits(np.array(one_hot.T, order="C"), y_pred)
        p = _clipped(y_pred[right])
        losses, slopes = -np.log(p), np.zeros_like(y_pred)
        slopes[right] = -1 / p * (p == y_pred[right])
        return losses, slopes

    def _checked(self, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[Array, Array]:
        y_pred = as_predictions(y_pred)
        _require_rows(y_pred)
        return _labels(y_true, *y_pred.shape), y_pred


def _pair(cost: Cost, activation: str | None) -> bool:
    return activation == cost.partner and not getattr(cost, "from_logits", False)


def _clipped(p: Array) -> Array:
    return np.clip(p, EPSILON, 1 - EPSILON)


def _from_logits(y: Array, logits: Array) -> tuple[Array, Array]:
    """Return the losses, and the slopes by the logits, sharing the exponentials of p = softmax(z).

    ln p = s - ln(sum e^s) with s = z - max z. One *column* an example: sums then run down the columns, over
    all examples at once, in half the time that short rows take.

    Args:
        y: targets, shape (classes, n).
        logits: shape (n, classes).

    Returns:
        The losses, shape (n,), and the slopes, shape (n, classes).
    """
    s = np.array(logits.T, order="C")  # (classes, n)
    s -= s.max(axis=0)
    p = np.exp(s)
    total = p.sum(axis=0)
    weight = y.sum(axis=0)  # 1 for one-hot targets
    losses = weight * np.log(total) - np.einsum("jn,jn->n", y, s)
    p *= weight / total
    p -= y
    return losses, p.T


def _require_rows(y_pred: Array) -> None:
    if y_pred.ndim != 2:
        raise problem(
            f"y_pred has shape {y_pred.shape}",
            "shape (examples, classes)",
            "Let the last layer be a Dense layer with one unit for each class",
        )


def _labels(y_true: ArrayLike, examples: int, classes: int) -> Array:
    """Return class numbers of shape (n,), after checking that each names a class."""
    labels = np.asarray(y_true)
    if labels.shape == (examples, 1):
        labels = labels[:, 0]
    if labels.dtype.kind not in "iu" or labels.shape != (examples,):
        raise problem(
            f"y_true has dtype {labels.dtype} and shape {labels.shape}",
            f"{examples} whole numbers, one class for each example",
            "Pass labels.astype(int), or use categorical_crossentropy with one-hot targets",
        )
    if labels.min() < 0 or labels.max() >= classes:
        raise problem(
            f"labels run from {labels.min()} to {labels.max()}",
            f"class numbers from 0 to {classes - 1}",
            "Number the classes from 0 or give the last layer more units",
        )
    return labels
