"""What every layer is: hyperparameters that never change, arrays that do, a way forward and a way back."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem
from dlbook.nn import activations
from dlbook.nn.arrays import Array, Params, Shape
from dlbook.nn.regularizers import Regularizer


@dataclass(frozen=True, eq=False)
class Layer(ABC):
    """A layer: y = f(x), and from dC/dy back to dC/dx and to dC/dw for each of its parameters w.

    Hyperparameters are the fields of the frozen dataclass. Two dictionaries hold what changes: ``params``
    (learned by descent) and ``state`` (kept, but not learned, such as moving means). A layer knows no
    optimiser, and ``backward`` changes nothing.

    A minimal layer implements ``forward`` and ``backward``; one with parameters also fills ``params`` in
    ``build``.
    """

    params: Params = field(init=False, repr=False, default_factory=dict)
    state: Params = field(init=False, repr=False, default_factory=dict)

    #: Name of the type in parameter names ("dense") and in stored networks.
    kind: ClassVar[str]

    @abstractmethod
    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Any]:
        """Return the output for a batch.

        Args:
            x: inputs, shape (n, ...): one row an example.
            training: whether to behave as in training (batch statistics, dropped units, noise).
            rng: where random numbers come from; needed in training by layers that draw some.

        Returns:
            The output, shape (n, ...), and a cache for ``backward``.
        """

    @abstractmethod
    def backward(self, d_output: Array, cache: Any) -> tuple[Array, Params]:
        """Carry the derivative of the cost back through the layer.

        Args:
            d_output: derivative of the cost by the output, the shape of the output.
            cache: what ``forward`` returned.

        Returns:
            The derivative by the input, and one gradient for each entry of ``params``.
        """

    def build(  # noqa: B027 (most layers have nothing to make)
        self, input_shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32
    ) -> None:
        """Make the parameters for inputs of a given shape.

        Args:
            input_shape: shape of one example, without the batch axis.
            rng: where first values come from.
            dtype: floating type of the parameters.

        Raises:
            ValueError: if the layer cannot take inputs of that shape.
        """

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of one output for the shape of one input.

        Args:
            input_shape: shape of one example.

        Returns:
            The same shape, unless a layer says otherwise.
        """
        return input_shape

    def parameter_gradients(self, d_output: Array, cache: Any) -> Params:
        """Return the gradients alone: the first layer of a net need not know the derivative by its input."""
        return self.backward(d_output, cache)[1]

    def regularizers(self) -> dict[str, Regularizer]:
        """Return the penalty on each parameter that has one, by the parameter's name."""
        return {}


class ActivatedLayer(Layer):
    """A layer that ends in an activation: z is linear in x, and a = f(z) is the output.

    A network may stop it halfway, at the logits z, to put cost and last activation together.
    """

    #: Name of the activation.
    activation: str | None

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Any]:
        """Return f(z), and x with what the activation keeps."""
        a, kept = activations.get(self.activation).forward(self.logits(x))
        return a, (x, kept)

    def backward(self, d_output: Array, cache: Any) -> tuple[Array, Params]:
        """Carry the derivative back through the activation, then through the linear part."""
        x, kept = cache
        return self.backward_logits(activations.get(self.activation).backward(d_output, kept), x)

    @abstractmethod
    def logits(self, x: Array) -> Array:
        """Return z, what enters the activation.

        Args:
            x: inputs, shape (n, ...).

        Returns:
            z, shape (n, ...).
        """

    @abstractmethod
    def backward_logits(self, d_z: Array, x: Array) -> tuple[Array, Params]:
        """Carry the derivative by z back through the linear part.

        Args:
            d_z: derivative of the cost by z.
            x: the inputs that ``logits`` was given.

        Returns:
            The derivative by x, and the gradients.
        """


def require_count(name: str, value: object) -> None:
    """Raise unless a hyperparameter is a whole number of at least 1.

    Args:
        name: name of the hyperparameter.
        value: what the caller passed.

    Raises:
        ValueError: if it is no such number.

    Example:
        >>> require_count("units", 64)
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise problem(f"{name} is {value!r}", "a whole number of at least 1", f"Choose {name}, e.g. 64")


def require_vectors(layer: str, input_shape: Shape) -> int:
    """Return how many numbers an example has, or raise if examples are no plain vectors.

    Args:
        layer: the layer's type, for the message.
        input_shape: shape of one example.

    Returns:
        The length of one example.

    Raises:
        ValueError: if an example has another number of axes than one, or no entries.

    Example:
        >>> require_vectors("Dense", (784,))
        784
    """
    if len(input_shape) != 1 or input_shape[0] < 1:
        raise problem(
            f"{layer} gets examples of shape {input_shape}",
            "vectors, shape (features,)",
            "Put a Flatten() layer before it",
        )
    return input_shape[0]


def require_rng(layer: str, rng: np.random.Generator | None) -> np.random.Generator:
    """Return the generator, or raise if a layer that draws numbers was given none.

    Args:
        layer: the layer's type, for the message.
        rng: what the caller passed.

    Returns:
        ``rng``.

    Raises:
        ValueError: if ``rng`` is None.
    """
    if rng is None:
        raise problem(
            f"{layer} got rng=None in training",
            "a np.random.Generator",
            'Pass rng=stream(seed, "noise") from dlbook.rng, or training=False',
        )
    return rng
