"""Golden numbers for the widgets' network engine: functions, layers, optimisers and whole trainings."""

from typing import Any

import numpy as np

from dlbook import nn
from dlbook.nn import activations, costs, initializers
from dlbook.nn.arrays import Array
from dlbook.nn.layers import Layer
from dlbook.nn.optimizers import Optimizer
from dlbook.rng import stream

_Z = np.array([[-1000.0, -3.0, -1.0, -0.2], [0.0, 0.3, 1.0, 2.5], [4.0, -0.7, 40.0, 0.1]])
_FAR = 100.0
_PENALTIES = {"l1": nn.L1(0.02), "l2": nn.L2(0.03), "l1_l2": nn.L1L2(0.02, 0.03)}


def functions() -> dict[str, Any]:
    """Return activations, costs and penalties with their derivatives.

    Example:
        >>> sorted(functions())
        ['activations', 'costs', 'penalties', 'rows']
    """
    return {
        "activations": _activations(),
        "rows": _rows(),
        "costs": [_cost(name, *case) for name, cases in _cost_cases().items() for case in cases],
        "penalties": _penalties(),
    }


def _activations() -> dict[str, Any]:
    d_a = stream(1, "d_a").normal(size=_Z.shape)
    golden: dict[str, Any] = {"z": _Z.tolist(), "d_a": d_a.tolist(), "functions": {}}
    for name in activations.names():
        z = np.maximum(_Z, -_FAR) if name == "square" else _Z
        a, kept = activations.get(name).forward(z)
        d_z = activations.get(name).backward(d_a, kept)
        golden["functions"][name] = {"z": z.tolist(), "a": a.tolist(), "d_z": d_z.tolist()}
    return golden


def _rows() -> dict[str, Any]:
    """Return the functions that compare weighted inputs, and the noisy ReLU with the noise it drew."""
    z = stream(1, "rows").normal(size=(4, 3)) * 3
    noise = stream(1, "noise").standard_normal(z.shape)
    return {
        "z": z.tolist(),
        "noise": noise.tolist(),
        "softmax": nn.softmax(z).tolist(),
        "log_softmax": nn.log_softmax(z).tolist(),
        "maxout": nn.maxout(z).tolist(),
        "maxout_derivative": nn.maxout_derivative(z).tolist(),
        "noisy_relu": nn.noisy_relu(z, rng=stream(1, "noise")).tolist(),
        "noisy_relu_derivative": nn.noisy_relu_derivative(z, rng=stream(1, "noise")).tolist(),
    }


def _cost_cases() -> dict[str, list[tuple[Array, Array, bool]]]:
    """Return targets, outputs and whether these are logits, for each cost."""
    rng = stream(1, "costs")
    values, near = rng.normal(size=(5, 3)), rng.normal(size=(5, 3)) * 2
    classes = np.array([2, 0, 1, 1, 0])
    one_hot, shares = np.eye(3)[classes], nn.softmax(near)
    wide = near * np.array([[1], [1], [50], [50], [50]])  # probabilities that round to 0 and 1
    yes = rng.integers(2, size=(5, 3)).astype(float)
    cases: dict[str, list[tuple[Array, Array, bool]]] = {
        name: [(values, near, False)]
        for name in ("quadratic", "mean_squared_error", "mean_absolute_error", "huber")
    }
    cases["binary_crossentropy"] = [(yes, nn.sigmoid(wide), False), (yes, wide, True)]
    cases["categorical_crossentropy"] = [(one_hot, shares, False), (one_hot, wide, True)]
    cases["sparse_categorical_crossentropy"] = [(classes, shares, False), (classes, wide, True)]
    return cases


def _cost(name: str, y: Array, p: Array, from_logits: bool) -> dict[str, Any]:
    cost = costs.get(name)
    if from_logits:
        cost = cost.fused_with(type(cost).partner) or cost
    value, gradient = cost.value_and_gradient(y, p)
    rows = y.reshape(len(y), -1)
    return {
        "name": name,
        "from_logits": from_logits,
        "y": rows.tolist(),
        "p": p.tolist(),
        "value": value,
        "gradient": gradient.tolist(),
    }


def _penalties() -> dict[str, Any]:
    weights = np.array([-1.5, -0.25, 0.0, 0.1, 2.0])
    golden: dict[str, Any] = {
        name: {"penalty": penalty.penalty(weights), "gradient": penalty.gradient(weights).tolist()}
        for name, penalty in _PENALTIES.items()
    }
    return golden | {"weights": weights.tolist(), "soft_threshold": nn.soft_threshold(weights, 0.2).tolist()}


def starts() -> dict[str, Any]:
    """Return what a large kernel of every initialiser is like: random streams differ, moments do not.

    Example:
        >>> golden = starts()
        >>> golden["shape"], round(golden["glorot_uniform"]["mean_square"] * 200, 1)
        ([300, 100], 1.0)
    """
    shape = (300, 100)
    golden: dict[str, Any] = {"shape": list(shape)}
    for name in initializers.names():
        if name != "constant":
            kernel = initializers.get(name)(shape, rng=stream(1, name), dtype=np.float64)
            golden[name] = {
                "mean_square": float((kernel**2).mean()),
                "largest": float(np.abs(kernel).max()),
            }
    return golden


def layers() -> dict[str, Any]:
    """Return one pass forward and back through each layer.

    Example:
        >>> [case["kind"] for case in layers()["cases"]]
        ['dense', 'batch_norm', 'batch_norm', 'dropout', 'dropout']
    """
    cases = [
        _layer(nn.Dense(3, activation="tanh"), training=True),
        _layer(nn.BatchNorm(), training=True),
        _layer(nn.BatchNorm(momentum=0.7, epsilon=0.01), training=False),
        _layer(nn.Dropout(0.4), training=True),
        _layer(nn.Dropout(0.4), training=False),
    ]
    return {"cases": cases}


def _layer(layer: Layer, *, training: bool) -> dict[str, Any]:
    rng = stream(1, "layers", layer.kind)
    x = rng.normal(1.0, 2.0, size=(6, 4))
    layer.build((4,), rng=rng, dtype=np.float64)
    for array in (*layer.params.values(), *layer.state.values()):
        array += rng.uniform(0.1, 0.5, array.shape)
    before = {key: _flat(array) for key, array in (layer.params | layer.state).items()}
    y, cache = layer.forward(x, training=training, rng=stream(1, "draws"))
    d_y = rng.normal(size=y.shape)
    d_x, gradients = layer.backward(d_y, cache)
    return {
        "kind": layer.kind,
        "training": training,
        "settings": {
            name: getattr(layer, name) for name in ("momentum", "epsilon", "rate") if name in vars(layer)
        },
        "weights": before,
        "draws": _flat(stream(1, "draws").random(x.shape, dtype=np.float32)),
        "x": x.tolist(),
        "y": y.tolist(),
        "d_y": d_y.tolist(),
        "d_x": d_x.tolist(),
        "gradients": {key: _flat(g) for key, g in gradients.items()},
        "state": {key: _flat(array) for key, array in layer.state.items()},
    }


_OPTIMIZERS: list[tuple[str, Optimizer, list[Any]]] = [
    ("sgd", nn.SGD(0.1), [0.1]),
    ("momentum", nn.Momentum(0.1, 0.8), [0.1, 0.8]),
    ("nesterov", nn.Nesterov(0.1, 0.8), [0.1, 0.8]),
    ("adagrad", nn.AdaGrad(0.1), [0.1]),
    ("adagrad", nn.AdaGrad(0.1, 0.0, 1e-3), [0.1, 0.0, 1e-3]),
    ("rmsprop", nn.RMSProp(0.1), [0.1]),
    ("rmsprop", nn.RMSProp(0.1, 0.7, 1e-3), [0.1, 0.7, 1e-3]),
    ("adadelta", nn.AdaDelta(1.0), [1.0]),
    ("adadelta", nn.AdaDelta(0.5, 0.8, 1e-3), [0.5, 0.8, 1e-3]),
    ("adam", nn.Adam(0.1), [0.1]),
    ("adam", nn.Adam(0.1, 0.8, 0.9, 1e-3), [0.1, 0.8, 0.9, 1e-3]),
    ("adamw", nn.AdamW(0.1), [0.1]),
    ("adamw", nn.AdamW(0.1, weight_decay=0.3, exclude=("bias",)), [0.1, 0.3, ["bias"]]),
]


def optimizers() -> dict[str, Any]:
    """Return 20 steps of every optimiser, with its defaults and with others, under given gradients.

    Example:
        >>> golden = optimizers()
        >>> len(golden["gradients"]), len(golden["runs"][0]["steps"])
        (20, 20)
    """
    rng = stream(1, "optimizers")
    start = {"kernel": rng.normal(size=4), "bias": rng.normal(size=2)}
    sizes = np.array([10.0, 1.0, 1e-2, 1e-5])  # large gradients and tiny ones
    gradients = [{"kernel": sizes * rng.normal(size=4), "bias": rng.normal(size=2)} for _ in range(20)]
    runs = []
    for name, optimizer, arguments in _OPTIMIZERS:
        params, state, steps = start, optimizer.init(start), []
        for g in gradients:
            updates, state = optimizer.update(g, state, params)
            params = {key: w + updates[key] for key, w in params.items()}
            steps.append({key: _flat(w) for key, w in params.items()})
        runs.append({"name": name, "arguments": arguments, "steps": steps})
    return {
        "start": {key: _flat(w) for key, w in start.items()},
        "gradients": [{key: _flat(g) for key, g in one.items()} for one in gradients],
        "runs": runs,
    }


def _flat(array: Array) -> list[float]:
    return [float(value) for value in np.ravel(array)]
