"""AdaDelta: RMSProp whose rate is the size of its own recent steps."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlbook.nn.optimizers.base import Array, Optimizer, Rate, check_positive, check_share


@dataclass(frozen=True)
class AdaDelta(Optimizer):
    """Scale by the ratio of two moving root mean squares: of past updates and of gradients.

    With s the moving mean of squared gradients and u that of squared updates (both 0 at the start), rho the
    share of the old value that is kept, g the gradient, eta the learning rate, all element by element:

        s <- rho s + (1 - rho) g^2
        d  = - g sqrt(u + epsilon) / sqrt(s + epsilon)
        u <- rho u + (1 - rho) d^2
        w <- w + eta d

    d uses the *previous* u. Its unit is that of w, which the plain gradient's is not. Since u starts at 0,
    epsilon alone sets the length of the first steps.

    Args:
        learning_rate: eta, at least 0, or a schedule; the paper has none, that is 1.
        rho: in [0, 1); larger remembers longer.
        epsilon: above 0.

    Example:
        >>> import numpy as np
        >>> optimizer, w = AdaDelta(learning_rate=1.0, epsilon=1e-6), {"w": np.ones(1)}
        >>> updates, state = optimizer.update({"w": np.array([2.0])}, optimizer.init(w), w)
        >>> updates["w"].round(6)
        array([-0.004472])

    References:
        Zeiler, M. (2012). ADADELTA: an adaptive learning rate method. arXiv:1212.5701.

    *Differs from*: Keras is the same (rho 0.95, epsilon 1e-7); its default rate 0.001 barely moves. The
    paper has rho 0.95 and epsilon 1e-6; PyTorch has rate 1, rho 0.9 and epsilon 1e-6.
    """

    learning_rate: Rate = 0.001
    rho: float = 0.95
    epsilon: float = 1e-7

    slots: ClassVar[dict[str, str]] = {"mean_square": "", "mean_square_update": ""}

    def __post_init__(self) -> None:
        super().__post_init__()
        check_share("rho", self.rho)
        check_positive("epsilon", self.epsilon)

    def rule(self, g: Array, memory: dict[str, Array], eta: float, t: int) -> Array:
        """Return the gradient scaled by the ratio of the two root mean squares."""
        s, u = memory["mean_square"], memory["mean_square_update"]
        s *= self.rho
        s += (1 - self.rho) * (g * g)
        d = -g * np.sqrt(u + self.epsilon) / np.sqrt(s + self.epsilon)
        u *= self.rho
        u += (1 - self.rho) * (d * d)
        return eta * d
