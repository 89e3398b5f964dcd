"""Gradient and weight norms, layer by layer: the thermometer for vanishing and exploding gradients."""

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array
from dlbook.nn.callbacks.base import Callback

if TYPE_CHECKING:
    from dlbook.nn.trainer import Trainer


class GradientNorms(Callback):
    """Records the length of each layer's gradient and of its weights, as vectors.

    A gradient is large or small only beside its weights: look at both.

    Args:
        every: steps between two records, at least 1; the first step is always recorded.

    Attributes:
        steps: the steps that were recorded, from 1.
        gradients: a list of norms for each layer, by its name.
        weights: the same for the weights after the step.

    Raises:
        ValueError: if ``every`` is below 1.

    Example:
        >>> import numpy as np
        >>> from dlbook.nn import SGD, Dense, Sequential, fit
        >>> rng, norms = np.random.default_rng(1), GradientNorms(every=2)
        >>> net = Sequential([Dense(4, activation="tanh"), Dense(1)]).build((3,), rng=rng)
        >>> x, y = np.ones((8, 3)), np.ones((8, 1))
        >>> options = {"cost": "mse", "optimizer": SGD(), "batch_size": 2, "callbacks": [norms]}
        >>> _ = fit(net, x, y, **options, rng=rng, verbose=0)
        >>> norms.steps, list(norms.gradients)
        ([1, 3], ['dense_1', 'dense_2'])
    """

    def __init__(self, every: int = 1) -> None:
        if not every >= 1:
            raise problem(f"every is {every!r}", "a whole number of at least 1", "Pass 1 to record all steps")
        self.every = every
        self.steps: list[int] = []
        self.gradients: dict[str, list[float]] = {}
        self.weights: dict[str, list[float]] = {}

    def on_train_begin(self, trainer: "Trainer") -> None:
        """Forget an earlier training."""
        self.steps, self.gradients, self.weights = [], {}, {}

    def on_step_end(self, trainer: "Trainer") -> None:
        """Record, if it is this step's turn."""
        if (trainer.step - 1) % self.every:
            return
        self.steps.append(trainer.step)
        for record, arrays in ((self.gradients, trainer.gradients), (self.weights, trainer.net.params)):
            for layer, norm in layer_norms(arrays).items():
                record.setdefault(layer, []).append(norm)


def layer_norms(arrays: Mapping[str, Array]) -> dict[str, float]:
    """Return the Euclidean norm of all numbers of each layer together.

    Args:
        arrays: arrays by names like ``"dense_1/kernel"``; the part before the last slash names the layer.

    Returns:
        A number of at least 0 for each layer, in the order of the layers.

    Example:
        >>> layer_norms({"dense_1/kernel": np.array([[3.0]]), "dense_1/bias": np.array([4.0])})
        {'dense_1': 5.0}
    """
    squares: dict[str, float] = {}
    for key, array in arrays.items():
        layer = key.rpartition("/")[0] or key
        squares[layer] = squares.get(layer, 0.0) + float(np.linalg.norm(array)) ** 2
    return {layer: sqrt(square) for layer, square in squares.items()}
