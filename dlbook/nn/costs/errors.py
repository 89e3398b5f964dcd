"""Costs of the difference between output and target: quadratic, absolute, and Huber's mixture of the two."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array, ArrayLike, as_floats
from dlbook.nn.costs.base import Cost


def squared_error(y_true: ArrayLike, y_pred: ArrayLike) -> Array:
    """Return the squared error of single values.

    With y the target and y-hat the output: (y - y-hat)^2.

    Args:
        y_true: targets, any shape.
        y_pred: outputs, the same shape.

    Returns:
        Values of at least 0, the same shape.

    Example:
        >>> squared_error([1, 1], [0.9, 0.1192]).round(4)
        array([0.01  , 0.7758])
    """
    return (as_floats(y_true) - as_floats(y_pred)) ** 2


def squared_error_derivative(y_true: ArrayLike, y_pred: ArrayLike) -> Array:
    """Return the slope of the squared error: 2 (y-hat - y).

    Args:
        y_true: targets, any shape.
        y_pred: outputs, the same shape.

    Returns:
        The derivative by the output, the same shape.

    Example:
        >>> float(squared_error_derivative(1, 0.75))
        -0.5
    """
    return 2 * (as_floats(y_pred) - as_floats(y_true))


@dataclass(frozen=True)
class Quadratic(Cost):
    """The book's quadratic cost: squared errors summed over the outputs, averaged over the examples.

    C = (1/n) sum_i sum_j (y_ij - y-hat_ij)^2.

    Example:
        >>> Quadratic()([[1.0, 0.0]], [[0.5, 0.5]])
        0.5

    *Differs from* Keras' mean squared error, which divides by the number of outputs too
    (``MeanSquaredError``), and from texts that put 1/2 in front.
    """

    name: ClassVar[str] = "quadratic"

    def _losses(self, y_true: Array, y_pred: Array) -> Array:
        return _rows(squared_error(y_true, y_pred)).sum(axis=1)

    def _slopes(self, y_true: Array, y_pred: Array) -> Array:
        return squared_error_derivative(y_true, y_pred)


@dataclass(frozen=True)
class MeanSquaredError(Cost):
    """Squared errors averaged over outputs and examples, as Keras does.

    With m outputs, C = (1/n) sum_i (1/m) sum_j (y_ij - y-hat_ij)^2.

    Example:
        >>> MeanSquaredError()([[1.0, 0.0]], [[0.5, 0.5]])
        0.25

    *Differs from* nothing: Keras and PyTorch are the same.
    """

    name: ClassVar[str] = "mean_squared_error"

    def _losses(self, y_true: Array, y_pred: Array) -> Array:
        return _rows(squared_error(y_true, y_pred)).mean(axis=1)

    def _slopes(self, y_true: Array, y_pred: Array) -> Array:
        return squared_error_derivative(y_true, y_pred) / _outputs(y_pred)


@dataclass(frozen=True)
class MeanAbsoluteError(Cost):
    """Absolute errors averaged over outputs and examples: a single bad example pulls less.

    With m outputs, C = (1/n) sum_i (1/m) sum_j |y_ij - y-hat_ij|. The slope where they are equal is 0.

    Example:
        >>> MeanAbsoluteError()([[1.0, 0.0]], [[0.5, 0.25]])
        0.375
    """

    name: ClassVar[str] = "mean_absolute_error"

    def _losses(self, y_true: Array, y_pred: Array) -> Array:
        return _rows(np.abs(y_true - y_pred)).mean(axis=1)

    def _slopes(self, y_true: Array, y_pred: Array) -> Array:
        return np.sign(y_pred - y_true) / _outputs(y_pred)


@dataclass(frozen=True)
class Huber(Cost):
    """Quadratic near the target, linear beyond delta: smooth like the one, robust like the other.

    With e = y-hat - y the error: e^2 / 2 if |e| <= delta, else delta |e| - delta^2 / 2; averaged over
    outputs and examples.

    Args:
        delta: where the parabola passes into the line, above 0, in the unit of the targets.

    Example:
        >>> Huber(delta=1.0)([[0.0], [0.0]], [[0.5], [3.0]])  # (0.125 + 2.5) / 2
        1.3125

    References:
        Huber (1964), *Robust estimation of a location parameter*, Annals of Mathematical Statistics 35(1),
        doi:10.1214/aoms/1177703732.

    *Differs from* nothing in Keras; PyTorch's ``SmoothL1Loss`` divides by delta.
    """

    delta: float = 1.0
    name: ClassVar[str] = "huber"

    def __post_init__(self) -> None:
        if not self.delta > 0:
            raise problem(f"delta is {self.delta}", "a number above 0", "Pass the largest ordinary error")

    def _losses(self, y_true: Array, y_pred: Array) -> Array:
        size = np.abs(y_pred - y_true)
        near = np.minimum(size, self.delta)
        return _rows(near * (size - near / 2)).mean(axis=1)

    def _slopes(self, y_true: Array, y_pred: Array) -> Array:
        return np.clip(y_pred - y_true, -self.delta, self.delta) / _outputs(y_pred)


def _rows(values: Array) -> Array:
    """Return the values with one row an example, (n, outputs)."""
    return values.reshape(len(values), -1)


def _outputs(y_pred: Array) -> int:
    """Return how many outputs an example has."""
    return y_pred.size // len(y_pred)
