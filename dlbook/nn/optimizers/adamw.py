"""AdamW: Adam, with weights that shrink by themselves instead of through the gradient."""

from dataclasses import dataclass
from math import isfinite

from dlbook.checks import problem
from dlbook.nn.optimizers.adam import Adam
from dlbook.nn.optimizers.base import Array, Arrays, State


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam with decoupled weight decay.

    With lambda the weight decay, and alpha, m, v as in ``Adam``:

        w <- w - eta lambda w - alpha m / (sqrt(v) + epsilon)

    An L2 penalty would add 2 lambda w to the gradient, and Adam would divide it by sqrt(v): weights with
    large gradients would then decay less. Here all decay at the same pace.

    Args:
        learning_rate: eta, at least 0, or a schedule; it scales the decay too.
        beta_1: in [0, 1), the share of the old mean gradient that is kept.
        beta_2: in [0, 1), the share of the old mean square that is kept.
        epsilon: above 0, against dividing by 0.
        weight_decay: lambda, at least 0.
        exclude: parameters whose name contains one of these words do not decay, e.g. ``("bias", "gamma")``.

    Example:
        >>> import numpy as np
        >>> optimizer, w = AdamW(learning_rate=0.1, weight_decay=0.5), {"w": np.array([2.0])}
        >>> updates, state = optimizer.update({"w": np.array([0.0])}, optimizer.init(w), w)
        >>> updates["w"]
        array([-0.1])

    References:
        Loshchilov, I. & Hutter, F. (2019). Decoupled weight decay regularization. ICLR. arXiv:1711.05101.

    *Differs from*: Keras is the same (decay 0.004, applied to all parameters unless excluded, biases too).
    PyTorch has decay 0.01 and epsilon 1e-8 in Algorithm 1's place (see ``Adam``). The paper multiplies lambda
    by the schedule's factor only, not by the rate, so its lambda is ours times the base rate.
    """

    weight_decay: float = 0.004
    exclude: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not (self.weight_decay >= 0 and isfinite(self.weight_decay)):
            raise problem(
                f"weight_decay is {self.weight_decay!r}", "a finite number of at least 0", "Try Keras' 0.004"
            )

    @property
    def elementwise(self) -> bool:
        """False: the decay needs the parameters and their names."""
        return False

    def advance(self, gradients: Arrays, state: State, params: Arrays | None = None) -> dict[str, Array]:
        """Return Adam's updates minus the decay, and bring the state forward in place."""
        decay = self.rate(state["step"]) * self.weight_decay
        updates = super().advance(gradients, state, params)
        for key, w in (params or {}).items():
            if not any(word in key for word in self.exclude):
                updates[key] -= decay * w
        return updates
