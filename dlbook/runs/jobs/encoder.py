"""The 8-3-8 encoder: eight patterns through three hidden units, a code that nobody asked for."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import Callback, Dense, Momentum, Quadratic, Sequential, fit
from dlbook.nn.initializers import RandomUniform
from dlbook.nn.trainer import Trainer
from dlbook.rng import stream
from dlbook.runs.outcome import Outcome

PATTERNS = np.eye(8)


@dataclass(frozen=True)
class EncoderSettings:
    """How the encoder is trained: one pattern at a time, in fixed order.

    Args:
        learning_rate: for the cost 1/2 times the sum of squares.
        momentum: share of the last step that is kept.
        span: weights and biases start uniformly between plus and minus this.
        epochs: passes over the eight patterns.
        every: epochs between two snapshots.
    """

    learning_rate: float = 0.3
    momentum: float = 0.3
    span: float = 0.1
    epochs: int = 5000
    every: int = 50


class Snapshots(Callback):
    """Keeps errors, codes and weights every few epochs.

    Args:
        every: epochs between two looks.
    """

    def __init__(self, every: int) -> None:
        self.every = every
        self.epochs: list[int] = []
        self.errors: list[list[float]] = []
        self.codes: list[list[list[float]]] = []
        self.weights: list[list[list[float]]] = []

    def on_train_begin(self, trainer: Trainer) -> None:
        """Look at the start."""
        self.look(trainer, 0)

    def on_epoch_end(self, trainer: Trainer, logs: dict[str, float]) -> None:
        """Look, if it is time."""
        if trainer.epoch % self.every == 0:
            self.look(trainer, trainer.epoch)

    def look(self, trainer: Trainer, epoch: int) -> None:
        """Note each output unit's summed squared error, all codes, and biases and weights of the code."""
        outputs = trainer.net.layer_outputs(PATTERNS)
        self.epochs.append(epoch)
        self.errors.append(((outputs["dense_2"] - PATTERNS) ** 2).sum(axis=0).tolist())
        self.codes.append(outputs["dense_1"].tolist())
        params = trainer.net.params
        self.weights.append(np.vstack([params["dense_1/bias"], params["dense_1/kernel"]]).tolist())


def encode(settings: EncoderSettings, seed: int, data: object, *, stop_after: int | None = None) -> Outcome:
    """Train one encoder in float64.

    The textbook's cost is half the sum of squares; ``Quadratic`` is the sum. Half the rate makes the steps
    equal.

    Args:
        settings: how.
        seed: which first weights.
        data: not looked at.
        stop_after: leave off after so many epochs.

    Returns:
        ``sse``, the squared error summed over patterns and outputs, at the start and every ``every`` epochs;
        ``opening_sse``, the first of these after the start; how many ``distinct_codes`` there are after
        rounding, whether ``all_distinct`` and whether all outputs are right, ``all_right`` (0 or 1); of
        seeds 1 and 2 the snapshots.
    """
    start = RandomUniform(-settings.span, settings.span)
    net = Sequential(
        [
            Dense(units, activation="sigmoid", kernel_initializer=start, bias_initializer=start)
            for units in (3, 8)
        ]
    )
    net.build((8,), rng=stream(seed, "weights"), dtype=np.float64)
    snapshots = Snapshots(settings.every)
    history = fit(
        net,
        PATTERNS,
        PATTERNS,
        cost=Quadratic(),
        optimizer=Momentum(settings.learning_rate / 2, momentum=settings.momentum),
        batch_size=1,
        epochs=min(settings.epochs, (stop_after or settings.epochs) * settings.every),
        shuffle=False,
        rng=stream(seed, "training"),
        callbacks=[snapshots],
        verbose=0,
    )
    if history.interrupted:
        raise KeyboardInterrupt
    curve = {"sse": np.sum(snapshots.errors, axis=1).tolist()}
    opening = {"opening_sse": curve["sse"][1]}
    if stop_after:
        return Outcome(curve, opening)
    outputs = net.layer_outputs(PATTERNS)
    codes = {tuple(row) for row in outputs["dense_1"].round().astype(int).tolist()}
    final = opening | {
        "distinct_codes": float(len(codes)),
        "all_distinct": float(len(codes) == 8),
        "all_right": float((outputs["dense_2"].argmax(axis=1) == np.arange(8)).all()),
    }
    arrays = {"codes": outputs["dense_1"]}
    if seed <= 2:
        arrays |= vars(snapshots)
    return Outcome(curve, final, arrays)
