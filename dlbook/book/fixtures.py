"""Golden numbers for the widgets' mathematics: computed by `dlbook.nn`, compared by the JavaScript tests."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from dlbook import nn
from dlbook.book import (
    fixtures_batches,
    fixtures_checkpoint,
    fixtures_descent,
    fixtures_digits,
    fixtures_engine,
    fixtures_first_look,
    fixtures_training,
)
from dlbook.book.fixtures_augment import augment
from dlbook.book.fixtures_backprop import backprop
from dlbook.book.fixtures_batch_norm import batch_norm
from dlbook.book.fixtures_dropout import dropout
from dlbook.book.fixtures_init_lab import init_lab
from dlbook.book.fixtures_overfitting import overfitting
from dlbook.book.fixtures_playground import playground
from dlbook.book.fixtures_race import race
from dlbook.kept import write_whole
from dlbook.nn.costs import Cost

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "widgets" / "fixtures"
SHELF = ROOT / "docs" / "widgets" / "data"
TOLERANCE = 1e-12  # relative: processors differ in the last bits of exp and ln

_Z = [-1000.0, -40.0, -8.0, -2.0, -1.0, -1e-6, 0.0, 1e-5, 0.5, 1.5, 4.0, 12.5, 40.0, 1000.0]
_PAIRS = [(1.0, 1.0), (1.0, 0.9997), (1.0, 0.9), (1.0, 0.6), (1.0, 0.1192), (0.0, 0.1192), (0.3, 0.7)]
_STARTS = [
    {"weight": 2.0, "bias": 2.0, "x": 1.0, "y": 0.0, "rate": 0.15},
    {"weight": 0.6, "bias": 0.9, "x": 1.0, "y": 0.0, "rate": 0.15},
    {"weight": -2.0, "bias": -2.0, "x": 1.0, "y": 1.0, "rate": 0.4},
    {"weight": 3.5, "bias": -0.5, "x": 0.5, "y": 1.0, "rate": 1.1},
]
_EPOCHS = [0, 1, 2, 10, 20, 50, 100, 200, 300]
_COSTS: dict[str, Cost] = {"quadratic": nn.Quadratic(), "entropy": nn.BinaryCrossentropy()}


def activations() -> dict[str, Any]:
    """Return activation functions and their slopes at weighted inputs from tiny to enormous.

    Example:
        >>> golden = activations()
        >>> golden["sigmoid"][golden["z"].index(0.0)]
        0.5
    """
    names = (
        "sigmoid",
        "sigmoid_derivative",
        "tanh",
        "tanh_derivative",
        "relu",
        "relu_derivative",
        "softplus",
        "softplus_derivative",
        "step",
        "step_derivative",
        "identity",
        "identity_derivative",
        "square",
        "square_derivative",
        "leaky_relu",
        "leaky_relu_derivative",
        "elu",
        "elu_derivative",
    )
    z = np.array(_Z)
    return {"z": _Z, **{name: _list(getattr(nn, name)(z)) for name in names}}


def costs() -> dict[str, Any]:
    """Return the squared error, its slope, and the cross-entropy from logits.

    Example:
        >>> [sorted(part) for part in costs().values()]
        [['a', 'squared_error', 'squared_error_derivative', 'y'], ['cross_entropy', 'y', 'z']]
    """
    y, a = (np.array(column) for column in zip(*_PAIRS, strict=True))
    targets, logits = np.repeat([0.0, 1.0, 0.25], len(_Z)), np.tile(_Z, 3)
    from_logits = nn.BinaryCrossentropy(from_logits=True)
    surprise = from_logits.per_example(targets[:, None], logits[:, None])
    return {
        "outputs": {
            "y": _list(y),
            "a": _list(a),
            "squared_error": _list(nn.squared_error(y, a)),
            "squared_error_derivative": _list(nn.squared_error_derivative(y, a)),
        },
        "logits": {"y": _list(targets), "z": _list(logits), "cross_entropy": _list(surprise)},
    }


def neuron() -> dict[str, Any]:
    """Return whole trainings of one sigmoid neuron with each cost, at some epochs.

    Example:
        >>> runs = neuron()["runs"]
        >>> [round(run["moments"][4]["a"], 2) for run in runs[:2]]
        [0.98, 0.38]
    """
    runs = [{"cost": name, **start, "moments": _trained(start, name)} for start in _STARTS for name in _COSTS]
    return {"epochs": _EPOCHS, "runs": runs}


def _trained(start: dict[str, float], cost_name: str) -> list[dict[str, float]]:
    """Train one neuron with the engine's network, cost and optimiser."""
    net = nn.Sequential([nn.Dense(1, activation="sigmoid")])
    net.build(input_shape=(1,), rng=np.random.default_rng(0), dtype=np.float64)
    kernel, bias = net.params["dense_1/kernel"], net.params["dense_1/bias"]
    kernel[:], bias[:] = start["weight"], start["bias"]
    optimizer, x, y = nn.SGD(learning_rate=start["rate"]), np.array([[start["x"]]]), np.array([[start["y"]]])
    state, moments = optimizer.init(net.params), []
    for epoch in range(max(_EPOCHS) + 1):
        value, gradients = net.cost_and_gradients(x, y, _COSTS[cost_name])
        if epoch in _EPOCHS:
            moments.append(_moment(net, x, value, gradients["dense_1/kernel"]))
        updates, state = optimizer.update(gradients, state, net.params)
        kernel += updates["dense_1/kernel"]
        bias += updates["dense_1/bias"]
    return moments


def _moment(net: nn.Sequential, x: np.ndarray, cost: float, gradient: np.ndarray) -> dict[str, float]:
    weight, bias = (net.params[f"dense_1/{name}"].item() for name in ("kernel", "bias"))
    z = np.array(weight * x.item() + bias)
    return {
        "weight": weight,
        "bias": bias,
        "z": z.item(),
        "a": float(net.forward(x)[0].item()),
        "slope": nn.sigmoid_derivative(z).item(),
        "cost": float(cost),
        "gradient": gradient.item(),
    }


FIXTURES: dict[str, Callable[[], Any]] = {
    "activations.json": activations,
    "activation_settings.json": fixtures_first_look.activation_settings,
    "augment.json": augment,
    "backprop.json": backprop,
    "batch-norm.json": batch_norm,
    "batches.json": fixtures_batches.batches,
    "costs.json": costs,
    "descent.json": fixtures_descent.descent,
    "digit-nets.json": fixtures_digits.answers,
    "drawings.json": fixtures_digits.drawings,
    "dropout.json": dropout,
    "encoder.json": fixtures_training.encoder,
    "engine-functions.json": fixtures_engine.functions,
    "engine-layers.json": fixtures_engine.layers,
    "engine-optimizers.json": fixtures_engine.optimizers,
    "engine-starts.json": fixtures_engine.starts,
    "engine-trainings.json": fixtures_training.trainings,
    "init-lab.json": init_lab,
    "neuron.json": neuron,
    "overfitting.json": overfitting,
    "playground.json": playground,
    "patience.json": fixtures_checkpoint.patience,
    "race.json": race,
    "softmax.json": fixtures_first_look.softmax,
    "trilobites.json": fixtures_descent.trilobites,
}
"""Golden numbers for the tests: the name of each file and the function that computes its content."""

PUBLISHED: dict[str, Callable[[], Any]] = {
    "checkpoint.json": fixtures_checkpoint.curves,
    **{f"{name}.mjs": compute for name, (compute, _) in fixtures_descent.MODULES.items()},
}
"""What the site publishes for widgets: recorded numbers to fetch, and modules of data to import."""


def write_fixtures(*, check: bool = False, folder: Path = FOLDER, shelf: Path = SHELF) -> int:
    """Write or check the fixtures and say what was found.

    Args:
        check: write nothing, name what is out of date.
        folder: where the golden numbers are.
        shelf: where the published numbers are.

    Returns:
        The exit status: 1 when ``check`` found files that are out of date, else 0.
    """
    if check:
        old = stale(folder) + stale(shelf, PUBLISHED)
        for name in old:
            print(f"{name} is out of date: run dlbook widgets-fixtures", file=sys.stderr)
    else:
        old = []
        for name in write(folder) + write(shelf, PUBLISHED):
            print(f"wrote {name}")
    if not old:
        print("All numbers for widgets are up to date.")
    return int(bool(old))


def write(folder: Path = FOLDER, which: Mapping[str, Callable[[], Any]] = FIXTURES) -> list[str]:
    """Write every file whose numbers have changed; published ones without a needless space.

    Args:
        folder: where the files go.
        which: `FIXTURES` or `PUBLISHED`.

    Returns:
        The names of the files that were written.
    """
    names = stale(folder, which)
    for name in names:
        write_whole(folder / name, _text(name, which[name](), slim=which is PUBLISHED).encode())
    return names


def stale(folder: Path = FOLDER, which: Mapping[str, Callable[[], Any]] = FIXTURES) -> list[str]:
    """Return the names of the files that are missing or differ from what is computed now.

    Args:
        folder: where the files are.
        which: `FIXTURES` or `PUBLISHED`.

    Returns:
        File names, in the order of ``which``.
    """
    return [name for name, compute in which.items() if not _fresh(folder / name, compute())]


def _text(name: str, content: Any, *, slim: bool) -> str:
    """Return what a file is to contain: JSON, or a module that exports it."""
    if name.endswith(".mjs"):
        about = fixtures_descent.MODULES[name.removesuffix(".mjs")][1]
        data = json.dumps(content, allow_nan=False, ensure_ascii=False)
        return f"/** {about} Written by `dlbook widgets-fixtures`. */\nexport default {data};\n"
    if slim:  # a row of numbers a line
        return json.dumps(content, separators=(",", ":"), allow_nan=False).replace("],[", "],\n[") + "\n"
    return json.dumps(content, indent=1, allow_nan=False) + "\n"


def _fresh(path: Path, computed: Any) -> bool:
    try:
        text = path.read_text(encoding="utf-8")
        data = text if path.suffix == ".json" else text.partition("export default ")[2].rstrip(";\n")
        return _alike(json.loads(data), json.loads(json.dumps(computed)))
    except (FileNotFoundError, json.JSONDecodeError):
        return False


def _alike(one: Any, other: Any, gap: float = 0.0) -> bool:
    """Compare nested values, numbers within the tolerance or a gap."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key], gap) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_alike(a, b, gap) for a, b in zip(one, other, strict=True))
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= max(TOLERANCE * max(abs(one), abs(other)), gap)
    return bool(one == other)


def _list(values: np.ndarray) -> list[float]:
    return [float(value) for value in values]
