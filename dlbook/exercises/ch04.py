"""Answers to the exercises of chapter 4, *Cost functions*, computed with the engine."""

from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_function, judge_number
from dlbook.nn import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    MeanSquaredError,
    Quadratic,
    cross_entropy,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)

TARGETS = np.array([[0.0, 1.0, 0.0]])
OUTPUTS = np.array([[0.2, 0.7, 0.1]])
MEAN_OVER_OUTPUTS = MeanSquaredError()(TARGETS, OUTPUTS)


@exercise("4.1")
def quadratic_cost(answer: Any) -> Feedback:
    """Judge the quadratic cost of one example with three outputs."""
    return judge_number(
        answer,
        Quadratic()(TARGETS, OUTPUTS),
        mistakes={
            "That is the mean over the three outputs, which Keras calls the mean squared error. Ours sums "
            "over the outputs; the mean is over the examples, and there is one.": MEAN_OVER_OUTPUTS,
            "You added the misses without squaring them.": float(np.abs(TARGETS - OUTPUTS).sum()),
            "You counted the right class only; the other two outputs miss their target 0 as well.": 0.3**2,
            "That is half of it: our definition has no ½ in front.": Quadratic()(TARGETS, OUTPUTS) / 2,
        },
        praise="The right class contributes most, but the two wrong ones pay as well.",
    )


@exercise("4.2")
def categorical_cost(answer: Any) -> Feedback:
    """Judge the categorical cross-entropy of the same example."""
    binary = float(cross_entropy(TARGETS, OUTPUTS).sum())
    return judge_number(
        answer,
        CategoricalCrossentropy()(TARGETS, OUTPUTS),
        mistakes={
            "You added −ln(1 − a) for the wrong classes. That is the binary cross-entropy of three separate "
            "questions; the categorical one looks at the right class only.": binary,
            "You took the logarithm to base 10; ln is the natural one.": -float(np.log10(0.7)),
            "You took the logarithm to base 2; ln is the natural one.": -float(np.log2(0.7)),
            "The logarithm of a number below 1 is negative; the cost is minus that.": float(np.log(0.7)),
        },
        praise="Only the probability of the right class enters.",
    )


@exercise("4.3")
def steepest_output(answer: Any) -> Feedback:
    """Judge the output at which the slope of the quadratic cost by z is largest, for the target 1."""
    return judge_number(
        answer,
        1 / 3,
        tolerance=0.01,
        mistakes={
            "There the slope by a is largest, but the slope by z has the factor a(1 − a), which is 0.": 0.0,
            "There σ′(z) is largest, but the miss enters as well: maximise a(1 − a)².": 0.5,
            "That would be right for the target 0.": 2 / 3,
        },
        praise="Whoever is more wrong than that learns less.",
    )


def epochs_on_the_plateau(factor: float = 2.0) -> int:
    """Count the epochs until the quadratic neuron of section 4.6 answers below one half.

    Args:
        factor: the 2 of the quadratic cost's slope, to be left out as a typical mistake.

    Returns:
        The number of epochs.
    """
    w = b = 2.0
    epochs = 0
    while sigmoid(w + b) >= 0.5:
        d_z = float(factor * sigmoid(w + b) * sigmoid_derivative(w + b))
        w, b, epochs = w - 0.15 * d_z, b - 0.15 * d_z, epochs + 1
    return epochs


@exercise("4.4")
def plateau(answer: Any) -> Feedback:
    """Judge after how many epochs the quadratic neuron first answers below one half."""
    right = epochs_on_the_plateau()
    return judge_number(
        answer,
        right,
        tolerance=1e-9,
        mistakes={
            "That is one too early: there the output is still above 0.5.": right - 1,
            "That is one too late: count the epochs trained, not the outputs seen.": right + 1,
            "You left out the 2 of the slope 2(a − y)σ′(z).": epochs_on_the_plateau(factor=1.0),
        },
        praise="Most of these epochs are spent on the plateau.",
    )


@exercise("4.5")
def cross_entropy_from_logits(answer: Any) -> Feedback:
    """Judge a function (z, y) that gives the binary cross-entropy from logits."""

    def right(z: Any, y: Any) -> Any:
        z, y = np.broadcast_arrays(np.asarray(z, float), np.asarray(y, float))
        cost = BinaryCrossentropy(from_logits=True)
        return cost.per_example(y.reshape(-1, 1), z.reshape(-1, 1)).reshape(z.shape)

    return judge_function(
        answer,
        right,
        [
            (0.0, 1.0),
            (2.0, 0.0),
            (np.array([-3.0, 0.5, 4.0]), np.array([0.0, 1.0, 1.0])),
            (1000.0, 0.0),
            (-1000.0, 1.0),
            (np.array([1000.0, -1000.0]), np.array([1.0, 0.0])),
        ],
        mistakes={
            "It is right where y is 1 only: subtract y times z.": lambda z, y: np.logaddexp(
                0, -np.asarray(z)
            ),
            "Target and logit are swapped: the logit comes first.": lambda z, y: right(y, z),
        },
        praise="It never forms the probability, so it never meets log 0.",
    )


@exercise("4.6")
def cost_for_tanh(answer: Any) -> Feedback:
    """Judge a cost (a, y) for tanh neurons whose slope by z is a - y, whatever constant is added."""
    if not callable(answer):
        return Feedback(False, "A function cost(a, y) is asked for. Pass its name, without calling it.")
    nudge = 1e-5
    for y in (-1.0, 1.0):
        for z in (-1.5, -0.2, 0.7, 1.8):
            try:
                above, below = (float(answer(tanh(z + step), y)) for step in (nudge, -nudge))
            except Exception as error:
                return Feedback(False, f"For a = {tanh(z):.3f}, y = {y:g} it stops with {error!r}.")
            slope, miss = (above - below) / (2 * nudge), float(tanh(z)) - y
            if abs(slope - miss) > 1e-4:
                return Feedback(
                    False, _what_is_off(slope, miss, float(tanh(z)), float(tanh_derivative(z)), y)
                )
    return Feedback(True, "It is the cross-entropy with −1 and 1 in place of 0 and 1.")


def _what_is_off(slope: float, miss: float, a: float, derivative: float, y: float) -> str:
    start = f"At a = {a:.3f}, y = {y:g} its slope by z is {slope:.4f}; a − y is {miss:.4f}. "
    if abs(slope - 2 * miss * derivative) < 1e-4:
        return start + "That is the quadratic cost: the factor tanh′(z) has not cancelled."
    if abs(slope - 2 * miss) < 1e-4:
        return start + "It is twice too steep: the parts of the fraction each have a factor ½."
    if abs(slope + miss) < 1e-4:
        return start + "The sign is wrong: a cost must fall towards the target."
    if not np.isfinite(slope):
        return start + "Which logarithm gets a number that is not positive?"
    return start + "Split (a − y)/(1 − a²) into parts over 1 − a and 1 + a, then integrate."
