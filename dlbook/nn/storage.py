"""Networks in files: the arrays and a JSON description in one npz archive, without pickle.

Loading runs no code from the file: layers, initialisers and regularisers are made by name from known tables.
"""

import json
import os
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.nn import initializers, regularizers
from dlbook.nn.arrays import Array, Params, Shape
from dlbook.nn.initializers import Initializer
from dlbook.nn.layers import LAYERS, Layer
from dlbook.nn.names import look_up
from dlbook.nn.regularizers import Regularizer

_FORMAT = "dlbook.nn.Sequential/1"
_DESCRIPTION = "description.json"
#: What NumPy, zipfile and json raise at files that are damaged or something else.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class Stored:
    """What a file holds: the layers, the shape of an example, the floating type, and the arrays by name."""

    layers: list[Layer]
    input_shape: Shape
    dtype: str
    weights: Params


def describe(part: Any) -> Any:
    """Return the hyperparameters of a layer, initialiser or regulariser as JSON values.

    Args:
        part: such an object, or a plain value.

    Returns:
        Numbers, strings, None, or a dictionary of them with the type under ``"type"``.

    Example:
        >>> from dlbook.nn.layers import Dropout
        >>> describe(Dropout(0.2))
        {'type': 'dropout', 'rate': 0.2}
    """
    if not isinstance(part, Layer | Initializer | Regularizer):
        return part.item() if isinstance(part, np.generic) else part
    name = part.kind if isinstance(part, Layer) else part.name
    return {"type": name} | {f.name: describe(getattr(part, f.name)) for f in fields(part) if f.init}  # type: ignore[arg-type]


def layer_from(description: Mapping[str, Any]) -> Layer:
    """Return the layer that ``describe`` described.

    Args:
        description: what ``describe`` returned.

    Returns:
        A layer, not built.

    Raises:
        ValueError: if the type or a hyperparameter is unknown.

    Example:
        >>> layer_from({"type": "dropout", "rate": 0.2})
        Dropout(rate=0.2)
    """
    values = {key: _part_from(key, value) for key, value in description.items() if key != "type"}
    return _make(look_up(description.get("type"), LAYERS, "the stored layer's type"), values)


def write(
    path: str | os.PathLike[str],
    layers: Sequence[Layer],
    input_shape: Shape,
    dtype: np.dtype,
    weights: Params,
) -> None:
    """Write a network beside the target, then move it there: no reader ever sees half a file.

    Args:
        path: where to.
        layers: the layers.
        input_shape: shape of one example.
        dtype: floating type of the net.
        weights: parameters and states by name.
    """
    description = {
        "format": _FORMAT,
        "input_shape": list(input_shape),
        "dtype": dtype.name,
        "layers": [describe(layer) for layer in layers],
    }
    members: dict[str, Any] = {_DESCRIPTION: np.array(json.dumps(description)), **weights}
    target = Path(path)
    beside = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            np.savez(file, **members)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def read(path: str | os.PathLike[str]) -> Stored:
    """Read what ``write`` wrote.

    Args:
        path: where from.

    Returns:
        Layers (not built), shape, type and arrays.

    Raises:
        ValueError: if the file is damaged or something else.
        FileNotFoundError: if there is none.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in archive.files}
        description = _checked(json.loads(str(arrays.pop(_DESCRIPTION))))
    except _UNREADABLE as error:
        raise problem(
            f"{Path(path).name} cannot be read as a network ({type(error).__name__}: {error})",
            "a file that net.save wrote",
            "Save the net again; the file is damaged or of another kind",
        ) from error
    return Stored(
        [layer_from(part) for part in description["layers"]],
        tuple(description["input_shape"]),
        description["dtype"],
        arrays,
    )


def check_weights(own: Mapping[str, Array], new: Mapping[str, Array]) -> None:
    """Raise unless both hold arrays of the same names and shapes.

    Args:
        own: the net's arrays.
        new: those that shall replace them.

    Raises:
        ValueError: if names or shapes differ.
    """
    missing, unknown = own.keys() - new.keys(), new.keys() - own.keys()
    if missing or unknown:
        raise problem(
            f"weights lack {sorted(missing)} and have {sorted(unknown)} besides",
            "the names of net.params and net.state",
            "Take them from a net with the same layers",
        )
    for key, array in own.items():
        if np.shape(new[key]) != array.shape:
            raise problem(
                f"weights[{key!r}] has shape {np.shape(new[key])}",
                f"shape {array.shape}",
                "Take it from a net with the same layers and inputs",
            )


def _checked(description: Any) -> dict[str, Any]:
    """Return a description of this format, or raise."""
    kinds = {"format": str, "input_shape": list, "dtype": str, "layers": list}
    if not isinstance(description, dict) or description.get("format") != _FORMAT:
        raise ValueError("its description is of another format")
    if not all(isinstance(description.get(key), kind) for key, kind in kinds.items()):
        raise ValueError("its description is incomplete")
    if not all(isinstance(part, dict) for part in description["layers"]):
        raise ValueError("its layers are not described")
    return description


def _part_from(key: str, value: Any) -> Any:
    """Return a hyperparameter; initialisers and regularisers were stored as dictionaries."""
    if not isinstance(value, Mapping):
        return value
    table: Mapping[str, type] = (
        initializers.INITIALIZERS if key.endswith("initializer") else regularizers.REGULARIZERS
    )
    kind = look_up(value.get("type"), table, f"the stored {key}")
    return _make(kind, {name: number for name, number in value.items() if name != "type"})


def _make[T](kind: type[T], values: dict[str, Any]) -> T:
    try:
        return kind(**values)
    except TypeError as error:
        raise problem(
            f"the stored {kind.__name__} has {sorted(values)}",
            "the hyperparameters of this version",
            "Load it with the version that saved it, or build the net anew and use set_weights",
        ) from error
