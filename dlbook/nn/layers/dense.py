"""The dense layer: every unit looks at every input."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from dlbook.nn import activations, initializers, regularizers
from dlbook.nn.arrays import Array, Params, Shape
from dlbook.nn.initializers import Initializer
from dlbook.nn.layers.base import ActivatedLayer, require_count, require_vectors
from dlbook.nn.regularizers import Regularizer


@dataclass(frozen=True, eq=False)
class Dense(ActivatedLayer):
    """A layer in which each unit computes "w.x + b" over all inputs, then its activation.

    For a batch X (one row an example), a kernel W (one column a unit) and a bias b:

        Z = X W + b,    A = f(Z)

    and back, with d_Z the derivative of the cost by Z:

        d_W = X^T d_Z,    d_b = sum over the rows of d_Z,    d_X = d_Z W^T

    Args:
        units: number of units, at least 1.
        activation: name of f, such as ``"relu"``; None for none.
        use_bias: whether there is a b.
        kernel_initializer: name or object for the first W.
        bias_initializer: name or object for the first b.
        kernel_regularizer: penalty on W: a name, an object such as ``L2(1e-4)``, or None.
        bias_regularizer: penalty on b; usually None.

    Raises:
        ValueError: if units is no whole number of at least 1, or a name is unknown.

    Example:
        >>> layer = Dense(2, activation="relu", kernel_initializer="ones")
        >>> layer.build((3,), rng=np.random.default_rng(1))
        >>> layer.forward(np.array([[1.0, 2.0, 3.0]]))[0]
        array([[6., 6.]])

    *Differs from* PyTorch's ``Linear``, which stores W transposed and starts weights and biases uniformly
    between plus and minus 1/sqrt(fan_in). Keras is the same.
    """

    units: int
    activation: str | None = None
    use_bias: bool = True
    kernel_initializer: str | Initializer = "glorot_uniform"
    bias_initializer: str | Initializer = "zeros"
    kernel_regularizer: str | Regularizer | None = None
    bias_regularizer: str | Regularizer | None = None

    kind = "dense"

    def __post_init__(self) -> None:
        require_count("units", self.units)
        activations.get(self.activation)
        initializers.get(self.kernel_initializer)
        initializers.get(self.bias_initializer)
        self.regularizers()

    def build(self, input_shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> None:
        """Draw the kernel, shape (features, units), and the bias, shape (units,)."""
        shape = (require_vectors("Dense", input_shape), self.units)
        self.params["kernel"] = initializers.get(self.kernel_initializer)(shape, rng=rng, dtype=dtype)
        if self.use_bias:
            self.params["bias"] = initializers.get(self.bias_initializer)(shape[1:], rng=rng, dtype=dtype)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (units,)."""
        return (self.units,)

    def logits(self, x: Array) -> Array:
        """Return Z = X W + b."""
        z = x @ self.params["kernel"]  # (n, features) -> (n, units)
        if self.use_bias:
            z += self.params["bias"]
        return z

    def backward_logits(self, d_z: Array, x: Array) -> tuple[Array, Params]:
        """Return d_X = d_Z W^T and the gradients."""
        return d_z @ self.params["kernel"].T, self._gradients(d_z, x)

    def parameter_gradients(self, d_output: Array, cache: tuple[Array, Array]) -> Params:
        """Return the gradients without d_X, which is a third of the work in a first layer."""
        x, kept = cache
        return self._gradients(activations.get(self.activation).backward(d_output, kept), x)

    def _gradients(self, d_z: Array, x: Array) -> Params:
        gradients = {"kernel": x.T @ d_z}  # (features, n) (n, units)
        if self.use_bias:
            gradients["bias"] = d_z.sum(axis=0)
        return gradients

    def regularizers(self) -> dict[str, Regularizer]:
        """Return the penalties on kernel and bias, where there are any."""
        penalties = {
            "kernel": regularizers.get(self.kernel_regularizer),
            "bias": regularizers.get(self.bias_regularizer) if self.use_bias else None,
        }
        return {key: penalty for key, penalty in penalties.items() if penalty is not None}
