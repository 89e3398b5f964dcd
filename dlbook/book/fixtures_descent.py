"""Data and golden numbers for the widgets that walk downhill: the grounds, the trilobite, the pebbles.

The grounds are the functions that the figures of chapters 4, 5 and 11 draw; the widgets get the numbers
that these are made of, never a copy by hand.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from dlbook import nn
from dlbook.book import fixtures_batch_norm
from dlbook.figures.chapters import gradient_descent as hill
from dlbook.figures.chapters import gradient_descent__ground as dip
from dlbook.figures.chapters import optimisers as roll
from dlbook.figures.primitives import trilobite
from dlbook.figures.primitives.ground import Ground as Drawn

SIZES, HEFTS = [1.0, 2.0], [2.0, 3.0]
"""The two pebbles that chapter 5 works out by hand."""

_PLACES = (-9.0, -3.3, -1.7, -0.4, 0.0, 0.6, 1.9, 4.2, 12.0)
_WALKS = ((0.1, 0.0), (0.45, 0.5), (2.0, 0.0), (6.0, 0.0), (0.28, 0.9))
_STEPS = (0, 1, 2, 5, 8)  # few: where a walk is chaotic, rounding errors double with every step

Ground = dict[str, Any]


def grounds() -> list[Ground]:
    """Return the grounds of the widget: the costs of neurons with one weight, each over a few examples.

    Returns:
        For each its name, the neuron's activation, bias, inputs and targets; the part of it that is drawn,
        ``window`` along the weight and ``height`` along the cost; and a start, a rate and a momentum to try.

    Example:
        >>> [ground["name"] for ground in grounds()]
        ['bowl', 'hill', 'dip', 'hollow', 'plateau']
    """
    return [
        _ground("bowl", (SIZES, HEFTS, 0.0), ((-1.9, 5.1), (-11.0, 31.0)), (0.0, 0.1, 0.0))
        | {"linear": True},
        _ground("hill", _neuron(hill.HILL), ((-4.7, 4.3), (-0.2, 0.56)), (-2.5, 6.0, 0.0)),
        _ground("dip", _neuron(dip.DIP), ((-3.6, 4.4), (0.0, 0.7)), (-2.42, 2.0, 0.0)),
        _ground(
            "hollow",
            _neuron(roll.HOLLOW),
            ((-3.1, 2.6), (-0.06, 0.56)),
            (roll.ROLL_START, 0.28, 0.9),
        ),
        _ground("plateau", ([1.0], [0.0], 0.0), ((-5.2, 5.2), (-0.42, 1.5)), (4.0, 0.3, 0.0)),
    ]


def _neuron(ground: Drawn) -> tuple[np.ndarray, np.ndarray, float]:
    return ground.inputs, ground.targets, ground.bias


def _ground(
    name: str, neuron: tuple[Any, Any, float], drawn: tuple[Any, Any], start: tuple[Any, Any, Any]
) -> Ground:
    (x, y, bias), (window, height) = neuron, drawn
    examples = {"inputs": [float(one) for one in x], "targets": [float(one) for one in y], "bias": bias}
    settings = dict(zip(("start", "rate", "momentum"), start, strict=True))
    return {"name": name, "linear": False, **examples, "window": window, "height": height, **settings}


def pebbles() -> dict[str, Any]:
    """Return the twelve pebbles of chapter 5, whose cost is a bowl, and how the figures draw it.

    Example:
        >>> len(pebbles()["inputs"]), pebbles()["start"]
        (12, [3.0, 1.25])
    """
    return {
        "inputs": dip.PEBBLES.tolist(),
        "targets": dip.HEFT.tolist(),
        "start": list(dip.START),
        "levels": dip.LEVELS.tolist(),
    }


def descent() -> dict[str, Any]:
    """Return slopes, curvatures and walks on every ground, by the engine's network, cost and optimisers.

    Example:
        >>> bowl = descent()["grounds"][0]
        >>> [round(w, 6) for w in bowl["walks"][0]["weights"][:3]]
        [0.0, 0.8, 1.2]
    """
    return {"places": list(_PLACES), "steps": list(_STEPS), "grounds": [_walked(one) for one in grounds()]}


def _walked(ground: Ground) -> dict[str, Any]:
    seen = [_look(ground, w) for w in _PLACES]
    walks = [
        {"rate": rate, "momentum": momentum, "weights": _walk(ground, rate, momentum)}
        for rate, momentum in _WALKS
        if not (ground["linear"] and rate > 1)
    ]
    drawn = _drawn(ground["name"])
    figure = [] if drawn is None else [float(drawn(np.float64(w))) for w in _PLACES]
    return {
        "name": ground["name"],
        "cost": [cost for cost, _ in seen],
        "figure": figure,
        "slope": [slope for _, slope in seen],
        "curvature": [_curvature(ground, w) for w in _PLACES],
        "walks": walks,
    }


def _drawn(name: str) -> Any:
    """Return the function that the figures draw for a ground, if there is one over a single weight."""
    return {"hill": hill.HILL.height, "dip": dip.DIP.height, "hollow": roll.HOLLOW.height}.get(name)


def neuron(linear: bool, weight: float, bias: float) -> nn.Sequential:
    """Return a neuron of the engine with one input, linear or sigmoid.

    Args:
        linear: no activation function.
        weight: its weight.
        bias: its bias.

    Example:
        >>> net = neuron(True, 2.0, 1.0)
        >>> net.forward(np.array([[3.0]]))[0].item()
        7.0
    """
    net = nn.Sequential([nn.Dense(1, activation=None if linear else "sigmoid")])
    net.build(input_shape=(1,), rng=np.random.default_rng(0), dtype=np.float64)
    net.params["dense_1/kernel"][:], net.params["dense_1/bias"][:] = weight, bias
    return net


def _look(ground: Ground, w: float) -> tuple[float, float]:
    """Return cost and slope at a weight."""
    net = neuron(ground["linear"], w, ground["bias"])
    x, y = (np.array(ground[name])[:, None] for name in ("inputs", "targets"))
    cost, gradients = net.cost_and_gradients(x, y, nn.Quadratic())
    return float(cost), float(gradients["dense_1/kernel"].item())


def _curvature(ground: Ground, w: float) -> float:
    """Return the second derivative: the mean of 2 x^2 (s'^2 + (s - y) s''), with s'' = s' (1 - 2 s)."""
    x, y = np.array(ground["inputs"]), np.array(ground["targets"])
    z = w * x + ground["bias"]
    if ground["linear"]:
        return float(np.mean(2 * x**2))
    a, slope = nn.sigmoid(z), nn.sigmoid_derivative(z)
    return float(np.mean(2 * x**2 * (slope**2 + (a - y) * slope * (1 - 2 * a))))


def _walk(ground: Ground, rate: float, momentum: float) -> list[float]:
    """Return the weights after some steps of the engine's optimiser."""
    optimizer = nn.Momentum(rate, momentum) if momentum else nn.SGD(rate)
    place = {"w": np.array(ground["start"])}
    state, kept = optimizer.init(place), []
    for step in range(max(_STEPS) + 1):
        if step in _STEPS:
            kept.append(float(place["w"]))
        slope = np.array(_look(ground, float(place["w"]))[1])
        updates, state = optimizer.update({"w": slope}, state, place)
        place = {"w": place["w"] + updates["w"]}
    return kept


def trilobites() -> dict[str, Any]:
    """Return points of the trilobite's outline in every pose, as the figures draw it, in body lengths.

    Example:
        >>> sorted(trilobites())[:2]
        ['content', 'giant']
    """
    return {pose: list(_outline(pose)) for pose in trilobite.poses()}


def _outline(pose: str) -> Iterator[list[list[float]]]:
    """Yield first point, a middle one and the last handle of every piece but circles."""
    for curve, _ in trilobite.pieces(pose, 90 * trilobite.shape()["poses"][pose].get("size", 1.0)):
        if np.asarray(curve.codes)[-1] != curve.CLOSEPOLY:
            points = np.asarray(curve.vertices)
            yield np.round(points[[0, len(points) // 2, -2]], 9).tolist()


MODULES: dict[str, tuple[Callable[[], Any], str]] = {
    "batch-norm-units": (
        fixtures_batch_norm.units,
        "What four units of a fresh layer answer to 512 digits, as the figure of chapter 9 has them.",
    ),
    "grounds": (grounds, "The grounds that the trilobite walks on, as the figures have them."),
    "pebbles": (pebbles, "The twelve pebbles of chapter 5, as the figures have them."),
    "trilobite": (
        trilobite.shape,
        "The book's eyeless trilobite: its outline and its poses, as the figures draw it.",
    ),
}
"""Data modules of the widgets: the function that computes each, and what it says of itself."""
