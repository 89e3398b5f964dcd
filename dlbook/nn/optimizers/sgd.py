"""Plain gradient descent: downhill by the rate times the gradient, without any memory."""

from dataclasses import dataclass

from dlbook.nn.optimizers.base import Array, Optimizer


@dataclass(frozen=True)
class SGD(Optimizer):
    """Stochastic gradient descent: no momentum, no memory.

    With eta the learning rate and g the gradient of the cost by the parameter w:

        w <- w - eta g

    "Stochastic" is the mini-batch's doing, not the rule's: on all examples at once this is batch descent.

    Args:
        learning_rate: eta, at least 0, or a schedule.

    Example:
        >>> import numpy as np
        >>> optimizer, w = SGD(learning_rate=0.1), {"w": np.array([1.0])}
        >>> updates, state = optimizer.update({"w": np.array([2.0])}, optimizer.init(w), w)
        >>> updates["w"]
        array([-0.2])

    References:
        Robbins, H. & Monro, S. (1951). A stochastic approximation method. Annals of Mathematical Statistics
        22.

    *Differs from* Keras and PyTorch in nothing but the scope: their ``SGD`` has momentum built in, here it is
    a class of its own, so that a baseline called SGD has none.
    """

    def rule(self, g: Array, memory: dict[str, Array], eta: float, t: int) -> Array:
        """Return ``-eta g``."""
        return -eta * g
