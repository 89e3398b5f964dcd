"""Why a cost is no number any more: the error that stops the training, with the likely cause."""

from typing import TYPE_CHECKING

import numpy as np

from dlbook.nn.arrays import Array
from dlbook.nn.history import NonFiniteCostError

if TYPE_CHECKING:
    from dlbook.nn.trainer import Trainer

#: Weights beyond this have left the range of any sensible net.
HUGE_WEIGHT = 1e3
#: Inputs beyond this were not scaled.
HUGE_INPUT = 20.0


def non_finite_cost(trainer: "Trainer", x: Array, value: float) -> NonFiniteCostError:
    """Return the error for a cost that is infinite or not a number.

    Args:
        trainer: the training in progress.
        x: the batch's inputs.
        value: the cost.

    Returns:
        The error, to be raised by the caller.
    """
    epoch, step = trainer.epoch, trainer.step + 1
    return NonFiniteCostError(
        f"the cost is {value} in epoch {epoch}, step {step}; expected a finite number. {
            likely_cause(trainer, x)
        }",
        history=trainer.history,
        epoch=epoch,
        step=step,
    )


def likely_cause(trainer: "Trainer", x: Array) -> str:
    """Return a sentence on the likely cause, judged by the sizes of weights and inputs."""
    largest = max(float(np.abs(w).max()) for w in trainer.net.params.values() if w.size)
    inputs = float(np.abs(x).max())
    if not largest <= HUGE_WEIGHT:
        extra = f" Or scale the inputs, which reach {inputs:.3g}." if inputs > HUGE_INPUT else ""
        return (
            f"The weights have grown to {largest:.3g}: the learning rate {trainer.learning_rate:.3g} is "
            f"probably too large. Divide it by 10, or clip the gradients.{extra}"
        )
    if inputs > HUGE_INPUT:
        return f"The inputs reach {inputs:.3g}: scale them to [0, 1], or to mean 0 and standard deviation 1."
    return (
        "The weights are of normal size, so the cost probably took the logarithm of 0 or divided by 0: "
        "use a cost on logits (from_logits=True), or check targets and sample weights."
    )
