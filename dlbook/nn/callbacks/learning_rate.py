"""A learning rate that changes from epoch to epoch."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dlbook.nn.callbacks.base import Callback

if TYPE_CHECKING:
    from dlbook.nn.trainer import Trainer


class LearningRateSchedule(Callback):
    """Sets the learning rate at the beginning of each epoch and records it in the history.

    For a rate that changes from step to step give the optimiser a schedule instead (``dlbook.nn.schedules``).

    Args:
        schedule: function ``(epoch, rate) -> rate`` of the epoch, from 0 as in Keras, and the rate so far.

    Example:
        >>> halve_every_ten = LearningRateSchedule(lambda epoch, rate: rate / 2 if epoch % 10 == 9 else rate)

    *Differs from* Keras in the name only (``LearningRateScheduler``).
    """

    def __init__(self, schedule: Callable[[int, float], float]) -> None:
        self.schedule = schedule

    def on_epoch_begin(self, trainer: "Trainer") -> None:
        """Exchange the optimiser for one with the new rate; its memories stay."""
        rate = float(self.schedule(trainer.epoch - 1, trainer.learning_rate))
        trainer.optimizer = trainer.optimizer.with_learning_rate(rate)

    def on_epoch_end(self, trainer: "Trainer", logs: dict[str, float]) -> None:
        """Record the rate of this epoch as ``"learning_rate"``."""
        logs["learning_rate"] = trainer.learning_rate
