"""Features of which most are nearly always zero: where AdaGrad's own rate for every weight pays."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import SGD, Dense, Sequential, sigmoid
from dlbook.nn.arrays import Array
from dlbook.nn.optimizers import Updater
from dlbook.rng import stream
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.outcome import Outcome

PLAIN = SGD(0.1)


@dataclass(frozen=True)
class SparseSettings:
    """Logistic regression on bags of words whose frequencies fall as in real texts.

    Args:
        optimizer: the optimiser.
        features: words; word k occurs in a share of about 1 / k of all texts.
        examples: texts to learn from.
        new: texts to be judged by.
        batch_size: texts a step.
        epochs: passes over them.
    """

    optimizer: Updater = PLAIN
    features: int = 300
    examples: int = 2000
    new: int = 4000
    batch_size: int = 16
    epochs: int = 5


def texts(settings: SparseSettings, seed: int) -> tuple[Array, Array, Array]:
    """Draw all texts, their labels, and the weights that labels depend on.

    Word k = 1, 2, ... occurs with probability 0.5 / k^0.8. Every word, rare or not, speaks for or against a
    label with a weight from the normal distribution of standard deviation 2; labels are drawn with the
    probability that the sigmoid of the weights' sum gives.

    Args:
        settings: sizes.
        seed: which words mean what, and which texts.

    Returns:
        x of 0 and 1, shape (examples + new, features); y, shape (examples + new, 1); weights (features,).
    """
    rng = stream(seed, "texts")
    frequency = 0.5 / np.arange(1, settings.features + 1) ** 0.8
    meaning = rng.normal(0, 2, settings.features)
    x = (rng.random((settings.examples + settings.new, settings.features)) < frequency).astype(np.float32)
    y = rng.random(len(x)) < sigmoid(x @ meaning)
    return x, y[:, None].astype(np.float32), meaning


def learn_words(
    settings: SparseSettings, seed: int, data: object, *, stop_after: int | None = None
) -> Outcome:
    """Train one logistic regression and see what it learnt about frequent and about rare words.

    Args:
        settings: how.
        seed: which texts and orders.
        data: not looked at.
        stop_after: leave off after so many epochs.

    Returns:
        The history by Keras' names, measured on new texts after each epoch; ``common_agreement`` and
        ``rare_agreement``, the correlation of learnt with true weights among the 30 most frequent words and
        among the last third; of seed 1 ``updates``, how far each weight has moved, by frequency.
    """
    x, y, meaning = texts(settings, seed)
    n = settings.examples
    net = Sequential([Dense(1, "sigmoid", kernel_initializer="zeros")])
    net.build((settings.features,), rng=stream(seed, "weights"))
    history, diverged = fit_quietly(
        net,
        x[:n],
        y[:n],
        seed=seed,
        cost="binary_crossentropy",
        optimizer=settings.optimizer,
        batch_size=settings.batch_size,
        epochs=min(settings.epochs, stop_after or settings.epochs),
        validation_data=(x[n:], y[n:]),
    )
    if stop_after:
        return Outcome(history)
    learnt = net.params["dense_1/kernel"][:, 0]
    third = settings.features // 3
    final = {
        "diverged": float(diverged),
        "common_agreement": agreement(learnt[:30], meaning[:30]),
        "rare_agreement": agreement(learnt[-third:], meaning[-third:]),
    }
    return Outcome(history, final, {"updates": abs(learnt)} if seed == 1 else {})


def agreement(learnt: Array, true: Array) -> float:
    """Return the correlation coefficient, 0 if nothing was learnt."""
    return float(np.corrcoef(learnt, true)[0, 1]) if learnt.any() else 0.0
