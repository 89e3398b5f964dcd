"""Where the weights begin: constants, plain random numbers, and the schemes that match the size of a layer.

Numbers are drawn in float64 and rounded afterwards: one seed gives the same weights in every precision.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem
from dlbook.nn.arrays import Array, Shape
from dlbook.nn.names import look_up

#: Standard deviation of a standard normal distribution that is cut off at 2 and -2.
TRUNCATED_STDDEV = 0.87962566103423978


class Initializer(ABC):
    """A recipe for the first values of a parameter.

    Example:
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
        return self.mean + self.stddev * _truncated(shape, rng)


class _Scaled(Initializer):
    """Mean 0 and a variance that follows the layer's size: gain / fan."""

    gain: ClassVar[float]

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        variance = self.gain / self._fan(*fans(shape))
        if self.name.endswith("uniform"):
            limit = np.sqrt(3 * variance)
            return rng.uniform(-limit, limit, shape)
        return np.sqrt(variance) / TRUNCATED_STDDEV * _truncated(shape, rng)

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
        Glorot & Bengio (2010), *Understanding the difficulty of training deep feedforward networks*, AISTATS.

    *Differs from* PyTorch's ``xavier_normal_``, which does not truncate.
    """

    name: ClassVar[str] = "glorot_normal"


@dataclass(frozen=True)
class GlorotUniform(_Glorot):
    """Uniform between plus and minus sqrt(6 / (fan_in + fan_out)): variance 2 / (fan_in + fan_out).

    References:
        Glorot & Bengio (2010), *Understanding the difficulty of training deep feedforward networks*, AISTATS.

    *Differs from* nothing: Keras' Dense starts with it too, whatever the activation.
    """

    name: ClassVar[str] = "glorot_uniform"


@dataclass(frozen=True)
class HeNormal(_Scaled):
    """Variance 2 / fan_in, normal, truncated at two standard deviations and corrected for it.

    Made for ReLU, which passes on half of the mean square: E[ReLU(z)^2] = Var(z) / 2.

    References:
        He et al. (2015), *Delving deep into rectifiers*, ICCV.

    *Differs from* PyTorch's ``kaiming_normal_``, which does not truncate.
    """

    name: ClassVar[str] = "he_normal"
    gain: ClassVar[float] = 2.0


@dataclass(frozen=True)
class HeUniform(_Scaled):
    """Uniform between plus and minus sqrt(6 / fan_in): variance 2 / fan_in.

    References:
        He et al. (2015), *Delving deep into rectifiers*, ICCV.
    """

    name: ClassVar[str] = "he_uniform"
    gain: ClassVar[float] = 2.0


@dataclass(frozen=True)
class LecunNormal(_Scaled):
    """Variance 1 / fan_in, normal, truncated at two standard deviations and corrected for it.

    References:
        LeCun et al. (1998), *Efficient backprop*, in: Neural Networks: Tricks of the Trade.
    """

    name: ClassVar[str] = "lecun_normal"
    gain: ClassVar[float] = 1.0


@dataclass(frozen=True)
class LecunUniform(_Scaled):
    """Uniform between plus and minus sqrt(3 / fan_in): variance 1 / fan_in.

    References:
        LeCun et al. (1998), *Efficient backprop*, in: Neural Networks: Tricks of the Trade.
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


def _truncated(shape: Shape, rng: np.random.Generator) -> Array:
    """Return standard normal numbers, drawing again where one lies beyond 2 or -2."""
    values = rng.standard_normal(shape)
    while (far := np.abs(values) > 2).any():
        values[far] = rng.standard_normal(far.sum())
    return values


def _require_spread(stddev: float) -> None:
    if not stddev >= 0:
        raise problem(f"stddev is {stddev}", "a number of at least 0", "Pass a standard deviation")


INITIALIZERS: dict[str, type[Initializer]] = {
    kind.name: kind
    for kind in (
        *(Zeros, Ones, Constant, RandomNormal, RandomUniform, TruncatedNormal),
        *(GlorotNormal, GlorotUniform, HeNormal, HeUniform, LecunNormal, LecunUniform),
    )
}


def names() -> list[str]:
    """Return the names that ``get`` and the layers' ``kernel_initializer=`` know.

    Returns:
        The names, simple to complex.

    Example:
        >>> names()[-2:]
        ['lecun_normal', 'lecun_uniform']
    """
    return list(INITIALIZERS)


def get(initializer: str | Initializer) -> Initializer:
    """Return the initialiser of that name; an object comes back as it is.

    Args:
        initializer: a name such as ``"he_normal"`` or an object such as ``RandomNormal(stddev=1.0)``.

    Returns:
        The initialiser.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> get("he_normal")
        HeNormal()
    """
    if isinstance(initializer, Initializer):
        return initializer
    return look_up(initializer, INITIALIZERS, "initializer")()
