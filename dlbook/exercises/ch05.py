"""Answers to the exercises of chapter 5, *Gradient descent*, computed with the engine."""

from collections.abc import Callable
from math import ceil, log, sqrt
from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_number
from dlbook.nn import Dense, Sequential
from dlbook.rng import stream

SIZES, HEFTS = np.array([1.0, 2.0]), np.array([2.0, 3.0])
"""The two pebbles of section 5.1: what is known of them, and what the neuron should say."""


def pebble_slope(w: float) -> float:
    """Return the slope of the quadratic cost of the neuron w x over the two pebbles, by backpropagation.

    Example:
        >>> pebble_slope(0.0)
        -8.0
    """
    neuron = Sequential([Dense(1, use_bias=False)])
    neuron.build(input_shape=(1,), rng=stream(5, "exercises"), dtype=np.float64)
    neuron.set_weights({"dense_1/kernel": np.array([[w]])})
    _, gradients = neuron.cost_and_gradients(SIZES[:, None], HEFTS[:, None], "quadratic")
    return float(gradients["dense_1/kernel"].item())


@exercise("5.1")
def next_place(answer: Any) -> Feedback:
    """Judge where a step of batch descent leads from w = 1 at the rate 0.3."""
    w, rate, slope = 1.0, 0.3, pebble_slope(1.0)
    return judge_number(
        answer,
        w - rate * slope,
        mistakes={
            "You went uphill: the step is minus the rate times the slope.": w + rate * slope,
            "That is the stride. Add it to where you stand.": -rate * slope,
            "You added the slopes of the two pebbles. The cost is their mean, and so is its slope.": w
            - rate * slope * 2,
            "You left out the 2 of the slope of a square.": w - rate * slope / 2,
            "That is the slope at w = 0. Feel the ground where you stand, at w = 1.": w
            - rate * pebble_slope(0.0),
            "You subtracted the slope itself; multiply it by the learning rate first.": w - slope,
        },
        praise="It oversteps the lowest point at 1.6, and still ends nearer to it.",
    )


@exercise("5.2")
def steps_of_a_training(answer: Any) -> Feedback:
    """Judge the number of steps in 20 epochs of 50,000 digits in batches of 32."""
    n, batch_size, epochs = 50_000, 32, 20
    rounds = ceil(n / batch_size)
    return judge_number(
        answer,
        epochs * rounds,
        tolerance=1e-9,
        mistakes={
            "That is one epoch; there are 20.": rounds,
            "There is no half step: the digits left over at the end of an epoch get a round of their "
            "own.": epochs * n / batch_size,
            "You dropped the short last batch of every epoch. It takes a step as well.": epochs
            * (n // batch_size),
            "That is how many digits are looked at. Each step looks at 32.": epochs * n,
            "You took all 60,000 digits; here 10,000 are kept out.": epochs * 60_000 / batch_size,
        },
        praise="1,563 rounds an epoch, the last with 16 digits.",
    )


@exercise("5.3")
def limit_of_three_pebbles(answer: Any) -> Feedback:
    """Judge the learning rate at which descent begins to diverge for pebbles of the sizes 1, 2 and 3."""
    sizes = np.array([1.0, 2.0, 3.0])
    h = 2 * float(np.mean(sizes**2))
    return judge_number(
        answer,
        2 / h,
        mistakes={
            "That is the curvature h. The limit is 2/h.": h,
            "That is 1/h, the rate that arrives in one step. It diverges above 2/h.": 1 / h,
            "You left out the 2 of the slope of a square: h is the mean of 2x².": 4 / h,
            "You took the sum over the pebbles; the cost is a mean.": 2 / h / 3,
            "That is the limit of the largest pebble alone. Batch descent feels the mean.": 1 / 9,
        },
        praise="The hefts shift the valley and do not bend it.",
    )


@exercise("5.4")
def batch_for_less_noise(answer: Any) -> Feedback:
    """Judge the batch size that shrinks the error of a gradient to a fifth of that of 32 examples."""
    factor = 1.5 / 0.3
    return judge_number(
        answer,
        32 * factor**2,
        mistakes={
            "Five times the examples shrink the squared error to a fifth. The error itself is its root.": 32
            * factor,
            "You took the root of 5; it is its square that counts.": 32 * sqrt(factor),
            "That is the factor. The batch was 32 to begin with.": factor**2,
        },
        praise="Exactness is dear: a fifth of the error for 25 times the work.",
    )


@exercise("5.5")
def share_in_a_committee(answer: Any) -> Feedback:
    """Judge the share of the better of two nets in the best weighted committee."""
    one, other = 0.04, 0.09
    root_one, root_other = sqrt(one), sqrt(other)
    return judge_number(
        answer,
        other / (one + other),
        mistakes={
            "That is the share of the other net. The better one should speak louder.": one / (one + other),
            "Equal voices are good; here unequal ones are better.": 0.5,
            "You weighted by 1 over the miss. It is 1 over the squared miss.": root_other
            / (root_one + root_other),
            "Alone, the better net has 0.04. The other's misses are not its own, and in the mean they partly "
            "cancel.": 1.0,
        },
        praise="Even the worse net deserves three tenths of the say.",
    )


@exercise("5.6")
def deal(answer: Any) -> Feedback:
    """Judge a function (n, batch_size, rng) that deals the mini-batches of one epoch."""
    if not callable(answer):
        return Feedback(False, "A function deal(n, batch_size, rng) is asked for. Pass its name, uncalled.")
    for n, size in ((10, 4), (12, 4), (7, 1), (5, 8)):
        try:
            batches = [np.asarray(b) for b in answer(n, size, stream(5, "exercises", "deal"))]
        except Exception as error:
            return Feedback(
                False, f"For deal({n}, {size}, rng) it stops with {type(error).__name__}: {error}."
            )
        if fault := _fault_of_a_deal(batches, n, size):
            return Feedback(False, f"For deal({n}, {size}, rng) {fault}")
    rng = stream(5, "exercises", "shuffle")
    one, two = (np.concatenate([*answer(100, 7, rng)]).tolist() for _ in range(2))
    if one == list(range(100)):
        return Feedback(False, "The examples come in their old order. Shuffle them first.")
    if one == two:
        return Feedback(False, "Two epochs have the same order. Draw from the rng that is handed in.")
    return Feedback(True, "Every card once, and a new order for every epoch.")


def _fault_of_a_deal(batches: list[np.ndarray], n: int, size: int) -> str:
    """Return what is wrong with the batches of an epoch, or ""."""
    if any(batch.ndim != 1 for batch in batches):
        return "each batch should be an array of row numbers."
    lengths = [len(batch) for batch in batches]
    expected = [min(size, n - start) for start in range(0, n, size)]
    everything = np.concatenate(batches) if batches else np.array([], int)
    missing = sorted(set(range(n)) - set(everything.tolist()))
    if missing and sum(lengths) < n:
        return f"the batches have the sizes {lengths}: the short last one is missing."
    if missing:
        return f"example {missing[0]} never comes, since others come twice. Deal without replacement."
    if lengths != expected:
        return f"the batches have the sizes {lengths} in place of {expected}."
    return ""


def steps_off_the_ridge(rate: float, *, together: bool = True) -> int:
    """Count the steps from u = 1, w = -0.998 until the cost (1 - u w)^2 is below one half.

    Args:
        rate: the learning rate.
        together: both weights step at once; False lets w feel the new u, as a typical mistake.

    Returns:
        The number of steps.

    Example:
        >>> steps_off_the_ridge(0.06)
        55
    """
    u, w, steps = 1.0, -0.998, 0
    while (1 - u * w) ** 2 >= 0.5:
        new_u = u + rate * 2 * (1 - u * w) * w
        old_u = u if together else new_u
        u, w, steps = new_u, w + rate * 2 * (1 - old_u * w) * old_u, steps + 1
    return steps


@exercise("5.7")
def off_the_ridge(answer: Any) -> Feedback:
    """Judge how many steps the saddle takes at twice the learning rate."""
    right, before = steps_off_the_ridge(0.12), steps_off_the_ridge(0.06)
    return judge_number(
        answer,
        right,
        tolerance=1e-9,
        mistakes={
            "That is at the old rate.": before,
            "That is one too few: there the cost is still above 0.5.": right - 1,
            "That is one too many: count the steps taken, not the places seen.": right + 1,
            "Your w already feels the new u. Compute both slopes where you stand, then step.": (
                steps_off_the_ridge(0.12, together=False)
            ),
        },
        praise=f"Near the saddle the way off grows by 1.24 in place of 1.12 a step, and ln 1.12 / ln 1.24 = "
        f"{log(1.12) / log(1.24):.2f}.",
    )


CURVES: tuple[tuple[list[float], int, str], ...] = (
    ([5, 4, 3, 4, 5, 6, 2], 3, "A later, lower cost does not count once it has stopped."),
    ([5, 4, 3, 2, 1], 2, "It never stops early, so it ends with the last epoch, the best."),
    ([3, 4, 5, 2, 3, 1], 3, "An improvement starts the count anew."),
    ([3, 3, 3, 3], 2, "An equal cost is no progress."),
    ([1, 2], 1, "With a patience of 1, one epoch without progress is enough."),
    ([4, 3, 5, 5, 5], 5, "Patience may last longer than the training."),
)
"""Validation costs, a patience, and what is to be learned from them."""


def stopped(costs: list[float], patience: int) -> tuple[int, int]:
    """Return the epoch after which a training stops early and the epoch whose weights are kept.

    Args:
        costs: validation costs, epoch by epoch.
        patience: epochs in a row without a new lowest cost.

    Returns:
        Both, counted from 1.

    Example:
        >>> stopped([5, 4, 3, 4, 5, 6, 2], 3)
        (6, 3)
    """
    best = 1
    for epoch, cost in enumerate(costs, start=1):
        if cost < costs[best - 1]:
            best = epoch
        elif epoch - best >= patience:
            return epoch, best
    return len(costs), best


@exercise("5.8")
def early_stop(answer: Any) -> Feedback:
    """Judge a function (costs, patience) that returns where training stops and which epoch is kept."""
    if not callable(answer):
        return Feedback(False, "A function stop(costs, patience) is asked for. Pass its name, uncalled.")
    for costs, patience, lesson in CURVES:
        if fault := _fault_of_a_stop(answer, costs, patience):
            return Feedback(False, f"For stop({costs}, {patience}) {fault} {lesson}")
    return Feedback(True, "Two numbers, and they are seldom the same.")


def _fault_of_a_stop(answer: Callable[..., Any], costs: list[float], patience: int) -> str:
    """Return what is wrong with one call, or ""."""
    right = stopped(costs, patience)
    try:
        end, best = (int(number) for number in answer(list(costs), patience))
    except Exception as error:
        return f"it stops with {type(error).__name__}: {error}."
    if (end, best) == (right[0] - 1, right[1] - 1):
        return "both numbers are one too small: epochs are counted from 1."
    if end != right[0]:
        return f"it goes on to epoch {end} in place of {right[0]}."
    return "" if best == right[1] else f"it keeps epoch {best} in place of {right[1]}."
