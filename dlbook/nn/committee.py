"""Committees: several nets vote by the average of their outputs. Restarts: the way to get several."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.nn import costs
from dlbook.nn.accuracy import count_hits, labels_of
from dlbook.nn.arrays import Array, ArrayLike
from dlbook.nn.costs import Cost
from dlbook.rng import stream


@dataclass(frozen=True)
class Committee:
    """Nets whose outputs are averaged.

    With weights v_k that sum to 1 and net k's outputs y_k: y = sum_k v_k y_k. For costs that are convex in
    the outputs (squared error, cross-entropy) a committee is never worse than its members' weighted mean.

    Args:
        nets: at least one; each has ``predict``.
        weights: one for each net, at least 0, not all 0; they are divided by their sum. None counts all
            alike.

    Raises:
        ValueError: if there are no nets, or weights do not fit.

    Example:
        >>> class Says:
        ...     def __init__(self, value):
        ...         self.value = value
        ...
        ...     def predict(self, x, *, batch_size=1024):
        ...         return np.full((len(x), 1), self.value)
        >>> Committee((Says(1.0), Says(5.0)), weights=(3.0, 1.0)).predict(np.zeros((1, 2)))
        array([[2.]])

    References:
        Breiman, L. (1996). Bagging predictors. Machine Learning 24 (there with resampled data).
    """

    nets: Sequence[Any]
    weights: Sequence[float] | None = None

    def __post_init__(self) -> None:
        if not self.nets:
            raise problem("there are no nets", "at least one", "Train some, e.g. with restarts")
        weights = self._shares()
        if weights.shape != (len(self.nets),) or not (weights >= 0).all():
            raise problem(
                f"weights are {self.weights!r} for {len(self.nets)} nets",
                "one finite number of at least 0 for each net, not all 0",
                "Leave them out to count all nets alike",
            )

    def predict(self, x: ArrayLike, *, batch_size: int = 1024) -> Array:
        """Return the weighted mean of the nets' outputs.

        Args:
            x: inputs, shape (n, *input_shape).
            batch_size: examples at a time.

        Returns:
            Shape (n, outputs).
        """
        outputs = (net.predict(x, batch_size=batch_size) for net in self.nets)
        return sum(float(share) * y for share, y in zip(self._shares(), outputs, strict=True))

    def evaluate(
        self, x: ArrayLike, y: ArrayLike, *, cost: str | Cost, batch_size: int = 1024
    ) -> dict[str, float]:
        """Return the cost of the committee's outputs, and the accuracy where targets are classes.

        Args:
            x: inputs, shape (n, *input_shape).
            y: targets, n rows.
            cost: a cost or its name.
            batch_size: examples at a time.

        Returns:
            ``{"loss": ...}``, and ``"accuracy"``. Penalties on the nets' weights are left out.
        """
        y = np.asarray(y)
        y_pred = self.predict(x, batch_size=batch_size)
        cost, labels = costs.get(cost), labels_of(y)
        measured = {"loss": cost(y, y_pred)}
        if labels is not None:
            from_logits = getattr(cost, "from_logits", False)
            measured["accuracy"] = count_hits(labels, y_pred, from_logits=from_logits) / len(y)
        return measured

    def _shares(self) -> Array:
        weights = np.ones(len(self.nets)) if self.weights is None else np.asarray(self.weights, dtype=float)
        with np.errstate(invalid="ignore", divide="ignore"):
            return weights / weights.sum()


def restarts[T](train: Callable[[np.random.Generator], T], *, seed: int, count: int) -> list[T]:
    """Train several times from different starts.

    Each run gets a random stream of its own, which depends on the seed and its number only: more runs later
    leave the first ones as they were.

    Args:
        train: builds and trains a net with the generator it gets, and returns what it likes.
        seed: a whole number of at least 0.
        count: number of runs, at least 1.

    Returns:
        What ``train`` returned, run by run.

    Raises:
        ValueError: if the count is below 1.

    Example:
        >>> short = restarts(lambda rng: rng.random(), seed=7, count=2)
        >>> short == restarts(lambda rng: rng.random(), seed=7, count=3)[:2]
        True
    """
    if count < 1:
        raise problem(f"count is {count!r}", "a whole number of at least 1", "Pass how many nets to train")
    return [train(stream(seed, "restart", number)) for number in range(count)]
