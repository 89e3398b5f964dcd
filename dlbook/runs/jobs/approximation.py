"""How many hidden units a curve takes: one input, one hidden layer, one linear output."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import Adam, Cosine, Dense, RandomUniform, Sequential
from dlbook.nn.arrays import Array
from dlbook.nn.optimizers import Updater
from dlbook.rng import stream
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.outcome import Outcome

EPOCHS = 4000
GLIDING = Adam(Cosine(0.02, decay_steps=EPOCHS))


@dataclass(frozen=True)
class ApproximationSettings:
    """A net with one hidden layer, and the grid on which it learns a curve.

    Args:
        units: hidden units.
        activation: of them.
        points: the curve is given at so many evenly spaced points of [-1, 1].
        optimizer: the optimiser; each epoch is one step on all points.
        epochs: steps.
        every: epochs between two recorded costs.
    """

    units: int = 10
    activation: str = "tanh"
    points: int = 101
    optimizer: Updater = GLIDING
    epochs: int = EPOCHS
    every: int = 100


def curve(x: Array) -> Array:
    """Return a bounded continuous function with smooth waves and a corner.

    Args:
        x: numbers in [-1, 1].

    Returns:
        Values between about -1.3 and 2.2.

    Example:
        >>> curve(np.array([0.0, 0.5]))
        array([0., 0.])
    """
    return np.sin(2 * np.pi * x) * np.exp(-x) * (x < 0) + np.abs(x - 0.25) * (x >= 0) - 0.25 * (x >= 0)


def approximate(
    settings: ApproximationSettings, seed: int, data: object, *, stop_after: int | None = None
) -> Outcome:
    """Fit one net to the curve, in float64, and measure it between the points too.

    Args:
        settings: how.
        seed: which first weights.
        data: not looked at.
        stop_after: leave off after so many recorded costs.

    Returns:
        ``loss`` every so many steps; ``rms_error`` and ``max_error`` on a grid ten times as fine; of seed 1
        the fitted ``curve`` at 101 points.
    """
    x = np.linspace(-1, 1, settings.points)[:, None]
    spread = RandomUniform(-1.0, 1.0)
    wide = RandomUniform(-6.0, 6.0)
    hidden = Dense(settings.units, settings.activation, kernel_initializer=wide, bias_initializer=wide)
    net = Sequential([hidden, Dense(1, kernel_initializer=spread)])
    net.build((1,), rng=stream(seed, "weights"), dtype=np.float64)
    history, _ = fit_quietly(
        net,
        x,
        curve(x),
        seed=seed,
        cost="mean_squared_error",
        optimizer=settings.optimizer,
        batch_size=None,
        epochs=min(settings.epochs, (stop_after or settings.epochs) * settings.every),
    )
    loss = history["loss"][settings.every - 1 :: settings.every]
    if stop_after:
        return Outcome({"loss": loss})
    fine = np.linspace(-1, 1, 10 * settings.points - 9)[:, None]
    error = net.predict(fine) - curve(fine)
    final = {"rms_error": float(np.sqrt(np.mean(error**2))), "max_error": float(abs(error).max())}
    drawn = net.predict(np.linspace(-1, 1, 101)[:, None])[:, 0]
    return Outcome({"loss": loss}, final, {"curve": drawn} if seed == 1 else {})
