"""The book's engine, through the same ``fit`` that every chapter uses."""

from collections.abc import Callable

import numpy as np

from dlbook.nn import models
from dlbook.nn.training import fit
from dlbook.rng import stream
from dlbook.twins.bench.nets import BATCH_SIZE, CLASSES, BenchNet


def version() -> str:
    """Return what is measured, and its version."""
    return f"dlbook on NumPy {np.__version__}"


def trainer(net: BenchNet, x: np.ndarray, labels: np.ndarray) -> Callable[[], tuple[float, float]]:
    """Return a function that trains for one epoch and returns its seconds and the mean cost meanwhile.

    The seconds are those of the history and the progress bar: checking all data for nan, once for each call
    of ``fit``, comes before them. The optimiser starts afresh in each call. ``fit`` also counts hits.
    """
    model = models.get(net.name)
    twin = model.build(rng=stream(0, "bench", net.name))
    y = np.eye(CLASSES, dtype=np.float32)[labels]
    rng = stream(0, "bench", net.name, "fit")

    def epoch() -> tuple[float, float]:
        history = fit(
            twin, x, y, cost=model.cost, optimizer=model.optimizer, batch_size=BATCH_SIZE, rng=rng, verbose=0
        )
        return history.seconds[0], history.history["loss"][0]

    return epoch
