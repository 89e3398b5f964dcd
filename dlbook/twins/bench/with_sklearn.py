"""scikit-learn's multi-layer perceptron, which has no batch normalisation: the intermediate net only."""

from collections.abc import Callable
from time import perf_counter

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier

from dlbook.twins.bench.nets import BATCH_SIZE, CLASSES, BenchNet

CAN_TRAIN = ("intermediate",)


def version() -> str:
    """Return what is measured, and its version."""
    return f"scikit-learn {sklearn.__version__}"


def trainer(net: BenchNet, x: np.ndarray, labels: np.ndarray) -> Callable[[], tuple[float, float]]:
    """Return a function that trains for one epoch and returns its seconds and the mean cost meanwhile."""
    model = MLPClassifier(
        net.hidden,
        solver=net.optimizer,
        learning_rate_init=net.learning_rate,
        batch_size=BATCH_SIZE,
        alpha=0.0,
        momentum=0.0,
        nesterovs_momentum=False,
        random_state=0,
    )

    def epoch() -> tuple[float, float]:
        begin = perf_counter()
        loss = model.partial_fit(x, labels, classes=range(CLASSES)).loss_
        return perf_counter() - begin, float(loss)

    return epoch
