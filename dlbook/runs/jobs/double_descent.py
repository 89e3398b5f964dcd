"""Width past the point where a model fits every label, noisy ones too."""

from dataclasses import dataclass

import numpy as np

from dlbook.checks import problem
from dlbook.nn import Adam, Dense, Sequential
from dlbook.nn.arrays import Array
from dlbook.nn.optimizers import Updater
from dlbook.rng import stream
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.outcome import Outcome

KINDS = ("random-features", "net")
ADAM = Adam(0.002)
WIDTHS = (2, 4, 8, 16, 32, 64)


@dataclass(frozen=True)
class DescentSettings:
    """One family of models, grown wider and wider, on few digits with noisy labels.

    Args:
        kind: ``"random-features"``: the hidden layer stays as it was drawn, and the output layer is the
            smallest one that solves least squares; ``"net"``: both layers are trained by squared error.
        widths: hidden units.
        examples: digits to learn from.
        noise: share of their labels that are replaced by a random one.
        pixels: images are shrunk to so many pixels a side (14 takes means of 2 x 2).
        epochs: passes, for the net.
        optimizer: for the net.
        test: digits to be judged by.
    """

    kind: str = "random-features"
    widths: tuple[int, ...] = WIDTHS
    examples: int = 500
    noise: float = 0.2
    pixels: int = 14
    epochs: int = 400
    optimizer: Updater = ADAM
    test: int = 5000


@dataclass(frozen=True, eq=False)
class Noisy:
    """Training digits with noisy labels, and clean test digits."""

    x: Array
    y: Array
    x_test: Array
    y_test: Array


def prepared(settings: DescentSettings, seed: int, data: Digits) -> Noisy:
    """Draw the training digits and the labels that are wrong; shrink all images."""
    rng = stream(seed, "examples")
    rows = rng.choice(len(data.x), settings.examples, replace=False)
    labels = data.y[rows].argmax(axis=1)
    wrong = rng.random(len(labels)) < settings.noise
    labels[wrong] = rng.integers(0, 10, int(wrong.sum()))
    y = np.eye(10, dtype=np.float32)[labels]
    x_test, y_test = data.x_test[: settings.test], data.y_test[: settings.test]
    return Noisy(shrunk(data.x[rows], settings.pixels), y, shrunk(x_test, settings.pixels), y_test)


def shrunk(x: Array, side: int) -> Array:
    """Return images as rows of side * side means, shifted to have mean 0 or so.

    Args:
        x: rows of 784 pixels in [0, 1].
        side: a divisor of 28.

    Returns:
        Shape (n, side * side), float32.

    Raises:
        ValueError: if 28 is no multiple of the side.
    """
    if 28 % side:
        raise problem(f"pixels is {side}", "a divisor of 28", "Pass 28, 14 or 7")
    k = 28 // side
    return x.reshape(-1, side, k, side, k).mean(axis=(2, 4)).reshape(len(x), -1)


def widen(settings: DescentSettings, seed: int, data: Digits, *, stop_after: int | None = None) -> Outcome:
    """Train the model at every width with one draw of digits and noise.

    Args:
        settings: which model and which widths.
        seed: which digits, wrong labels and first weights.
        data: MNIST.
        stop_after: stop after so many widths.

    Returns:
        With an entry a width, in their order: ``train_error`` and ``test_error`` (shares of wrong answers,
        the former against the noisy labels) and ``test_loss`` (squared error summed over the ten outputs).
    """
    if settings.kind not in KINDS:
        raise problem(f"kind is {settings.kind!r}", f"one of {KINDS}", "Correct the settings")
    noisy = prepared(settings, seed, data)
    learn = least_squares if settings.kind == "random-features" else descend
    history: dict[str, list[float]] = {"train_error": [], "test_error": [], "test_loss": []}
    for width in settings.widths[:stop_after]:
        y_train, y_test = learn(settings, width, seed, noisy)
        history["train_error"].append(errors(y_train, noisy.y))
        history["test_error"].append(errors(y_test, noisy.y_test))
        history["test_loss"].append(float(((y_test - noisy.y_test) ** 2).sum(axis=1).mean()))
    return Outcome(history)


def least_squares(settings: DescentSettings, width: int, seed: int, noisy: Noisy) -> tuple[Array, Array]:
    """Return outputs for training and test digits of the smallest output layer with the least squares."""
    rng = stream(seed, "features")
    scale = np.sqrt(2 / noisy.x.shape[1])
    directions = rng.normal(0, scale, (max(settings.widths), noisy.x.shape[1]))[:width].T
    hidden, hidden_test = (np.maximum(x.astype(np.float64) @ directions, 0) for x in (noisy.x, noisy.x_test))
    output, *_ = np.linalg.lstsq(hidden, noisy.y.astype(np.float64), rcond=1e-10)
    return hidden @ output, hidden_test @ output


def descend(settings: DescentSettings, width: int, seed: int, noisy: Noisy) -> tuple[Array, Array]:
    """Return outputs for training and test digits of a net of that width, trained by descent."""
    net = Sequential([Dense(width, "relu"), Dense(10)])
    net.build((noisy.x.shape[1],), rng=stream(seed, "weights", width))
    fit_quietly(
        net,
        noisy.x,
        noisy.y,
        seed=seed,
        cost="quadratic",
        optimizer=settings.optimizer,
        batch_size=50,
        epochs=settings.epochs,
    )
    return net.predict(noisy.x), net.predict(noisy.x_test)


def errors(outputs: Array, y: Array) -> float:
    """Return the share of rows whose largest output is not at the 1 of the target."""
    return float((outputs.argmax(axis=1) != y.argmax(axis=1)).mean())
