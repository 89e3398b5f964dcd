"""Answers to the exercises of chapter 11, *Optimisers*, computed with the engine."""

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_number
from dlbook.nn import Adam, Momentum, optimizers
from dlbook.rng import stream

MEMBERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam")
HIDDEN = {"A": "adagrad", "B": "nesterov", "C": "adam"}
CURVATURES, START, MOST, SHARE = np.array([1.0, 100.0]), np.array([-10.0, 1.0]), 45, 0.01


def steps_of(optimizer: optimizers.Updater, gradients: Sequence[float]) -> list[float]:
    """Return the steps that an optimiser takes for gradients that come one after the other.

    Args:
        optimizer: of `dlbook.nn`.
        gradients: one number a step.

    Example:
        >>> steps_of(Momentum(1.0, momentum=0.5), [1.0, 1.0, 0.0])
        [-1.0, -1.5, -0.75]
    """
    params = {"w": np.zeros(1)}
    state = optimizer.init(params)
    return [optimizer.advance({"w": np.array([float(g)])}, state, params)["w"].item() for g in gradients]


@exercise("11.1")
def three_steps(answer: Any) -> Feedback:
    """Judge how far momentum 0.5 comes in three steps of the rate 0.1 on a steady slope."""
    steps = [-step for step in steps_of(Momentum(0.1, momentum=0.5), [1.0, 1.0, 1.0])]
    return judge_number(
        answer,
        sum(steps),
        mistakes={
            "That is the third step; the question is how far all three lead.": steps[2],
            "That is plain descent: three steps of 0.1. The velocity is missing.": 0.3,
            "That is what many such steps approach, 0.1 / (1 − 0.5), and one step of them only.": 0.2,
            "You used the moving average, which multiplies the new gradient by 1 − μ.": sum(steps) / 2,
            "That is one step too many: the ball starts at rest, and its first step is 0.1.": sum(steps)
            + 0.1875,
        },
        praise="Plain descent would have come 0.3; in the long run momentum 0.5 strides twice as far.",
    )


@exercise("11.2")
def rate_for_the_average(answer: Any) -> Feedback:
    """Judge the rate that lets the moving-average form take the steps of momentum 0.9 at 0.02."""
    return judge_number(
        answer,
        0.02 / (1 - 0.9),
        mistakes={
            "That is the same rate: the average is ten times smaller than the sum, so its steps would be "
            "too.": 0.02,
            "The wrong way round: the average is smaller than the sum, so its rate must be larger.": 0.002,
            "You divided by μ; the sum is 1 / (1 − μ) times the average.": 0.02 / 0.9,
        },
        praise="Ten times the rate for the same path.",
    )


@exercise("11.3")
def first_step_uncorrected(answer: Any) -> Feedback:
    """Judge the first step of Adam with betas 0.8 and 0.99, without bias correction, divided by the rate."""
    adam = Adam(learning_rate=1.0, beta_1=0.8, beta_2=0.99)
    state = adam.init({"w": np.zeros(1)})
    adam.advance({"w": np.ones(1)}, state)
    m, s = state["first_moment"]["w"].item(), state["second_moment"]["w"].item()
    return judge_number(
        answer,
        m / s**0.5,
        mistakes={
            "With the correction it would be 1; without it, it is not.": 1.0,
            "That is the correction's factor; what it corrects is one over that.": s**0.5 / m,
            "The root is missing: one divides by √s.": m / s,
            "That is m alone; divide it by √s.": m,
            "That is for Adam's usual betas; here they are 0.8 and 0.99.": 0.1 / 0.001**0.5,
        },
        praise="Both memories are too small, and the one under the root is so by more.",
    )


@exercise("11.4")
def boundary(answer: Any) -> Feedback:
    """Judge the last step of epoch 15, counted from 0, with 50,000 examples in batches of 128."""
    rounds = ceil(50_000 / 128)
    return judge_number(
        answer,
        15 * rounds - 1,
        tolerance=1e-9,
        mistakes={
            "That is the first step of epoch 16. A boundary is the last step at the old rate.": 15 * rounds,
            "Schedules count steps, not epochs.": 15,
            "The 80 digits that are left over make a round of their own, so an epoch has 391.": 15 * 390 - 1,
            "An epoch has 391 rounds and not 390; and a boundary is the last step at the old rate.": 15 * 390,
            "Whole rounds only: an epoch of 390.6 rounds has 391.": 15 * 50_000 / 128,
            "That would be right for all 60,000 digits.": 15 * ceil(60_000 / 128) - 1,
        },
        praise="Print the rate at this step and the next to be sure.",
    )


def centred(
    g: np.ndarray, m: np.ndarray, s: np.ndarray, eta: float, rho: float, epsilon: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return step and new memories of RMSProp that divides by the root of a variance."""
    m = rho * m + (1 - rho) * g
    s = rho * s + (1 - rho) * g**2
    return -eta * g / (np.sqrt(s - m**2) + epsilon), m, s


CENTRED_MISTAKES = {
    "The step has the wrong sign: it leads downhill.": lambda d, g, m, s, e, p: (-d[0], d[1], d[2]),
    "You used the memories from before this gradient; bring them forward first.": lambda d, g, m, s, e, p: (
        -e * g / (np.sqrt(s - m**2) + p),
        d[1],
        d[2],
    ),
    "The mean is missing: that is plain RMSProp.": lambda d, g, m, s, e, p: (
        -e * g / (np.sqrt(d[2]) + p),
        d[1],
        d[2],
    ),
    "m is subtracted unsquared; a variance is s − m².": lambda d, g, m, s, e, p: (
        -e * g / (np.sqrt(d[2] - d[1]) + p),
        d[1],
        d[2],
    ),
    "ε stands inside the root; here it is added to the root.": lambda d, g, m, s, e, p: (
        -e * g / np.sqrt(d[2] - d[1] ** 2 + p),
        d[1],
        d[2],
    ),
    "That steps along m; this method steps along g.": lambda d, g, m, s, e, p: (d[0] / g * d[1], d[1], d[2]),
}


@exercise("11.5")
def centred_rmsprop(answer: Any) -> Feedback:
    """Judge a function (g, m, s, eta, rho, epsilon) that takes a step of centred RMSProp."""
    if not callable(answer):
        return Feedback(False, "A function is asked for. Pass its name, without calling it.")
    rng = stream(11, "exercises", "centred")
    g, m = rng.normal(size=(2, 4))
    s = m**2 + rng.uniform(0.5, 1, size=4)
    eta, rho, epsilon = 0.1, 0.8, 0.01
    right = centred(g, m, s, eta, rho, epsilon)
    try:
        found = [np.asarray(x, float) for x in answer(g.copy(), m.copy(), s.copy(), eta, rho, epsilon)]
    except Exception as error:
        return Feedback(False, f"For arrays of four numbers it stops with {type(error).__name__}: {error}.")
    if [x.shape for x in found] != [g.shape] * 3:
        return Feedback(False, "It should return three arrays of the gradient's shape: step, m and s.")
    for name, x, expected in zip(("m", "s"), found[1:], right[1:], strict=True):
        if not np.allclose(x, expected):
            return Feedback(False, f"The new {name} is wrong: keep ρ of the old value, add 1 − ρ of the new.")
    if np.allclose(found[0], right[0]):
        return Feedback(True, "On a steady slope s − m² goes to 0, and the strides grow long.")
    with np.errstate(invalid="ignore"):
        for sentence, mistake in CENTRED_MISTAKES.items():
            if np.allclose(found[0], mistake(right, g, m, s, eta, epsilon)[0], equal_nan=True):
                return Feedback(False, sentence)
    return Feedback(False, "Both memories are right, the step is not.")


def box(name: str, gradients: Sequence[float]) -> list[float]:
    """Return the steps that the optimiser hidden in a box takes for gradients, one after the other.

    Args:
        name: "A", "B" or "C".
        gradients: one number a step.

    Returns:
        As many steps, from a fresh start each time.

    Raises:
        ValueError: if there is no such box.

    Example:
        >>> len(box("A", [1.0, 1.0]))
        2
    """
    if name not in HIDDEN:
        raise problem(f"the box is called {name!r}", "A, B or C", 'Call box("A", [1.0, 1.0])')
    return steps_of(optimizers.get(HIDDEN[name]).with_learning_rate(0.1), gradients)


@exercise("11.6")
def boxes(answer: Any) -> Feedback:
    """Judge which optimisers sit in the three boxes."""
    if not isinstance(answer, dict) or set(answer) != set(HIDDEN):
        return Feedback(False, 'A dictionary with the keys "A", "B" and "C" is asked for.')
    named = {label: str(guess).lower() for label, guess in answer.items()}
    for label, guess in named.items():
        if guess not in MEMBERS:
            return Feedback(
                False, f"{answer[label]!r} was not in the list. Choose from {', '.join(MEMBERS)}."
            )
    probe = [1.0, 1.0, 0.0, 1.0]
    for label, guess in named.items():
        if guess != HIDDEN[label]:
            theirs = steps_of(optimizers.get(guess).with_learning_rate(0.1), probe)
            t = next(i for i, pair in enumerate(zip(theirs, box(label, probe), strict=True)) if _apart(*pair))
            return Feedback(
                False,
                f"It is not {guess} in box {label}. For the gradients 1, 1, 0, 1 its step {t + 1} would be "
                f"{theirs[t]:.4f}, and the box gives {box(label, probe)[t]:.4f}.",
            )
    return Feedback(True, "Each betrays itself by what it remembers.")


def _apart(one: float, other: float) -> bool:
    return abs(one - other) > 1e-6


def steps_in_the_valley(learning_rate: float, momentum: float, most: int = 2000) -> int | None:
    """Return after how many steps momentum stays within a hundredth of its first distance, None if never."""
    optimizer, params = Momentum(learning_rate, momentum), {"w": START}
    state, distances = optimizer.init(params), [1.0]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(most):
            params = {"w": params["w"] + optimizer.advance({"w": CURVATURES * params["w"]}, state)["w"]}
            distances.append(float(np.linalg.norm(params["w"]) / np.linalg.norm(START)))
    far = np.flatnonzero(~(np.array(distances) <= SHARE))
    return None if far[-1] == most else int(far[-1]) + 1


@exercise("11.7")
def tuned_ball(answer: Any) -> Feedback:
    """Judge a rate and a momentum for a valley whose curvatures are 1 and 100."""
    try:
        learning_rate, momentum = (float(number) for number in answer)
        needed = steps_in_the_valley(learning_rate, momentum)
    except (TypeError, ValueError) as error:
        return Feedback(False, f"A rate and a momentum from 0 to below 1 are asked for ({error}).")
    if needed is None and learning_rate >= 2 * (1 + momentum) / CURVATURES[-1]:
        return Feedback(
            False, "It diverges: momentum bears a rate of up to 2 (1 + μ) / h₂, and yours is above that."
        )
    if needed is None:
        return Feedback(False, "It does not arrive within 2,000 steps. Try a larger rate.")
    if needed > MOST:
        swings = (1 - (learning_rate * CURVATURES[0]) ** 0.5) ** 2 < momentum
        hint = (
            "It swings to and fro along the floor: less momentum or a larger rate."
            if swings
            else "It creeps along the floor: more momentum or a larger rate."
        )
        return Feedback(False, f"It takes {needed} steps. {hint}")
    return Feedback(True, f"It takes {needed} steps. Plain descent at its best rate takes 231.")
