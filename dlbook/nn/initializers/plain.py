"""Initialisers that do not look at the size of the layer: constants, normal and uniform numbers."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array, Shape
from dlbook.nn.initializers.base import Initializer


@dataclass(frozen=True)
class Zeros(Initializer):
    """All zeros: right for biases, useless for kernels (units that start equal stay equal)."""

    name: ClassVar[str] = "zeros"

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return np.zeros(shape)


@dataclass(frozen=True)
class Ones(Initializer):
    """All ones: the scale gamma of batch normalisation."""

    name: ClassVar[str] = "ones"

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return np.ones(shape)


@dataclass(frozen=True)
class Constant(Initializer):
    """The same number everywhere.

    Args:
        value: that number.
    """

    value: float = 0.0
    name: ClassVar[str] = "constant"

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return np.full(shape, float(self.value))


@dataclass(frozen=True)
class RandomNormal(Initializer):
    """Normally distributed, whatever the size of the layer.

    Args:
        mean: mean of the numbers.
        stddev: their standard deviation, at least 0.
    """

    mean: float = 0.0
    stddev: float = 0.05
    name: ClassVar[str] = "random_normal"

    def __post_init__(self) -> None:
        _require_spread(self.stddev)

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return rng.normal(self.mean, self.stddev, shape)


@dataclass(frozen=True)
class RandomUniform(Initializer):
    """Equally likely anywhere between two limits.

    Args:
        minval: lower limit.
        maxval: upper limit, at least ``minval``.
    """

    minval: float = -0.05
    maxval: float = 0.05
    name: ClassVar[str] = "random_uniform"

    def __post_init__(self) -> None:
        if not self.minval <= self.maxval:
            raise problem(
                f"minval is {self.minval} and maxval {self.maxval}", "minval <= maxval", "Swap the limits"
            )

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return rng.uniform(self.minval, self.maxval, shape)


@dataclass(frozen=True)
class TruncatedNormal(Initializer):
    """Normally distributed, drawn again wherever a number lies further than two ``stddev`` from the mean.

    What remains has a standard deviation of only 0.88 ``stddev``; nothing here corrects for it.

    Args:
        mean: mean of the numbers.
        stddev: standard deviation before truncation, at least 0.
    """

    mean: float = 0.0
    stddev: float = 0.05
    name: ClassVar[str] = "truncated_normal"

    def __post_init__(self) -> None:
        _require_spread(self.stddev)

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return self.mean + self.stddev * truncated(shape, rng)


def truncated(shape: Shape, rng: np.random.Generator) -> Array:
    """Return standard normal numbers, drawing again where one lies beyond 2 or -2.

    Args:
        shape: shape of the result.
        rng: where the numbers come from.

    Returns:
        Numbers in [-2, 2], float64; their standard deviation is 0.88.

    Example:
        >>> bool(np.abs(truncated((1000,), np.random.default_rng(1))).max() <= 2)
        True
    """
    values = rng.standard_normal(shape)
    while (far := np.abs(values) > 2).any():
        values[far] = rng.standard_normal(far.sum())
    return values


def _require_spread(stddev: float) -> None:
    if not stddev >= 0:
        raise problem(f"stddev is {stddev}", "a number of at least 0", "Pass a standard deviation")
