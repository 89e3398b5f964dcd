"""What every initialiser is: a recipe for the first values of a parameter."""

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import DTypeLike

from dlbook.nn.arrays import Array, Shape


class Initializer(ABC):
    """A recipe for the first values of a parameter.

    Example:
        >>> from dlbook.nn.initializers import GlorotUniform
        >>> GlorotUniform()((784, 64), rng=np.random.default_rng(1)).dtype
        dtype('float32')
    """

    #: The name by which ``initializers.get`` finds the class.
    name: ClassVar[str]

    def __call__(self, shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> Array:
        """Return first values.

        Args:
            shape: shape of the parameter; that of a kernel is (fan_in, fan_out).
            rng: where the numbers come from; constants ignore it.
            dtype: the floating type of the result.

        Returns:
            An array of that shape and type.
        """
        return self._draw(shape, rng).astype(dtype)

    @abstractmethod
    def _draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Return the values in float64."""
