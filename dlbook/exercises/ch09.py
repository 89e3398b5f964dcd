"""Answers to the exercises of chapter 9, *Unstable gradients*, computed with the engine."""

from collections.abc import Mapping
from math import ceil, log
from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_array, judge_number
from dlbook.nn import (
    BatchNorm,
    Dense,
    RandomNormal,
    Sequential,
    clip_by_global_norm,
    clip_by_norm,
    clip_by_value,
    layer_norms,
)
from dlbook.nn.arrays import Array
from dlbook.rng import stream

TWO = {"first": np.array([3.0, 4.0]), "second": np.array([12.0])}
CAP = 6.5
FOUR, GAMMA, BETA = np.array([1.0, 1.0, 1.0, 5.0]), 3.0, -1.0
DIAGNOSES = ("vanishing", "exploding", "healthy")
HIDDEN = 8


@exercise("9.1")
def twenty_layers(answer: Any) -> Feedback:
    """Judge what is left of a gradient after twenty layers."""
    return judge_number(
        answer,
        0.8**20,
        mistakes={
            "That is 20 times 0.8. Along a path factors are multiplied, not added.": 20 * 0.8,
            "You took 0.2 off for each layer; but each layer takes a fifth of what is left.": 1 - 20 * 0.2,
            "That is after 19 layers.": 0.8**19,
            "That is what has been lost; what is left was asked for.": 1 - 0.8**20,
        },
        praise="About one per cent, from layers that each keep most of it.",
    )


@exercise("9.2")
def capped_by_hand(answer: Any) -> Feedback:
    """Judge three numbers that a cap on the global norm leaves."""
    arrays = {"first": TWO["first"], "second": TWO["second"]}
    return judge_array(
        answer,
        _flat(clip_by_global_norm(arrays, CAP)),
        mistakes={
            "You capped each array by itself. The global norm takes all three numbers as one arrow.": _flat(
                clip_by_norm(arrays, CAP)
            ),
            "You cut number by number; that turns the gradient. The cap is on the length.": _flat(
                clip_by_value(arrays, CAP)
            ),
            "You divided by the norm and forgot to multiply by the cap.": _flat(arrays) / 13,
            "You divided by the cap. The factor is the cap divided by the norm.": _flat(arrays) / CAP,
        },
        praise="One factor for all three, so the direction stays.",
    )


def _flat(arrays: Mapping[str, Array]) -> Array:
    """Return the numbers of all arrays in a row."""
    return np.concatenate(list(arrays.values()))


@exercise("9.3")
def normalised_by_hand(answer: Any) -> Feedback:
    """Judge four activations after batch norm."""
    layer = BatchNorm(epsilon=1e-12)
    layer.build((1,), rng=stream(9, "exercises", "batch norm"), dtype=np.float64)
    layer.params["gamma"][:], layer.params["beta"][:] = GAMMA, BETA
    away = FOUR - FOUR.mean()
    return judge_array(
        answer,
        layer.forward(FOUR[:, np.newaxis], training=True)[0][:, 0],
        mistakes={
            "You divided by the variance; its root, the standard deviation, is what is meant.": GAMMA
            * away
            / FOUR.var()
            + BETA,
            "You divided the sum of squares by 3; batch norm takes the biased variance, over all 4.": GAMMA
            * away
            / FOUR.std(ddof=1)
            + BETA,
            "That is before γ and β.": away / FOUR.std(),
            "β is still to be added.": GAMMA * away / FOUR.std(),
            "γ multiplies first, then β is added; you multiplied the sum.": GAMMA
            * (away / FOUR.std() + BETA),
        },
        praise="Their mean is β, −1, and their standard deviation is γ, 3.",
    )


@exercise("9.4")
def patience(answer: Any) -> Feedback:
    """Judge after how many steps a moving mean has come within 5 % of what it should be."""
    return judge_number(
        answer,
        ceil(log(0.05) / log(0.99)),
        tolerance=1e-9,
        mistakes={
            "After so many steps it is still just below 0.95.": ceil(log(0.05) / log(0.99)) - 1,
            "You kept 0.01 of the old value; here 0.99 of it is kept.": 1,
            "You moved by 0.01 at each step, whatever was still missing; it is 0.01 of what is missing.": 96,
            "You waited until 95 % of the start were left; only 5 % may be.": ceil(log(0.95) / log(0.99)),
        },
        praise="Three hundred steps: most of an epoch of MNIST in batches of 128.",
    )


@exercise("9.5")
def fold_away(answer: Any) -> Feedback:
    """Judge a function that makes one dense layer of a dense layer and batch norm."""
    rng = stream(9, "exercises", "fold")
    kernel, bias = rng.normal(size=(4, 3)), rng.normal(size=3)
    gamma, beta, mean = rng.normal(size=(3, 3))
    variance, epsilon = rng.uniform(0.01, 0.1, size=3), 0.02
    s = np.sqrt(variance + epsilon)
    known = {
        "ε is missing under the root; it is not small beside these variances.": np.sqrt(variance),
        "You divided by the variance; its root is meant.": variance + epsilon,
        "ε belongs under the root.": np.sqrt(variance) + epsilon,
    }
    found, fault = _call(answer, (kernel, bias, gamma, beta, mean, variance, epsilon), "kernel and bias", 2)
    if fault:
        return Feedback(False, fault)
    expected = (kernel * gamma / s, (bias - mean) * gamma / s + beta)
    for name, array, right in zip(("kernel", "bias"), found, expected, strict=True):
        if array.shape != right.shape:
            return Feedback(False, f"The {name} has the shape {array.shape} in place of {right.shape}.")
    if all(np.allclose(*pair, rtol=1e-6) for pair in zip(found, expected, strict=True)):
        return Feedback(True, "At inference the folded layer answers as the two did.")
    for sentence, wrong in known.items():
        if np.allclose(found[0], kernel * gamma / wrong):
            return Feedback(False, sentence)
    if not np.allclose(found[0], expected[0]):
        return Feedback(False, "The kernel is wrong: each column is to be multiplied by γ / √(variance + ε).")
    if np.allclose(found[1], bias - mean * gamma / s + beta):
        return Feedback(False, "The kernel is right. The old bias goes through batch norm too: scale it.")
    return Feedback(False, "The kernel is right, the bias is not: start with bias − mean.")


@exercise("9.6")
def backward_of_batch_norm(answer: Any) -> Feedback:
    """Judge a function (d, a, gamma, epsilon) that walks back through batch norm in training."""
    rng = stream(9, "exercises", "backward")
    a, d, gamma, epsilon = rng.normal(2, 3, size=(6, 4)), rng.normal(size=(6, 4)), rng.normal(size=4), 0.5
    layer = BatchNorm(epsilon=epsilon)
    layer.build((4,), rng=rng, dtype=np.float64)
    layer.params["gamma"][:] = gamma
    right, _ = layer.backward(d, layer.forward(a, training=True)[1])
    found, fault = _call(answer, (d, a, gamma, epsilon), "the slopes", 1)
    if fault:
        return Feedback(False, fault)
    if found[0].shape != right.shape:
        return Feedback(False, f"The shape is {found[0].shape} in place of {right.shape}, that of `a`.")
    s = np.sqrt(a.var(axis=0) + epsilon)
    a_hat = (a - a.mean(axis=0)) / s
    along = a_hat * (d * a_hat).mean(axis=0)
    mistakes = {
        "You took mean and spread as constants, as at inference. In training every a has a part in "
        "them.": gamma / s * d,
        "The mean of d is still in it.": gamma / s * (d - along),
        "What asks for more or less spread, â times the mean of d â, is still in it.": gamma
        / s
        * (d - d.mean(axis=0)),
        "γ is missing.": right / gamma,
        "The division by √(s² + ε) is missing.": right * s,
        "You took sums where means are meant.": gamma / s * (d - d.sum(axis=0) - len(d) * along),
    }
    return judge_array(
        found[0],
        right,
        tolerance=1e-6,
        mistakes=mistakes,
        praise="The slopes of each neuron add up to 0: no complaint about the mean gets through.",
    )


def _call(answer: Any, arguments: tuple[Any, ...], what: str, results: int) -> tuple[list[Array], str]:
    """Call a reader's function with copies.

    Args:
        answer: the function.
        arguments: what to call it with.
        what: what it should return, in words.
        results: how many arrays that are.

    Returns:
        The arrays and ``""``, or no arrays and what went wrong.
    """
    if not callable(answer):
        return [], "A function is asked for. Pass its name, without calling it."
    copies = [x.copy() if isinstance(x, np.ndarray) else x for x in arguments]
    try:
        value = answer(*copies)
        arrays = [np.asarray(array, dtype=float) for array in (value if results > 1 else [value])]
    except Exception as error:
        return [], f"It stops with {type(error).__name__}: {error}."
    if len(arrays) != results:
        return [], f"It returns {len(arrays)} arrays; {what} are asked for."
    return arrays, ""


def patients() -> tuple[dict[str, Sequential], Array, Array]:
    """Return four fresh networks of eight hidden layers, and examples to examine them with.

    Returns:
        The networks by name, (64, 20) inputs and (64, 5) targets.

    Example:
        >>> nets, x, y = patients()
        >>> list(nets), x.shape
        (['A', 'B', 'C', 'D'], (64, 20))
    """
    rng = stream(9, "exercises", "patients")
    x, y = rng.normal(size=(64, 20)), np.eye(5)[rng.integers(5, size=64)]
    recipes: dict[str, tuple[str, Any]] = {
        "A": ("relu", RandomNormal(stddev=0.06)),
        "B": ("tanh", "glorot_normal"),
        "C": ("sigmoid", RandomNormal(stddev=8.0)),
        "D": ("sigmoid", "glorot_uniform"),
    }
    nets = {}
    for name, (activation, scheme) in recipes.items():
        hidden = [Dense(40, activation=activation, kernel_initializer=scheme) for _ in range(HIDDEN)]
        net = Sequential([*hidden, Dense(5, activation="softmax")])
        nets[name] = net.build(input_shape=(20,), rng=rng, dtype=np.float64)
    return nets, x, y


def quotients(net: Sequential, x: Array, y: Array) -> tuple[float, float]:
    """Return how long the gradient is beside the weights, in the first and in the last hidden layer."""
    _, gradients = net.cost_and_gradients(x, y, "categorical_crossentropy")
    g, w = layer_norms(gradients), layer_norms(net.params)
    return g["dense_1"] / w["dense_1"], g[f"dense_{HIDDEN}"] / w[f"dense_{HIDDEN}"]


def diagnosis(first: float, last: float) -> str:
    """Return what a network suffers from, by the quotients of its first and last hidden layer.

    Example:
        >>> diagnosis(0.001, 0.1), diagnosis(0.05, 0.1)
        ('vanishing', 'healthy')
    """
    return "vanishing" if first < last / 10 else "exploding" if first > 10 * last else "healthy"


@exercise("9.7")
def doctor(answer: Any) -> Feedback:
    """Judge the diagnoses of four networks."""
    nets, x, y = patients()
    if not isinstance(answer, Mapping) or sorted(answer) != sorted(nets):
        return Feedback(False, f"A dictionary is asked for, with the keys {', '.join(nets)}.")
    unknown = [name for name in answer if answer[name] not in DIAGNOSES]
    if unknown:
        return Feedback(False, f"{unknown[0]} is {answer[unknown[0]]!r}; say one of {', '.join(DIAGNOSES)}.")
    for name, net in nets.items():
        first, last = quotients(net, x, y)
        if answer[name] != diagnosis(first, last):
            return Feedback(
                False,
                f"Not {name}: beside its weights, the gradient of layer 1 is {first:.1g} and that of layer "
                f"{HIDDEN} is {last:.1g}.",
            )
    return Feedback(True, "And note that D, of sigmoids, is not the only one that vanishes: A has ReLUs.")
