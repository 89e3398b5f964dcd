"""Measure how far the gradient of a mini-batch lies from the gradient of all examples."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import SGD, Sequential, fit
from dlbook.nn.arrays import Params
from dlbook.rng import stream
from dlbook.runs.digits import Digits, Split
from dlbook.runs.jobs.nets import Net
from dlbook.runs.outcome import Outcome

COST = "categorical_crossentropy"


@dataclass(frozen=True)
class NoiseSettings:
    """Where and how the noise is measured.

    Args:
        after: epochs of training (SGD 0.1, batch 128) before the measurement.
        sizes: batch sizes.
        draws: batches of each size.
    """

    after: int = 0
    sizes: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
    draws: int = 100


def measure_noise(
    settings: NoiseSettings, seed: int, data: Digits, *, stop_after: int | None = None
) -> Outcome:
    """Return the noise of mini-batch gradients at one point of a training.

    With g the gradient over all n examples and g_B the one over B examples drawn without replacement:

        noise(B) = mean |g_B - g|^2 / |g|^2,   expected: s^2 / (|g|^2 B) (n - B) / (n - 1)

    where s^2 is the variance of single examples' gradients, summed over parameters.

    Args:
        settings: when, which sizes, how many draws.
        seed: which net and which batches.
        data: MNIST.
        stop_after: any number measures the untrained net's gradient only, for a replay.

    Returns:
        ``noise-B`` for each size, ``cosine-B``, the mean cosine between g_B and g, ``gradient_norm`` of g,
        and ``start_norm``, that of the untrained net.
    """
    split = data.split("clean")
    net = Net().build(784, rng=stream(seed, "weights"))
    final = {"start_norm": float(np.linalg.norm(flat_gradient(net, split, slice(None))))}
    if stop_after:
        return Outcome(final=final)
    if settings.after:
        fit(
            net,
            split.x_train,
            split.y_train,
            cost=COST,
            optimizer=SGD(0.1),
            batch_size=128,
            epochs=settings.after,
            rng=stream(seed, "training"),
            verbose=0,
        )
    whole = flat_gradient(net, split, slice(None))
    final["gradient_norm"] = float(np.linalg.norm(whole))
    for size in (size for size in settings.sizes if size < len(split.x_train)):
        draws = stream(seed, "batches", size)
        pairs = [
            distances(flat_gradient(net, split, rows), whole)
            for rows in (draws.choice(len(split.x_train), size, replace=False) for _ in range(settings.draws))
        ]
        final[f"noise-{size}"], final[f"cosine-{size}"] = (
            float(np.mean([p[0] for p in pairs])),
            float(np.mean([p[1] for p in pairs])),
        )
    return Outcome(final=final)


def flat_gradient(net: Sequential, split: Split, rows: slice | np.ndarray) -> np.ndarray:
    """Return the gradient over some rows as one long vector in float64."""
    gradients: Params
    _, gradients = net.cost_and_gradients(split.x_train[rows], split.y_train[rows], COST, training=False)
    return np.concatenate([gradients[key].ravel() for key in net.params]).astype(np.float64)


def distances(one: np.ndarray, whole: np.ndarray) -> tuple[float, float]:
    """Return the squared distance by the square of the whole, and the cosine."""
    square = float(whole @ whole)
    cosine = float(one @ whole) / (float(np.linalg.norm(one)) * square**0.5)
    return float(((one - whole) ** 2).sum()) / square, cosine
