"""AdaGrad: every parameter has a rate of its own, which shrinks the more gradient it has seen."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlbook.checks import problem
from dlbook.nn.optimizers.base import Array, Optimizer, Rate, check_positive


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """Adaptive gradient: divide by the root of the sum of all squared gradients so far.

    With the accumulator s (0.1 at the start), eta the learning rate, g the gradient and epsilon against
    dividing by 0; squares and roots are taken element by element:

        s <- s + g^2
        w <- w - eta g / sqrt(s + epsilon)

    s has one number for each parameter and keeps that size; its *values* grow, so the steps shrink for good.
    Rare features, which see few gradients, keep long steps.

    Args:
        learning_rate: eta, at least 0, or a schedule.
        initial_accumulator_value: s at the start, at least 0.
        epsilon: above 0.

    Example:
        >>> import numpy as np
        >>> optimizer, w = AdaGrad(learning_rate=0.1, initial_accumulator_value=0.0), {"w": np.ones(2)}
        >>> updates, state = optimizer.update({"w": np.array([3.0, -0.01])}, optimizer.init(w), w)
        >>> updates["w"].round(3), state["accumulator"]["w"]
        (array([-0.1,  0.1]), array([9.e+00, 1.e-04]))

    References:
        Duchi, J., Hazan, E. & Singer, Y. (2011). Adaptive subgradient methods. JMLR 12.

    *Differs from*: Keras is the same (0.1, 1e-7 inside the root, rate 0.001; its documentation says that 1.0
    matches the paper). PyTorch starts at 0, adds 1e-10 outside the root, and its rate is 0.01.
    """

    learning_rate: Rate = 0.001
    initial_accumulator_value: float = 0.1
    epsilon: float = 1e-7

    slots: ClassVar[dict[str, str]] = {"accumulator": "initial_accumulator_value"}

    def __post_init__(self) -> None:
        super().__post_init__()
        check_positive("epsilon", self.epsilon)
        start = self.initial_accumulator_value
        if not start >= 0:
            raise problem(
                f"initial_accumulator_value is {start!r}", "a number of at least 0", "Try Keras' value 0.1"
            )

    def rule(self, g: Array, memory: dict[str, Array], eta: float, t: int) -> Array:
        """Return the step divided by the root of the accumulated squares."""
        s = memory["accumulator"]
        s += g * g
        return -eta * g / np.sqrt(s + self.epsilon)
