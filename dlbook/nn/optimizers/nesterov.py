"""Nesterov's momentum: look where the ball is about to roll, and take the slope from there."""

from dataclasses import dataclass
from typing import ClassVar

from dlbook.nn.optimizers.base import Array, Optimizer, Rate, check_share


@dataclass(frozen=True)
class Nesterov(Optimizer):
    """Gradient descent with Nesterov's momentum, in the shifted form that frameworks use.

    The look-ahead form takes the gradient at the point to which the velocity is about to carry the parameter:

        v <- mu v - eta g(w + mu v)
        w <- w + v

    A network has its gradient where its parameters are, so the parameters are stored at the look-ahead point
    u = w + mu v instead. For u the same sequence reads, with g = g(u):

        v <- mu v - eta g
        u <- u + mu v - eta g

    Both give the same path, seen from two points of it; a test proves it.

    Args:
        learning_rate: eta, at least 0, or a schedule.
        momentum: mu in [0, 1), the share of the old velocity that is kept.

    Example:
        >>> import numpy as np
        >>> optimizer, w = Nesterov(learning_rate=0.1, momentum=0.5), {"w": np.array([1.0])}
        >>> updates, state = optimizer.update({"w": np.array([2.0])}, optimizer.init(w), w)
        >>> updates["w"], state["velocity"]["w"]
        (array([-0.3]), array([-0.2]))

    References:
        Nesterov, Y. (1983). A method for solving the convex programming problem with convergence rate
        O(1/k^2). Soviet Mathematics Doklady 27.
        Sutskever, I. et al. (2013). On the importance of initialization and momentum in deep learning. ICML.

    *Differs from*: Keras' ``SGD(momentum=mu, nesterov=True)`` is the same. PyTorch keeps b = mu b + g and
    steps w -= eta (g + mu b): equal at a constant rate, different under a schedule.
    """

    learning_rate: Rate = 0.01
    momentum: float = 0.9

    slots: ClassVar[dict[str, str]] = {"velocity": ""}

    def __post_init__(self) -> None:
        super().__post_init__()
        check_share("momentum", self.momentum)

    def rule(self, g: Array, memory: dict[str, Array], eta: float, t: int) -> Array:
        """Return the step of the shifted form."""
        v, step = memory["velocity"], eta * g
        v *= self.momentum
        v -= step
        return self.momentum * v - step
