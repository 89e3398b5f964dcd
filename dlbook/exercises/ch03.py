"""Answers to the exercises of chapter 3, *Networks*, computed with the engine."""

from itertools import product
from typing import Any

import numpy as np

from dlbook import worked
from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_array, judge_function, judge_number
from dlbook.nn import Dense, Sequential, sigmoid, softmax, step
from dlbook.rng import stream

RAZOR_CLAM = 1
LOGITS = np.array([2.0, 0.5])
SIZES = (784, 128, 64, 32, 10)
CORNERS, TENT = np.array([0.25, 0.5, 0.75]), np.array([0.0, 4.0, -4.0, 0.0])
ROWS = np.array(list(product((0, 1), repeat=3)))
BATCH = np.array([[-1.0, 1.0, 5.0], [0.0, 0.0, 0.0], [3.0, -2.0, 0.5]])


@exercise("3.1")
def third_neuron(answer: Any) -> Feedback:
    """Judge the weighted input of the third hidden neuron of the shell net for the razor clam."""
    net, x = worked.shell_net(), worked.SHELLS[RAZOR_CLAM]
    kernel, bias = (net.params[f"dense_1/{part}"] for part in ("kernel", "bias"))
    first, second, third = (float(z) for z in worked.weighted_inputs(net, x[None])[0][0])
    return judge_number(
        answer,
        third,
        mistakes={
            "You left out the bias, which is 1.": third - float(bias[2]),
            "That is the activation, after ReLU. The z before it is asked for.": max(0.0, third),
            "That is the first hidden neuron. The third has the third column of the kernel.": first,
            "That is the second hidden neuron. The third has the third column of the kernel.": second,
            "You took a number of turns for a length: the length ÷ width comes first.": float(
                x[::-1] @ kernel[:, 2] + bias[2]
            ),
        },
        praise="Well below 0, so ReLU makes it 0: this neuron is for coiled shells.",
    )


@exercise("3.2")
def two_classes(answer: Any) -> Feedback:
    """Judge the softmax probability of the first of two classes."""
    right = float(softmax(LOGITS)[0])
    return judge_number(
        answer,
        right,
        tolerance=1e-3,
        mistakes={
            "You divided the logits themselves by their sum. Raise e to each first.": float(
                LOGITS[0] / LOGITS.sum()
            ),
            "That is the probability of the second class.": 1 - right,
            "That is e to the first logit. Divide it by the sum of both powers.": float(np.exp(LOGITS[0])),
            "That is the sigmoid of the first logit; the second has a say as well.": float(
                sigmoid(LOGITS[0])
            ),
        },
        praise="It is the sigmoid of the lead, 2 − 0.5.",
    )


@exercise("3.3")
def count(answer: Any) -> Feedback:
    """Judge the number of parameters of a net with three hidden layers."""
    net = Sequential([Dense(units) for units in SIZES[1:]])
    net.build(input_shape=(SIZES[0],), rng=stream(3, "exercise"))
    right, biases = net.count_params(), sum(SIZES[1:])
    return judge_number(
        answer,
        right,
        tolerance=1e-9,
        mistakes={
            "These are the weights only. Every neuron has a bias as well.": right - biases,
            "You gave the inputs biases. The input layer computes nothing and has none.": right + SIZES[0],
            "That is the first hidden layer only.": (SIZES[0] + 1) * SIZES[1],
            "The biases of the last layer are missing.": right - SIZES[-1],
        },
        praise="Nine tenths of them belong to the first layer.",
    )


@exercise("3.4")
def the_bill(answer: Any) -> Feedback:
    """Judge how many rows of a truth table of ten inputs have at least nine ones."""
    ones = np.array(list(product((0, 1), repeat=10))).sum(axis=1)
    return judge_number(
        answer,
        float((ones >= 9).sum()),
        tolerance=1e-9,
        mistakes={
            "You left out the row in which all ten are 1. It is at least nine, too.": float(
                (ones == 9).sum()
            ),
            "That is every row of the table. Only rows with the answer 1 get a neuron.": float(len(ones)),
            "That is the bill for parity, half of all rows. Count the rows with nine or ten ones.": len(ones)
            / 2,
            "One neuron would do if you set its weights cleverly. How many does the recipe hire?": 1.0,
        },
        praise="Where few rows are true, the recipe is cheap.",
    )


@exercise("3.5")
def tent(answer: Any) -> Feedback:
    """Judge the weights of three ReLUs that add up to a tent."""
    right = np.diff(TENT)
    return judge_array(
        answer,
        right,
        mistakes={
            "These are the slopes. A weight is the *change* of the slope at its corner.": TENT[1:],
            "The second corner only stops the rise. It must also start the fall: −8.": [4.0, -4.0, 0.0],
            "It rises, falls, and goes on falling for ever: the third corner must stop it.": [4.0, -8.0, 0.0],
            "The tent is four times too low: it must rise by 1 within a quarter.": right / 4,
            "It is upside down: turn all signs.": -right,
        },
        praise="The slopes are 0, 4, −4 and 0, and the weights are their changes.",
    )


@exercise("3.6")
def stable_softmax(answer: Any) -> Feedback:
    """Judge a function that computes softmax row by row without overflow."""
    return judge_function(
        answer,
        softmax,
        [(BATCH[:1],), (BATCH,), (BATCH + 1000.0,), (np.array([[1000.0, -1000.0]]),)],
        mistakes={
            "You divide by the sum of the whole array. Each row has a sum of its own: axis=1.": lambda z: (
                np.exp(z - np.max(z)) / np.exp(z - np.max(z)).sum()
            ),
            "You add up columns. An example is a row: axis=1.": lambda z: (
                np.exp(z - np.max(z)) / np.exp(z - np.max(z)).sum(axis=0)
            ),
            "These are the powers. Divide each row by its sum.": lambda z: np.exp(z),
        },
        praise="The largest power is 1, so nothing can overflow.",
    )


@exercise("3.7")
def code_by_hand(answer: Any) -> Feedback:
    """Judge the kernel and the biases of the encoder's hidden layer."""
    arrays = _arrays(answer, [(8, 3), (3,)])
    if isinstance(arrays, str):
        return Feedback(False, arrays)
    kernel, biases = arrays
    codes = np.asarray(sigmoid(np.eye(8) @ kernel + biases))
    for message, (found, wanted) in enumerate(zip(codes, ROWS, strict=True), start=1):
        told = (
            f"Message {message} gets the activations {_listed(found)}, and its code is to be {_bits(wanted)}"
        )
        if (found.round() == wanted[::-1]).all() and (wanted != wanted[::-1]).any():
            return Feedback(False, f"{told}. The bits stand in the opposite order.")
        if (found.round() != wanted).any():
            return Feedback(False, f"{told}.")
        if (np.abs(found - wanted) > 0.1).any():
            return Feedback(False, f"{told}. Rounded it is right, but undecided: make the weights larger.")
    return Feedback(True, "Row i of the kernel spells the code of message i.")


@exercise("3.8")
def clever_parity(answer: Any) -> Feedback:
    """Judge a net of three hidden step neurons that computes parity of three inputs."""
    arrays = _arrays(answer, [(3, 3), (3,), (3, 1), (1,)])
    if isinstance(arrays, str):
        return Feedback(False, arrays)
    W1, b1, W2, b2 = arrays
    hidden = step(ROWS @ W1 + b1)
    answers = np.asarray(step(hidden @ W2 + b2))[:, 0]
    wanted = ROWS.sum(axis=1) % 2
    if (answers == wanted).all():
        return Feedback(True, "Three neurons that count do the work of four that remember.")
    if (answers == 1 - wanted).all():
        return Feedback(False, "It says 1 for an even number of ones. Turn the output's signs round.")
    wrong = int(np.flatnonzero(answers != wanted)[0])
    return Feedback(
        False,
        f"For the inputs {_bits(ROWS[wrong])} the hidden neurons answer {_bits(hidden[wrong].astype(int))} "
        f"and the output {answers[wrong]:.0f}, where {wanted[wrong]} is asked for.",
    )


def _arrays(answer: Any, shapes: list[tuple[int, ...]]) -> list[np.ndarray] | str:
    """Return the answer's arrays, or what is wrong with their number, kind or shapes."""
    names = " and ".join(str(shape) for shape in shapes)
    try:
        arrays = [np.asarray(part, dtype=float) for part in answer]
    except (TypeError, ValueError):
        return f"Arrays of numbers with the shapes {names} are asked for, in brackets."
    if len(arrays) != len(shapes):
        return f"{len(shapes)} arrays are asked for, with the shapes {names}; {len(arrays)} came."
    for array, shape in zip(arrays, shapes, strict=True):
        if array.shape != shape:
            return f"An array has the shape {array.shape} where {shape} is asked for: inputs × neurons."
    return arrays


def _bits(row: np.ndarray) -> str:
    return "".join(str(int(bit)) for bit in row)


def _listed(row: np.ndarray) -> str:
    return ", ".join(f"{value:.2f}" for value in row)
