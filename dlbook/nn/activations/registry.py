"""How a layer applies an activation: forward with what to keep, backward from what was kept."""

from collections.abc import Callable
from dataclasses import dataclass

from dlbook.nn.activations import classic, rectifiers, selectors
from dlbook.nn.arrays import Array
from dlbook.nn.names import look_up


@dataclass(frozen=True)
class ActivationFunction:
    """An activation as layers use it: a = f(z), and back from dC/da to dC/dz.

    Several slopes are cheapest to compute from the activation a rather than from z (the sigmoid's is
    a (1 - a)), and a is at hand after the forward pass: such functions keep a, the others keep z.

    Args:
        name: the name in the registry.
        function: z -> a.
        chain: (d_a, kept) -> d_z, the chain rule for this function.
        keeps: ``"output"`` if ``chain`` wants a, ``"input"`` if it wants z.

    Example:
        >>> import numpy as np
        >>> relu = get("relu")
        >>> a, kept = relu.forward(np.array([-1.0, 2.0]))
        >>> relu.backward(np.array([10.0, 10.0]), kept)
        array([ 0., 10.])
    """

    name: str
    function: Callable[[Array], Array]
    chain: Callable[[Array, Array], Array]
    keeps: str = "output"

    def forward(self, z: Array) -> tuple[Array, Array]:
        """Return the activation and what ``backward`` needs.

        Args:
            z: weighted inputs, shape (examples, units).

        Returns:
            The activation a and the array to keep, both the shape of ``z``.
        """
        a = self.function(z)
        return a, (a if self.keeps == "output" else z)

    def backward(self, d_a: Array, kept: Array) -> Array:
        """Carry a gradient back through the activation.

        Args:
            d_a: derivative of the cost by the activation, shape (examples, units).
            kept: what ``forward`` returned.

        Returns:
            The derivative of the cost by z, the shape of ``d_a``.
        """
        return self.chain(d_a, kept)


def _softmax_chain(d_a: Array, a: Array) -> Array:
    """Multiply by the Jacobian of softmax without building it."""
    weighted = d_a * a
    return weighted - a * weighted.sum(axis=-1, keepdims=True)


def _slope(derivative: Callable[[Array], Array]) -> Callable[[Array, Array], Array]:
    return lambda d_a, z: d_a * derivative(z)


_FUNCTIONS = {
    function.name: function
    for function in (
        ActivationFunction("step", classic.step, _slope(classic.step_derivative), "input"),
        ActivationFunction("identity", classic.identity, lambda d_a, a: d_a),
        ActivationFunction("linear", classic.identity, lambda d_a, a: d_a),
        ActivationFunction("sigmoid", classic.sigmoid, lambda d_a, a: d_a * a * (1 - a)),
        ActivationFunction("tanh", classic.tanh, lambda d_a, a: d_a * (1 - a * a)),
        ActivationFunction("relu", rectifiers.relu, lambda d_a, a: d_a * (a > 0)),
        ActivationFunction("softplus", rectifiers.softplus, _slope(rectifiers.softplus_derivative), "input"),
        ActivationFunction(
            "leaky_relu", rectifiers.leaky_relu, _slope(rectifiers.leaky_relu_derivative), "input"
        ),
        ActivationFunction("elu", rectifiers.elu, _slope(rectifiers.elu_derivative), "input"),
        ActivationFunction("square", classic.square, _slope(classic.square_derivative), "input"),
        ActivationFunction("softmax", selectors.softmax, _softmax_chain),
    )
}


def names() -> list[str]:
    """Return the names that ``get`` and the layers' ``activation=`` know.

    Returns:
        The names, simple to complex.

    Example:
        >>> "relu" in names()
        True
    """
    return list(_FUNCTIONS)


def get(name: str | None) -> ActivationFunction:
    """Return the activation of that name.

    Args:
        name: such as ``"relu"``; None means no activation, the identity.

    Returns:
        The object by which layers apply it.

    Raises:
        ValueError: if the name is unknown. Maxout, PReLU and noisy ReLU are layers, since they learn or
            draw numbers.

    Example:
        >>> get("tanh").name, get(None).name
        ('tanh', 'linear')
    """
    return look_up("linear" if name is None else name, _FUNCTIONS, "activation")
