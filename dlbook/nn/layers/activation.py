"""Layers that only bend: an activation by itself, and those that learn a slope or draw noise."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem
from dlbook.nn import activations, initializers
from dlbook.nn.arrays import Array, Params, Shape
from dlbook.nn.initializers import Initializer
from dlbook.nn.layers.base import ActivatedLayer, Layer, require_rng


@dataclass(frozen=True, eq=False)
class Activation(ActivatedLayer):
    """An activation as a layer of its own, for instance behind a batch normalisation.

    Args:
        activation: name, such as ``"relu"``.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> Activation("relu").forward(np.array([[-1.0, 2.0]]))[0]
        array([[0., 2.]])
    """

    activation: str | None

    kind = "activation"

    def __post_init__(self) -> None:
        activations.get(self.activation)

    def logits(self, x: Array) -> Array:
        """Return the input: there is no linear part."""
        return x

    def backward_logits(self, d_z: Array, x: Array) -> tuple[Array, Params]:
        """Return the derivative as it is."""
        return d_z, {}


@dataclass(frozen=True, eq=False)
class LeakyReLU(Layer):
    """Leaky ReLU with a slope of your choice below zero: z if z > 0, else c z.

    Args:
        negative_slope: c, a finite number.

    Raises:
        ValueError: if the slope is no finite number.

    Example:
        >>> LeakyReLU(0.01).forward(np.array([[-1.0, 2.0]]))[0]
        array([[-0.01,  2.  ]])

    *Differs from* PyTorch's default of 0.01; Keras' layer has 0.3, too.
    """

    negative_slope: float = 0.3

    kind = "leaky_relu"

    def __post_init__(self) -> None:
        _require_finite("negative_slope", self.negative_slope)

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Array]:
        """Return the activation and the input."""
        return activations.leaky_relu(x, self.negative_slope), x

    def backward(self, d_output: Array, cache: Array) -> tuple[Array, Params]:
        """Multiply by the slope."""
        return d_output * activations.leaky_relu_derivative(cache, self.negative_slope), {}


@dataclass(frozen=True, eq=False)
class ELU(Layer):
    """ELU that levels off at a depth of your choice: z if z > 0, else alpha (e^z - 1).

    Args:
        alpha: the depth, a finite number.

    Raises:
        ValueError: if alpha is no finite number.

    Example:
        >>> ELU(2.0).forward(np.array([[-1.0, 2.0]]))[0].round(4)
        array([[-1.2642,  2.    ]])
    """

    alpha: float = 1.0

    kind = "elu"

    def __post_init__(self) -> None:
        _require_finite("alpha", self.alpha)

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Array]:
        """Return the activation and the input."""
        return activations.elu(x, self.alpha), x

    def backward(self, d_output: Array, cache: Array) -> tuple[Array, Params]:
        """Multiply by the slope."""
        return d_output * activations.elu_derivative(cache, self.alpha), {}


@dataclass(frozen=True, eq=False)
class PReLU(Layer):
    """Leaky ReLU whose slope below zero is learned, one for each unit: z if z > 0, else alpha z.

    Back: d_z = d_a where z > 0, else alpha d_a; d_alpha = sum over the examples of d_a min(z, 0).

    Args:
        alpha_initializer: name or object for the first slopes.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> layer = PReLU(alpha_initializer=initializers.Constant(0.5))
        >>> layer.build((2,), rng=np.random.default_rng(1))
        >>> layer.forward(np.array([[-1.0, 2.0]]))[0]
        array([[-0.5,  2. ]])

    References:
        He et al. (2015), *Delving deep into rectifiers*, ICCV, arXiv:1502.01852.

    *Differs from* PyTorch, where all units share one slope that starts at 0.25. Keras starts at 0, too.
    """

    alpha_initializer: str | Initializer = "zeros"

    kind = "prelu"

    def __post_init__(self) -> None:
        initializers.get(self.alpha_initializer)

    def build(self, input_shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> None:
        """Make one slope for each entry of an example."""
        self.params["alpha"] = initializers.get(self.alpha_initializer)(input_shape, rng=rng, dtype=dtype)

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Array]:
        """Return the activation and the input."""
        return np.where(x > 0, x, self.params["alpha"] * x), x

    def backward(self, d_output: Array, cache: Array) -> tuple[Array, Params]:
        """Return the derivative by z, and by the slopes."""
        d_alpha = (d_output * np.minimum(cache, 0)).sum(axis=0)
        return np.where(cache > 0, d_output, self.params["alpha"] * d_output), {"alpha": d_alpha}


@dataclass(frozen=True, eq=False)
class NoisyReLU(Layer):
    """ReLU with noise before the cut in training, plain ReLU afterwards.

    In training max(0, z + sqrt(sigma(z)) e) with e standard normal: the noise has variance sigma(z).

    Example:
        >>> NoisyReLU().forward(np.array([[-1.0, 2.0]]))[0]
        array([[0., 2.]])

    References:
        Nair & Hinton (2010), *Rectified linear units improve restricted Boltzmann machines*, ICML,
        https://www.cs.toronto.edu/~fritz/absps/reluICML.pdf.

    *Differs from* Keras and PyTorch, which have no such layer.
    """

    kind = "noisy_relu"

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Any]:
        """Return the activation, and the slope for the noise that was drawn."""
        if not training:
            return activations.relu(x), activations.relu_derivative(x)
        rng = require_rng("NoisyReLU", rng)
        same = np.random.Generator(type(rng.bit_generator)())
        same.bit_generator.state = rng.bit_generator.state
        return activations.noisy_relu(x, rng=rng), activations.noisy_relu_derivative(x, rng=same)

    def backward(self, d_output: Array, cache: Array) -> tuple[Array, Params]:
        """Multiply by the slope."""
        return d_output * cache, {}


def _require_finite(name: str, value: float) -> None:
    if not np.isfinite(value):
        raise problem(f"{name} is {value}", "a finite number", f"Pass {name}=0.1, for instance")
