"""What all costs share: checks, the weighted mean over the batch, and its gradient."""

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array, ArrayLike, as_floats


class Cost(ABC):
    """A cost C = (1/n) sum_i w_i L_i: the mean over n examples of their losses L_i, with weights w_i.

    The mean divides by n and not by the sum of the weights, so that a weight of 2 counts like seeing the
    example twice in a batch of the same size.

    *Differs from* nothing in Keras (``reduction="sum_over_batch_size"``); PyTorch divides by the sum of the
    class weights instead.
    """

    #: The name by which ``costs.get`` finds the class.
    name: ClassVar[str]
    #: The activation whose slope cancels in the gradient, if any (see ``fused_with``).
    partner: ClassVar[str | None] = None

    def __call__(self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """Return the cost of a batch.

        Args:
            y_true: targets, the shape of ``y_pred`` (class numbers, shape (n,), for the sparse cost).
            y_pred: outputs of the net, shape (n, outputs).
            sample_weight: one weight for each example, shape (n,); None weighs all by 1.

        Returns:
            The mean cost.

        Raises:
            ValueError: if shapes do not match, the batch is empty, or targets are no numbers or nan.
        """
        y_true, y_pred = self._checked(y_true, y_pred)
        if not np.isfinite(y_true).all():
            raise problem(
                "y_true holds nan or infinity", "finite targets", "Drop such examples or fill them in"
            )
        return _mean(self._losses(y_true, y_pred), sample_weight)

    def per_example(self, y_true: ArrayLike, y_pred: ArrayLike) -> Array:
        """Return the loss of each example.

        Args:
            y_true: targets, the shape of ``y_pred`` (class numbers, shape (n,), for the sparse cost).
            y_pred: outputs of the net, shape (n, outputs).

        Returns:
            The losses, shape (n,).

        Raises:
            ValueError: as for calling the cost.
        """
        return self._losses(*self._checked(y_true, y_pred))

    def gradient(self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None) -> Array:
        """Return the derivative of the mean cost by the outputs; the factor 1/n is in it.

        Args:
            y_true: targets, the shape of ``y_pred`` (class numbers, shape (n,), for the sparse cost).
            y_pred: outputs of the net, shape (n, outputs).
            sample_weight: one weight for each example, shape (n,).

        Returns:
            dC/dy_pred, the shape and type of ``y_pred``.

        Raises:
            ValueError: as for calling the cost.
        """
        return self.value_and_gradient(y_true, y_pred, sample_weight)[1]

    def value_and_gradient(
        self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> tuple[float, Array]:
        """Return the cost and its gradient at once, sharing what they have in common.

        Args:
            y_true: targets, the shape of ``y_pred`` (class numbers, shape (n,), for the sparse cost).
            y_pred: outputs of the net, shape (n, outputs).
            sample_weight: one weight for each example, shape (n,).

        Returns:
            The mean cost, and its derivative by ``y_pred``.

        Raises:
            ValueError: as for calling the cost.
        """
        y_true, y_pred = self._checked(y_true, y_pred)
        losses, slopes = self._losses_and_slopes(y_true, y_pred)
        value = _mean(losses, sample_weight)
        if sample_weight is None:
            slopes *= 1 / len(slopes)
        else:
            weights = np.asarray(sample_weight, dtype=slopes.dtype) / len(slopes)
            slopes *= weights.reshape(-1, *[1] * (slopes.ndim - 1))
        return value, slopes

    def fused_with(self, activation: str | None) -> "Cost | None":
        """Return this cost as a function of the logits z, if that is simpler after the given activation.

        Args:
            activation: the name of the net's last activation.

        Returns:
            A cost whose ``y_pred`` are logits, or None where nothing is gained.
        """
        return None

    @abstractmethod
    def _losses(self, y_true: Array, y_pred: Array) -> Array:
        """Return the loss of each example, shape (n,), from checked arrays."""

    @abstractmethod
    def _slopes(self, y_true: Array, y_pred: Array) -> Array:
        """Return the derivative of each example's loss by its outputs, a fresh array like ``y_pred``."""

    def _losses_and_slopes(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        return self._losses(y_true, y_pred), self._slopes(y_true, y_pred)

    def _checked(self, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[Array, Array]:
        """Return both as float arrays of one shape; targets (n,) may stand for outputs (n, 1)."""
        y_pred = as_predictions(y_pred)
        y_true = np.asarray(y_true)
        if y_true.dtype.kind not in "fiub":
            raise problem(f"y_true has dtype {y_true.dtype}", "numbers", "Convert the targets to float32")
        if y_true.shape != y_pred.shape:
            if (*y_true.shape, 1) != y_pred.shape:
                raise problem(
                    f"y_true has shape {y_true.shape} and y_pred {y_pred.shape}",
                    "equal shapes",
                    "One-hot encode class numbers, or use sparse_categorical_crossentropy"
                    if y_true.ndim < y_pred.ndim
                    else "Give the last layer as many units as a target has numbers",
                )
            y_true = y_true[..., None]
        return y_true.astype(y_pred.dtype, copy=False), y_pred


def as_predictions(y_pred: ArrayLike) -> Array:
    """Return outputs as a float array with a batch axis, or say what is wrong with them.

    Args:
        y_pred: outputs of a net, shape (n, ...).

    Returns:
        The outputs as floats.

    Raises:
        ValueError: if they are no numbers, have no batch axis or hold no example.

    Example:
        >>> as_predictions([0.5, 1]).shape
        (2,)
    """
    y_pred = np.asarray(y_pred)
    if y_pred.dtype.kind not in "fiub":
        raise problem(f"y_pred has dtype {y_pred.dtype}", "numbers", "Pass what the net returned")
    if y_pred.ndim == 0 or y_pred.size == 0:
        raise problem(
            f"y_pred has shape {y_pred.shape}", "at least one example", "Pass a batch: one row an example"
        )
    return as_floats(y_pred)


def _mean(losses: Array, sample_weight: ArrayLike | None) -> float:
    """Return (1/n) sum_i w_i L_i."""
    if sample_weight is None:
        return float(losses.sum()) / len(losses)
    weights = np.asarray(sample_weight)
    if weights.shape != losses.shape or weights.dtype.kind not in "fiub":
        raise problem(
            f"sample_weight has shape {weights.shape} and dtype {weights.dtype}",
            f"one number for each of the {len(losses)} examples",
            "Pass a vector as long as the batch",
        )
    return float(weights @ losses) / len(losses)
