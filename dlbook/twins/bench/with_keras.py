"""Keras on TensorFlow, as readers use it: compile and ``fit`` on arrays, every setting at its default."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from dlbook.twins.bench.nets import BATCH_SIZE, CLASSES, BenchNet

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


def version() -> str:
    """Return what is measured, and its version."""
    return f"Keras {keras.__version__} on TensorFlow {tf.__version__}"


def trainer(net: BenchNet, x: np.ndarray, labels: np.ndarray) -> Callable[[], float]:
    """Return a function that trains for one epoch and returns the mean cost meanwhile."""
    model = build(net)
    y = np.eye(CLASSES, dtype=np.float32)[labels]
    return lambda: model.fit(x, y, batch_size=BATCH_SIZE, epochs=1, verbose=0).history["loss"][0]


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
