"""Adam: momentum's direction divided by RMSProp's scale, both corrected for their start at 0."""

from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

import numpy as np

from dlbook.nn.optimizers.base import Array, Optimizer, Rate, check_positive, check_share


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adaptive moments, in the paper's efficient form ("epsilon hat").

    With m and v the moving means of the gradient and of its square (0 at the start), eta the learning rate, g
    the gradient and t = 1, 2, ... the step; squares and roots are taken element by element:

        m <- m + (1 - beta_1) (g - m)
        v <- v + (1 - beta_2) (g^2 - v)
        alpha = eta sqrt(1 - beta_2^t) / (1 - beta_1^t)
        w <- w - alpha m / (sqrt(v) + epsilon)

    v is the *uncentred* second moment, not a variance. alpha holds both bias corrections: at t = 1 it makes
    the step exactly eta long, where m / sqrt(v) alone would be 3.2 times as long.

    Args:
        learning_rate: eta, at least 0, or a schedule.
        beta_1: in [0, 1), the share of the old mean gradient that is kept.
        beta_2: in [0, 1), the share of the old mean square that is kept.
        epsilon: above 0, against dividing by 0.

    Example:
        >>> import numpy as np
        >>> optimizer, w = Adam(learning_rate=0.1), {"w": np.ones(3)}
        >>> updates, state = optimizer.update({"w": np.array([5.0, -0.01, 0.0])}, optimizer.init(w), w)
        >>> updates["w"].round(3)
        array([-0.1,  0.1, -0. ])

    References:
        Kingma, D. & Ba, J. (2015). Adam: a method for stochastic optimization. ICLR. arXiv:1412.6980.

    *Differs from*: Keras is the same (0.9, 0.999, 1e-7); on TensorFlow it rounds the betas to float32 even
    when it computes in float64, which shows as 1e-6 where 0.999 enters the bias correction. PyTorch is the
    paper's Algorithm 1 with epsilon 1e-8: it corrects v first, then adds epsilon to sqrt(v / (1 - beta_2^t)).
    That epsilon is smaller by the factor sqrt(1 - beta_2^t) in our units, so the two differ visibly where
    gradients are 1e-5 or below. "SGD is Adam with both betas 0" is wrong: that is descent by the sign of the
    gradient.
    """

    learning_rate: Rate = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7

    slots: ClassVar[dict[str, str]] = {"first_moment": "", "second_moment": ""}

    def __post_init__(self) -> None:
        super().__post_init__()
        check_share("beta_1", self.beta_1)
        check_share("beta_2", self.beta_2)
        check_positive("epsilon", self.epsilon)

    def rule(self, g: Array, memory: dict[str, Array], eta: float, t: int) -> Array:
        """Return the bias-corrected ratio of the two moments.

        It is the equations above line by line, in one array d: fresh memory for each term costs a fifth more.
        """
        m, v = memory["first_moment"], memory["second_moment"]
        alpha = eta * sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
        d = g - m
        d *= 1 - self.beta_1
        m += d
        np.multiply(g, g, out=d)
        d -= v
        d *= 1 - self.beta_2
        v += d
        np.sqrt(v, out=d)
        d += self.epsilon
        np.divide(m, d, out=d)
        d *= -alpha
        return d
