"""What a training run remembers, and the error that stops one whose cost is no number any more."""

from dataclasses import dataclass, field


@dataclass
class History:
    """The figures of a training run, epoch by epoch.

    Attributes:
        history: lists by Keras' names: ``"loss"``, ``"accuracy"`` where labels make sense, and
            ``"val_loss"``, ``"val_accuracy"`` with validation data; callbacks may add more.
        epochs: the epochs that were finished, counted from 1.
        seconds: how long each of them took, validation included.
        interrupted: True if Ctrl-C ended the training; the unfinished epoch is not recorded.

    Example:
        >>> history = History()
        >>> history.add(1, {"loss": 0.5, "val_loss": 0.7}, seconds=1.0)
        >>> history.add(2, {"loss": 0.4, "val_loss": 0.6}, seconds=1.0)
        >>> history.history["val_loss"], history.epochs, history.best("val_loss")
        ([0.7, 0.6], [1, 2], (2, 0.6))

    *Differs from* Keras, which counts ``epochs`` from 0.
    """

    history: dict[str, list[float]] = field(default_factory=dict)
    epochs: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list, compare=False)
    interrupted: bool = False

    def add(self, epoch: int, logs: dict[str, float], *, seconds: float) -> None:
        """Append one epoch's figures."""
        self.epochs.append(epoch)
        self.seconds.append(seconds)
        for name, value in logs.items():
            self.history.setdefault(name, []).append(value)

    def best(self, monitor: str) -> tuple[int, float]:
        """Return the epoch with the best value of a figure, and that value (the first of equals).

        Beware: the best of many noisy epochs flatters; judge it on data that did not choose it.
        """
        pick = max if is_better_larger(monitor) else min
        value = pick(self.history[monitor])
        return self.epochs[self.history[monitor].index(value)], value


def is_better_larger(monitor: str) -> bool:
    """Return True for accuracies, False for costs and errors."""
    return monitor.endswith(("accuracy", "acc"))


class NonFiniteCostError(FloatingPointError):
    """The cost became infinite or not a number, so training stopped.

    Attributes:
        history: what was recorded before.
        epoch: the epoch in which it happened, from 1.
        step: the update that could not be made, from 1 over the whole training.
    """

    def __init__(self, message: str, *, history: History, epoch: int, step: int) -> None:
        super().__init__(message)
        self.history = history
        self.epoch = epoch
        self.step = step
