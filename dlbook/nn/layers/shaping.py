"""Layers that change nothing but the shape."""

from dataclasses import dataclass
from math import prod

import numpy as np

from dlbook.nn.arrays import Array, Params, Shape
from dlbook.nn.layers.base import Layer


@dataclass(frozen=True, eq=False)
class Flatten(Layer):
    """Lay the rows of each example end to end: (n, 28, 28) becomes (n, 784).

    Example:
        >>> Flatten().forward(np.zeros((5, 28, 28)))[0].shape
        (5, 784)
    """

    kind = "flatten"

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return one axis with all entries."""
        return (prod(input_shape),)

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, tuple[int, ...]]:
        """Return the flat examples, and the shape they had."""
        return x.reshape(len(x), -1), x.shape

    def backward(self, d_output: Array, cache: tuple[int, ...]) -> tuple[Array, Params]:
        """Return the derivative in the old shape."""
        return d_output.reshape(cache), {}
