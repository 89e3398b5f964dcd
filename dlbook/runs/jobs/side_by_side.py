"""Our engine and Keras from the same first weights on the same batches."""

from dataclasses import replace

import numpy as np

from dlbook.nn import Sequential, models
from dlbook.nn.layers import Dropout
from dlbook.rng import stream
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.jobs.keras_nets import KerasSettings, compile_for, fit_keras, parts_for, start
from dlbook.runs.jobs.tables import Table
from dlbook.runs.outcome import Outcome
from dlbook.twins import keras_twin


def compare(
    settings: KerasSettings, seed: int, data: Digits | Table, *, stop_after: int | None = None
) -> Outcome:
    """Train a net twice, here and in Keras, and see how far the two drift apart.

    Batches come in the order of the rows in every epoch, and dropout has rate 0, since the two draw different
    masks. What is left is rounding, which training amplifies.

    Args:
        settings: which net, and how long.
        seed: which first weights; both get the same.
        data: MNIST or a table.
        stop_after: leave off after so many epochs.

    Returns:
        Both histories, Keras' with ``keras_`` before each name; ``weight_gap``, the largest distance between
        two kernels by the length of Keras', and ``first_epoch_gap``, the difference of the first epoch's
        costs as a share.
    """
    model = models.get(settings.model)
    parts = parts_for(settings, seed, data)
    start(seed)
    layers = [replace(a, rate=0.0) if isinstance(a, Dropout) else a for a in model.layers()]
    net = Sequential(layers).build(parts.x_train.shape[1:], rng=stream(seed, "weights"))
    twin = keras_twin.to_keras(net)
    compile_for(twin, model, labels=isinstance(data, Digits))
    epochs = settings.epochs or model.epochs
    epochs = min(epochs, stop_after or epochs)
    theirs = fit_keras(twin, parts, model.batch_size, epochs, rng=None)
    ours, _ = fit_quietly(
        net,
        parts.x_train,
        parts.y_train,
        seed=seed,
        cost=model.cost,
        optimizer=model.optimizer,
        batch_size=model.batch_size,
        epochs=epochs,
        validation_data=(parts.x_val, parts.y_val),
        shuffle=False,
    )
    history = ours | {f"keras_{name}": values for name, values in theirs.items()}
    first = {"first_epoch_gap": abs(ours["loss"][0] / theirs["loss"][0] - 1)}
    if stop_after:
        return Outcome(history)
    return Outcome(history, first | {"weight_gap": weight_gap(net, twin)})


def weight_gap(net: Sequential, twin: object) -> float:
    """Return the largest relative distance between a kernel and Keras' kernel."""
    ours = {key: w.copy() for key, w in net.params.items() if key.endswith("kernel")}
    keras_twin.copy_from_keras(twin, net)
    return max(
        float(np.linalg.norm(w - net.params[key]) / np.linalg.norm(net.params[key]))
        for key, w in ours.items()
    )
