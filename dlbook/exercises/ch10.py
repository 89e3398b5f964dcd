"""Answers to the exercises of chapter 10, *Generalisation*, computed with the engine."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_array, judge_number
from dlbook.nn import L1, L2, magnitude_masks, soft_threshold
from dlbook.rng import stream

WEIGHTS = np.array([3.0, -4.0, 0.5])
AFTER_STEP = np.array([0.3, -0.05, 1.2, -0.4])
RATE, STRENGTH = 0.5, 0.2


@exercise("10.1")
def l2_penalty(answer: Any) -> Feedback:
    """Judge what L2 adds to the cost of three weights and a bias."""
    right = L2(0.01).penalty(WEIGHTS)
    return judge_number(
        answer,
        right,
        tolerance=1e-3,
        mistakes={
            "You penalised the bias too; biases are usually left alone.": L2(0.01).penalty(
                np.append(WEIGHTS, 2)
            ),
            "That is L1: you added the sizes and not the squares.": L1(0.01).penalty(WEIGHTS),
            "That is half of it: some books put ½ in front, this one and Keras do not.": right / 2,
            "You squared the sum; the squares are to be added.": 0.01 * float(WEIGHTS.sum()) ** 2,
            "You took the mean of the squares; the penalty is their sum.": right / 3,
            "The strength is still missing.": right / 0.01,
        },
        praise="Nearly all of it comes from the two large weights; that is what a square does.",
    )


@exercise("10.2")
def proximal_step(answer: Any) -> Feedback:
    """Judge the four weights after a proximal step of L1."""
    threshold = RATE * STRENGTH
    return judge_array(
        answer,
        soft_threshold(AFTER_STEP, threshold),
        mistakes={
            "The second weight went through zero; it should stop there.": AFTER_STEP
            - threshold * np.sign(AFTER_STEP),
            "You moved by the strength alone; the threshold is the learning rate times the "
            "strength.": soft_threshold(AFTER_STEP, STRENGTH),
            "You moved by the learning rate alone; the threshold is the learning rate times the "
            "strength.": soft_threshold(AFTER_STEP, RATE),
            "You set the small one to zero and left the others; all of them move by the threshold.": np.where(
                abs(AFTER_STEP) > threshold, AFTER_STEP, 0
            ),
            "You moved all of them down. Each moves towards zero: the negative ones go up.": AFTER_STEP
            - threshold,
            "That shrinks each by a share of itself, as L2 does; L1 moves all by the same amount.": AFTER_STEP
            * (1 - 2 * threshold),
        },
        praise="One weight has come to rest, and the others have paid the same price each.",
    )


@exercise("10.3")
def exactly_half(answer: Any) -> Feedback:
    """Judge how probable it is that exactly 32 of 64 units are dropped at the rate 0.5."""
    return judge_number(
        answer,
        math.comb(64, 32) / 2**64,
        mistakes={
            "That would be certain. Each unit has its own coin, and heads may come 30 or 35 times.": 1.0,
            "That is the rate for one unit; the question is about the number of all that fall silent.": 0.5,
            "That is one pattern of 32 silent units; there are very many of them.": 0.5**64,
            "That would hold if all numbers from 0 to 64 were equally likely; those in the middle are more "
            "so.": 1 / 65,
            "That is the chance of 32 or fewer.": (1 + math.comb(64, 32) / 2**64) / 2,
        },
        praise="The most likely number, and still only one draw in ten.",
    )


@exercise("10.4")
def half_life(answer: Any) -> Feedback:
    """Judge after how many steps weight decay has halved a weight."""
    steps = [math.ceil(math.log(0.5) / math.log(1 - share)) for share in (2e-4, 1e-4, 2e-3, 0.2)]
    return judge_number(
        answer,
        steps[0],
        mistakes={
            "The slope of the squared weight has a 2: each step takes the share 2ηλ.": steps[1],
            "You left out the learning rate: the share is 2ηλ.": steps[2],
            "You left out the strength of the penalty: the share is 2ηλ.": steps[3],
            "The pull gets weaker as the weight gets smaller; the share stays the same, not the amount.": 0.5
            / 2e-4,
        },
        praise="That is some nine epochs of the intermediate net: what is not needed is soon gone.",
    )


@exercise("10.5")
def dropout_function(answer: Any) -> Feedback:
    """Judge a function (x, rate, rng, training) that does dropout with inverted scaling."""
    if not callable(answer):
        return Feedback(
            False, "A function f(x, rate, rng, training) is asked for. Pass its name, without calling it."
        )
    x, rate = stream(10, "exercises", "dropout").uniform(1, 2, size=(400, 50)), 0.2
    given = x.copy()
    try:
        in_use = np.asarray(answer(given, rate, stream(10, "exercises", "use"), False), dtype=float)
        found = np.asarray(answer(given, rate, stream(10, "exercises", "masks"), True), dtype=float)
        other = np.asarray(answer(given, rate, stream(10, "exercises", "more"), True), dtype=float)
    except Exception as error:
        return Feedback(False, f"For a batch of 400 rows it stops with {type(error).__name__}: {error}.")
    if not np.array_equal(given, x):
        return Feedback(False, "It changes the array that it is given. Return a new one.")
    if in_use.shape != x.shape or found.shape != x.shape:
        return Feedback(False, f"The result has the shape {found.shape} in place of {x.shape}.")
    if fault := _in_use(in_use, x, rate) or _in_training(found, other, x, rate):
        return Feedback(False, fault)
    return Feedback(True, "Dropped at the right rate, drawn for each entry, and the mean is kept.")


def _in_use(found: np.ndarray, x: np.ndarray, rate: float) -> str:
    """Return what is wrong with dropout outside training, or ""."""
    if np.allclose(found, x):
        return ""
    if np.allclose(found, x * (1 - rate)):
        return "In use it scales down, as the paper does. Here training scales up, and use changes nothing."
    return "Outside training it should return x as it is."


def _in_training(found: np.ndarray, other: np.ndarray, x: np.ndarray, rate: float) -> str:
    """Return what is wrong with dropout in training, or ""."""
    stays = found != 0
    dropped = 1 - stays.mean()
    if dropped == 0:
        return "In training nothing is dropped."
    if abs(dropped - (1 - rate)) < 0.03:
        return f"It drops {dropped:.0%} of the entries; the rate {rate} is the share to drop, not to keep."
    if (stays == stays[0]).all():
        return "All examples lose the same units. Each row needs a draw of its own."
    if (stays == stays[:, :1]).all():
        return "Whole rows are dropped. Each entry needs a draw of its own."
    if len(np.unique(stays.sum(axis=1))) == 1:
        return "Every row loses equally many. Each entry needs a draw of its own, so the number varies."
    if abs(dropped - rate) > 0.03:
        return f"It drops {dropped:.0%} of the entries; {rate:.0%} is asked for."
    if np.array_equal(stays, other != 0):
        return "Another generator gives the same draw. Take the random numbers from rng."
    return _scale((found[stays] / x[stays]).mean(), (found[stays] / x[stays]).std(), rate)


def _scale(mean: float, sd: float, rate: float) -> str:
    """Return what is wrong with the factor of those that stay, or ""."""
    if sd < 1e-6 and math.isclose(mean, 1 / (1 - rate), rel_tol=1e-5):
        return ""
    wrong = {
        1.0: "Those that stay are not scaled up, so the mean is too small in training.",
        1 - rate: "Those that stay are scaled down. They have to make up for those that are gone.",
        1 / rate: "You divided by the rate; divide by the share that stays, 1 − rate.",
    }
    for factor, sentence in wrong.items():
        if sd < 1e-6 and math.isclose(mean, factor, rel_tol=1e-5):
            return sentence
    return f"Those that stay should be {1 / (1 - rate):g} times as large; they are {mean:.3g} times."


@exercise("10.6")
def prune_globally(answer: Any) -> Feedback:
    """Judge a function (kernels, share) that returns masks of the largest weights of all kernels together."""
    if not callable(answer):
        return Feedback(
            False, "A function f(kernels, share) is asked for. Pass its name, without calling it."
        )
    rng = stream(10, "exercises", "kernels")
    kernels = [rng.normal(size=(6, 5)), 3 * rng.normal(size=(5, 4)), rng.normal(size=(4, 2))]
    for share in (0.5, 0.9, 0.0):
        try:
            found = [np.asarray(mask) for mask in answer([w.copy() for w in kernels], share)]
        except Exception as error:
            return Feedback(False, f"For the share {share} it stops with {type(error).__name__}: {error}.")
        if [mask.shape for mask in found] != [w.shape for w in kernels]:
            return Feedback(False, "The masks should be a list with the shapes of the kernels.")
        if not all(mask.dtype == bool for mask in found):
            return Feedback(False, "The masks should hold True and False, not numbers.")
        if fault := _masks_fault(found, kernels, share):
            return Feedback(False, fault)
    return Feedback(True, "The kernel with the large weights keeps more of them than the others.")


def _masks(kernels: Sequence[np.ndarray], share: float, scope: Any = "global") -> list[np.ndarray]:
    named = {f"{i}/kernel": w for i, w in enumerate(kernels)}
    return list(magnitude_masks(named, share, scope=scope).values())


def _masks_fault(found: list[np.ndarray], kernels: list[np.ndarray], share: float) -> str:
    """Return what is wrong with masks of the right shapes, or ""."""
    right = _masks(kernels, share)
    if _alike(found, right):
        return ""
    wrong: dict[str, Callable[[], list[np.ndarray]]] = {
        "True and False are swapped: True is for weights that stay.": lambda: [~mask for mask in right],
        "You pruned each kernel by itself; all weights are to be compared together.": lambda: _masks(
            kernels, share, "layer"
        ),
        "You compared the weights with their signs; the size counts, so take absolute values.": lambda: (
            _masks([np.exp(w) for w in kernels], share)
        ),
    }
    for sentence, masks in wrong.items():
        if _alike(found, masks()):
            return sentence
    count, all_weights = sum(int((~m).sum()) for m in found), sum(w.size for w in kernels)
    return f"For the share {share} it removes {count} of {all_weights} weights, or not the smallest ones."


def _alike(one: Sequence[np.ndarray], other: Sequence[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def best_of(nets: int, digits: int, accuracy: float) -> float:
    """Return the mean of the best of several scores, each the share of digits that a net reads.

    The chance that all nets read k digits or fewer is the chance for one, to the power of their number.

    Example:
        >>> round(best_of(1, 1000, 0.97), 6), best_of(50, 1000, 0.97) > 0.98
        (0.97, True)
    """
    k = np.arange(digits + 1)
    ways = np.array([math.log(math.comb(digits, i)) for i in k])
    at_most = np.cumsum(np.exp(ways + k * math.log(accuracy) + (digits - k) * math.log(1 - accuracy)))
    return float((1 - np.minimum(at_most[:-1], 1) ** nets).sum() / digits)


@exercise("10.7")
def flattery(answer: Any) -> Feedback:
    """Judge by how much the best of fifty scores on 1,000 digits is above the truth of 97 %."""
    sd = math.sqrt(0.97 * 0.03 / 1000)
    return judge_number(
        answer,
        best_of(50, 1000, 0.97) - 0.97,
        tolerance=0.03,
        mistakes={
            "That is the best score itself; by how much is it above 0.97?": best_of(50, 1000, 0.97),
            "That is in points; give a share, so that one point is 0.01.": 100
            * (best_of(50, 1000, 0.97) - 0.97),
            "That is the standard deviation of one score; the best of fifty lies further out.": sd,
            "That is the standard error of the mean of fifty scores; the question is about the best.": sd
            / math.sqrt(50),
        },
        praise="More than a point, without any net being better than another.",
    )
