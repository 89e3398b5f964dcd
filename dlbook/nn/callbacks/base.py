"""The hooks through which a callback watches a training or steps in."""

from typing import TYPE_CHECKING

from dlbook.checks import problem
from dlbook.nn.history import is_better_larger

if TYPE_CHECKING:
    from dlbook.nn.trainer import Trainer


class Callback:
    """Something that watches a training or steps in; override the hooks you need, the others do nothing.

    Every hook gets the running ``Trainer``: its ``net``, ``optimizer``, ``history``, ``epoch``, ``step`` and
    ``gradients`` may be read, ``optimizer`` may be replaced, and ``stop`` set to end the training after the
    epoch.

    Example:
        >>> class Patience(Callback):
        ...     def on_epoch_end(self, trainer, logs):
        ...         trainer.stop = logs["loss"] < 0.1
    """

    def on_train_begin(self, trainer: "Trainer") -> None:
        """Run once, before the first epoch."""

    def on_epoch_begin(self, trainer: "Trainer") -> None:
        """Run before each epoch; ``trainer.epoch`` counts from 1."""

    def on_step_end(self, trainer: "Trainer") -> None:
        """Run after each update; ``trainer.gradients`` are those that led to it."""

    def on_epoch_end(self, trainer: "Trainer", logs: dict[str, float]) -> None:
        """Run after each epoch, before its figures enter the history; ``logs`` may be read and added to."""

    def on_train_end(self, trainer: "Trainer") -> None:
        """Run once at the end, however the training ended."""


class Best:
    """Remembers the best value of a figure so far.

    Args:
        monitor: name of the figure; accuracies are better larger, all others smaller.
        min_delta: how much better a value must be to count, at least 0.

    Raises:
        ValueError: if min_delta is negative.

    Example:
        >>> best = Best("val_loss", min_delta=0.1)
        >>> [best.improves({"val_loss": value}, epoch) for epoch, value in enumerate([1.0, 0.95, 0.8], 1)]
        [True, False, True]
        >>> best.epoch, best.value
        (3, 0.8)
    """

    def __init__(self, monitor: str, min_delta: float = 0.0) -> None:
        if not min_delta >= 0:
            raise problem(
                f"min_delta is {min_delta!r}", "a number of at least 0", "Pass the smallest real gain"
            )
        self.monitor = monitor
        self.min_delta = min_delta
        self.sign = 1 if is_better_larger(monitor) else -1
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.value = -self.sign * float("inf")
        self.epoch = 0

    def improves(self, logs: dict[str, float], epoch: int) -> bool:
        """Return whether an epoch's figure is the best yet, and remember it if so."""
        if self.monitor not in logs:
            raise problem(
                f"the monitored figure is {self.monitor!r}",
                f"one of {', '.join(logs)}",
                "Pass validation_data to fit for names with val_, or monitor another figure",
            )
        value = logs[self.monitor]
        if self.sign * (value - self.value) <= self.min_delta:
            return False
        self.value, self.epoch = value, epoch
        return True
