"""Answers to the exercises of chapter 8, *Weight initialisation*, computed with the engine."""

from collections.abc import Callable
from math import erf, exp, pi, sqrt
from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_function, judge_number
from dlbook.nn import relu, sigmoid, tanh
from dlbook.nn.arrays import Array
from dlbook.rng import stream

FAN_IN, FAN_OUT = 784, 64
INPUT, SPREAD = np.array([3.0, 4.0, 12.0]), 0.5
LAYERS = 10
FANS = ((300, 200), (50, 400))
WIDTHS = (30, 20, 10)


@exercise("8.1")
def default_limit(answer: Any) -> Feedback:
    """Judge the limit of the weights that a dense layer starts with."""
    return judge_number(
        answer,
        sqrt(6 / (FAN_IN + FAN_OUT)),
        mistakes={
            "That is the standard deviation. A uniform distribution reaches √3 times as far.": sqrt(
                2 / (FAN_IN + FAN_OUT)
            ),
            "That is He's limit; Dense does not look at its activation and takes Glorot's.": sqrt(6 / FAN_IN),
            "That is the limit of LeCun's scheme, with fan_in alone; the default is Glorot's.": sqrt(
                3 / FAN_IN
            ),
            "The root is missing.": 6 / (FAN_IN + FAN_OUT),
            "The positive limit is asked for.": -sqrt(6 / (FAN_IN + FAN_OUT)),
        },
        praise="Nearly a twelfth, whatever the activation.",
    )


@exercise("8.2")
def sum_by_hand(answer: Any) -> Feedback:
    """Judge the standard deviation of a weighted input."""
    length = float(np.linalg.norm(INPUT))
    return judge_number(
        answer,
        SPREAD * length,
        mistakes={
            "You added up the inputs. Variances add up: square first, and take the root at the end.": SPREAD
            * INPUT.sum(),
            "That is the variance; its root is asked for.": (SPREAD * length) ** 2,
            "That is the length of the input; multiply it by the size of the weights.": length,
            "You multiplied by the variance of the weights; take their standard deviation.": SPREAD**2
            * length,
        },
        praise="The size of the weights times the length of the input.",
    )


@exercise("8.3")
def leaky_spread(answer: Any) -> Feedback:
    """Judge a function (fan_in, c) for the spread of weights that suits a leaky ReLU."""

    def right(fan_in: float, alpha: float) -> float:
        return sqrt(2 / (fan_in * (1 + alpha**2)))

    return judge_function(
        answer,
        right,
        [(784, 0.0), (784, 1.0), (100, 0.3)],
        mistakes={
            "That is the variance; the standard deviation is asked for.": lambda n, alpha: (
                right(n, alpha) ** 2
            ),
            "That is He's scheme. The negative half passes something too.": lambda n, alpha: sqrt(2 / n),
            "Mean squares are what counts: c comes in squared.": lambda n, alpha: sqrt(2 / (n * (1 + alpha))),
            "At α = 1 the unit is linear and you should get LeCun's scheme; you let more pass "
            "than comes in.": lambda n, alpha: sqrt(1 / (n * (1 + alpha**2))),
        },
        praise="He's scheme at α = 0, LeCun's at α = 1.",
    )


def remaining_spread(limit: float) -> float:
    """Return the standard deviation of a standard normal distribution that is cut at plus and minus a limit.

    Example:
        >>> round(remaining_spread(2.0), 6)
        0.879626
    """
    density = exp(-(limit**2) / 2) / sqrt(2 * pi)
    return sqrt(1 - 2 * limit * density / erf(limit / sqrt(2)))


@exercise("8.4")
def forgotten_correction(answer: Any) -> Feedback:
    """Judge what a cut at one standard deviation leaves of a signal after ten layers."""
    one = remaining_spread(1.0)
    return judge_number(
        answer,
        one**LAYERS,
        tolerance=0.03,
        mistakes={
            "That is what remains after one layer.": one,
            "That is for the usual cut, at two standard deviations.": remaining_spread(2.0) ** LAYERS,
            "Each layer multiplies the size by 0.54; you took the variance, 0.29.": one ** (2 * LAYERS),
            "You added up ten layers; they multiply.": LAYERS * one,
            "That is what is lost; what is left was asked for.": 1 - one**LAYERS,
        },
        praise="From a scheme that carries He's name.",
    )


@exercise("8.5")
def he_uniform(answer: Any) -> Feedback:
    """Judge a function (fan_in, fan_out, rng) that draws He's uniform weights."""
    if not callable(answer):
        return Feedback(False, "A function is asked for. Pass its name, without calling it.")
    for number, (fan_in, fan_out) in enumerate(FANS):
        drawn, fault = _kernels(answer, (fan_in, fan_out), number)
        if fault:
            return Feedback(False, fault)
        if fault := _he_fault(drawn, fan_in, fan_out):
            return Feedback(False, fault)
    return Feedback(True, "The right shape, limits, spread, and another draw each time.")


def _kernels(answer: Callable[..., Any], fans: tuple[int, int], number: int) -> tuple[list[Array], str]:
    """Return two kernels that a reader's initialiser draws one after the other, or what went wrong."""
    rng = stream(8, "exercises", "he uniform", str(number))
    try:
        drawn = [np.asarray(answer(*fans, rng), dtype=float) for _ in range(2)]
    except Exception as error:
        return [], f"It stops with {type(error).__name__}: {error}."
    if drawn[0].shape != fans:
        return [], f"The shape is {drawn[0].shape}, and (fan_in, fan_out) = {fans} is asked for."
    if np.array_equal(drawn[0], drawn[1]):
        return [], "It draws the same weights twice. Take the numbers from `rng`, without a seed of your own."
    return drawn, ""


def _he_fault(drawn: list[Array], fan_in: int, fan_out: int) -> str:
    """Return what is wrong with weights that should be He's uniform ones, or ``""``."""
    w, limit = np.concatenate([kernel.ravel() for kernel in drawn]), sqrt(6 / fan_in)
    s, largest, low = float(w.std()), float(np.abs(w).max()), float(w.min())
    if low >= 0:
        return "All weights are positive; they should lie evenly around 0."
    known = {
        "Those are the limits of Glorot's scheme; He looks at fan_in alone.": sqrt(6 / (fan_in + fan_out)),
        "You took the standard deviation for the limit. A uniform distribution has to reach √3 times as far "
        "for that spread.": sqrt(2 / fan_in),
        "That is LeCun's variance. ReLU passes half, so He takes twice as much.": sqrt(3 / fan_in),
        "You used fan_out where fan_in is meant.": sqrt(6 / fan_out),
    }
    for sentence, wrong in known.items():
        if abs(largest / wrong - 1) < 0.005 and abs(s * sqrt(3) / wrong - 1) < 0.02:
            return sentence
    if abs(s / (limit / sqrt(3)) - 1) < 0.02 and largest > 1.02 * limit:
        return "The spread is right, but the weights are not uniform: some lie beyond the limit."
    if abs(largest / limit - 1) > 0.005 or abs(s * sqrt(3) / limit - 1) > 0.02:
        return f"With fan_in {fan_in} the standard deviation is {s:.3g} in place of {limit / sqrt(3):.3g}."
    return ""


@exercise("8.6")
def measured_start(answer: Any) -> Feedback:
    """Judge a function (x, units, activation, rng) whose kernels give every layer's sums a spread of 1."""
    if not callable(answer):
        return Feedback(False, "A function is asked for. Pass its name, without calling it.")
    for name, activation in {"ReLU": relu, "tanh": tanh, "sigmoid": sigmoid}.items():
        rng = stream(8, "exercises", "measured", name)
        x = rng.random((40, 50)) * 3
        try:
            kernels = [np.asarray(w, dtype=float) for w in answer(x.copy(), list(WIDTHS), activation, rng)]
        except Exception as error:
            return Feedback(False, f"With {name} it stops with {type(error).__name__}: {error}.")
        if fault := _spread_fault(kernels, x, activation, name):
            return Feedback(False, fault)
    return Feedback(True, "And you had to know nothing about the activation.")


def _spread_fault(kernels: list[Array], x: Array, activation: Callable[[Array], Array], name: str) -> str:
    """Return what is wrong with kernels that should give every layer's weighted inputs a spread of 1."""
    if len(kernels) != len(WIDTHS):
        return f"It returns {len(kernels)} kernels; {len(WIDTHS)} layers need as many."
    a = x
    for k, (W, width) in enumerate(zip(kernels, WIDTHS, strict=True), 1):
        if W.shape != (a.shape[1], width):
            return f"Kernel {k} has the shape {W.shape} in place of {(a.shape[1], width)}."
        if width > 1 and np.allclose(W, W[:, :1]):
            return f"All units of layer {k} have the same weights; draw them at random."
        z = a @ W
        if not abs(z.std() - 1) < 1e-3:
            return (
                f"With {name} the weighted inputs of layer {k} have a spread of {z.std():.3g}. {_hint(k, z)}"
            )
        a = activation(z)
    return ""


def _hint(k: int, z: Array) -> str:
    """Return where to look if the spread of a layer's weighted inputs is not 1."""
    if k > 1:
        return "Each layer has to see the activations that the corrected kernel before it gives."
    if abs(z.var(axis=0).mean() - 1) < 1e-3:
        return (
            "You took the spread of each unit by itself; all weighted inputs of a layer together are meant."
        )
    return "Divide the kernel by the standard deviation of what comes out."
