"""Golden numbers for the playground: trainings on own points, step by step."""

from typing import Any

import numpy as np

from dlbook import nn
from dlbook.nn.arrays import Array
from dlbook.nn.optimizers import Optimizer
from dlbook.rng import stream

EDGE = 2.0
GRID = 100
MOMENTS = (0, 1, 5, 20, 60)
_POINTS = [(-1.2, 1.1, 0), (-0.9, 0.6, 0), (1.1, -1.0, 0), (0.4, -1.3, 0), (1.2, 1.2, 1), (-1.1, -0.9, 1)]


def playground() -> dict[str, Any]:
    """Return what nets come to at some steps: all points a step, so that no order matters.

    Example:
        >>> [len(case["losses"]) for case in playground()["cases"]]
        [5, 5, 5]
    """
    codes = [_code(*point) for point in _POINTS]
    return {"points": codes, "moments": list(MOMENTS), "cases": [_case(i, codes) for i in range(3)]}


def _case(number: int, codes: list[int]) -> dict[str, Any]:
    """Train one net and note costs, accuracies and answers."""
    x = np.array([[_place((code - 1) % GRID**2 // GRID), _place((code - 1) % GRID)] for code in codes])
    y = np.array([[float((code - 1) // GRID**2)] for code in codes])
    settings, layers, cost, optimizer = _made(number)
    net = nn.Sequential(layers).build((2,), rng=stream(number, "playground"), dtype=np.float64)
    case: dict[str, Any] = {"settings": settings, "start": _weights(net), "losses": [], "accuracies": []}
    case["cost"] = cost.name
    state = optimizer.init(net.params)
    for step in range(MOMENTS[-1] + 1):
        if step in MOMENTS:
            p = net.predict(x)
            case["losses"].append(float(cost.per_example(y, p).mean()))
            case["accuracies"].append(float(((p > 0.5) == (y > 0.5)).mean()))
        if step < MOMENTS[-1]:
            _, gradients = net.cost_and_gradients(x, y, cost)
            for key, update in optimizer.advance(gradients, state).items():
                net.params[key] += update
    return case | {"end": _weights(net), "x": x.tolist()}


def _made(number: int) -> tuple[dict[str, Any], list[nn.Layer], nn.Cost, Optimizer]:
    """Return settings as the widget names them, and the same as `dlbook.nn` has it."""
    if number == 0:
        hidden = [nn.Dense(4, activation="relu", kernel_regularizer=nn.L1L2(0.0, 0.003)) for _ in range(2)]
        last = nn.Dense(1, activation="sigmoid", kernel_regularizer=nn.L1L2(0.0, 0.003))
        settings = {
            "depth": 2,
            "width": 4,
            "activation": "relu",
            "optimizer": "momentum",
            "rate": 0.1,
            "l2": 0.003,
        }
        return settings, [*hidden, last], nn.BinaryCrossentropy(), nn.Momentum(0.1)
    if number == 1:
        layers = [nn.Dense(5, activation="tanh"), nn.BatchNorm(), nn.Dense(1, activation="sigmoid")]
        settings = {
            "depth": 1,
            "width": 5,
            "activation": "tanh",
            "optimizer": "adam",
            "rate": 0.03,
            "norm": True,
        }
        return settings, layers, nn.MeanSquaredError(), nn.Adam(0.03)
    layers = [nn.Dense(3, activation="elu", kernel_regularizer=nn.L1L2(0.001, 0.0)) for _ in range(3)]
    last = nn.Dense(1, activation="sigmoid", kernel_regularizer=nn.L1L2(0.001, 0.0))
    settings = {
        "depth": 3,
        "width": 3,
        "activation": "elu",
        "optimizer": "rmsprop",
        "rate": 0.01,
        "l1": 0.001,
    }
    return settings, [*layers, last], nn.Huber(), nn.RMSProp(0.01)


def _code(x: float, y: float, label: int) -> int:
    column, row = (int((value + EDGE) / (2 * EDGE) * GRID) for value in (x, y))
    return label * GRID**2 + column * GRID + row + 1


def _place(cell: int) -> float:
    return (cell + 0.5) / GRID * 2 * EDGE - EDGE


def _weights(net: nn.Sequential) -> dict[str, list[float]]:
    arrays: dict[str, Array] = net.get_weights()
    return {key: [float(value) for value in array.ravel()] for key, array in arrays.items()}
