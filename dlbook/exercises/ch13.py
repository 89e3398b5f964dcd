"""Answers to the exercises of chapter 13, *Regression*, computed with the engine."""

from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_array, judge_function, judge_number
from dlbook.nn import BatchNorm, Dense, Dropout, Huber, MeanAbsoluteError, MeanSquaredError, Sequential
from dlbook.rng import stream

PRICES = np.array([[20.0], [24.0], [30.0]])
ANSWERS = np.array([[21.0], [22.0], [36.0]])
DEVIATION = 9.2
QUANTILE = 0.9


@exercise("13.1")
def root_mean_squared_error(answer: Any) -> Feedback:
    """Judge the root mean squared error of three answers."""
    mse = MeanSquaredError()(PRICES, ANSWERS)
    r = ANSWERS - PRICES
    return judge_number(
        answer,
        mse**0.5,
        mistakes={
            "That is the MSE, in squared thousand dollars; take its root.": mse,
            "That is the mean absolute error. Square before you take the mean.": MeanAbsoluteError()(
                PRICES, ANSWERS
            ),
            "That is the mean of the residuals: a miss upwards and one downwards must not cancel.": float(
                r.mean()
            ),
            "You took the root of the sum; divide by the three homes first.": float((r**2).sum()) ** 0.5,
        },
        praise="The home that was missed by 6 makes up most of it.",
    )


@exercise("13.2")
def back_in_dollars(answer: Any) -> Feedback:
    """Judge the mean squared error of scaled targets, brought back to their own unit."""
    return judge_number(
        answer,
        0.25 * DEVIATION**2,
        mistakes={
            "That is the RMSE in thousands of dollars; the MSE was asked for.": 0.5 * DEVIATION,
            "A squared error is scaled by the square of the standard deviation.": 0.25 * DEVIATION,
            "The mean drops out: a residual is a difference, and both sides have it.": 0.25 * DEVIATION**2
            + 22.4,
            "That is the other direction, from dollars to scaled prices.": 0.25 / DEVIATION**2,
        },
        praise="An MSE of 0.25 on scaled targets also says that R² is about 0.75.",
    )


def _net() -> Sequential:
    """Return the net of exercise 13.3."""
    first = [Dense(24, activation="relu"), BatchNorm()]
    second = [Dense(12, activation="relu"), BatchNorm(), Dropout(0.2)]
    return Sequential([*first, *second, Dense(1)]).build((8,), rng=stream(13, "exercises"))


@exercise("13.3")
def counting(answer: Any) -> Feedback:
    """Judge how many parameters a regression net has, and how many of them are trained."""
    net = _net()
    everything = net.count_params()
    trained = sum(array.size for array in net.params.values())
    dense = sum(array.size for name, array in net.params.items() if name.startswith("dense"))
    biases = sum(array.size for name, array in net.params.items() if name.endswith("bias"))
    return judge_array(
        answer,
        (everything, trained),
        tolerance=1e-9,
        mistakes={
            "You have the two in the wrong order.": (trained, everything),
            "Batch normalisation also has numbers: gamma, beta, a mean and a variance for each unit.": (
                dense,
                dense,
            ),
            "The moving mean and variance are not trained, but gamma and beta are.": (everything, dense),
            "Gamma and beta are there for each unit, and so are a moving mean and a variance: four a unit.": (
                trained,
                dense,
            ),
            "The biases of the dense layers are missing.": (everything - biases, trained - biases),
        },
        praise="Dropout adds nothing: it has a rate, which you choose, and no parameters.",
    )


def _huber(y: np.ndarray, yhat: np.ndarray, delta: float) -> float:
    """Return the mean of Huber's cost by the engine."""
    return Huber(delta)(np.reshape(y, (-1, 1)), np.reshape(yhat, (-1, 1)))


@exercise("13.4")
def huber_by_hand(answer: Any) -> Feedback:
    """Judge a function (y, yhat, delta) for the mean of Huber's cost."""
    y = np.array([3.0, -1.0, 10.0, 0.5])
    yhat = np.array([2.5, 3.0, 4.0, 0.5])
    cases = [(y, yhat, 1.0), (y, yhat, 5.0), (y, yhat, 0.25)]

    def branches(near: Any, far: Any, reach: Any = lambda r, d: r <= d) -> Any:
        return lambda y, yhat, d: np.mean(
            np.where(reach(abs(yhat - y), d), near(abs(yhat - y), d), far(abs(yhat - y), d))
        )

    def half(r: Any, d: float) -> Any:
        return r**2 / 2

    def line(r: Any, d: float) -> Any:
        return d * r - d**2 / 2

    return judge_function(
        answer,
        _huber,
        cases,
        mistakes={
            "The parabola has a factor ½.": branches(lambda r, d: r**2, line),
            "The straight part is δ|r| − ½δ², so that it meets the parabola; you left out −½δ².": branches(
                half, lambda r, d: d * r
            ),
            "That is the sum; the mean was asked for.": lambda y, yhat, d: len(y) * _huber(y, yhat, d),
            "It does not take the size of the residual: a miss downwards counts as near, however "
            "far it is.": lambda y, yhat, d: np.mean(
                np.where(yhat - y <= d, (yhat - y) ** 2 / 2, d * (yhat - y) - d**2 / 2)
            ),
            "That is the parabola everywhere; beyond δ it should go on straight.": branches(half, half),
            "The two branches have changed places.": branches(line, half),
        },
        praise="With a large δ it is half the MSE, with a tiny one δ times the MAE.",
    )


CURVES = (
    ([9.0, 7.0, 8.0, 6.0, 6.5, 6.1, 6.2, 5.0], 3),
    ([9.0, 7.0, 8.0, 6.0, 6.5, 6.1, 5.0, 5.5], 3),
    ([5.0, 4.0, 4.5, 4.6, 4.7, 4.8, 4.9, 3.0], 2),
    ([3.0, 2.0, 1.0], 1),
    ([1.0, 2.0, 3.0], 1),
    ([4.0, 2.0, 2.0, 2.0, 1.0], 3),
)


def kept_and_ended(errors: list[float], patience: int) -> tuple[int, int]:
    """Return the epoch that early stopping keeps and the one after which it ends, from 1.

    Example:
        >>> kept_and_ended([3.0, 1.0, 2.0, 2.0, 0.5], patience=2)
        (2, 4)
    """
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best >= patience:
            return best + 1, epoch + 1
    return best + 1, len(errors)


def _from_zero(errors: list[float], patience: int) -> tuple[int, int]:
    best, end = kept_and_ended(errors, patience)
    return best - 1, end - 1


def _too_patient(errors: list[float], patience: int) -> tuple[int, int]:
    return kept_and_ended(errors, patience + 1)


def _keeps_the_last(errors: list[float], patience: int) -> tuple[int, int]:
    end = kept_and_ended(errors, patience)[1]
    return end, end


def _never_stops(errors: list[float], patience: int) -> tuple[int, int]:
    return int(np.argmin(errors)) + 1, len(errors)


def _any_rise(errors: list[float], patience: int) -> tuple[int, int]:
    waited = 0
    for epoch in range(1, len(errors)):
        waited = waited + 1 if errors[epoch] >= errors[epoch - 1] else 0
        if waited >= patience:
            return int(np.argmin(errors[: epoch + 1])) + 1, epoch + 1
    return int(np.argmin(errors)) + 1, len(errors)


@exercise("13.5")
def patience(answer: Any) -> Feedback:
    """Judge a function (errors, patience) for early stopping."""
    return judge_function(
        answer,
        kept_and_ended,
        [(list(errors), limit) for errors, limit in CURVES],
        mistakes={
            "Epochs are counted from 1 here.": _from_zero,
            "It waits one epoch too long: with patience 1, training ends after the first epoch that "
            "brings nothing.": _too_patient,
            "It keeps the epoch at which training ended, not the best one.": _keeps_the_last,
            "It runs to the end and looks for the lowest afterwards; early stopping cannot see the "
            "future.": _never_stops,
            "It waits for errors that rise from one epoch to the next; what counts is whether there was a "
            "new lowest one.": _any_rise,
        },
        praise="In the first curve the best comes just after patience has run out: that is its price.",
    )


@exercise("13.6")
def nine_in_ten(answer: Any) -> Feedback:
    """Judge a cost whose best single answer is the 0.9 quantile."""
    if not callable(answer):
        return Feedback(False, "A function cost(y, yhat) is asked for. Pass its name, without calling it.")
    minutes = stream(13, "exercises", "deliveries").exponential(20, size=1_999).round(2)
    guesses = np.quantile(minutes, np.linspace(0.01, 0.99, 99))
    try:
        costs = np.array([np.mean(answer(minutes, np.full_like(minutes, guess))) for guess in guesses])
    except Exception as error:
        return Feedback(False, f"For arrays it stops with {type(error).__name__}: {error}.")
    if not np.isfinite(costs).all():
        return Feedback(False, "Its mean is not a finite number for every promise.")
    share = 0.01 + 0.01 * int(costs.argmin())
    if abs(share - QUANTILE) < 0.011:
        return Feedback(True, "Other weights give other quantiles, and equal ones the median.")
    return Feedback(False, _what_it_promises(share, float(np.mean(minutes <= minutes.mean()))))


def _what_it_promises(share: float, at_the_mean: float) -> str:
    """Return what to say about a cost that is smallest where this share of the deliveries is in time."""
    if abs(share - (1 - QUANTILE)) < 0.011:
        return "One in ten is in time: you have charged the early ones. Late is when y is above yhat."
    if abs(share - 0.5) < 0.011:
        return "It promises the median: both directions cost the same."
    if abs(share - at_the_mean) < 0.02:
        return "It promises the mean, as squares do; let the cost grow in proportion to the minutes."
    return f"At its cheapest promise {share:.0%} of the deliveries are in time; it should be 90%."
