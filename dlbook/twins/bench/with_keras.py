"""Keras on TensorFlow, as readers use it: compile and ``fit`` on arrays, every setting at its default."""

from collections.abc import Callable
from time import perf_counter

import keras
import numpy as np
import tensorflow as tf

from dlbook.twins.bench.nets import BATCH_SIZE, CLASSES, BenchNet

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


def version() -> str:
    """Return what is measured, and its version."""
    return f"Keras {keras.__version__} on TensorFlow {tf.__version__}"


def trainer(net: BenchNet, x: np.ndarray, labels: np.ndarray) -> Callable[[], tuple[float, float]]:
    """Return a function that trains for one epoch and returns its seconds and the mean cost meanwhile.

    The seconds are those between Keras' own signals of an epoch's begin and end.
    """
    model = build(net)
    y = np.eye(CLASSES, dtype=np.float32)[labels]

    def epoch() -> tuple[float, float]:
        clock = Clock()
        history = model.fit(x, y, batch_size=BATCH_SIZE, epochs=1, verbose=0, callbacks=[clock])
        return clock.seconds, history.history["loss"][0]

    return epoch


class Clock(keras.callbacks.Callback):
    """Takes the time of an epoch."""

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        """Start."""
        self.begin = perf_counter()

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:
        """Stop."""
        self.seconds = perf_counter() - self.begin


def build(net: BenchNet) -> keras.Sequential:
    """Return the compiled model."""
    model = keras.Sequential([keras.Input((net.sizes[0],))])
    for units in net.hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
        if net.batch_norm:
            model.add(keras.layers.BatchNormalization())
    if net.dropout:
        model.add(keras.layers.Dropout(net.dropout))
    model.add(keras.layers.Dense(CLASSES, activation="softmax"))
    optimizer = keras.optimizers.get(net.optimizer)
    optimizer.learning_rate = net.learning_rate
    model.compile(loss="categorical_crossentropy", optimizer=optimizer, metrics=["accuracy"])
    return model
