"""Gradient clipping: a cap on rare huge steps. It does not remove their cause."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite, sqrt
from typing import Self

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array
from dlbook.nn.optimizers.base import Arrays, Optimizer, Rate, State


def clip_by_norm(gradients: Mapping[str, Array], clipnorm: float) -> dict[str, Array]:
    """Shorten each array that is longer than a limit; its direction stays.

    With c the limit, for each array g alone: g <- g min(1, c / |g|).

    Args:
        gradients: arrays by name.
        clipnorm: c, the largest Euclidean norm of one array, above 0.

    Returns:
        New arrays where something was shortened, the old ones elsewhere.

    Raises:
        ValueError: if the limit is not above 0.

    Example:
        >>> clip_by_norm({"a": np.array([3.0, 4.0]), "b": np.array([0.6])}, 1.0)
        {'a': array([0.6, 0.8]), 'b': array([0.6])}

    *Differs from* nothing in Keras (``clipnorm``); PyTorch's ``clip_grad_norm_`` is the global form below.
    """
    _check_limit("clipnorm", clipnorm)
    return {key: _shorten(g, _norm(g), clipnorm) for key, g in gradients.items()}


def clip_by_global_norm(gradients: Mapping[str, Array], clipnorm: float) -> dict[str, Array]:
    """Shorten all arrays by one factor, if together they are longer than a limit; the direction stays.

    With G the norm of all arrays together and c the limit: g <- g min(1, c / G).

    Args:
        gradients: arrays by name.
        clipnorm: c, the largest Euclidean norm of all arrays taken as one vector, above 0.

    Returns:
        New arrays if something was shortened, the old ones else.

    Raises:
        ValueError: if the limit is not above 0.

    Example:
        >>> clip_by_global_norm({"a": np.array([3.0]), "b": np.array([4.0])}, 1.0)
        {'a': array([0.6]), 'b': array([0.8])}

    References:
        Pascanu, R., Mikolov, T. & Bengio, Y. (2013). On the difficulty of training recurrent neural networks.
        ICML.

    *Differs from* nothing in Keras (``global_clipnorm``); PyTorch's ``clip_grad_norm_`` divides by G + 1e-6.
    """
    _check_limit("clipnorm", clipnorm)
    norm = global_norm(gradients)
    return {key: _shorten(g, norm, clipnorm) for key, g in gradients.items()}


def clip_by_value(gradients: Mapping[str, Array], clipvalue: float) -> dict[str, Array]:
    """Cut every number that is farther from 0 than a limit; the direction changes.

    With c the limit: g <- min(max(g, -c), c), number by number.

    Args:
        gradients: arrays by name.
        clipvalue: c, above 0.

    Returns:
        New arrays.

    Raises:
        ValueError: if the limit is not above 0.

    Example:
        >>> clip_by_value({"a": np.array([3.0, -0.1])}, 0.5)
        {'a': array([ 0.5, -0.1])}
    """
    _check_limit("clipvalue", clipvalue)
    return {key: np.clip(g, -clipvalue, clipvalue) for key, g in gradients.items()}


def global_norm(gradients: Mapping[str, Array]) -> float:
    """Return the Euclidean norm of all arrays taken as one vector.

    Example:
        >>> global_norm({"a": np.array([3.0]), "b": np.array([4.0])})
        5.0
    """
    return sqrt(sum(_norm(g) ** 2 for g in gradients.values()))


@dataclass(frozen=True)
class Clipped:
    """An optimiser that clips the gradients before it looks at them.

    Args:
        optimizer: any optimiser.
        clipnorm: limit for each array's norm, see ``clip_by_norm``.
        global_clipnorm: limit for the norm of all, see ``clip_by_global_norm``.
        clipvalue: limit for each number, see ``clip_by_value``. Exactly one of the three must be given.

    Raises:
        ValueError: if none or several limits are given, or one is not above 0.

    Example:
        >>> from dlbook.nn.optimizers import SGD
        >>> optimizer, w = Clipped(SGD(1.0), clipnorm=1.0), {"w": np.zeros(2)}
        >>> optimizer.update({"w": np.array([30.0, 40.0])}, optimizer.init(w), w)[0]
        {'w': array([-0.6, -0.8])}

    *Differs from* Keras in the form only: there the limits are arguments of every optimiser.
    """

    optimizer: Optimizer
    clipnorm: float | None = None
    global_clipnorm: float | None = None
    clipvalue: float | None = None

    def __post_init__(self) -> None:
        given = {name: value for name, value in self._limits().items() if value is not None}
        if len(given) != 1:
            raise problem(
                f"{len(given)} limits are given", "exactly one of " + ", ".join(self._limits()), "Choose one"
            )
        for name, value in given.items():
            _check_limit(name, value)

    @property
    def learning_rate(self) -> Rate:
        """The rate or schedule of the optimiser inside."""
        return self.optimizer.learning_rate

    @property
    def slots(self) -> dict[str, str]:
        """The memories of the optimiser inside."""
        return self.optimizer.slots

    @property
    def elementwise(self) -> bool:
        """True if cutting number by number, for an optimiser that works number by number."""
        return self.clipvalue is not None and self.optimizer.elementwise

    def rate(self, step: int) -> float:
        """Return the learning rate of a step."""
        return self.optimizer.rate(step)

    def with_learning_rate(self, learning_rate: Rate) -> Self:
        """Return the same with another rate."""
        return replace(self, optimizer=self.optimizer.with_learning_rate(learning_rate))

    def init(self, params: Arrays) -> State:
        """Return the state of the optimiser inside."""
        return self.optimizer.init(params)

    def update(self, gradients: Arrays, state: State, params: Arrays) -> tuple[dict[str, Array], State]:
        """Clip, then update."""
        return self.optimizer.update(self._clip(gradients), state, params)

    def advance(self, gradients: Arrays, state: State, params: Arrays | None = None) -> dict[str, Array]:
        """Clip, then advance."""
        return self.optimizer.advance(self._clip(gradients), state, params)

    def _limits(self) -> dict[str, float | None]:
        return {
            "clipnorm": self.clipnorm,
            "global_clipnorm": self.global_clipnorm,
            "clipvalue": self.clipvalue,
        }

    def _clip(self, gradients: Arrays) -> dict[str, Array]:
        if self.clipnorm is not None:
            return clip_by_norm(gradients, self.clipnorm)
        if self.global_clipnorm is not None:
            return clip_by_global_norm(gradients, self.global_clipnorm)
        assert self.clipvalue is not None
        return clip_by_value(gradients, self.clipvalue)


def _norm(g: Array) -> float:
    return float(np.linalg.norm(g))


def _shorten(g: Array, norm: float, limit: float) -> Array:
    return g if norm <= limit else g * (limit / norm)


def _check_limit(name: str, value: float) -> None:
    if not (value > 0 and isfinite(value)):
        raise problem(f"{name} is {value!r}", "a finite number above 0", "Try 1")
