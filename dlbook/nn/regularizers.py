"""Penalties on large weights, and the step that sets small ones to exactly zero.

A penalty is added to the cost. With plain SGD at rate eta, L2 with factor l2 shrinks every weight by the
share 2 eta l2 a step, which is weight decay; with Adam the two differ, and decay is left to ``AdamW``.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array
from dlbook.nn.names import look_up


class Regularizer(ABC):
    """A penalty on one parameter, added to the cost of every batch."""

    #: The name by which ``regularizers.get`` finds the class.
    name: ClassVar[str]

    @abstractmethod
    def penalty(self, weights: Array) -> float:
        """Return what the weights cost.

        Args:
            weights: a parameter, any shape.

        Returns:
            The penalty, at least 0.
        """

    @abstractmethod
    def gradient(self, weights: Array) -> Array:
        """Return the derivative of the penalty.

        Args:
            weights: a parameter, any shape.

        Returns:
            An array of the same shape and type.
        """


@dataclass(frozen=True)
class L1(Regularizer):
    """Penalise absolute values (the LASSO): every weight is pulled to zero with the same force.

    l1 sum |w|, with the slope l1 sign(w); the slope at 0 is 0.

    Args:
        l1: strength of the pull, at least 0.

    Example:
        >>> import numpy as np
        >>> L1(0.5).penalty(np.array([-1.0, 3.0]))
        2.0

    References:
        Tibshirani (1996), *Regression shrinkage and selection via the lasso*, JRSS B 58(1),
        doi:10.1111/j.2517-6161.1996.tb02080.x.

    *Differs from* the LASSO's solution in one thing: gradient steps jitter around zero and never rest on it;
    ``soft_threshold`` does.
    """

    l1: float = 0.01
    name: ClassVar[str] = "l1"

    def __post_init__(self) -> None:
        _require_strength("l1", self.l1)

    def penalty(self, weights: Array) -> float:
        """Return l1 sum |w|."""
        return self.l1 * float(np.abs(weights).sum())

    def gradient(self, weights: Array) -> Array:
        """Return l1 sign(w)."""
        return self.l1 * np.sign(weights)


@dataclass(frozen=True)
class L2(Regularizer):
    """Penalise squares (ridge): the larger a weight, the harder it is pulled back.

    l2 sum w^2, with the slope 2 l2 w.

    Args:
        l2: strength of the pull, at least 0.

    Example:
        >>> import numpy as np
        >>> L2(0.5).penalty(np.array([-1.0, 3.0]))
        5.0

    References:
        Hoerl & Kennard (1970), *Ridge regression*, Technometrics 12(1), doi:10.1080/00401706.1970.10488634.

    *Differs from* texts that write lambda/2 or lambda/(2n) in front; Keras is the same. PyTorch's
    ``weight_decay`` adds lambda w to the gradient, half of this at equal numbers.
    """

    l2: float = 0.01
    name: ClassVar[str] = "l2"

    def __post_init__(self) -> None:
        _require_strength("l2", self.l2)

    def penalty(self, weights: Array) -> float:
        """Return l2 sum w^2."""
        return self.l2 * float(np.vdot(weights, weights))

    def gradient(self, weights: Array) -> Array:
        """Return 2 l2 w."""
        return 2 * self.l2 * weights


@dataclass(frozen=True)
class L1L2(Regularizer):
    """Both penalties at once (the elastic net).

    l1 sum |w| + l2 sum w^2.

    Args:
        l1: strength of the absolute part, at least 0.
        l2: strength of the squared part, at least 0.

    Example:
        >>> import numpy as np
        >>> L1L2(l1=0.5, l2=0.5).penalty(np.array([-1.0, 3.0]))
        7.0

    References:
        Zou & Hastie (2005), *Regularization and variable selection via the elastic net*, JRSS B 67(2),
        doi:10.1111/j.1467-9868.2005.00503.x.
    """

    l1: float = 0.0
    l2: float = 0.0
    name: ClassVar[str] = "l1_l2"

    def __post_init__(self) -> None:
        _require_strength("l1", self.l1)
        _require_strength("l2", self.l2)

    def penalty(self, weights: Array) -> float:
        """Return l1 sum |w| + l2 sum w^2."""
        return L1(self.l1).penalty(weights) + L2(self.l2).penalty(weights)

    def gradient(self, weights: Array) -> Array:
        """Return l1 sign(w) + 2 l2 w."""
        return L1(self.l1).gradient(weights) + L2(self.l2).gradient(weights)


def soft_threshold(weights: Array, threshold: float) -> Array:
    """Move every weight towards zero by the threshold, and stop at zero: the proximal step of L1.

    prox(w) = sign(w) max(|w| - t, 0). After a gradient step at rate eta on the cost alone, applying it with
    t = eta l1 minimises cost plus l1 sum |w| and leaves exact zeros.

    Args:
        weights: a parameter, any shape.
        threshold: t, at least 0.

    Returns:
        The shrunk weights, a new array of the same shape and type.

    Raises:
        ValueError: if the threshold is negative.

    Example:
        >>> import numpy as np
        >>> soft_threshold(np.array([-1.0, 0.25, 0.75]), 0.5)
        array([-0.5 ,  0.  ,  0.25])

    References:
        Parikh & Boyd (2014), *Proximal algorithms*, Foundations and Trends in Optimization 1(3),
        doi:10.1561/2400000003.
    """
    _require_strength("threshold", threshold)
    return weights - np.clip(weights, -threshold, threshold)


def _require_strength(name: str, value: float) -> None:
    if not 0 <= value < np.inf:
        raise problem(f"{name} is {value}", "a finite number of at least 0", "Pass the strength, e.g. 0.001")


REGULARIZERS: dict[str, type[Regularizer]] = {kind.name: kind for kind in (L1, L2, L1L2)}


def get(regularizer: str | Regularizer | None) -> Regularizer | None:
    """Return the regulariser of that name; an object or None comes back as it is.

    Args:
        regularizer: ``"l1"``, ``"l2"`` (both 0.01), ``"l1_l2"``, an object such as ``L2(1e-4)``, or None.

    Returns:
        The regulariser, or None.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> get("l2")
        L2(l2=0.01)
    """
    if regularizer is None or isinstance(regularizer, Regularizer):
        return regularizer
    return look_up(regularizer, REGULARIZERS, "regularizer")()
