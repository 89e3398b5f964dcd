"""Dropout: in every step of training each example meets another random part of the units."""

from dataclasses import dataclass

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array, Params
from dlbook.nn.layers.base import Layer, require_rng


@dataclass(frozen=True, eq=False)
class Dropout(Layer):
    """Silence each unit with probability r in training, and scale up the rest; do nothing afterwards.

    With m a fresh 0 or 1 for each unit and *example* (1 with probability 1 - r):

        y = m x / (1 - r)    in training,    y = x    at inference

    so that the expectation of y is x. How many units fall silent varies from draw to draw.

    Args:
        rate: r, the share that is dropped, in [0, 1).

    Raises:
        ValueError: if the rate is out of range.

    Example:
        >>> Dropout(0.5).forward(np.ones((1, 6)), training=True, rng=np.random.default_rng(1))[0]
        array([[0., 2., 2., 2., 0., 0.]])

    References:
        Srivastava et al. (2014), *Dropout*, JMLR 15, https://jmlr.org/papers/v15/srivastava14a.html.

    *Differs from* the paper, which states the share that is *kept* and scales weights down at inference.
    Keras and PyTorch are the same as here.
    """

    rate: float

    kind = "dropout"

    def __post_init__(self) -> None:
        if not 0 <= self.rate < 1:
            raise problem(
                f"rate is {self.rate}",
                "a share in [0, 1)",
                "Pass the share of units to drop: 0.2 drops one in five",
            )

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Array | None]:
        """Return y, and the mask m / (1 - r)."""
        if not training or self.rate == 0:
            return x, None
        drawn = require_rng("Dropout", rng).random(x.shape, dtype=np.float32)
        mask = np.multiply(drawn >= self.rate, 1 / (1 - self.rate), dtype=x.dtype)
        return x * mask, mask

    def backward(self, d_output: Array, cache: Array | None) -> tuple[Array, Params]:
        """Return the derivative, silenced and scaled like the units."""
        return (d_output if cache is None else d_output * cache), {}
