"""Gradients that explode, step by step, and what a cap on them does."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import SGD, Callback, RandomNormal, global_norm
from dlbook.nn.arrays import Array
from dlbook.nn.callbacks.gradient_norms import layer_norms
from dlbook.nn.optimizers import Updater
from dlbook.nn.trainer import Trainer
from dlbook.rng import stream
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.fitting import first_digits, fit_quietly
from dlbook.runs.jobs.nets import Net
from dlbook.runs.outcome import Outcome

COST = "categorical_crossentropy"
LARGE, SLOW = Net(hidden=(30,) * 6, kernel_initializer=RandomNormal(stddev=0.5)), SGD(0.1)
#: Steps whose gradient norms are kept for the first seed.
KEPT = 500


@dataclass(frozen=True)
class ExplodeSettings:
    """A deep net with large first weights, and how it is trained one example at a time.

    Args:
        net: its settings.
        optimizer: the optimiser, clipped or not.
        examples: the first so many training digits, in MNIST's own order.
        epochs: passes over them.
    """

    net: Net = LARGE
    optimizer: Updater = SLOW
    examples: int = 1000
    epochs: int = 20


class StepNorms(Callback):
    """Notes at every step how long the gradient is, and how far the parameters really moved."""

    def __init__(self) -> None:
        self.gradients: list[float] = []
        self.moves: list[float] = []
        self._epoch_begin = 0

    def on_train_begin(self, trainer: Trainer) -> None:
        """Remember where the parameters are."""
        self._before = flat(trainer)

    def on_epoch_begin(self, trainer: Trainer) -> None:
        """Remember where the epoch's steps begin."""
        self._epoch_begin = len(self.gradients)

    def on_step_end(self, trainer: Trainer) -> None:
        """Note both lengths."""
        now = flat(trainer)
        self.gradients.append(global_norm(trainer.gradients))
        self.moves.append(float(np.linalg.norm(now - self._before)))
        self._before = now

    def on_epoch_end(self, trainer: Trainer, logs: dict[str, float]) -> None:
        """Add the epoch's median and largest gradient, and its largest move."""
        gradients = self.gradients[self._epoch_begin :]
        logs["gradient_median"] = float(np.median(gradients))
        logs["gradient_max"] = max(gradients)
        logs["move_max"] = max(self.moves[self._epoch_begin :])


def flat(trainer: Trainer) -> Array:
    """Return a copy of all parameters as one long array."""
    return np.concatenate([w.ravel() for w in trainer.net.params.values()])


def explode(settings: ExplodeSettings, seed: int, data: Digits, *, stop_after: int | None = None) -> Outcome:
    """Train a net whose gradients grow from layer to layer on their way back.

    Args:
        settings: net and training.
        seed: which first weights and order.
        data: MNIST.
        stop_after: leave off after so many epochs.

    Returns:
        ``loss``, ``accuracy``, ``gradient_median``, ``gradient_max`` and ``move_max`` an epoch; ``start-k``,
        the gradient of layer k over all examples before the first step; ``diverged``, ``steps`` made and
        ``largest_gradient``; of seed 1 the first gradient norms.
    """
    x, y = first_digits(data, settings.examples)
    net = settings.net.build(x.shape[1], rng=stream(seed, "weights"))
    _, gradients = net.cost_and_gradients(x, y, COST, training=False)
    start = {f"start-{k.rpartition('_')[2]}": norm for k, norm in layer_norms(gradients).items()}
    norms = StepNorms()
    history, diverged = fit_quietly(
        net,
        x,
        y,
        seed=seed,
        cost=COST,
        optimizer=settings.optimizer,
        batch_size=1,
        epochs=min(settings.epochs, stop_after or settings.epochs),
        callbacks=[norms],
    )
    if stop_after:
        return Outcome(history, start)
    final = start | {"diverged": float(diverged), "steps": float(len(norms.gradients))}
    final["largest_gradient"] = max(norms.gradients, default=float("nan"))
    return Outcome(history, final, {"gradient_norms": norms.gradients[:KEPT]} if seed == 1 else {})
