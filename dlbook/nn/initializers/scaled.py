"""Initialisers that match the spread of the weights to the size of the layer: Glorot, He and LeCun."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array, Shape
from dlbook.nn.initializers.base import Initializer
from dlbook.nn.initializers.plain import truncated

#: Standard deviation of a standard normal distribution that is cut off at 2 and -2.
TRUNCATED_STDDEV = 0.87962566103423978


class _Scaled(Initializer):
    """Mean 0 and a variance that follows the layer's size: gain / fan."""

    gain: ClassVar[float]

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        variance = self.gain / self._fan(*fans(shape))
        if self.name.endswith("uniform"):
            limit = np.sqrt(3 * variance)
            return rng.uniform(-limit, limit, shape)
        return np.sqrt(variance) / TRUNCATED_STDDEV * truncated(shape, rng)

    def _fan(self, fan_in: float, fan_out: float) -> float:
        return fan_in


class _Glorot(_Scaled):
    gain: ClassVar[float] = 1.0

    def _fan(self, fan_in: float, fan_out: float) -> float:
        return (fan_in + fan_out) / 2


@dataclass(frozen=True)
class GlorotNormal(_Glorot):
    """Variance 2 / (fan_in + fan_out), normal, truncated at two standard deviations and corrected for it.

    Made for units that are linear around 0: it keeps the variance of signals and of gradients in balance.

    References:
        Glorot & Bengio (2010), *Understanding the difficulty of training deep feedforward networks*, AISTATS,
        https://proceedings.mlr.press/v9/glorot10a.html.

    *Differs from* PyTorch's ``xavier_normal_``, which does not truncate.
    """

    name: ClassVar[str] = "glorot_normal"


@dataclass(frozen=True)
class GlorotUniform(_Glorot):
    """Uniform between plus and minus sqrt(6 / (fan_in + fan_out)): variance 2 / (fan_in + fan_out).

    References:
        Glorot & Bengio (2010), *Understanding the difficulty of training deep feedforward networks*, AISTATS,
        https://proceedings.mlr.press/v9/glorot10a.html.

    *Differs from* nothing: Keras' Dense starts with it too, whatever the activation.
    """

    name: ClassVar[str] = "glorot_uniform"


@dataclass(frozen=True)
class HeNormal(_Scaled):
    """Variance 2 / fan_in, normal, truncated at two standard deviations and corrected for it.

    Made for ReLU, which passes on half of the mean square: E[ReLU(z)^2] = Var(z) / 2.

    References:
        He et al. (2015), *Delving deep into rectifiers*, ICCV, arXiv:1502.01852.

    *Differs from* PyTorch's ``kaiming_normal_``, which does not truncate.
    """

    name: ClassVar[str] = "he_normal"
    gain: ClassVar[float] = 2.0


@dataclass(frozen=True)
class HeUniform(_Scaled):
    """Uniform between plus and minus sqrt(6 / fan_in): variance 2 / fan_in.

    References:
        He et al. (2015), *Delving deep into rectifiers*, ICCV, arXiv:1502.01852.
    """

    name: ClassVar[str] = "he_uniform"
    gain: ClassVar[float] = 2.0


@dataclass(frozen=True)
class LecunNormal(_Scaled):
    """Variance 1 / fan_in, normal, truncated at two standard deviations and corrected for it.

    References:
        LeCun et al. (1998), *Efficient backprop*, in: Neural Networks: Tricks of the Trade,
        doi:10.1007/3-540-49430-8_2.
    """

    name: ClassVar[str] = "lecun_normal"
    gain: ClassVar[float] = 1.0


@dataclass(frozen=True)
class LecunUniform(_Scaled):
    """Uniform between plus and minus sqrt(3 / fan_in): variance 1 / fan_in.

    References:
        LeCun et al. (1998), *Efficient backprop*, in: Neural Networks: Tricks of the Trade,
        doi:10.1007/3-540-49430-8_2.
    """

    name: ClassVar[str] = "lecun_uniform"
    gain: ClassVar[float] = 1.0


def fans(shape: Shape) -> tuple[int, int]:
    """Return how many inputs feed a unit and how many units an input feeds.

    Args:
        shape: shape of a kernel, (..., fan_in, fan_out); leading axes (a window) multiply both.

    Returns:
        fan_in and fan_out.

    Raises:
        ValueError: if the shape has fewer than two axes: a vector has no fans.

    Example:
        >>> fans((784, 64)), fans((3, 3, 16, 32))
        ((784, 64), (144, 288))
    """
    if len(shape) < 2:
        raise problem(
            f"the parameter has shape {shape}",
            "a kernel (fan_in, fan_out)",
            "Use zeros, ones, constant or a plain random initialiser for vectors",
        )
    window = int(np.prod(shape[:-2]))
    return window * shape[-2], window * shape[-1]
