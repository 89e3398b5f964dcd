"""Batch norm's moving statistics: how long they lag, and what a net says that uses them too early."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import SGD, Callback
from dlbook.nn.optimizers import Updater
from dlbook.nn.trainer import Trainer
from dlbook.rng import stream
from dlbook.runs.digits import Digits, Split
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.jobs.nets import Net
from dlbook.runs.outcome import Outcome

NORMED, PLAIN = Net(hidden=(64, 64, 64), batch_norm="after"), SGD(0.1)
COST = "categorical_crossentropy"


@dataclass(frozen=True)
class MovingSettings:
    """A net with batch norm, looked at every few steps.

    Args:
        net: its settings.
        optimizer: the optimiser.
        batch_size: digits a step.
        examples: how many training digits; None for all.
        epochs: passes over them.
        every: steps between two looks.
        judged: validation digits that each look takes.
    """

    net: Net = NORMED
    optimizer: Updater = PLAIN
    batch_size: int = 128
    examples: int | None = None
    epochs: int = 2
    every: int = 20
    judged: int = 2000


class Looks(Callback):
    """Compares at every look the moving statistics of the last batch norm with those of many digits.

    Args:
        split: the digits.
        settings: how often, and on how many.
    """

    def __init__(self, split: Split, settings: MovingSettings) -> None:
        self.every = settings.every
        self.x, self.y = split.x_val[: settings.judged], split.y_val[: settings.judged]
        self.found: dict[str, list[float]] = {}

    def on_step_end(self, trainer: Trainer) -> None:
        """Look, if it is time."""
        if trainer.step % self.every:
            return
        net, right = trainer.net, self.y.argmax(axis=1)
        kept = {key: array.copy() for key, array in net.state.items()}
        before = net.layer_outputs(self.x)
        last = max(name for name in before if name.startswith("dense"))
        hidden = before[sorted(name for name in before if name.startswith("dense"))[-2]]
        y_batch, _ = net.forward(self.x, training=True, rng=trainer.layer_rng)
        for key, array in kept.items():
            net.state[key][...] = array
        mean = max(key for key in kept if key.endswith("moving_mean"))
        moving, true = kept[mean], hidden.mean(axis=0)
        self.add("moving_accuracy", (before[last].argmax(axis=1) == right).mean())
        self.add("batch_accuracy", (y_batch.argmax(axis=1) == right).mean())
        self.add("mean_gap", np.linalg.norm(moving - true) / np.linalg.norm(true))

    def add(self, name: str, value: float) -> None:
        """Append a number to a curve."""
        self.found.setdefault(name, []).append(float(value))


def lag(settings: MovingSettings, seed: int, data: Digits, *, stop_after: int | None = None) -> Outcome:
    """Train a net with batch norm, and judge it in both ways as it learns.

    Args:
        settings: how.
        seed: which.
        data: MNIST.
        stop_after: leave off after so many epochs.

    Returns:
        With an entry a look: ``moving_accuracy`` (validation digits, normalised by the moving statistics, as
        at inference), ``batch_accuracy`` (by their own mean and variance, as in training) and ``mean_gap``,
        how far the last moving means are from the means over those digits, by the length of the latter.
    """
    split = data.split("clean")
    net = settings.net.build(split.x_train.shape[1], rng=stream(seed, "weights"))
    looks = Looks(split, settings)
    fit_quietly(
        net,
        split.x_train[: settings.examples],
        split.y_train[: settings.examples],
        seed=seed,
        cost=COST,
        optimizer=settings.optimizer,
        batch_size=settings.batch_size,
        epochs=min(settings.epochs, stop_after or settings.epochs),
        callbacks=[looks],
    )
    return Outcome(looks.found)
