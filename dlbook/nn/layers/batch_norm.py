"""Batch normalisation: give every unit mean 0 and standard deviation 1, then let it learn others."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem
from dlbook.nn.arrays import Array, Params, Shape
from dlbook.nn.layers.base import Layer


@dataclass(frozen=True, eq=False)
class BatchNorm(Layer):
    """Normalise each unit over the batch in training, with moving statistics afterwards.

    With m and v the mean and the (biased) variance of a unit over the n rows of the batch:

        x-hat = (x - m) / sqrt(v + epsilon),    y = gamma x-hat + beta

    so that gamma is the standard deviation of y and beta its mean. For inference m and v are moving averages
    kept in ``state``: each training pass moves them by (1 - momentum) towards the batch. And back:

        d_beta = sum d_y,    d_gamma = sum d_y x-hat
        d_x = gamma / sqrt(v + epsilon) (d_y - d_beta / n - x-hat d_gamma / n)

    Inputs with more axes, (n, height, width, channels), are normalised for each channel.

    Args:
        momentum: share of the *old* value that the moving averages keep, in [0, 1).
        epsilon: added to the variance against division by zero, above 0.

    Raises:
        ValueError: if momentum or epsilon is out of range.

    Example:
        >>> layer = BatchNorm()
        >>> layer.build((1,), rng=np.random.default_rng(1))
        >>> layer.forward(np.array([[1.0], [3.0]]), training=True)[0].round(2)  # mean 2, variance 1
        array([[-1.],
               [ 1.]])
        >>> layer.state["moving_mean"].round(3)  # 0.99 * 0 + 0.01 * 2
        array([0.02], dtype=float32)

    References:
        Ioffe & Szegedy (2015), *Batch normalization*, ICML, arXiv:1502.03167.
        Santurkar et al. (2018), *How does batch normalization help optimization?*, NeurIPS, arXiv:1805.11604.

    *Differs from* PyTorch, whose momentum 0.1 is the weight of the *new* value, whose epsilon is 1e-5 and
    whose moving variance is the unbiased one. Keras is the same.
    """

    momentum: float = 0.99
    epsilon: float = 1e-3

    kind = "batch_norm"

    def __post_init__(self) -> None:
        if not 0 <= self.momentum < 1:
            raise problem(f"momentum is {self.momentum}", "a share in [0, 1)", "Keras' default is 0.99")
        if not self.epsilon > 0:
            raise problem(f"epsilon is {self.epsilon}", "a number above 0", "Keras' default is 0.001")

    def build(self, input_shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> None:
        """Begin with gamma = 1, beta = 0 and moving statistics of a standard normal distribution."""
        channels = input_shape[-1:]
        if not channels:
            raise problem(
                "BatchNorm gets single numbers", "shape (..., units)", "Put a Dense layer before it"
            )
        self.params.update(gamma=np.ones(channels, dtype), beta=np.zeros(channels, dtype))
        self.state.update(moving_mean=np.zeros(channels, dtype), moving_variance=np.ones(channels, dtype))

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Any]:
        """Return y, and x-hat with 1 / sqrt(v + epsilon); in training, move the moving statistics."""
        rows = x.reshape(-1, x.shape[-1])  # (n, units); every pixel counts as a row
        if training:
            mean = rows.sum(axis=0) / len(rows)
            x_hat = rows - mean
            variance = np.einsum("ij,ij->j", x_hat, x_hat) / len(rows)
            self._move(mean, variance)
        else:
            x_hat = rows - self.state["moving_mean"]
            variance = self.state["moving_variance"]
        scale = 1 / np.sqrt(variance + self.epsilon)
        x_hat *= scale
        y = x_hat * self.params["gamma"]
        y += self.params["beta"]
        return y.reshape(x.shape), (x_hat, scale, training)

    def backward(self, d_output: Array, cache: Any) -> tuple[Array, Params]:
        """Return d_x, and the gradients of gamma and beta; moving statistics count as constants."""
        x_hat, scale, training = cache
        d_y = d_output.reshape(x_hat.shape)
        d_beta = d_y.sum(axis=0)
        d_gamma = np.einsum("ij,ij->j", d_y, x_hat)
        if training:
            d_x = x_hat * (d_gamma / -len(x_hat))
            d_x += d_y
            d_x -= d_beta / len(x_hat)
            d_x *= self.params["gamma"] * scale
        else:
            d_x = d_y * (self.params["gamma"] * scale)
        return d_x.reshape(d_output.shape), {"gamma": d_gamma, "beta": d_beta}

    def _move(self, mean: Array, variance: Array) -> None:
        """Move the moving statistics towards those of the batch."""
        for key, new in (("moving_mean", mean), ("moving_variance", variance)):
            old = self.state[key]
            old += (1 - self.momentum) * (new - old)
