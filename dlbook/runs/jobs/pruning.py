"""Remove ever more weights or units of a trained net, with a little fine-tuning after each removal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from dlbook.nn import KeepPruned, Sequential, magnitude_masks, sparsity, unit_masks
from dlbook.nn.arrays import Array
from dlbook.nn.pruning import Masks
from dlbook.rng import stream
from dlbook.runs.digits import Digits, Split
from dlbook.runs.jobs.classify import Training, fitted, prepared
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.jobs.nets import build
from dlbook.runs.nearest import look_up
from dlbook.runs.outcome import Outcome

DENSE = Training()
FRACTIONS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)

#: What may be removed: a function of parameters and share that returns masks.
CHOICES: dict[str, Callable[[Mapping[str, Array], float], Masks]] = {
    "weights": magnitude_masks,
    "weights-of-all-layers": partial(magnitude_masks, scope="global"),
    "units": unit_masks,
}


@dataclass(frozen=True)
class PruneSettings:
    """How the net is trained, and what is then removed.

    Args:
        training: of the whole net; an L1 penalty or proximal step in it drives weights towards zero.
        remove: one of ``CHOICES``.
        fractions: shares to remove, each from the whole net.
        tuning: epochs of fine-tuning, without penalty, after each removal.
    """

    training: Training = DENSE
    remove: str = "weights"
    fractions: tuple[float, ...] = FRACTIONS
    tuning: int = 1


def prune(settings: PruneSettings, seed: int, data: Digits, *, stop_after: int | None = None) -> Outcome:
    """Train a net, then prune it to several degrees.

    Args:
        settings: how.
        seed: which.
        data: MNIST.
        stop_after: leave off after so many epochs of the whole net.

    Returns:
        The whole net's history; ``opening_loss``, ``test_accuracy`` (whole) and ``zeros`` before pruning;
        for each share p (in per cent) ``pruned-p`` (test accuracy right after the removal), ``tuned-p``
        (after fine-tuning) and ``sparsity-p``, the share of kernel weights that are zero; of seed 1
        ``inputs_left``, for each share how many first-layer weights each pixel keeps.
    """
    training = settings.training
    split = prepared(training, seed, data)
    net = build(training.net, split.x_train.shape[1], rng=stream(seed, "weights"))
    epochs = min(training.epochs, stop_after or training.epochs)
    done = fitted(net, split, training, seed, epochs)
    final = {"opening_loss": done.opening}
    if stop_after:
        return Outcome(done.history, final)
    whole = net.get_weights()
    final |= {"test_accuracy": accuracy(net, split), "zeros": sparsity(net.params)}
    left = []
    for fraction in settings.fractions:
        net.set_weights(whole)
        final |= pruned(net, split, settings, fraction, seed)
        left.append(np.count_nonzero(next(iter(net.params.values())), axis=1))
    return Outcome(done.history, final, {"inputs_left": np.array(left)} if seed == 1 else {})


def pruned(
    net: Sequential, split: Split, settings: PruneSettings, fraction: float, seed: int
) -> dict[str, float]:
    """Prune a net in place to one degree, fine-tune it and measure it before and after."""
    masks = KeepPruned(look_up(settings.remove, CHOICES, "choice of what to prune")(net.params, fraction))
    for key, mask in masks.masks.items():
        net.params[key][~mask] = 0
    name = f"{100 * fraction:g}"
    found = {f"pruned-{name}": accuracy(net, split)}
    fit_quietly(
        net,
        split.x_train,
        split.y_train,
        seed=seed,
        cost=settings.training.cost,
        optimizer=settings.training.optimizer,
        batch_size=settings.training.batch_size,
        epochs=settings.tuning,
        callbacks=[masks],
    )
    return found | {f"tuned-{name}": accuracy(net, split), f"sparsity-{name}": sparsity(net.params)}


def accuracy(net: Sequential, split: Split) -> float:
    """Return the share of test digits that a net gets right."""
    right = net.predict(split.x_test).argmax(axis=1) == split.y_test.argmax(axis=1)
    return float(right.mean())
