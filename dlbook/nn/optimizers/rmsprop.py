"""RMSProp: AdaGrad that forgets, so that its steps do not shrink for good."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlbook.nn.optimizers.base import Array, Optimizer, Rate, check_positive, check_share


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """Divide by the root of a moving mean of squared gradients.

    With s the moving mean (0 at the start), rho the share of the old value that is kept, eta the learning
    rate, g the gradient and epsilon against dividing by 0; squares and roots are taken element by element:

        s <- rho s + (1 - rho) g^2
        w <- w - eta g / sqrt(s + epsilon)

    Under a constant gradient s approaches g^2 and the step eta, whatever the gradient's size. There is no
    bias correction: the very first step is 1 / sqrt(1 - rho) times as long, 3.2 times at rho = 0.9.

    Args:
        learning_rate: eta, at least 0, or a schedule.
        rho: in [0, 1); larger remembers longer.
        epsilon: above 0.

    Example:
        >>> import numpy as np
        >>> optimizer, w = RMSProp(learning_rate=0.1, rho=0.75), {"w": np.ones(1)}
        >>> updates, state = optimizer.update({"w": np.array([2.0])}, optimizer.init(w), w)
        >>> updates["w"].round(6), state["mean_square"]["w"]
        (array([-0.2]), array([1.]))

    References:
        Hinton, G. (2012). Lecture 6e of Neural networks for machine learning: a slide, not a paper.

    *Differs from*: Keras is the same (rho 0.9, epsilon 1e-7 inside the root). PyTorch calls rho alpha, with
    0.99, and adds 1e-8 outside the root: sqrt(s) + epsilon. Some books take rho = 0.95.
    """

    learning_rate: Rate = 0.001
    rho: float = 0.9
    epsilon: float = 1e-7

    slots: ClassVar[dict[str, str]] = {"mean_square": ""}

    def __post_init__(self) -> None:
        super().__post_init__()
        check_share("rho", self.rho)
        check_positive("epsilon", self.epsilon)

    def rule(self, g: Array, memory: dict[str, Array], eta: float, t: int) -> Array:
        """Return the step divided by the root mean square of recent gradients."""
        s = memory["mean_square"]
        s *= self.rho
        s += (1 - self.rho) * (g * g)
        return -eta * g / np.sqrt(s + self.epsilon)
