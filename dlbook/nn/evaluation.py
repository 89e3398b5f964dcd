"""Judging a network: cost and accuracy over many examples, batch by batch."""

from typing import TYPE_CHECKING

import numpy as np

from dlbook.checks import problem
from dlbook.nn import passes
from dlbook.nn.accuracy import count_hits, labels_of
from dlbook.nn.arrays import ArrayLike
from dlbook.nn.batches import check_batch_size
from dlbook.nn.costs import Cost
from dlbook.nn.training_data import check_numbers

if TYPE_CHECKING:
    from dlbook.nn.network import Sequential


def evaluate(net: "Sequential", x: ArrayLike, y: ArrayLike, cost: Cost, batch_size: int) -> dict[str, float]:
    """Return the mean cost, penalties included, and the accuracy where targets are classes.

    Args:
        net: a built network.
        x: inputs, shape (n, *input_shape), finite numbers.
        y: targets, n rows, finite numbers.
        cost: the cost object.
        batch_size: examples at a time; the last batch may be shorter and counts for what it holds.

    Returns:
        ``loss``, and ``accuracy`` in [0, 1] unless targets are no classes.

    Raises:
        ValueError: if inputs and targets do not fit together or the net.

    Example:
        >>> from dlbook.nn import Dense, Quadratic, Sequential
        >>> net = Sequential([Dense(1, kernel_initializer="ones")])
        >>> net = net.build((2,), rng=np.random.default_rng(1))
        >>> evaluate(net, [[1.0, 2.0], [3.0, 4.0]], [[3.5], [6.5]], Quadratic(), 1)
        {'loss': 0.25}
    """
    x, y, size = check_numbers("x", x), check_numbers("y", y), check_batch_size(batch_size)
    if len(x) != len(y):
        raise problem(f"x has {len(x)} rows and y has {len(y)}", "one target an example", "Cut both alike")
    labels, loss, hits = labels_of(y), 0.0, 0
    for rows in (slice(start, start + size) for start in range(0, len(x), size)):
        scores = passes.forward_to_scores(net.layers, net.as_inputs(x[rows]), cost, training=False)
        loss += float(scores.cost.per_example(y[rows], scores.values).sum(dtype=np.float64))
        if labels is not None:
            from_logits = getattr(scores.cost, "from_logits", False)
            hits += count_hits(labels[rows], scores.values, from_logits=from_logits)
    result = {"loss": loss / len(x) + net.penalty()}
    return result if labels is None else {**result, "accuracy": hits / len(x)}
