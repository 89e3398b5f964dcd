"""L1 that reaches zero: a proximal step after each update."""

from typing import TYPE_CHECKING

from dlbook.checks import problem
from dlbook.nn.callbacks.base import Callback
from dlbook.nn.regularizers import soft_threshold

if TYPE_CHECKING:
    from dlbook.nn.trainer import Trainer


class ProximalL1(Callback):
    """Moves every kernel weight towards zero by rate times l1 after each step, and stops at zero.

    A penalty ``L1`` in the cost makes weights jitter around zero; this leaves exact zeros. Use one or the
    other. It solves the penalised problem for plain SGD; after an adaptive optimiser it is a heuristic.

    Args:
        l1: strength, at least 0: the cost is meant to gain l1 sum |w|.
        word: parameters whose name contains it are treated.

    Raises:
        ValueError: if l1 is negative.

    Example:
        >>> sparse = ProximalL1(1e-4)

    References:
        Parikh, N. & Boyd, S. (2014). Proximal algorithms. Foundations and Trends in Optimization 1(3).

    *Differs from* Keras and PyTorch, which have nothing like it built in.
    """

    def __init__(self, l1: float, *, word: str = "kernel") -> None:
        if not l1 >= 0:
            raise problem(f"l1 is {l1!r}", "a number of at least 0", "Try 1e-4")
        self.l1 = l1
        self.word = word

    def on_step_end(self, trainer: "Trainer") -> None:
        """Shrink the weights; the rate is that of the step just made."""
        threshold = trainer.optimizer.rate(trainer.step - 1) * self.l1
        for key, w in trainer.net.params.items():
            if self.word in key:
                w[...] = soft_threshold(w, threshold)
