"""Incremental descent comes as close to batch descent as one likes, if only the rate is small enough."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import SGD
from dlbook.nn.arrays import Array
from dlbook.rng import stream
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.fitting import first_digits, fit_quietly
from dlbook.runs.jobs.nets import Net
from dlbook.runs.outcome import Outcome

SMALL = Net(hidden=(16,), activation="tanh")


@dataclass(frozen=True)
class LimitSettings:
    """Two descents that travel equally long: rate times epochs is the same for every rate.

    Args:
        learning_rate: of a batch step; each of n incremental steps has the n-th part of it.
        travel: rate times epochs.
        examples: n, the first so many training digits.
        net: a smooth net, so that the limit is clean.
    """

    learning_rate: float = 0.1
    travel: float = 3.2
    examples: int = 200
    net: Net = SMALL

    @property
    def epochs(self) -> int:
        """How many epochs that takes."""
        return round(self.travel / self.learning_rate)


def approach(settings: LimitSettings, seed: int, data: Digits, *, stop_after: int | None = None) -> Outcome:
    """Train one net by batch steps and the same one by single examples, in float32.

    Args:
        settings: rate, way and net.
        seed: which first weights, and which orders of the examples.
        data: MNIST.
        stop_after: leave off after so many epochs.

    Returns:
        ``batch_loss`` and ``incremental_loss`` an epoch; ``gap``, the distance between both ends by the
        distance that batch descent has gone, and ``gone``, the latter.
    """
    x, y = first_digits(data, settings.examples)
    epochs = min(settings.epochs, stop_after or settings.epochs)
    losses: dict[str, list[float]] = {}
    ends = {}
    for name, size, rate in (
        ("batch", None, settings.learning_rate),
        ("incremental", 1, settings.learning_rate / len(x)),
    ):
        net = settings.net.build(x.shape[1], rng=stream(seed, "weights"))
        start = flat(net.params)
        history, _ = fit_quietly(
            net,
            x,
            y,
            seed=seed,
            cost="categorical_crossentropy",
            optimizer=SGD(rate),
            batch_size=size,
            epochs=epochs,
        )
        losses[f"{name}_loss"] = history["loss"]
        ends[name] = flat(net.params)
    if stop_after:
        return Outcome(losses)
    gone = float(np.linalg.norm(ends["batch"] - start))
    apart = float(np.linalg.norm(ends["batch"] - ends["incremental"]))
    return Outcome(losses, {"gap": apart / gone, "gone": gone})


def flat(params: dict[str, Array]) -> Array:
    """Return all parameters as one float64 array."""
    return np.concatenate([w.ravel().astype(np.float64) for w in params.values()])
