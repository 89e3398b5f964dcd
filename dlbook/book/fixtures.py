"""Golden numbers for the widgets' mathematics: computed by `dlbook.nn`, compared by the JavaScript tests."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from dlbook import nn
from dlbook.book import fixtures_checkpoint, fixtures_digits, fixtures_first_look
from dlbook.book.fixtures_backprop import backprop
from dlbook.book.fixtures_dropout import dropout
from dlbook.book.fixtures_overfitting import overfitting
from dlbook.book import fixtures_engine, fixtures_training
from dlbook.nn.costs import Cost

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "widgets" / "fixtures"
SHELF = Path(__file__).resolve().parents[2] / "docs" / "widgets" / "data"
from dlbook.book import fixtures_batches, fixtures_descent
from dlbook.nn.costs import Cost

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "widgets" / "fixtures"
DATA_FOLDER = ROOT / "docs" / "widgets" / "data"
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


FIXTURES: dict[str, Callable[[], dict[str, Any]]] = {
    "activations": activations,
    "backprop": backprop,
    "costs": costs,
    "dropout": dropout,
    "neuron": neuron,
    "activation_settings": fixtures_first_look.activation_settings,
    "softmax": fixtures_first_look.softmax,
    "patience": fixtures_checkpoint.patience,
    "overfitting": overfitting,
    "drawings": fixtures_digits.drawings,
    "digit-nets": fixtures_digits.answers,
    "batches": fixtures_batches.batches,
    "descent": fixtures_descent.descent,
    "trilobites": fixtures_descent.trilobites,
}
"""What is written: the stem of each file and the function that computes its content."""

PUBLISHED: dict[str, Callable[[], dict[str, Any]]] = {
    "checkpoint": fixtures_checkpoint.curves,
}
"""What the site publishes for widgets to fetch: recorded numbers, rounded."""
    "engine-functions": fixtures_engine.functions,
    "engine-starts": fixtures_engine.starts,
    "engine-layers": fixtures_engine.layers,
    "engine-optimizers": fixtures_engine.optimizers,
    "engine-trainings": fixtures_training.trainings,
    "encoder": fixtures_training.encoder,
}
"""What is written: the stem of each file and the function that computes its content."""

ROUNDING = {"engine-functions": 1e-15, "engine-layers": 1e-13, "engine-trainings": 1e-10, "encoder": 1e-9}
"""Gaps that count as equal in numbers that sums lead to: machines add in different orders."""



def write_fixtures(*, check: bool = False, folder: Path = FOLDER, shelf: Path = SHELF) -> int:
    """Write or check the fixtures and say what was found.

    Args:
        check: write nothing, name what is out of date.
        folder: where the golden numbers are.
        shelf: where the published numbers are.
def write_fixtures(*, check: bool = False, folder: Path = FOLDER, data: Path = DATA_FOLDER) -> int:
    """Write or check the fixtures and the widgets' data modules, and say what was found.

    Args:
        check: write nothing, name what is out of date.
        folder: where the fixtures are.
        data: where the data modules are.

    Returns:
        The exit status: 1 when ``check`` found files that are out of date, else 0.
    """
    if not check:
        for name in write(folder) + write(shelf, PUBLISHED):
            print(f"wrote {name}")
        return 0
    old = stale(folder) + stale(shelf, PUBLISHED)
        for name in write(folder, data):
            print(f"wrote {name}")
        return 0
    old = stale(folder, data)
    for name in old:
        print(f"{name} is out of date: run dlbook widgets-fixtures", file=sys.stderr)
    return 1 if old else 0


def write(folder: Path = FOLDER, which: Mapping[str, Callable[[], dict[str, Any]]] = FIXTURES) -> list[str]:
    """Write every file whose numbers have changed; published ones without a needless space.

    Args:
        folder: where the files go.
        which: `FIXTURES` or `PUBLISHED`.
def write(folder: Path = FOLDER, data: Path = DATA_FOLDER) -> list[str]:
    """Write every fixture and data module whose numbers have changed.

    Args:
        folder: where the fixtures go.
        data: where the data modules go.

    Returns:
        The names of the files that were written.
    """
    names = stale(folder, which)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        content = which[Path(name).stem]()
        text = _slim(content) if which is PUBLISHED else json.dumps(content, indent=1, allow_nan=False)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    return names


def stale(folder: Path = FOLDER, which: Mapping[str, Callable[[], dict[str, Any]]] = FIXTURES) -> list[str]:
    """Return the names of the files that are missing or differ from what is computed now.

    Args:
        folder: where the files are.
        which: `FIXTURES` or `PUBLISHED`.

    Returns:
        File names, in the order of ``which``.
    """
    return [f"{name}.json" for name in which if not _fresh(folder / f"{name}.json", which[name]())]


def _slim(content: dict[str, Any]) -> str:
    """Return JSON without spaces, a row of numbers a line."""
    return json.dumps(content, separators=(",", ":"), allow_nan=False).replace("],[", "],\n[")
    names = stale(folder, data)
    for name in names:
        path = (data if name.endswith(".mjs") else folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(path), encoding="utf-8")
    return names


def stale(folder: Path = FOLDER, data: Path = DATA_FOLDER) -> list[str]:
    """Return the names of the files that are missing or differ from what `dlbook` computes now.

    Args:
        folder: where the fixtures are.
        data: where the data modules are.

    Returns:
        File names, in the order of `FIXTURES`, then of the data modules.
    """
    modules = fixtures_descent.MODULES
    old = [f"{name}.json" for name in FIXTURES if not _fresh(folder / f"{name}.json", FIXTURES[name]())]
    return old + [f"{name}.mjs" for name in modules if not _fresh(data / f"{name}.mjs", modules[name][0]())]


def _text(path: Path) -> str:
    """Return what a file is to contain: JSON, or a module that exports it."""
    if path.suffix == ".json":
        return json.dumps(FIXTURES[path.stem](), indent=1, allow_nan=False) + "\n"
    compute, about = fixtures_descent.MODULES[path.stem]
    content = json.dumps(compute(), allow_nan=False, ensure_ascii=False)
    return f"/** {about} Written by `dlbook widgets-fixtures`. */\nexport default {content};\n"


def _fresh(path: Path, computed: Any) -> bool:
    try:
        return _alike(json.loads(path.read_text(encoding="utf-8")), computed, ROUNDING.get(path.stem, 0.0))
        text = path.read_text(encoding="utf-8")
        content = text if path.suffix == ".json" else text.partition("export default ")[2].rstrip(";\n")
        return _alike(json.loads(content), json.loads(json.dumps(computed)))
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
