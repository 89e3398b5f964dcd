"""Few noisy points, and curves with ever more parameters through them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import Polynomial
from numpy.polynomial.polynomial import polyvander

from dlbook.checks import problem
from dlbook.nn import Adam, Cosine, Dense, Sequential
from dlbook.nn.arrays import Array
from dlbook.rng import stream
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.outcome import Outcome

KINDS = ("polynomial", "net")
STEPS = 2000


@dataclass(frozen=True)
class OverfitSettings:
    """A family of curves, how flexible it is, and how many points there are.

    Args:
        kind: ``"polynomial"`` (least squares; of several that fit equally, the one with the smallest
            coefficients) or ``"net"`` (one hidden layer of tanh, Adam).
        size: degree of the polynomial, or hidden units.
        points: noisy points to fit.
        noise: standard deviation of the noise.
        steps: of the net's training, each on all points.
    """

    kind: str = "polynomial"
    size: int = 2
    points: int = 8
    noise: float = 0.15
    steps: int = STEPS

    @property
    def parameters(self) -> int:
        """How many numbers the fit may choose: degree + 1, or two weights and a bias a unit and one more."""
        return self.size + 1 if self.kind == "polynomial" else 3 * self.size + 1


def truth(x: Array) -> Array:
    """Return the parabola that the points come from, 1 - 1.5 x + 2 x^2 with x in [-1, 1].

    Example:
        >>> truth(np.array([0.0, 1.0]))
        array([1. , 1.5])
    """
    return 1 - 1.5 * x + 2 * x**2


def drawn(settings: OverfitSettings, seed: int, name: str, count: int) -> tuple[Array, Array]:
    """Return x, sorted, and noisy y; equal seeds give equal points to all curves."""
    rng = stream(seed, "points", name)
    x = np.sort(rng.uniform(-1, 1, count))
    return x, truth(x) + settings.noise * rng.standard_normal(count)


def overfit(settings: OverfitSettings, seed: int, data: object, *, stop_after: int | None = None) -> Outcome:
    """Fit one curve to a few points, and judge it by 1,000 new points from the same source.

    Args:
        settings: which curve.
        seed: which points.
        data: not looked at.
        stop_after: makes no difference: a fit has no epochs.

    Returns:
        ``train_mse`` and ``new_mse``, the mean squared errors on the fitted and on the new points, and
        ``parameters``; of seed 1 the points and the fitted ``curve`` at 201 places between -1 and 1.
    """
    x, y = drawn(settings, seed, "train", settings.points)
    new_x, new_y = drawn(settings, seed, "new", 1000)
    predict = fitted(settings, x, y, seed)
    final = {
        "train_mse": float(np.mean((predict(x) - y) ** 2)),
        "new_mse": float(np.mean((predict(new_x) - new_y) ** 2)),
        "parameters": float(settings.parameters),
    }
    arrays = {"x": x, "y": y, "curve": predict(np.linspace(-1, 1, 201))}
    return Outcome({}, final, arrays if seed == 1 else {})


def fitted(settings: OverfitSettings, x: Array, y: Array, seed: int) -> Callable[[Array], Array]:
    """Return the fitted curve as a function of x."""
    if settings.kind not in KINDS:
        raise problem(f"kind is {settings.kind!r}", f"one of {KINDS}", "Correct the settings")
    if settings.kind == "polynomial":
        smallest, *_ = np.linalg.lstsq(polyvander(x, settings.size), y, rcond=1e-12)
        return Polynomial(smallest)
    net = Sequential([Dense(settings.size, "tanh"), Dense(1)])
    net.build((1,), rng=stream(seed, "weights"), dtype=np.float64)
    fit_quietly(
        net,
        x[:, None],
        y[:, None],
        seed=seed,
        cost="mean_squared_error",
        optimizer=Adam(Cosine(0.05, decay_steps=settings.steps)),
        batch_size=None,
        epochs=settings.steps,
    )
    return lambda places: net.predict(places[:, None])[:, 0]
