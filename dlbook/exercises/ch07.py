"""Answers to the exercises of chapter 7, *Depth and width*, computed with the engine."""

from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_function, judge_number
from dlbook.nn import Dense, Sequential, relu
from dlbook.rng import stream

T_FIVE = 2.776  # 97.5 % point of Student's distribution with 4 degrees of freedom


def parameters(*hidden: int, biases: bool = True) -> int:
    """Return how many parameters a net has between 784 pixels and 10 digits.

    Args:
        *hidden: units of the hidden layers.
        biases: whether its layers have them.

    Example:
        >>> parameters(64, 64)
        55050
    """
    layers = [Dense(units, use_bias=biases, kernel_initializer="zeros") for units in (*hidden, 10)]
    return Sequential(layers).build((784,), rng=np.random.default_rng(0)).count_params()


@exercise("7.1")
def count(answer: Any) -> Feedback:
    """Judge the number of parameters of 784-32-16-10."""
    right, weights = parameters(32, 16), parameters(32, 16, biases=False)
    return judge_number(
        answer,
        right,
        tolerance=1e-9,
        mistakes={
            "Those are the weights; every unit has a bias as well.": weights,
            "You gave a bias to the inputs too. An input is a number, not a unit.": right + 784,
            "You forgot the last layer: 16 + 1 numbers for each of the 10 outputs.": right - 17 * 10,
            "You counted units; a layer has a weight for every pair of units.": 784 + 32 + 16 + 10,
        },
        praise="Nearly all of them sit where the image comes in.",
    )


@exercise("7.2")
def price_of_doubling(answer: Any) -> Feedback:
    """Judge the factor by which multiplications grow from width 128 to width 256."""
    few, many = (parameters(n, n, biases=False) for n in (128, 256))
    return judge_number(
        answer,
        many / few,
        mistakes={
            "That holds for the first and the last kernel. The one between the hidden layers grows "
            "fourfold.": 2.0,
            "That holds for the kernel between the hidden layers only; the others double.": 4.0,
            "That is the share of the old in the new; turn it round.": few / many,
        },
        praise="Still near 2, since the pixels dominate. From 512 to 1,024 it would be 2.8.",
    )


@exercise("7.3")
def fair_opponent(answer: Any) -> Feedback:
    """Judge the width behind a bottleneck of 32 that makes up for the parameters."""
    goal = parameters(128, 64, 32)
    one_layer = min(range(1900, 2100), key=lambda n: abs(parameters(32, n) - goal))
    right = min(range(200, 400), key=lambda n: abs(parameters(32, n, n) - goal))
    feedback = judge_number(
        answer,
        right,
        tolerance=1e-9,
        mistakes={"You put in one layer behind the bottleneck; there are to be two.": one_layer},
        praise=f"With {right} units twice it has {parameters(32, right, right):,} parameters; the goal "
        f"is {goal:,}.",
    )
    if feedback or not str(answer).isdigit() or not 0 < int(answer) < 2000 or int(answer) == one_layer:
        return feedback
    found = parameters(32, int(answer), int(answer))
    return Feedback(False, f"784-32-{answer}-{answer}-10 has {found:,} parameters; {goal:,} are asked for.")


def paired(a: Any, b: Any) -> tuple[float, float]:
    """Return the mean of b - a and half its 95 % interval, for five seeds.

    Args:
        a: five accuracies of a net.
        b: five of another, seed by seed.
    """
    difference = np.asarray(b) - np.asarray(a)
    return float(difference.mean()), float(T_FIVE * difference.std(ddof=1) / np.sqrt(5))


def _separately(a: Any, b: Any) -> tuple[float, float]:
    spread = np.sqrt(np.var(a, ddof=1) + np.var(b, ddof=1))
    return paired(a, b)[0], float(T_FIVE * spread / np.sqrt(5))


@exercise("7.4")
def seed_by_seed(answer: Any) -> Feedback:
    """Judge a function (a, b) that compares five accuracies of two nets seed by seed."""
    rng = stream(7, "exercise", "seeds")
    luck = rng.normal(96, 0.5, size=(3, 5))
    cases = [(shared + rng.normal(0, 0.1, 5), shared + 0.2 + rng.normal(0, 0.1, 5)) for shared in luck]
    return judge_function(
        answer,
        paired,
        cases,
        tolerance=1e-4,
        mistakes={
            "The sign is turned round: b − a is asked for.": lambda a, b: paired(b, a),
            "You took the two spreads apart and put them together. Subtract seed by seed first, so that "
            "shared luck cancels.": _separately,
            "You divided by n in the standard deviation; with few seeds it is n − 1 (ddof=1).": lambda a, b: (
                paired(a, b)[0],
                paired(a, b)[1] * np.sqrt(4 / 5),
            ),
            "That is the whole interval; half of it is asked for.": lambda a, b: (
                paired(a, b)[0],
                2 * paired(a, b)[1],
            ),
            "You left out the root of the number of seeds: that is how far single seeds scatter, not how "
            "well the mean is known.": lambda a, b: (paired(a, b)[0], paired(a, b)[1] * np.sqrt(5)),
            "You left out the factor 2.776.": lambda a, b: (paired(a, b)[0], paired(a, b)[1] / T_FIVE),
        },
        praise="What both nets owe to the same seed has cancelled.",
    )


def simplest(accuracies: Any, *, root: bool = True, ddof: int = 1, own: bool = False) -> int:
    """Return the row that the one-standard-error rule picks, or a misreading of it.

    Args:
        accuracies: a row for each candidate, from simple to complex, and a column for each seed.
        root: whether the standard deviation is divided by the root of the number of seeds.
        ddof: what is subtracted from that number in the standard deviation.
        own: whether every candidate's own standard error counts, not that of the best mean.
    """
    table = np.asarray(accuracies, dtype=float)
    means = table.mean(axis=1)
    errors = table.std(axis=1, ddof=ddof) / (np.sqrt(table.shape[1]) if root else 1.0)
    margin = errors if own else errors[means.argmax()]
    return int(np.argmax(means >= means.max() - margin))


def tables() -> list[tuple[np.ndarray]]:
    """Return tables of accuracies that tell the rule from its misreadings."""
    noise = np.array([-0.4, 0.1, 0.5, -0.3, 0.1])  # mean 0, standard deviation 0.36, standard error 0.16
    means_and_spreads: list[tuple[list[float], list[float]]] = [
        ([91.0, 96.3, 96.5, 96.6, 96.62, 96.55], [1, 1, 1, 1, 1, 1]),  # 2; by the standard deviation 1
        ([95.0, 96.5, 96.9, 97.0], [1, 1, 1, 4]),  # 1; by their own errors 2
        ([96.85, 97.0, 96.5], [1, 1, 1]),  # 0; with n in place of n - 1 it would be 1
        ([95.0, 96.0, 97.0], [0.1, 0.1, 0.1]),  # 2, the best
    ]
    return [
        (np.array(means)[:, np.newaxis] + np.outer(spreads, noise),) for means, spreads in means_and_spreads
    ]


@exercise("7.5")
def occams_razor(answer: Any) -> Feedback:
    """Judge a function (accuracies) that applies the one-standard-error rule."""
    return judge_function(
        answer,
        simplest,
        tables(),
        mistakes={
            "That is the best mean; the rule takes the simplest candidate that is hardly worse.": lambda t: (
                int(t.mean(axis=1).argmax())
            ),
            "You subtracted the standard deviation; the standard error is smaller by the root of the number "
            "of seeds.": lambda t: simplest(t, root=False),
            "You used each candidate's own standard error; that of the best mean draws the line.": lambda t: (
                simplest(t, own=True)
            ),
            "You divided by n in the standard deviation; with few seeds it is n − 1 (ddof=1).": lambda t: (
                simplest(t, ddof=0)
            ),
            "You picked the most complex candidate above the line; the simplest is asked for.": lambda t: (
                len(t) - 1 - simplest(t[::-1])
            ),
            "You counted rows from 1; NumPy counts from 0.": lambda t: simplest(t) + 1,
            "You returned the mean of the candidate; its row is asked for.": lambda t: t.mean(axis=1)[
                simplest(t)
            ],
        },
        praise="Simple candidates get the benefit of the doubt, and the noise says how much of it.",
    )


@exercise("7.6")
def do_nothing(answer: Any) -> Feedback:
    """Judge a function (V) that returns kernel, bias and next kernel of a ReLU layer that changes nothing."""
    if not callable(answer):
        return Feedback(False, "A function f(V) is asked for. Pass its name, without calling it.")
    rng = stream(7, "exercise", "nothing")
    a, V = rng.normal(size=(6, 4)), rng.normal(size=(4, 3))
    try:
        W, b, V2 = (np.asarray(part, dtype=float) for part in answer(V.copy()))
        z = a @ W + b
        found = relu(z) @ V2
    except Exception as error:
        return Feedback(False, f"For a kernel of the shape (4, 3) it stops with {error!r}.")
    if found.shape != (6, 3):
        return Feedback(False, f"For six rows the next layer gets the shape {found.shape}, not (6, 3).")
    if np.allclose(found, a @ V, atol=1e-6):
        return Feedback(True, "Of z and −z one always gets through.")
    if np.allclose(relu(a) @ V, found, atol=1e-6):
        return Feedback(
            False, "It loses whatever is negative: there the ReLU answers 0. Send −a through too."
        )
    if np.allclose(np.abs(a) @ V, found, atol=1e-6):
        return Feedback(False, "Negative activations come out positive: the copy of −a counts with minus V.")
    if np.allclose(z @ V2, a @ V, atol=1e-6):
        return Feedback(False, "It would be right without the ReLU, which turns what is negative into 0.")
    if np.any(b):
        return Feedback(
            False, "It changes the outputs; and can a bias that is not 0 suit every a, however large?"
        )
    off = float(np.abs(found - a @ V).max())
    return Feedback(False, f"It changes the inputs of the next layer by up to {off:.3g}.")
