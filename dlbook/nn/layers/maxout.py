"""Maxout: each unit learns several straight lines and answers with the highest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from dlbook.nn import activations, initializers
from dlbook.nn.arrays import Array, Params, Shape
from dlbook.nn.initializers import Initializer
from dlbook.nn.layers.base import Layer, require_count, require_vectors


@dataclass(frozen=True, eq=False)
class Maxout(Layer):
    """A dense layer whose units take the largest of k learned affine maps.

    y_u = max_j (w_uj.x + b_uj). Only the winning map learns from an example.

    Args:
        units: number of units, at least 1.
        pieces: k, the affine maps of a unit, at least 1.
        kernel_initializer: name or object for the first weights of each map.

    Raises:
        ValueError: if units or pieces is no whole number of at least 1, or the name is unknown.

    Example:
        >>> layer = Maxout(1, pieces=2)
        >>> layer.build((1,), rng=np.random.default_rng(1))
        >>> layer.params["kernel"][...] = [[[1.0, -1.0]]]  # max(x, -x) = |x|
        >>> layer.forward(np.array([[-3.0], [2.0]]))[0]
        array([[3.],
               [2.]])

    References:
        Goodfellow et al. (2013), *Maxout networks*, ICML, arXiv:1302.4389.

    *Differs from* Keras and PyTorch, which have no such layer: there it is a Dense layer, a reshape, a max.
    """

    units: int
    pieces: int = 2
    kernel_initializer: str | Initializer = "glorot_uniform"

    kind = "maxout"

    def __post_init__(self) -> None:
        require_count("units", self.units)
        require_count("pieces", self.pieces)
        initializers.get(self.kernel_initializer)

    def build(self, input_shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> None:
        """Draw the kernel, shape (features, units, pieces), map by map; the bias (units, pieces) is 0."""
        shape = (require_vectors("Maxout", input_shape), self.units)
        draw = initializers.get(self.kernel_initializer)
        maps = [draw(shape, rng=rng, dtype=dtype) for _ in range(self.pieces)]
        self.params["kernel"] = np.stack(maps, axis=-1)
        self.params["bias"] = np.zeros((self.units, self.pieces), dtype)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (units,)."""
        return (self.units,)

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, tuple[Array, Array]]:
        """Return the largest values, and x with the values of all maps."""
        z = x @ self._matrix()  # (n, units * pieces)
        z = z.reshape(len(x), self.units, self.pieces) + self.params["bias"]
        return activations.maxout(z), (x, z)

    def backward(self, d_output: Array, cache: tuple[Array, Array]) -> tuple[Array, Params]:
        """Send the derivative back through the winning maps."""
        x, z = cache
        d_z = d_output[..., None] * activations.maxout_derivative(z)  # (n, units, pieces)
        flat = d_z.reshape(len(x), -1)
        d_kernel = (x.T @ flat).reshape(self.params["kernel"].shape)
        return flat @ self._matrix().T, {"kernel": d_kernel, "bias": d_z.sum(axis=0)}

    def _matrix(self) -> Array:
        """Return the kernel with the maps of all units side by side."""
        return self.params["kernel"].reshape(-1, self.units * self.pieces)
