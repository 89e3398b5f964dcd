"""Worked examples: networks so small that all their numbers fit on a page, the same wherever they occur."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlbook.checks import problem
from dlbook.nn import (
    Dense,
    Sequential,
    costs,
    sigmoid,
    sigmoid_derivative,
    squared_error,
    squared_error_derivative,
)

KINDS = ("limpet", "razor clam", "whelk")
"""The three kinds of shells that the 2-3-3 network tells apart, in the order of its outputs."""

MEASURES = ("length ÷ width", "turns")
"""What is measured of a shell: the two inputs of the network."""

SHELLS = np.array([[1.0, 0.0], [5.0, 0.0], [2.0, 3.0]])
"""One shell of each kind: a limpet is as long as it is wide, a razor clam long, a whelk coiled."""

POINT, ANSWER = np.array([[1.0, 2.0]]), np.array([[1.0]])
"""The one example on which the 2-2-1 network is worked through, and its target."""

ODD = ((0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 1))
"""The rows of the truth table in which an odd number of three inputs is 1: exclusive or, for three."""


def _built(net: Sequential, inputs: int, *arrays: object) -> Sequential:
    """Build a net in float64 and give it these kernels and biases, in order."""
    net.build(input_shape=(inputs,), rng=np.random.default_rng(0), dtype=np.float64)
    values = (np.asarray(array, dtype=np.float64) for array in arrays)
    net.set_weights(dict(zip(net.params, values, strict=True)))
    return net


def shell_net() -> Sequential:
    """Return the 2-3-3 network that sorts shells: three ReLU units, then softmax over three kinds.

    Its weights are set by hand, in halves, so that all weighted inputs can be worked out without a machine.

    Returns:
        A network in float64 that takes (n, 2) measures and gives (n, 3) probabilities.

    Example:
        >>> [KINDS[i] for i in shell_net().predict(SHELLS).argmax(axis=1)]
        ['limpet', 'razor clam', 'whelk']
        >>> weighted_inputs(shell_net(), SHELLS[2:])[-1]
        array([[-1.,  1.,  5.]])
    """
    return _built(
        Sequential([Dense(3, activation="relu"), Dense(3, activation="softmax")]),
        2,
        [[0.5, 0.5, -1.0], [-1.0, 0.5, 1.0]],
        [0.5, -0.5, 1.0],
        [[0.5, 1.0, -1.0], [-1.0, 1.0, 1.0], [-0.5, -0.5, 1.5]],
        [2.0, 0.0, 0.0],
    )


def small_net() -> Sequential:
    """Return the 2-2-1 network of sigmoid units on which backpropagation is worked through.

    Returns:
        A network in float64 that takes (n, 2) and gives (n, 1).

    Example:
        >>> small_net().predict(POINT).round(4)
        array([[0.5668]])
    """
    return _built(
        Sequential([Dense(2, activation="sigmoid"), Dense(1, activation="sigmoid")]),
        2,
        [[-1.0, 0.5], [0.5, 0.5]],
        [0.0, -0.5],
        [[2.0], [-1.0]],
        [0.0],
    )


def weighted_inputs(net: Sequential, x: np.ndarray) -> list[np.ndarray]:
    """Return z = a W + b of every dense layer, a being what the layer before answers.

    Args:
        net: a built network of dense layers.
        x: (n, inputs).

    Returns:
        One array (n, units) a layer.
    """
    inputs = [np.asarray(x), *net.layer_outputs(x).values()]
    params = (layer.params for layer in net.layers)
    return [a @ p["kernel"] + p["bias"] for a, p in zip(inputs, params, strict=False)]


@dataclass(frozen=True)
class Neuron:
    """One sigmoid neuron with one input as a chain: w, w x, z = w x + b, a = sigmoid(z), C = (a - y)^2.

    Args:
        w: its weight.
        b: its bias.
        x: its input.
        y: the target.

    Example:
        >>> round(Neuron().carried()[0], 3)
        0.575
    """

    w: float = 1.0
    b: float = -1.0
    x: float = 2.0
    y: float = 0.0

    def values(self) -> tuple[float, ...]:
        """Return w, w x, z, a and C."""
        z = self.w * self.x + self.b
        a = float(sigmoid(z))
        return self.w, self.w * self.x, z, a, float(squared_error(self.y, a))

    def slopes(self) -> tuple[float, ...]:
        """Return by how much each of the four steps changes per change of the one before."""
        _, _, z, a, _ = self.values()
        return self.x, 1.0, float(sigmoid_derivative(z)), float(squared_error_derivative(self.y, a))

    def carried(self) -> tuple[float, ...]:
        """Return the derivatives of C by w, w x, z, a and C: products of slopes, gathered from the end."""
        products = [1.0]
        for slope in reversed(self.slopes()):
            products.append(products[-1] * slope)
        return tuple(reversed(products))


@dataclass(frozen=True)
class Nudges:
    """How the cost of one example reacts to a nudge of each number in a network of dense layers.

    Args:
        z: derivatives by the weighted inputs, one array (units,) a layer.
        a: derivatives by the activations, likewise.
        params: derivatives by the parameters, with the keys of ``net.params``.
    """

    z: list[np.ndarray]
    a: list[np.ndarray]
    params: dict[str, np.ndarray]


def nudges(net: Sequential, x: np.ndarray, y: np.ndarray, cost: str = "quadratic") -> Nudges:
    """Return all derivatives of the cost of one example, those inside the network included.

    A bias adds to z with the weight 1, so the derivative by z is that by the bias; the derivative by the
    activation is carried back through the kernel of the next layer.

    Args:
        net: a built network of dense layers.
        x: (1, inputs).
        y: (1, outputs).
        cost: its name.

    Returns:
        The derivatives.

    Example:
        >>> nudges(small_net(), POINT, ANSWER).z[1].round(4)
        array([-0.2127])
    """
    if len(x) != 1:
        raise problem(f"{len(x)} examples came", "one", "Pass one row, such as x[:1]")
    _, params = net.cost_and_gradients(x, y, cost)
    z = [params[f"{name}/bias"] for name in net.names]
    a = [layer.params["kernel"] @ d_z for layer, d_z in zip(net.layers[1:], z[1:], strict=True)]
    return Nudges(z, [*a, _costs_slope(net, x, y, cost)], params)


def _costs_slope(net: Sequential, x: np.ndarray, y: np.ndarray, cost: str) -> np.ndarray:
    return np.asarray(costs.get(cost).gradient(y, net.predict(x)))[0]


def boolean_net(true_rows: Sequence[Sequence[int]]) -> Sequential:
    """Return a network of step units that is 1 in these rows of a truth table and 0 in all others.

    One hidden unit recognises one row: the weight is 1 where the row has a 1 and -1 where it has a 0, and the
    bias lets only the full number of matches through. The output unit fires when any hidden unit does.

    Args:
        true_rows: the rows in which the function is 1, of 0s and 1s, all of one length.

    Returns:
        A network that takes (n, inputs) of 0s and 1s and gives (n, 1).

    Example:
        >>> exclusive_or = boolean_net([(0, 1), (1, 0)])
        >>> exclusive_or.predict([[0, 0], [0, 1], [1, 0], [1, 1]]).ravel()
        array([0., 1., 1., 0.])
    """
    rows = np.asarray(true_rows, dtype=np.float64)  # (units, inputs)
    units, inputs = rows.shape
    return _built(
        Sequential([Dense(units, activation="step"), Dense(1, activation="step")]),
        inputs,
        (2 * rows - 1).T,
        0.5 - rows.sum(axis=1),
        np.ones((units, 1)),
        [-0.5],
    )


def bump_net(edges: Sequence[float], heights: Sequence[float], steepness: float = 40.0) -> Sequential:
    """Return a network of sigmoid pairs, each a bump between two edges: one goes up, the other takes it back.

    Args:
        edges: where bumps begin and end, ascending, one more than there are bumps.
        heights: how high each is.
        steepness: how sharp their sides are, above 0.

    Returns:
        A network that takes (n, 1) and gives (n, 1), with two hidden units a bump.

    Example:
        >>> bump_net([0.4, 0.6], [2.0]).predict([[0.1], [0.5], [0.9]]).round(1).ravel()
        array([0. , 1.9, 0. ])
    """
    sides = np.repeat(np.asarray(edges, dtype=np.float64), 2)[1:-1]  # up, down, up, down ...
    signs = np.tile([1.0, -1.0], len(heights))
    return _built(
        Sequential([Dense(len(sides), activation="sigmoid"), Dense(1)]),
        1,
        np.full((1, len(sides)), steepness),
        -steepness * sides,
        (signs * np.repeat(heights, 2))[:, None],
        [0.0],
    )


def tower_net(
    edges: tuple[float, float] = (0.35, 0.65), height: float = 1.0, steepness: float = 40.0
) -> Sequential:
    """Return a network of two hidden layers that is as high as told inside a square of the plane, 0 outside.

    A pair of sigmoids along each axis adds up to a ridge; where the ridges cross the sum is 2, and the unit
    in the second hidden layer lets only that through.

    Args:
        edges: where the square begins and ends, along both axes.
        height: what the network answers in the middle of the square.
        steepness: how sharp its sides are, above 0.

    Returns:
        A network that takes (n, 2) and gives (n, 1).

    Example:
        >>> tower_net().predict([[0.5, 0.5], [0.5, 0.9], [0.1, 0.9]]).round(2).ravel()
        array([1., 0., 0.])
    """
    low, high = edges
    return _built(
        Sequential([Dense(4, activation="sigmoid"), Dense(1, activation="sigmoid"), Dense(1)]),
        2,
        steepness * np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]),
        -steepness * np.array([low, high, low, high]),
        0.5 * steepness * np.array([[1.0], [-1.0], [1.0], [-1.0]]),
        [-0.75 * steepness],
        [[height]],
        [0.0],
    )
