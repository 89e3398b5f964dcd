"""Momentum: a ball that keeps most of its speed, so that steps in one direction add up."""

from dataclasses import dataclass
from typing import ClassVar

from dlbook.nn.optimizers.base import Array, Optimizer, Rate, check_share


@dataclass(frozen=True)
class Momentum(Optimizer):
    """Gradient descent with the heavy ball's momentum.

    With velocity v (0 at the start), mu the momentum, eta the learning rate and g the gradient:

        v <- mu v - eta g
        w <- w + v

    v is a *sum* over the past: under a constant gradient the step grows to eta g / (1 - mu), ten times plain
    descent's at mu = 0.9. A fair comparison gives SGD the larger rate.

    Args:
        learning_rate: eta, at least 0, or a schedule.
        momentum: mu in [0, 1), the share of the old velocity that is kept.

    Example:
        >>> import numpy as np
        >>> optimizer, w = Momentum(learning_rate=0.1, momentum=0.5), {"w": np.array([1.0])}
        >>> first, state = optimizer.update({"w": np.array([2.0])}, optimizer.init(w), w)
        >>> second, state = optimizer.update({"w": np.array([2.0])}, state, w)
        >>> first["w"], second["w"]
        (array([-0.2]), array([-0.3]))

    References:
        Polyak, B. (1964). Some methods of speeding up the convergence of iteration methods. USSR
        Computational Mathematics and Mathematical Physics 4.

    *Differs from*: Keras' ``SGD(momentum=mu)`` is the same (its default momentum is 0). PyTorch keeps
    b = mu b + g and steps w -= eta b: equal at a constant rate, different under a schedule, because there a
    new rate also rescales the past. The moving-average form m = mu m + (1 - mu) g, found in many courses,
    needs eta / (1 - mu) to match.
    """

    learning_rate: Rate = 0.01
    momentum: float = 0.9

    slots: ClassVar[dict[str, str]] = {"velocity": ""}

    def __post_init__(self) -> None:
        super().__post_init__()
        check_share("momentum", self.momentum)

    def rule(self, g: Array, memory: dict[str, Array], eta: float, t: int) -> Array:
        """Return the new velocity."""
        v = memory["velocity"]
        v *= self.momentum
        v -= eta * g
        return v
