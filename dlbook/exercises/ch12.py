"""Answers to the exercises of chapter 12, *A deep network*, computed with the engine."""

from collections.abc import Sequence
from math import comb
from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_array, judge_function, judge_number
from dlbook.nn import BatchNorm, Dense, Dropout, Sequential
from dlbook.rng import stream


def counted(*units: int) -> tuple[int, int]:
    """Return the parameters of a net with batch norm behind each hidden layer, and those not trainable.

    Example:
        >>> counted(64, 64, 64)
        (59978, 384)
    """
    hidden = [layer for count in units for layer in (Dense(count, activation="relu"), BatchNorm())]
    net = Sequential([*hidden, Dropout(0.2), Dense(10, activation="softmax")])
    net.build((784,), rng=stream(12, "exercise", "count"))
    return net.count_params(), sum(values.size for values in net.state.values())


@exercise("12.1")
def parameters(answer: Any) -> Feedback:
    """Judge all parameters, and those not trainable, of 784-32-32-10 with two batch norms."""
    total, kept = counted(32, 32)
    return judge_array(
        answer,
        [total, kept],
        tolerance=1e-9,
        mistakes={
            "These are the right numbers, the other way round.": [kept, total],
            "You left out batch norm's moving means and variances; they count in all, too.": [
                total - kept,
                kept,
            ],
            "Your second number is all that batch norm holds; γ and β are learned.": [total, 2 * kept],
            "The first number leaves batch norm out altogether.": [total - 2 * kept, kept],
            "Batch norm stands behind both hidden layers; you counted one.": [total - kept, kept // 2],
            "Dropout has no parameters.": [total + 32, kept],
        },
        praise="Half of what batch norm holds is learned, the other half only kept.",
    )


@exercise("12.2")
def errors_removed(answer: Any) -> Feedback:
    """Judge the share of the errors at 98.0 % that are gone at 98.3 %."""
    before, after = 1 - 0.980, 1 - 0.983
    return judge_number(
        answer,
        1 - after / before,
        mistakes={
            "That is the share of the errors that is left.": after / before,
            "You compared what is right; compare the errors.": 0.983 / 0.980 - 1,
            "That is the difference of the accuracies. How much is it beside the first net's errors?": (
                before - after
            ),
            "You divided by the second net's errors; those of the first are what is removed from.": (
                before / after - 1
            ),
            "That is a percentage; a share between 0 and 1 is asked for.": 100 * (1 - after / before),
        },
        praise="It sounds like a lot, for 30 digits in 10,000.",
    )


@exercise("12.3")
def false_alarms(answer: Any) -> Feedback:
    """Judge the chance of at least one false alarm among twenty."""
    return judge_number(
        answer,
        1 - 0.95**20,
        mistakes={
            "You added the chances; two alarms may come together, so it is less than that.": 1.0,
            "That is the chance that all twenty behave.": 0.95**20,
            "That is the chance for a single one.": 0.05,
            "That is the chance that all twenty raise an alarm.": 0.05**20,
            "That is the chance of exactly one false alarm; at least one is asked for.": 20 * 0.05 * 0.95**19,
        },
        praise="With twenty looks a false alarm is the rule and not the exception.",
    )


def smoothed(values: Sequence[float], weight: float, *, correct: bool = True, start: float = 0.0) -> Any:
    """Return what TensorBoard draws of a list of numbers, or a misreading of it.

    Args:
        values: the numbers.
        weight: share of the past that is kept.
        correct: whether the start at 0 is made up for.
        start: the running value at the beginning.

    Returns:
        One number for each.
    """
    running, drawn = start, []
    for t, value in enumerate(values, 1):
        running = weight * running + (1 - weight) * value
        drawn.append(running / (1 - weight**t) if correct else running)
    return drawn


@exercise("12.4")
def smoothing(answer: Any) -> Feedback:
    """Judge a function (values, weight) that smooths as TensorBoard does."""
    return judge_function(
        answer,
        smoothed,
        [([1.0, 3.0, 2.0, 5.0], 0.6), ([4.0, 4.0, 1.0], 0.9), ([2.0, -1.0], 0.0)],
        mistakes={
            "You left out the division, so your curve starts near 0.": lambda v, w: smoothed(
                v, w, correct=False
            ),
            "You start with the first number; TensorBoard starts at 0 and corrects.": lambda v, w: smoothed(
                v, w, correct=False, start=v[0]
            ),
            "The weight is the share of the old value; you gave it to the new one.": lambda v, w: (
                smoothed(v, 1 - w) if w else v
            ),
            "You divide by 1 − weight each time; it is 1 − weight to the power of t.": lambda v, w: (
                np.array(smoothed(v, w, correct=False)) / (1 - w)
            ),
            "Your t counts from 0; after the first number it is 1.": lambda v, w: [
                s / (1 - w**t) if t and w else s for t, s in enumerate(smoothed(v, w, correct=False))
            ],
        },
        praise="At weight 0 nothing is smoothed, and that is the setting for short curves.",
    )


def picked(right: np.ndarray, in_a: np.ndarray) -> tuple[float, float]:
    """Return the accuracy of half A's best epoch on A, and on the other half.

    Args:
        right: (epochs, digits) whether each digit was read rightly.
        in_a: (digits,) whether it belongs to half A.
    """
    a, b = right[:, in_a].mean(axis=1), right[:, ~in_a].mean(axis=1)
    return float(a.max()), float(b[a.argmax()])


def _halves() -> list[tuple[np.ndarray, np.ndarray]]:
    rng = stream(12, "exercise", "halves")
    cases = [(rng.random((8, 50)) < 0.8, rng.permutation(50) < 20) for _ in range(4)]
    tie = np.array([[1, 1, 0, 0], [1, 1, 1, 1], [0, 1, 1, 1]], dtype=bool)
    return [*cases, (tie, np.array([True, True, False, False]))]


@exercise("12.5")
def pick_and_judge(answer: Any) -> Feedback:
    """Judge a function (right, in_a) that picks an epoch by one half and judges it by the other."""
    return judge_function(
        answer,
        picked,
        _halves(),
        mistakes={
            "Your second number is the other half's own best epoch. Ask it about the epoch that A picked.": (
                lambda r, a: (r[:, a].mean(axis=1).max(), r[:, ~a].mean(axis=1).max())
            ),
            "You picked by the other half and judged by A.": lambda r, a: picked(r, ~a),
            "These are the right numbers, the other way round.": lambda r, a: picked(r, a)[::-1],
            "You picked by all digits; only A may pick.": lambda r, a: (
                r[r.mean(axis=1).argmax(), a].mean(),
                r[r.mean(axis=1).argmax(), ~a].mean(),
            ),
            "Your second number is taken over all digits, A's included.": lambda r, a: (
                picked(r, a)[0],
                r[r[:, a].mean(axis=1).argmax()].mean(),
            ),
            "Your second number is that of the last epoch.": lambda r, a: (
                picked(r, a)[0],
                r[-1, ~a].mean(),
            ),
            "If epochs tie, the first is asked for; you took the last.": lambda r, a: (
                r[:, a].mean(axis=1).max(),
                r[len(r) - 1 - r[::-1, a].mean(axis=1).argmax(), ~a].mean(),
            ),
        },
        praise="The half that picks flatters; the other half has no reason to.",
    )


def surprise(right_p: np.ndarray, right_q: np.ndarray, *, sides: int = 2) -> float:
    """Return how probable fair coins are to fall at least as unevenly as two nets' own mistakes.

    Args:
        right_p: (digits,) whether net P reads each rightly.
        right_q: the same of net Q.
        sides: 2, or 1 for a misreading.

    Example:
        >>> p = np.array([True] * 8 + [False] * 2 + [True] * 5)
        >>> q = np.array([False] * 8 + [True] * 2 + [True] * 5)
        >>> round(surprise(p, q), 3)
        0.109
    """
    only_p, only_q = int((right_p & ~right_q).sum()), int((~right_p & right_q).sum())
    n = only_p + only_q
    tail = sum(comb(n, i) for i in range(min(only_p, only_q) + 1)) / 2**n
    return min(1.0, sides * tail)


def _pairs() -> list[tuple[np.ndarray, np.ndarray]]:
    """Return pairs of nets that disagree 18 : 18, 28 : 8, 3 : 12 and 1 : 0, with mistakes and hits shared."""
    found = []
    for only_p, only_q, both_wrong, both_right in (
        (18, 18, 22, 60),
        (28, 8, 22, 60),
        (3, 12, 5, 9),
        (1, 0, 2, 3),
    ):
        counts = (only_p, only_q, both_wrong, both_right)
        p, q = (np.repeat(np.array(kinds, dtype=bool), counts) for kinds in ((1, 0, 0, 1), (0, 1, 0, 1)))
        found.append((p, q))
    return found


@exercise("12.6")
def who_is_better(answer: Any) -> Feedback:
    """Judge a function (right_p, right_q) that returns the two-sided probability of the sign test."""
    return judge_function(
        answer,
        surprise,
        _pairs(),
        mistakes={
            "That is one side only. Coins may also fall unevenly the other way.": lambda p, q: surprise(
                p, q, sides=1
            ),
            "It exceeds 1 where the two sides meet in the middle. Cap it.": lambda p, q: (
                2 * surprise(p, q, sides=1)
            ),
            "You counted all mistakes. Those that both make say nothing about who is better.": lambda p, q: (
                _unpaired(p, q)
            ),
            "That is the probability of exactly this result; at least as uneven is asked for.": lambda p, q: (
                comb(int((p ^ q).sum()), int((p & ~q).sum())) / 2 ** int((p ^ q).sum())
            ),
        },
        praise="18 : 18 is no news at all, and 28 : 8 would be.",
    )


def _unpaired(p: np.ndarray, q: np.ndarray) -> float:
    """Return the test's result if all mistakes count, shared ones for both nets."""
    wrong_p, wrong_q = int((~p).sum()), int((~q).sum())
    n = wrong_p + wrong_q
    return min(1.0, 2 * sum(comb(n, i) for i in range(min(wrong_p, wrong_q) + 1)) / 2**n)
