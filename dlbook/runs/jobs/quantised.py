"""Trained nets with weights of eight bits each, small enough to travel with a page."""

import base64
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlbook.nn import Sequential
from dlbook.nn.arrays import Array
from dlbook.rng import stream
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.classify import Training, fitted, judged, prepared
from dlbook.runs.jobs.nets import build
from dlbook.runs.outcome import Outcome

#: The largest number of a kernel's column becomes this.
LARGEST = 127
SCALE = ".scale"


@dataclass(frozen=True)
class QuantisedSettings:
    """The training whose weights are kept.

    Args:
        training: the same as in the run of the net itself.
    """

    training: Training = field(default_factory=Training)


def quantised(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return kernels as bytes with one scale a unit, and all other arrays as float32.

    With s_j = max_i |w_ij| / 127 for unit j: q_ij = round(w_ij / s_j), so that w_ij is about s_j q_ij, off by
    at most s_j / 2.

    Args:
        arrays: weights and moving statistics by name.

    Returns:
        ``name`` int8 and ``name.scale`` float32 for each kernel, ``name`` float32 for the others.

    Example:
        >>> kept = quantised({"dense_1/kernel": np.array([[1.0], [-0.5]])})
        >>> kept["dense_1/kernel"].tolist(), round(float(kept["dense_1/kernel.scale"][0]), 5)
        ([[127], [-64]], 0.00787)
    """
    kept: dict[str, Array] = {}
    for key, w in arrays.items():
        if w.ndim < 2:
            kept[key] = w.astype(np.float32)
            continue
        scale = (np.abs(w).max(axis=0) / LARGEST).astype(np.float32)
        scale[scale == 0] = 1
        kept[key] = np.round(w / scale).astype(np.int8)
        kept[key + SCALE] = scale
    return kept


def restored(kept: Mapping[str, Array]) -> dict[str, Array]:
    """Return weights as numbers again: the inverse of ``quantised`` but for what was rounded away.

    Args:
        kept: what ``quantised`` returned.

    Returns:
        float32 arrays by name.
    """
    return {
        key: value * kept[key + SCALE] if key + SCALE in kept else value.astype(np.float32)
        for key, value in kept.items()
        if not key.endswith(SCALE)
    }


def load_into(net: Sequential, kept: Mapping[str, Array]) -> None:
    """Give a net the quantised weights and moving statistics."""
    for key, value in restored(kept).items():
        (net.params if key in net.params else net.state)[key][...] = value


def keep(settings: QuantisedSettings, seed: int, data: Digits, *, stop_after: int | None = None) -> Outcome:
    """Train one net, round its weights to eight bits, and judge exactly these.

    Args:
        settings: the training.
        seed: which.
        data: MNIST.
        stop_after: leave off after so many epochs.

    Returns:
        The history; ``float_test_accuracy`` before rounding, ``test_accuracy`` and ``test_loss`` of the
        rounded weights, ``changed`` (test digits that are answered differently); the arrays as ``weights``,
        each ``packed``.
    """
    training = settings.training
    split = prepared(training, seed, data)
    net = build(training.net, split.x_train.shape[1], rng=stream(seed, "weights"))
    epochs = min(training.epochs, stop_after or training.epochs)
    done = fitted(net, split, training, seed, epochs)
    final = {"opening_loss": done.opening}
    if stop_after:
        return Outcome(done.history, final)
    before = net.predict(split.x_test).argmax(axis=1)
    kept = quantised({**net.params, **net.state})
    load_into(net, kept)
    after = net.predict(split.x_test).argmax(axis=1)
    final |= {"float_test_accuracy": float((before == split.y_test.argmax(axis=1)).mean())}
    final |= judged(net, split, training.cost) | {"changed": float((before != after).sum())}
    return Outcome(done.history, final, {"weights": {key: packed(array) for key, array in kept.items()}})


def packed(array: Array) -> dict[str, Any]:
    """Return an array as text: type, shape, and its bytes compressed and in base 64.

    Example:
        >>> unpacked(packed(np.array([[1, -2]], dtype=np.int8))).tolist()
        [[1, -2]]
    """
    array = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    text = base64.b64encode(zlib.compress(array.tobytes(), 9)).decode("ascii")
    return {"dtype": array.dtype.str, "shape": list(array.shape), "bytes": text}


def unpacked(kept: Mapping[str, Any]) -> Array:
    """Return the array that ``packed`` made a text of."""
    content = zlib.decompress(base64.b64decode(kept["bytes"]))
    return np.frombuffer(content, np.dtype(kept["dtype"])).reshape(kept["shape"])
