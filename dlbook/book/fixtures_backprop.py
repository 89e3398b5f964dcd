"""Golden numbers for the backprop stepper: both passes of the worked 2-2-1 net and of others of its shape."""

from typing import Any

import numpy as np

from dlbook import worked
from dlbook.nn import Sequential

_OTHERS = (
    ([-1.5, 0.4], 0.0, [2.0, -3.1, -0.7, 4.0, 0.3, 1.2, -2.5, 0.0, 1.1]),
    ([3.0, -3.0], 0.6, [4.0, 4.0, -4.0, -4.0, 4.0, -4.0, 4.0, 4.0, -4.0]),
    ([0.0, 0.0], 0.5, [0.0] * 9),
)
"""Inputs, target, and the nine parameters in the order of W1, b1, W2, b2."""


def backprop() -> dict[str, Any]:
    """Return values and slopes of one example in four networks of two inputs, two hidden units, one output.

    Example:
        >>> round(backprop()["walks"][0]["found"]["cost"], 3)
        0.188
    """
    net = worked.small_net()
    walks = [_walk(net, worked.POINT, worked.ANSWER)]
    for inputs, target, flat in _OTHERS:
        sizes = np.cumsum([array.size for array in net.params.values()])[:-1]
        parts = np.split(np.array(flat), sizes)
        shapes = [array.shape for array in net.params.values()]
        values = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
        net.set_weights(dict(zip(net.params, values, strict=True)))
        walks.append(_walk(net, np.array([inputs]), np.array([[target]])))
    return {"walks": walks}


def _walk(net: Sequential, x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """Return the net with the chapter's names, and all that both passes find."""
    slopes = worked.nudges(net, x, y)
    cost, _ = net.cost_and_gradients(x, y, "quadratic")
    z1, z2 = worked.weighted_inputs(net, x)
    a1, a2 = net.layer_outputs(x).values()
    kernels = {name: array for name, array in slopes.params.items() if name.endswith("kernel")}
    first, second = (layer.params for layer in net.layers)
    return {
        "net": {
            "x": x[0].tolist(),
            "y": y.item(),
            "W1": first["kernel"].tolist(),
            "b1": first["bias"].tolist(),
            "W2": second["kernel"][:, 0].tolist(),
            "b2": second["bias"].item(),
        },
        "found": {
            "z1": z1[0].tolist(),
            "a1": a1[0].tolist(),
            "z2": z2.item(),
            "a2": a2.item(),
            "cost": float(cost),
            "d_a2": slopes.a[1].item(),
            "d_z2": slopes.z[1].item(),
            "d_W2": list(kernels.values())[1][:, 0].tolist(),
            "d_b2": slopes.z[1].item(),
            "d_a1": slopes.a[0].tolist(),
            "d_z1": slopes.z[0].tolist(),
            "d_W1": next(iter(kernels.values())).tolist(),
            "d_b1": slopes.z[0].tolist(),
        },
    }
