"""Answers to the exercises of chapter 6, *Backpropagation*, computed with the engine."""

from itertools import pairwise
from typing import Any

import numpy as np

from dlbook import worked
from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_array, judge_number
from dlbook.nn import Dense, Sequential, relative_error, sigmoid, sigmoid_derivative, tanh
from dlbook.rng import stream

LAYERS = (784, 64, 64, 10)
PRODUCTS = [fan_in * fan_out for fan_in, fan_out in pairwise(LAYERS)]
TAMPERED = "dense_2/kernel"


@exercise("6.1")
def slope_of_a_neuron(answer: Any) -> Feedback:
    """Judge the slope of the cost for the weight of one neuron."""
    walk = worked.Neuron(w=1.0, b=-1.0, x=3.0, y=1.0)
    d_w, _, d_z, d_a, _ = walk.carried()
    return judge_number(
        answer,
        d_w,
        mistakes={
            "That is the slope for z and for the bias; on to the weight it is multiplied by x = 3.": d_z,
            "You left out the 2 of the slope 2(a − y) of the squared miss.": d_w / 2,
            "You left out the sigmoid's slope a(1 − a).": d_a * walk.x,
            "That is for the target 0; here it is 1.": worked.Neuron(x=3.0, y=0.0).carried()[0],
            "The sigmoid's slope is a(1 − a), with a = σ(2); you seem to have put z in.": d_a
            * 2
            * (1 - 2)
            * 3,
        },
        praise="It is negative: a larger weight would bring the answer nearer to 1.",
    )


@exercise("6.2")
def slope_of_swish(answer: Any) -> Feedback:
    """Judge the slope of z times its sigmoid at 1."""
    through_product, through_sigmoid = float(sigmoid(1.0)), float(sigmoid_derivative(1.0))
    return judge_number(
        answer,
        through_product + through_sigmoid,
        mistakes={
            "That is one door only: z enters the multiplication directly, but the sigmoid as "
            "well.": through_product,
            "That is one door only: z enters the sigmoid, but the multiplication as well.": through_sigmoid,
            "You multiplied the two paths. Along a path slopes are multiplied, but where paths meet they are "
            "added.": through_product * through_sigmoid,
        },
        praise="Two doors, one sum.",
    )


@exercise("6.3")
def slopes_for_the_inputs(answer: Any) -> Feedback:
    """Judge the slopes of the worked network's cost for its two inputs."""
    back = worked.nudges(worked.small_net(), worked.POINT, worked.ANSWER)
    kernel = worked.small_net().params["dense_1/kernel"]
    try:
        found = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        found = answer
    if np.shape(found) == (1, 2):  # one example, one row
        found = found[0]
    right = kernel @ back.z[0]
    return judge_array(
        found,
        right,
        mistakes={
            "You carried ∂C/∂a of the hidden neurons; their sigmoids' slopes are still to be multiplied "
            "in.": kernel @ back.a[0],
            "These are ∂C/∂z of the hidden neurons. One more step: through the first kernel.": back.z[0],
            "You added the slopes for the weights of each input. What goes to the left is multiplied by the "
            "weight, not by the input.": back.params["dense_1/kernel"].sum(axis=1),
            "The size is right, the sign is not.": -right,
        },
        praise="Should the cost fall, the first input must fall and the second one grow.",
    )


@exercise("6.4")
def multiplications_backward(answer: Any) -> Feedback:
    """Judge the number of multiplications in the backward pass of 784-64-64-10, for one example."""
    kernels, to_the_left = sum(PRODUCTS), sum(PRODUCTS[1:])
    return judge_number(
        answer,
        kernels + to_the_left,
        tolerance=1e-9,
        mistakes={
            "You passed slopes on to the pixels too; the first layer need not do that.": 2 * kernels,
            "That is one product a layer, as many as forward. All layers but the first also pass slopes on "
            "to their left.": kernels,
            "That is only what passes slopes to the left; each kernel's own slopes take a product as "
            "well.": to_the_left,
            "That is the number of parameters.": kernels + sum(LAYERS[1:]),
            "You added the forward pass; the question is about the way back alone.": 2 * kernels
            + to_the_left,
        },
        praise="The wide first layer is spared its second product, and that is where most of the work is.",
    )


@exercise("6.5")
def backward_of_tanh(answer: Any) -> Feedback:
    """Judge a function (d_a, a_in, a, W) that walks back through a dense layer of tanh neurons."""
    if not callable(answer):
        return Feedback(
            False, "A function f(d_a, a_in, a, W) is asked for. Pass its name, without calling it."
        )
    layer, a_in, d_a = _tanh_layer()
    a, cache = layer.forward(a_in)
    d_in, gradients = layer.backward(d_a, cache)
    expected = (d_in, gradients["kernel"], gradients["bias"])
    try:
        found = answer(d_a.copy(), a_in.copy(), a.copy(), layer.params["kernel"].copy())
        arrays = [np.asarray(array, dtype=float) for array in found]
    except Exception as error:
        return Feedback(False, f"For {len(a_in)} examples it stops with {type(error).__name__}: {error}.")
    if len(arrays) != 3:
        return Feedback(False, f"It returns {len(arrays)} arrays; three are asked for.")
    for name, array, right in zip(("inputs", "kernel", "bias"), arrays, expected, strict=True):
        if array.shape != right.shape:
            return Feedback(
                False,
                f"The slopes for the {name} have the shape {array.shape} in place of {right.shape}. "
                "Slopes have the shape of what they are the slopes of.",
            )
    if all(np.allclose(*pair, rtol=1e-6) for pair in zip(arrays, expected, strict=True)):
        return Feedback(True, "Only one line differs from the layer of sigmoids.")
    return Feedback(False, _what_went_wrong(arrays, expected, d_a, a_in, a, layer.params["kernel"]))


def _tanh_layer() -> tuple[Dense, np.ndarray, np.ndarray]:
    """Return a layer of 3 inputs and 4 neurons, inputs of 5 examples, and slopes for its activations."""
    rng = stream(6, "exercises", "tanh")
    layer = Dense(4, activation="tanh")
    layer.build((3,), rng=rng, dtype=np.float64)
    return layer, rng.normal(size=(5, 3)), rng.normal(size=(5, 4))


def _what_went_wrong(
    found: list[np.ndarray],
    right: tuple[np.ndarray, ...],
    d_a: np.ndarray,
    a_in: np.ndarray,
    a: np.ndarray,
    kernel: np.ndarray,
) -> str:
    """Return what to say about three arrays of the right shapes with wrong numbers."""
    slopes = {
        "You used the sigmoid's slope a(1 − a); that of tanh is 1 − a².": a * (1 - a),
        "The slope of the activation is missing: d_z is d_a times 1 − a².": np.ones_like(a),
        "a is tanh(z) already; its slope is 1 − a², not 1 − tanh(a)².": 1 - tanh(a) ** 2,
        "The slope of tanh is 1 − a², not 1 − a.": 1 - a,
    }
    for sentence, slope in slopes.items():
        d_z = d_a * slope
        if np.allclose(found[1], a_in.T @ d_z) and np.allclose(found[0], d_z @ kernel.T):
            return sentence
    for name, array, expected in zip(("inputs", "kernel", "bias"), found, right, strict=True):
        if np.allclose(array * len(a_in), expected):
            return f"The slopes for the {name} are divided by the number of examples; d_a has that in it."
        if not np.allclose(array, expected):
            return f"The slopes for the {name} are wrong; those before them are right."
    return "It is close, but off by more than rounding explains."


def suspect() -> tuple[Sequential, np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Return a network, examples, targets and gradients of its quadratic cost, one of them tampered with.

    Returns:
        The network in float64, (8, 3) inputs, (8, 2) targets, and the gradients by name.

    Example:
        >>> net, x, y, gradients = suspect()
        >>> gradients.keys() == net.params.keys()
        True
    """
    rng = stream(6, "exercises", "suspect")
    net = Sequential([Dense(5, activation="tanh"), Dense(4, activation="sigmoid"), Dense(2)])
    net.build(input_shape=(3,), rng=rng, dtype=np.float64)
    x, y = rng.normal(size=(8, 3)), rng.normal(size=(8, 2))
    _, gradients = net.cost_and_gradients(x, y, "quadratic")
    factors = rng.uniform(0.97, 1.03, size=gradients[TAMPERED].shape)
    return net, x, y, {**gradients, TAMPERED: gradients[TAMPERED] * factors}


@exercise("6.6")
def detective(answer: Any) -> Feedback:
    """Judge which of six gradients has been tampered with."""
    net, x, y, gradients = suspect()
    if not isinstance(answer, str) or answer not in gradients:
        return Feedback(False, f"Accuse one of {', '.join(gradients)}, by its name.")
    _, right = net.cost_and_gradients(x, y, "quadratic")
    error = relative_error(gradients[answer], right[answer])
    if error > 0:
        return Feedback(True, f"Its relative error is {error:.2g}; all others agree with the nudges.")
    return Feedback(False, f"{answer} is innocent: nudge its entries, and all of them agree.")
