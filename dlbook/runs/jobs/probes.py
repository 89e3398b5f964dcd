"""What runs look for inside a trained net."""

from collections.abc import Callable

import numpy as np

from dlbook.nn import Sequential
from dlbook.runs.digits import Split

Found = tuple[dict[str, float], dict[str, np.ndarray]]

#: Edges of the histogram of weights.
EDGES = np.linspace(-0.3, 0.3, 61)


def weights(net: Sequential, split: Split) -> Found:
    """Return how large the kernels' weights are: share of exact zeros, of tiny ones, norm, histogram.

    Args:
        net: a trained net.
        split: not looked at.

    Returns:
        ``zeros`` and ``tiny`` (below 0.001) as shares of all kernel weights, ``weight_norm``, and
        ``weight_histogram``, the share of weights in each of 60 bins between -0.3 and 0.3.
    """
    w = np.concatenate([array.ravel() for key, array in net.params.items() if key.endswith("kernel")])
    counts, _ = np.histogram(w, EDGES)
    numbers = {
        "zeros": float((w == 0).mean()),
        "tiny": float((abs(w) < 1e-3).mean()),
        "weight_norm": float(np.linalg.norm(w)),
    }
    return numbers, {"weight_histogram": counts / w.size}


def fit_to_training(net: Sequential, split: Split) -> Found:
    """Return cost and accuracy on the training digits as at inference, without dropout or penalties.

    Args:
        net: a trained net.
        split: its digits.

    Returns:
        ``train_loss`` (categorical cross-entropy) and ``train_accuracy``.
    """
    n = min(len(split.x_train), 10_000)
    found = net.evaluate(split.x_train[:n], split.y_train[:n], cost="categorical_crossentropy")
    return {"train_loss": found["loss"] - net.penalty(), "train_accuracy": found["accuracy"]}, {}


#: Probes by the names that settings use.
PROBES: dict[str, Callable[[Sequential, Split], Found]] = {
    "weights": weights,
    "fit_to_training": fit_to_training,
}
