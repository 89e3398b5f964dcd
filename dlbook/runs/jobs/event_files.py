"""Write TensorBoard's event files while a net learns, and read them back with TensorBoard itself."""

import sys
import tempfile
import types
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from dlbook.nn import models
from dlbook.rng import stream
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.classify import Training, prepared
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.jobs.nets import build
from dlbook.runs.outcome import Outcome
from dlbook.tensorboard import TensorBoard

DEEP = models.get("deep")
TRAINING = Training(net="deep", cost=DEEP.cost, optimizer=DEEP.optimizer, batch_size=128, epochs=20)


@dataclass(frozen=True)
class EventSettings:
    """What is trained while TensorBoard's callback listens.

    Args:
        training: the training.
        histogram_freq: epochs between two histograms of all parameters.
    """

    training: Training = TRAINING
    histogram_freq: int = 5


def log_training(
    settings: EventSettings, seed: int, data: Digits, *, stop_after: int | None = None
) -> Outcome:
    """Train a net, and return not what it reported but what its event files say.

    Args:
        settings: how.
        seed: which.
        data: MNIST.
        stop_after: leave off after so many epochs.

    Returns:
        Histories by run and tag, ``train/epoch_loss``, ``validation/epoch_accuracy`` and so on; ``bytes``,
        the size of all event files, and ``largest_gap``, between what was trained and what was read (event
        files hold float32); of seed 1 the names of all ``tags`` and the histogram of the first layer's
        weights.
    """
    training = settings.training
    split = prepared(training, seed, data)
    net = build(training.net, split.x_train.shape[1], rng=stream(seed, "weights"))
    with tempfile.TemporaryDirectory() as folder:
        history, _ = fit_quietly(
            net,
            split.x_train,
            split.y_train,
            seed=seed,
            cost=training.cost,
            optimizer=training.optimizer,
            batch_size=training.batch_size,
            epochs=min(training.epochs, stop_after or training.epochs),
            validation_data=(split.x_val, split.y_val),
            callbacks=[TensorBoard(folder, histogram_freq=settings.histogram_freq)],
        )
        read = {run: accumulated(Path(folder) / run) for run in ("train", "validation")}
        size = sum(path.stat().st_size for path in Path(folder).rglob("events.*"))
    curves = {
        f"{run}/{tag}": values for run, found in read.items() for tag, values in found["scalars"].items()
    }
    if stop_after:
        return Outcome(curves)
    final = {"bytes": float(size), "largest_gap": largest_gap(history, curves)}
    arrays = {"tags": sorted(curves) + sorted(read["train"]["histograms"])}
    arrays |= {"histogram": read["train"]["histograms"].get("dense_1/kernel", [])}
    return Outcome(curves, final, arrays if seed == 1 else {})


def largest_gap(history: dict[str, list[float]], curves: dict[str, list[float]]) -> float:
    """Return the largest difference between a history and the curves that were read back."""
    gaps = [0.0]
    for name, values in history.items():
        run = "validation" if name.startswith("val_") else "train"
        read = curves[f"{run}/epoch_{name.removeprefix('val_')}"]
        gaps += [abs(one - other) for one, other in zip(values, read, strict=True)]
    return max(gaps)


def accumulated(folder: Path) -> dict[str, dict[str, list[Any]]]:
    """Return what TensorBoard reads in a folder: scalars and histograms by tag.

    TensorBoard would load all of TensorFlow to read a file; the empty module ``notf`` tells it not to.
    """
    with mock.patch.dict(sys.modules, {"tensorboard.compat.notf": types.ModuleType("notf")}):
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        events = EventAccumulator(str(folder), size_guidance={"scalars": 0, "histograms": 0})
        events.Reload()
        tags = events.Tags()
        scalars = {tag: [event.value for event in events.Scalars(tag)] for tag in tags["scalars"]}
        histograms = {tag: [buckets(event) for event in events.Histograms(tag)] for tag in tags["histograms"]}
    return {"scalars": scalars, "histograms": histograms}


def buckets(event: Any) -> dict[str, Any]:
    """Return one histogram: its epoch, the right edges of its buckets and their counts."""
    value = event.histogram_value
    return {"epoch": event.step, "edges": list(value.bucket_limit), "counts": list(value.bucket)}
