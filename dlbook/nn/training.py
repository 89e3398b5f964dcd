"""``fit``: train a network and return what happened."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.nn import costs, optimizers
from dlbook.nn.accuracy import labels_of
from dlbook.nn.arrays import ArrayLike
from dlbook.nn.batches import Batches
from dlbook.nn.callbacks import Callback, ProgressBar
from dlbook.nn.costs import Cost
from dlbook.nn.history import History, NonFiniteCostError
from dlbook.nn.optimizers import Updater
from dlbook.nn.trainer import Trainer
from dlbook.nn.training_data import check_examples, weights_of

__all__ = ["History", "NonFiniteCostError", "Trainer", "fit"]


def fit(
    net: Any,
    x: ArrayLike,
    y: ArrayLike,
    *,
    cost: str | Cost,
    optimizer: str | Updater,
    batch_size: int | None = 32,
    epochs: int = 1,
    validation_data: tuple[ArrayLike, ArrayLike] | None = None,
    rng: np.random.Generator,
    callbacks: Iterable[Callback] = (),
    shuffle: bool = True,
    sample_weight: ArrayLike | None = None,
    class_weight: Mapping[int, float] | None = None,
    verbose: int = 1,
) -> History:
    """Train a network by mini-batch descent.

    In each epoch every example is seen once, in a new order. For each batch the cost and its gradients are
    computed and the optimiser's updates are added to the parameters.

    Args:
        net: a built ``Sequential``; it is changed in place.
        x: inputs, shape (n, *input_shape); cast to the net's type batch by batch.
        y: targets, n rows.
        cost: a cost or its name.
        optimizer: an optimiser or its name; its state starts fresh.
        batch_size: examples a step, at least 1; None (or n) is batch descent, 1 incremental descent.
        epochs: passes over the data, at least 1.
        validation_data: ``(x, y)`` to evaluate after each epoch.
        rng: shuffling and the layers' noise draw from two independent streams spawned from it.
        callbacks: watchers, called in this order.
        shuffle: False keeps the order of the rows.
        sample_weight: weight of each example, shape (n,).
        class_weight: weight by class number; classes not named weigh 1.
        verbose: 0 shows nothing, 1 a progress bar if a person is watching, 2 one in any case.

    Returns:
        The history: ``"loss"`` and ``"accuracy"`` are means over the epoch's batches as they were *while* the
        net learned, with dropout on; ``"val_loss"`` and ``"val_accuracy"`` are measured afterwards.

    Raises:
        ValueError: if data, weights or settings do not fit.
        NonFiniteCostError: if the cost becomes infinite or nan; it carries the history so far.

    Example:
        >>> from dlbook.nn import SGD, Dense, Sequential
        >>> rng = np.random.default_rng(1)
        >>> x = rng.normal(size=(200, 1))
        >>> net = Sequential([Dense(1)]).build((1,), rng=rng)
        >>> history = fit(net, x, 3 * x + 1, cost="mse", optimizer=SGD(0.1), epochs=20, rng=rng, verbose=0)
        >>> net.params["dense_1/kernel"].round(2), net.params["dense_1/bias"].round(2)
        (array([[3.]], dtype=float32), array([1.], dtype=float32))
        >>> history.history["loss"][-1] < 1e-6 < history.history["loss"][0]
        True

    Ctrl-C ends the training early: the finished epochs are returned, with ``history.interrupted`` True.

    *Differs from* Keras' ``model.fit`` in no number: means over batches are weighted by batch size, accuracy
    ignores example weights, the last short batch is used. Two calls in a row start the optimiser afresh.
    """
    cost, optimizer = costs.get(cost), optimizers.get(optimizer)
    shuffle_rng, layer_rng = rng.spawn(2)
    trainer = Trainer(
        net,
        cost,
        optimizer,
        prepare(net, x, y, cost, batch_size, sample_weight, class_weight),
        check_epochs(epochs),
        shuffle_rng if shuffle else None,
        layer_rng,
        None if validation_data is None else check_examples(net, *validation_data, cost),
        [*callbacks, ProgressBar(always=verbose > 1)] if verbose else list(callbacks),
    )
    try:
        with np.errstate(all="ignore"):  # a cost that is no number stops the training with a better message
            trainer.run()
    except KeyboardInterrupt:
        trainer.history.interrupted = True
    finally:
        for callback in trainer.callbacks:
            callback.on_train_end(trainer)
    return trainer.history


def prepare(
    net: Any,
    x: ArrayLike,
    y: ArrayLike,
    cost: Cost,
    batch_size: int | None,
    sample_weight: ArrayLike | None,
    class_weight: Mapping[int, float] | None,
) -> Batches:
    """Check the data and lay inputs, targets, class numbers and weights side by side, if there are any."""
    x, y = check_examples(net, x, y, cost)
    labels = labels_of(y)
    weights = weights_of(y, labels, sample_weight, class_weight)
    arrays = {"x": x, "y": y, "labels": labels, "weights": weights}
    present = {name: array for name, array in arrays.items() if array is not None}
    return Batches(present, batch_size, dtypes={"x": next(iter(net.params.values())).dtype})


def check_epochs(epochs: int) -> int:
    """Return the number of epochs, or raise if it is no whole number of at least 1."""
    if isinstance(epochs, bool) or not isinstance(epochs, int | np.integer) or epochs < 1:
        raise problem(f"epochs is {epochs!r}", "a whole number of at least 1", "Begin with 10")
    return int(epochs)
