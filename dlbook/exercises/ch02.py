"""Answers to the exercises of chapter 2, *Neurons*, computed with the engine."""

from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_function, judge_number
from dlbook.nn import sigmoid, sigmoid_derivative, softplus, step, tanh, tanh_derivative

WEIGHTS, BIAS = np.array([3.0, 2.0, -4.0]), -2.0
THURSDAY = np.array([0.0, 1.0, 1.0])
PLACES = np.array([-1000.0, -30.0, -1.0, 0.0, 0.5, 2.0, 1000.0])
PARABOLA = np.linspace(-2, 2, 2001)
ALLOWED_MISS = 0.13


@exercise("2.1")
def thursday(answer: Any) -> Feedback:
    """Judge the weighted input of the perceptron on a day with company and ripples."""
    z = float(WEIGHTS @ THURSDAY + BIAS)
    return judge_number(
        answer,
        z,
        mistakes={
            "You left out the bias, which counts on every day.": z - BIAS,
            "You subtracted the bias. It is added, and it is −2.": z - 2 * BIAS,
            "You counted the smell of food, which is not there on Thursday.": z + WEIGHTS[0],
            "That is the decision. The sum that it is made from is asked for.": float(step(z)),
        },
        praise="Far below 0: it stays at home, and rolls up.",
    )


@exercise("2.2")
def slope_from_height(answer: Any) -> Feedback:
    """Judge the slope of the sigmoid where its height is 0.8."""
    a = 0.8
    z = np.log(a / (1 - a))
    return judge_number(
        answer,
        float(sigmoid_derivative(z)),
        mistakes={
            "You took 0.8 for z. It is the activation, so no sigmoid has to be computed any more.": float(
                sigmoid_derivative(a)
            ),
            "That is the slope of a tanh neuron, 1 − a².": float(tanh_derivative(np.arctanh(a))),
            "That is the steepest that a sigmoid can be, where a = 0.5.": float(sigmoid_derivative(0.0)),
            "That is 1 − a; multiply it by a.": 1 - a,
        },
        praise="The height is all one needs to know.",
    )


@exercise("2.3")
def logical_and(answer: Any) -> Feedback:
    """Judge a perceptron [w1, w2, b] that is 1 for the inputs 1, 1 only."""
    try:
        w_1, w_2, b = (float(number) for number in answer)
    except (TypeError, ValueError):
        return Feedback(False, "Three numbers are asked for, in a list [w1, w2, b].")
    sums = {(x_1, x_2): w_1 * x_1 + w_2 * x_2 + b for x_1 in (0, 1) for x_2 in (0, 1)}
    answers = tuple(int(step(z)) for z in sums.values())
    if answers == (0, 0, 0, 1):
        return Feedback(True, "One input alone is not enough, both together are.")
    if answers == (0, 1, 1, 1):
        return Feedback(False, 'That is "or": one input alone is enough. Make the bias more negative.')
    if answers == (1, 1, 1, 0):
        return Feedback(False, 'That is "not and": every answer is turned round. Change all three signs.')
    if answers == (0, 0, 0, 0) and sums[1, 1] == 0:
        return Feedback(False, "For the inputs 1, 1 the sum is exactly 0, and the step is 1 only above 0.")
    pair, wrong = next(
        (pair, a)
        for (pair, a), right in zip(zip(sums, answers, strict=True), (0, 0, 0, 1), strict=True)
        if a != right
    )
    return Feedback(
        False, f"For the inputs {pair[0]}, {pair[1]} the sum is {sums[pair]:g}, so it answers {wrong}."
    )


@exercise("2.4")
def tanh_from_sigmoid(answer: Any) -> Feedback:
    """Judge a function that computes tanh."""
    return judge_function(
        answer,
        tanh,
        [(0.0,), (1.5,), (PLACES,)],
        mistakes={
            "It runs from −1 to 1, but is too wide: squeeze the sigmoid, with 2z in place of z.": lambda z: (
                2 * sigmoid(z) - 1
            ),
            "It is squeezed, but still between 0 and 1: stretch it and move it down.": lambda z: sigmoid(
                2 * np.asarray(z)
            ),
            "It is stretched to 2 and squeezed, but not moved down by 1.": lambda z: (
                2 * sigmoid(2 * np.asarray(z))
            ),
        },
        praise="Squeezed to half the width, stretched to twice the height, moved down by 1.",
    )


@exercise("2.5")
def stable_softplus(answer: Any) -> Feedback:
    """Judge a function that computes softplus without overflow."""
    return judge_function(
        answer,
        softplus,
        [(0.0,), (-2.0,), (3.0,), (1000.0,), (-1000.0,), (PLACES,)],
        mistakes={
            "That is ReLU. Softplus lies above it by ln 2 at 0.": lambda z: np.maximum(z, 0),
            "That is right for positive z only: for negative z drop the term z.": lambda z: (
                np.asarray(z) + np.log1p(np.exp(-np.abs(z)))
            ),
            "That is the gap to ReLU. Add max(z, 0).": lambda z: np.log1p(np.exp(-np.abs(z))),
        },
        praise="The exponent is never positive, so nothing can overflow.",
    )


@exercise("2.6")
def mean_of_noise(answer: Any) -> Feedback:
    """Judge the mean of noisy ReLU at 0: that of the positive part of normal noise of variance one half."""
    variance = float(sigmoid(0.0))
    unit = 1 / np.sqrt(2 * np.pi)
    return judge_number(
        answer,
        np.sqrt(variance) * unit,
        tolerance=0.01,
        mistakes={
            "You took σ(0) = 0.5 for the standard deviation. It is the variance.": variance * unit,
            "You drew noise of variance 1. Its variance is σ(0), which is 0.5.": unit,
            "You cut off nothing: noise that is not cut has the mean 0.": 0.0,
            "You averaged over the draws above 0 only; the others count, as zeros.": 2
            * np.sqrt(variance)
            * unit,
        },
        praise="What is cut off below is not cut off above, so the mean is above 0.",
    )


@exercise("2.7")
def four_lines(answer: Any) -> Feedback:
    """Judge four lines whose maximum should follow the parabola between −2 and 2."""
    try:
        lines = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        lines = np.empty(0)
    if lines.shape != (4, 2) or not np.all(np.isfinite(lines)):
        return Feedback(False, "Four pairs [slope, offset] of numbers are asked for.")
    misses = np.max(np.outer(PARABOLA, lines[:, 0]) + lines[:, 1], axis=1) - PARABOLA**2
    worst = int(np.argmax(np.abs(misses)))
    if abs(misses[worst]) <= ALLOWED_MISS:
        return Feedback(True, f"The largest miss is {abs(misses[worst]):.3f}; four lines can do no better.")
    side = "above" if misses[worst] > 0 else "below"
    found = f"At x = {PARABOLA[worst]:.2f} the maximum lies {abs(misses[worst]):.2f} {side} the parabola. "
    if misses.max() < 1e-6:
        return Feedback(
            False, found + "All misses are on that side: lift the lines by half of the largest one."
        )
    if misses.min() > -1e-6:
        return Feedback(False, found + "All misses are on that side: lower the lines.")
    return Feedback(
        False, found + "Space the places where the lines touch evenly, half a space from the ends."
    )
