"""The ground under the trilobite: what a sigmoid neuron with one weight costs over a few examples."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn.activations.classic import sigmoid, sigmoid_derivative
from dlbook.nn.costs import squared_error, squared_error_derivative


@dataclass(frozen=True)
class Ground:
    """The quadratic cost of a sigmoid neuron over its one weight; the bias is fixed.

    Args:
        inputs: of the examples, (n,).
        targets: what the neuron should answer, (n,).
        bias: of the neuron.
    """

    inputs: np.ndarray
    targets: np.ndarray
    bias: float = 0.0

    def height(self, w: np.ndarray | np.float64) -> np.ndarray:
        """Return the cost: the mean over the examples of (sigma(w x + b) - y)^2.

        Args:
            w: weights, any shape.

        Returns:
            The same shape.
        """
        outputs = sigmoid(np.multiply.outer(w, self.inputs) + self.bias)
        return squared_error(self.targets, outputs).mean(axis=-1)

    def slope(self, w: np.ndarray | np.float64) -> np.ndarray:
        """Return the derivative of the cost with respect to the weight, by the chain rule."""
        z = np.multiply.outer(w, self.inputs) + self.bias
        errors = squared_error_derivative(self.targets, sigmoid(z))
        return (errors * sigmoid_derivative(z) * self.inputs).mean(axis=-1)
