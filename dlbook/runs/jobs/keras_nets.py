"""The book's nets trained by Keras: its layers, first weights, dropout, optimisers; the orders are ours."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.nn import models
from dlbook.nn.layers import Layer
from dlbook.rng import stream
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.classify import Training, prepared
from dlbook.runs.jobs.tables import Parts, Table, parts_of
from dlbook.runs.outcome import Outcome
from dlbook.twins import backend, keras_twin


@dataclass(frozen=True)
class KerasSettings:
    """One of the book's nets and how Keras trains it.

    Args:
        model: its name in ``models``; layers, cost, optimiser and batch size come from there.
        epochs: passes; None for the model's own.
        protocol: ``"classic"`` or ``"clean"``.
        standardised: whether columns of a table are scaled.
        examples: how many training digits; None for all.
    """

    model: str = "intermediate"
    epochs: int | None = None
    protocol: str = "classic"
    standardised: bool = False
    examples: int | None = None


def train_in_keras(
    settings: KerasSettings, seed: int, data: Digits | Table, *, stop_after: int | None = None
) -> Outcome:
    """Train a net in Keras with one seed.

    ``keras.utils.set_random_seed`` sets the global generators of Python, NumPy and TensorFlow: Keras offers
    no other way. First weights and dropout are Keras' own, the order of the rows is drawn as for our nets.

    Args:
        settings: which net.
        seed: the seed.
        data: MNIST or a table.
        stop_after: leave off after so many epochs.

    Returns:
        Keras' history; at the end ``test_loss`` and, for digits, ``test_accuracy``; for tables ``row_42``,
        the prediction for that test row.
    """
    model = models.get(settings.model)
    parts = parts_for(settings, seed, data)
    net = fresh(model.layers(), parts.x_train.shape[1:], seed)
    compile_for(net, model, labels=isinstance(data, Digits))
    epochs = settings.epochs or model.epochs
    orders = stream(seed, "batches")
    history = fit_keras(net, parts, model.batch_size, min(epochs, stop_after or epochs), rng=orders)
    if stop_after:
        return Outcome(history)
    measured = net.evaluate(parts.x_test, parts.y_test, batch_size=1000, verbose=0, return_dict=True)
    final = {f"test_{name}": float(value) for name, value in measured.items()}
    if isinstance(data, Table):
        row = parts.x_test[min(42, len(parts.x_test) - 1)]
        final["row_42"] = float(net.predict(row[None], verbose=0)[0, 0])
    return Outcome(history, final)


def parts_for(settings: KerasSettings, seed: int, data: Any) -> Any:
    """Return what to learn from, to validate with and to be judged by."""
    if isinstance(data, Table):
        return parts_of(data, protocol=settings.protocol, standardised=settings.standardised)
    return prepared(Training(protocol=settings.protocol, examples=settings.examples), seed, data)


def fresh(layers: list[Layer] | Any, input_shape: tuple[int, ...], seed: int) -> Any:
    """Return a Keras model of such layers with first weights from a seed."""
    keras = start(seed)
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in layers:
        model.add(keras_twin.keras_layer(layer))
    return model


def start(seed: int) -> Any:
    """Seed Keras, on one thread and without operations that give other sums each time; return it."""
    keras, tensorflow = backend.keras(), backend.tensorflow()
    tensorflow.get_logger().setLevel("ERROR")  # it takes a net a seed for a program made in a loop
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    tensorflow.config.experimental.enable_op_determinism()
    try:
        tensorflow.config.threading.set_intra_op_parallelism_threads(1)
        tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    except RuntimeError:  # too late: this process has used TensorFlow before, with whatever threads
        pass
    return keras


def compile_for(net: Any, model: models.Model, *, labels: bool) -> None:
    """Tell Keras cost and optimiser; 50 steps go to TensorFlow at a time, which changes no number."""
    net.compile(
        loss=keras_twin.keras_cost(model.cost),
        optimizer=keras_twin.keras_optimizer(model.optimizer),
        metrics=["accuracy"] if labels else [],
        steps_per_execution=50 if labels else 1,
        jit_compile=False,
    )


def fit_keras(
    net: Any, parts: Parts | Any, batch_size: int, epochs: int, *, rng: np.random.Generator | None
) -> dict[str, list[float]]:
    """Let Keras train; return its history as plain numbers.

    Keras would shuffle by itself, but once its generators are seeded it repeats one order in every epoch; so
    each epoch is a call of its own, on rows that NumPy has put into a new order.

    Args:
        net: a compiled Keras model; optimiser and dropout go on where the epoch before left them.
        parts: what to learn from and to validate with.
        batch_size: examples a step.
        epochs: how many.
        rng: draws the orders; None leaves the rows as they are.
    """
    history: dict[str, list[float]] = {}
    for epoch in range(epochs):
        order = slice(None) if rng is None else rng.permutation(len(parts.x_train))
        told = net.fit(
            parts.x_train[order],
            parts.y_train[order],
            batch_size=batch_size,
            initial_epoch=epoch,
            epochs=epoch + 1,
            validation_data=(parts.x_val, parts.y_val),
            validation_batch_size=1000,
            shuffle=False,
            verbose=0,
        )
        for name, values in told.history.items():
            history.setdefault(name, []).extend(np.asarray(values, dtype=float).tolist())
    return history
