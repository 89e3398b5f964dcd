"""Gaussian noise: shake the signals in training so that no unit relies on their last digits."""

from dataclasses import dataclass

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array, Params
from dlbook.nn.layers.base import Layer, require_rng


@dataclass(frozen=True, eq=False)
class GaussianNoise(Layer):
    """Add normal noise of mean 0 in training; do nothing afterwards.

    y = x + s e, with e standard normal and fresh for each unit and example.

    Args:
        stddev: s, at least 0, in the unit of the inputs.

    Raises:
        ValueError: if the standard deviation is negative.

    Example:
        >>> layer = GaussianNoise(0.1)
        >>> layer.forward(np.zeros((1, 2)), training=True, rng=np.random.default_rng(1))[0].round(3)
        array([[0.035, 0.082]])
    """

    stddev: float

    kind = "gaussian_noise"

    def __post_init__(self) -> None:
        if not 0 <= self.stddev < np.inf:
            raise problem(f"stddev is {self.stddev}", "a finite number of at least 0", "Pass stddev=0.1")

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, None]:
        """Return y."""
        if not training or self.stddev == 0:
            return x, None
        noise = require_rng("GaussianNoise", rng).standard_normal(x.shape).astype(x.dtype)
        noise *= self.stddev
        noise += x
        return noise, None

    def backward(self, d_output: Array, cache: None) -> tuple[Array, Params]:
        """Return the derivative as it is: the noise does not depend on the input."""
        return d_output, {}
