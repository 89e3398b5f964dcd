"""Golden numbers for the widgets of part I: activation functions with their settings, and softmax."""

from typing import Any

import numpy as np

from dlbook import nn

_Z = [-1000.0, -12.5, -4.0, -1.0, -1e-6, 0.0, 1e-5, 0.5, 2.0, 8.0, 1000.0]
_LEAKS, _ALPHAS = [-1.0, 0.0, 0.01, 0.3], [0.1, 0.7, 2.0]
_PIECES = [[-1.5, 0.2, -0.1], [3.0, 3.0, 1.0], [-4.0, -2.0, -2.5], [7.0]]
_LOGITS = [
    [-1.0, 1.0, 5.0],
    [99.0, 101.0, 105.0],
    [0.0, 0.0, 0.0],
    [1000.0, 999.0, -1000.0],
    [-3.2, 8.0, 7.9],
]
_SEED = 2


def activation_settings() -> dict[str, Any]:
    """Return the rectifiers with a setting, noisy ReLU for known draws, and maxout, each with its slope.

    Example:
        >>> golden = activation_settings()
        >>> golden["leaky_relu"][0]["value"][golden["z"].index(-4.0)]
        4.0
    """
    z = np.array(_Z)
    noise = np.random.default_rng(_SEED).standard_normal(z.shape)
    again = [np.random.default_rng(_SEED) for _ in range(2)]
    return {
        "z": _Z,
        "leaky_relu": [_both(c, nn.leaky_relu(z, c), nn.leaky_relu_derivative(z, c)) for c in _LEAKS],
        "elu": [_both(alpha, nn.elu(z, alpha), nn.elu_derivative(z, alpha)) for alpha in _ALPHAS],
        "noisy_relu": {
            "noise": noise.tolist(),
            "value": nn.noisy_relu(z, rng=again[0]).tolist(),
            "slope": nn.noisy_relu_derivative(z, rng=again[1]).tolist(),
        },
        "maxout": [
            {
                "pieces": pieces,
                "value": float(nn.maxout(pieces)),
                "slope": nn.maxout_derivative(pieces).tolist(),
            }
            for pieces in _PIECES
        ],
    }


def _both(setting: float, value: np.ndarray, slope: np.ndarray) -> dict[str, Any]:
    return {"setting": setting, "value": value.tolist(), "slope": slope.tolist()}


def softmax() -> dict[str, Any]:
    """Return rows of logits with their shares.

    Example:
        >>> [round(share, 5) for share in softmax()["shares"][0]]
        [0.00243, 0.01794, 0.97963]
    """
    return {"logits": _LOGITS, "shares": [nn.softmax(row).tolist() for row in _LOGITS]}
