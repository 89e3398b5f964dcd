"""Training on few digits with any remedy against overfitting, augmentation and pruning among them."""

from dataclasses import dataclass

import numpy as np

from dlbook.augment import Augment
from dlbook.nn import Callback, KeepPruned, Sequential, magnitude_masks, sparsity
from dlbook.nn.trainer import Trainer
from dlbook.rng import stream
from dlbook.runs.digits import Digits, Split
from dlbook.runs.jobs.classify import Training, callbacks, judged, prepared
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.jobs.nets import build
from dlbook.runs.jobs.probes import fit_to_training
from dlbook.runs.outcome import Outcome

USUAL = Training(examples=1000, batch_size=32, epochs=40)


@dataclass(frozen=True)
class Regularised:
    """A training with remedies that ``Training`` alone does not have.

    Args:
        training: net, optimiser, number of digits, penalties, dropout, patience.
        augment: random changes, drawn anew for every digit in every epoch; None for none.
        pruned: share of weights to remove after training, smallest first; 0 for none.
        tuning: epochs of fine-tuning after pruning.
    """

    training: Training = USUAL
    augment: Augment | None = None
    pruned: float = 0.0
    tuning: int = 5


class Augmented(Callback):
    """Replaces the training digits by changed copies before each epoch.

    Args:
        x: the digits as they are, shape (n, 784); they are not changed.
        augment: how to change them.
        rng: draws the changes.
    """

    def __init__(self, x: np.ndarray, augment: Augment, *, rng: np.random.Generator) -> None:
        self.images = x.reshape(-1, 28, 28).copy()
        self.augment, self.rng = augment, rng

    def on_epoch_begin(self, trainer: Trainer) -> None:
        """Write new copies over those of the last epoch."""
        x = trainer.batches.arrays["x"]
        x[...] = self.augment(self.images, rng=self.rng).reshape(x.shape)


def train_regularised(
    settings: Regularised, seed: int, data: Digits, *, stop_after: int | None = None
) -> Outcome:
    """Train one net on few digits and measure it.

    Args:
        settings: how.
        seed: which first weights, order and changes.
        data: MNIST.
        stop_after: leave off after so many epochs.

    Returns:
        The history by Keras' names; ``test_loss`` and ``test_accuracy`` measured once at the end,
        ``train_accuracy`` on the digits as they are, ``epochs`` trained, ``sparsity``, ``diverged``, and the
        ``final_val_accuracy`` of the net that was judged.
    """
    training = settings.training
    split = prepared(training, seed, data)
    net = build(training.net, split.x_train.shape[1], rng=stream(seed, "weights"))
    watchers = callbacks(training)
    if settings.augment is not None:
        watchers.append(Augmented(split.x_train, settings.augment, rng=stream(seed, "augment")))
    epochs = min(training.epochs, stop_after or training.epochs)
    history, diverged = fitted(net, split, training, seed, epochs, watchers)
    if stop_after:
        return Outcome(history)
    final = {"epochs": float(len(history["loss"])), "diverged": float(diverged)}
    if diverged:
        return Outcome(history, final)
    if settings.pruned:
        masks = KeepPruned(magnitude_masks(net.params, settings.pruned))
        fitted(net, split, training, seed, settings.tuning, [*watchers, masks])
    final |= judged(net, split, training.cost) | fit_to_training(net, split)[0]
    final["final_val_accuracy"] = net.evaluate(split.x_val, split.y_val, cost=training.cost)["accuracy"]
    return Outcome(history, final | {"sparsity": sparsity(net.params)})


def fitted(
    net: Sequential, split: Split, training: Training, seed: int, epochs: int, watchers: list[Callback]
) -> tuple[dict[str, list[float]], bool]:
    """Train a net on a copy of its digits, so that what callbacks do to them stays with it."""
    return fit_quietly(
        net,
        split.x_train.copy(),
        split.y_train,
        seed=seed,
        cost=training.cost,
        optimizer=training.optimizer,
        batch_size=training.batch_size,
        epochs=epochs,
        validation_data=(split.x_val, split.y_val),
        callbacks=watchers,
    )
