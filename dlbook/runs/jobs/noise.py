"""Noise whose own mean and spread change at every step: the opposite of what batch norm is said to do."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array, Params
from dlbook.nn.layers import Layer


@dataclass(frozen=True, eq=False)
class ShiftingNoise(Layer):
    """Shift and stretch every unit at random, anew in each training step.

    For each step and unit a mean m is drawn uniformly from [-s, s] and a spread d from [0, s]; each example
    then gets normal noise with that mean and spread:

        y = x + m + d n,    n normal with mean 0 and variance 1

    At inference nothing is added. What reaches the next layer thus changes its distribution all the time,
    batch norm or not.

    Args:
        strength: s, above 0.

    Raises:
        ValueError: if the strength is not above 0.

    Example:
        >>> layer = ShiftingNoise(0.5)
        >>> x = np.zeros((1000, 1))
        >>> y, _ = layer.forward(x, training=True, rng=np.random.default_rng(1))
        >>> bool(abs(y.mean()) < 0.6), layer.forward(x)[0].max()
        (True, np.float64(0.0))

    References:
        Santurkar et al. (2018), *How does batch normalization help optimization?*, NeurIPS: their noisy
        batch norm also stretches activations, and is stronger.
    """

    strength: float

    kind = "shifting_noise"

    def __post_init__(self) -> None:
        if not self.strength > 0:
            raise problem(f"strength is {self.strength}", "a number above 0", "Leave the layer out instead")

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Any]:
        """Return noisy outputs in training, x itself otherwise."""
        if not training:
            return x, None
        if rng is None:
            raise problem("rng is None in training", "a generator", "Pass rng=np.random.default_rng(1)")
        units = x.shape[1:]
        mean = rng.uniform(-self.strength, self.strength, units).astype(x.dtype)
        spread = rng.uniform(0, self.strength, units).astype(x.dtype)
        noise = rng.standard_normal(x.shape, dtype=np.float32)
        return x + mean + spread * noise.astype(x.dtype, copy=False), None

    def backward(self, d_output: Array, cache: Any) -> tuple[Array, Params]:
        """Pass the derivative on: noise that is added does not depend on x."""
        return d_output, {}
