"""The book's three trained nets and some test digits, as small files that the widget draw-a-digit reads.

``index.json`` says what is where. Each net is one file: its arrays one after the other, little-endian, the
float32 ones first and then the kernels, a byte a weight. The digits are one file of a byte a pixel.
"""

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from dlbook.book.errors import ChapterError
from dlbook.data import drawing
from dlbook.kept import write_whole
from dlbook.nn import BatchNorm, Dense, Sequential
from dlbook.nn.arrays import Array
from dlbook.runs import Results
from dlbook.runs.jobs.quantised import SCALE
from dlbook.runs.stores import NETS, RUN, kept_arrays, kept_net

#: Where the site has them.
PLACE = "widgets/digits"
STORED = "test-digits.npz"
#: Which nets are wrong about a digit (in the order of NETS), and how many such digits are shown.
MISREAD = {(True, False, False): 3, (True, True, False): 2, (False, True, True): 2, (True, True, True): 3}


def published(results: Results, folder: Path) -> dict[str, Path]:
    """Write the files and return them by their place on the site.

    Args:
        results: the records.
        folder: where to; files whose content has not changed are left alone.

    Returns:
        Nothing where there is no record of the nets, as in a book of a few test pages.

    Raises:
        ChapterError: if the file of digits is damaged.
    """
    if RUN not in results or not (results.folder / STORED).exists():
        return {}
    files = contents(results)
    for name, content in files.items():
        write_whole(folder / name, content)
    return {f"{PLACE}/{name}": folder / name for name in files}


def contents(results: Results) -> dict[str, bytes]:
    """Return what is in each file, by its name.

    Args:
        results: the records.

    Returns:
        ``index.json``, ``digits.bin`` and a file for each net.

    Raises:
        ValueError: if the record of the nets is missing.
    """
    record = results.read(RUN)
    files: dict[str, bytes] = {}
    nets: dict[str, Any] = {}
    for name in NETS:
        files[f"{name}.bin"], places = laid_out(kept_arrays(results, name))
        accuracy = float(record.values(name, "test_accuracy")[0])
        layers = _layers(kept_net(results, name), places)
        nets[name] = {"file": f"{name}.bin", "accuracy": accuracy, "layers": layers}
    files["digits.bin"], digits = _digits(results.folder / STORED)
    index = {
        "nets": nets,
        "digits": {"file": "digits.bin", **digits},
        "example": [list(map(list, stroke)) for stroke in drawing.EXAMPLE],
    }
    return {"index.json": json.dumps(index, separators=(",", ":")).encode(), **files}


def laid_out(arrays: dict[str, Array]) -> tuple[bytes, dict[str, int]]:
    """Return arrays as one run of bytes, and where each begins.

    Args:
        arrays: float32 and int8, by name.

    Returns:
        The bytes, and the place of the first byte of every array.

    Example:
        >>> ones = np.ones(2, np.float32)
        >>> content, places = laid_out({"kernel": np.array([[3, -1]], np.int8), "bias": ones})
        >>> len(content), places
        (10, {'bias': 0, 'kernel': 8})
    """
    parts: list[bytes] = []
    places: dict[str, int] = {}
    for key in sorted(arrays, key=lambda key: -arrays[key].dtype.itemsize):
        array = arrays[key]
        places[key] = sum(map(len, parts))
        parts.append(array.astype(array.dtype.newbyteorder("<")).tobytes())
    return b"".join(parts), places


def _layers(net: Sequential, places: dict[str, int]) -> list[dict[str, Any]]:
    """Describe the layers that do something to a finished net's input, and where their numbers are."""
    layers: list[dict[str, Any]] = []
    for name, layer in zip(net.names, net.layers, strict=True):
        own = {key.split("/")[1]: place for key, place in places.items() if key.startswith(f"{name}/")}
        if isinstance(layer, Dense):
            inputs, units = net.params[f"{name}/kernel"].shape
            own = {key.replace(f"kernel{SCALE}", "scale"): place for key, place in own.items()}
            kind = {"kind": "dense", "inputs": inputs, "units": units, "activation": layer.activation}
            layers.append(kind | {"at": own})
        elif isinstance(layer, BatchNorm):
            units = len(net.params[f"{name}/gamma"])
            layers.append({"kind": "batch_norm", "units": units, "epsilon": layer.epsilon, "at": own})
    return layers


def _digits(path: Path) -> tuple[bytes, dict[str, Any]]:
    """Return the pixels of the digits to show, and what is said about them."""
    stored = _stored(path)
    labels = stored["labels"].astype(int)
    wrong = stored["probabilities"].argmax(axis=-1) != labels[:, np.newaxis]
    rows = chosen(labels, wrong)
    about = {
        "labels": labels[rows].tolist(),
        "rows": stored["rows"][rows].tolist(),
        "licence": str(stored["licence"]),
    }
    return np.ascontiguousarray(stored["images"][rows]).tobytes(), about


def _stored(path: Path) -> dict[str, Array]:
    """Return the arrays of the stored digits."""
    try:
        with np.load(io.BytesIO(path.read_bytes())) as stored:
            return {name: stored[name] for name in ("images", "labels", "rows", "probabilities", "licence")}
    except (OSError, ValueError, LookupError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise ChapterError(
            f"results/{path.name} is damaged ({error}); take it from git again, or write it anew with "
            "`python -m dlbook.runs.stores`"
        ) from error


def chosen(labels: Array, wrong: Array) -> list[int]:
    """Return which of the stored digits are shown: the first of each class, then some that nets misread.

    Args:
        labels: shape (n,).
        wrong: whether each net misreads each digit, shape (n, nets).

    Returns:
        Rows: ten, and the first so many of each pattern of `MISREAD` that are not among them.

    Example:
        >>> labels = np.array([*range(10), 0, 1])
        >>> wrong = np.zeros((12, 3), dtype=bool)
        >>> wrong[[3, 10]] = True, False, False
        >>> chosen(labels, wrong)[10:]
        [10]
    """
    rows = [int(np.flatnonzero(labels == digit)[0]) for digit in range(10)]
    for pattern, count in MISREAD.items():
        fitting = np.flatnonzero((wrong == np.array(pattern)).all(axis=1)).tolist()
        rows += [row for row in fitting if row not in rows][:count]
    return rows
