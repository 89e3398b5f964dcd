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


def trainer(net: BenchNet, x: np.ndarray, labels: np.ndarray) -> Callable[[], float]:
    """Return a function that trains for one epoch and returns the mean cost meanwhile.

    ``fit`` also counts hits for the accuracy, and the optimiser starts afresh in each call.
    """
    model = models.get(net.name)
    twin = model.build(rng=stream(0, "bench", net.name))
    y = np.eye(CLASSES, dtype=np.float32)[labels]
    rng = stream(0, "bench", net.name, "fit")

    def epoch() -> float:
        history = fit(
            twin, x, y, cost=model.cost, optimizer=model.optimizer, batch_size=BATCH_SIZE, rng=rng, verbose=0
        )
        return history.history["loss"][0]

    return epoch
