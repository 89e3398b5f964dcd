"""One sigmoid neuron that starts badly wrong, with either cost."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import SGD, Dense, Sequential, fit
from dlbook.nn.initializers import Constant
from dlbook.rng import stream
from dlbook.runs.outcome import Outcome


@dataclass(frozen=True)
class NeuronSettings:
    """A neuron with one input of 1 and the target 0.

    Args:
        cost: ``"quadratic"`` or ``"binary_crossentropy"``.
        start: first weight and first bias; 2 puts the output at sigmoid(4) = 0.982.
        learning_rate: the same for both costs.
        epochs: steps.
    """

    cost: str = "quadratic"
    start: float = 2.0
    learning_rate: float = 0.15
    epochs: int = 300


def unlearn(settings: NeuronSettings, seed: int, data: object, *, stop_after: int | None = None) -> Outcome:
    """Train the neuron; nothing about it is random.

    Args:
        settings: cost, start and rate.
        seed: not used, since there is nothing to draw.
        data: not looked at.
        stop_after: leave off after so many steps.

    Returns:
        ``loss`` step by step; at the end ``steps_to_half`` and ``steps_to_tenth``: steps until the cost is
        below a half, or a tenth, of the first.
    """
    begin = Constant(settings.start)
    net = Sequential([Dense(1, activation="sigmoid", kernel_initializer=begin, bias_initializer=begin)])
    net.build((1,), rng=stream(seed, "weights"), dtype=np.float64)
    history = fit(
        net,
        np.ones((1, 1)),
        np.zeros((1, 1)),
        cost=settings.cost,
        optimizer=SGD(settings.learning_rate),
        batch_size=1,
        epochs=min(settings.epochs, stop_after or settings.epochs),
        rng=stream(seed, "training"),
        verbose=0,
    ).history
    loss = np.array(history["loss"])
    if stop_after:
        return Outcome({"loss": loss})
    below = {name: np.flatnonzero(loss < loss[0] * share) for name, share in (("half", 0.5), ("tenth", 0.1))}
    final = {f"steps_to_{name}": float(hits[0]) for name, hits in below.items() if len(hits)}
    return Outcome({"loss": loss}, final)
