"""Golden numbers for the initialisation lab: signals and gradients of small nets, layer by layer."""

from typing import Any

import numpy as np

from dlbook.nn import Dense, Sequential
from dlbook.nn.arrays import Array
from dlbook.rng import stream

_INPUTS, _WIDTH, _DEPTH, _CLASSES, _EXAMPLES = 5, 6, 4, 3, 7
_NETS = {"sigmoid": "glorot_normal", "tanh": "lecun_normal", "relu": "he_normal"}


def init_lab() -> dict[str, Any]:
    """Return for some nets what each layer answers and which gradients come back to it.

    Example:
        >>> nets = init_lab()["nets"]
        >>> len(nets["relu"]["forward"]), len(nets["relu"]["backward"])
        (5, 4)
    """
    rng = stream(8, "golden", "lab")
    x = rng.normal(size=(_EXAMPLES, _INPUTS))
    y = np.eye(_CLASSES)[rng.integers(_CLASSES, size=_EXAMPLES)]
    nets = {name: _climbed(name, scheme, x, y) for name, scheme in _NETS.items()}
    return {"x": x.tolist(), "y": y.tolist(), "nets": nets}


def _climbed(activation: str, scheme: str, x: Array, y: Array) -> dict[str, Any]:
    hidden = [Dense(_WIDTH, activation, kernel_initializer=scheme) for _ in range(_DEPTH)]
    net = Sequential([*hidden, Dense(_CLASSES, "softmax", kernel_initializer=scheme)])
    net.build((_INPUTS,), rng=stream(8, "golden", activation), dtype=np.float64)
    signals = [x, *net.layer_outputs(x).values()][:-1]
    return {
        "weights": {key: array.ravel().tolist() for key, array in net.get_weights().items()},
        "forward": [_sizes(a) for a in signals],
        "backward": [_sizes(d) for d in gradients_by_example(net, x, y)[:-1]],
    }


def gradients_by_example(net: Sequential, x: Array, y: Array) -> list[Array]:
    """Return the gradient of each example's own cost by every layer's weighted inputs.

    A bias is added to the weighted input, so for a batch of one example its gradient is the one by z.

    Args:
        net: dense layers, softmax at the end.
        x: inputs, shape (n, inputs).
        y: one-hot classes.

    Returns:
        One array (n, units) for each layer.
    """
    rows = [net.cost_and_gradients(x[[i]], y[[i]], "categorical_crossentropy")[1] for i in range(len(x))]
    return [np.array([row[f"{name}/bias"] for row in rows]) for name in net.names]


def _sizes(values: Array) -> dict[str, float]:
    """Return the root mean square, and that of the distances from the mean over the examples."""
    return {
        "size": float(np.sqrt(np.mean(values**2))),
        "apart": float(np.sqrt(np.mean((values - values.mean(axis=0)) ** 2))),
    }
