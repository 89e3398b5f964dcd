"""Read IDX, the file format in which MNIST was published: a header of sizes, then the bytes."""

import gzip
import math
import zlib
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np

from dlbook.data.errors import BadFileError

IDX_NAMES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}
LARGEST = 60_000 * 28 * 28


def read_idx(folder: Path, name: str) -> np.ndarray[Any, Any]:
    """Return the array of one IDX file of unsigned bytes.

    The header is two zero bytes, the code of the type (8 for unsigned bytes), the number of axes, and
    the length of each axis as a 4-byte number, most significant byte first; the values follow in row order.

    Args:
        folder: where the file is.
        name: its name; with `.gz` added where only the compressed file is there.

    Returns:
        The array, uint8, in the shape that the header states.

    Raises:
        BadFileError: the file is no IDX file of bytes, or its length does not fit its header.
        OSError: it cannot be read.

    References:
        LeCun, Cortes and Burges (1998), *The MNIST database of handwritten digits*.
    """
    path = folder / name
    if not path.exists():
        path = folder / f"{name}.gz"
    try:
        with cast(BinaryIO, gzip.open(path) if path.suffix == ".gz" else path.open("rb")) as file:
            return _parse(file, path)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise _bad(path, f"is damaged ({error})") from error


def _parse(file: BinaryIO, path: Path) -> np.ndarray[Any, Any]:
    start = file.read(4)
    if len(start) < 4 or start[:3] != b"\0\0\x08" or start[3] not in (1, 3):
        raise _bad(path, "does not start like an IDX file of bytes")
    sizes = file.read(4 * start[3])
    shape = tuple(int.from_bytes(sizes[i : i + 4], "big") for i in range(0, len(sizes), 4))
    size = math.prod(shape) if len(sizes) == 4 * start[3] else LARGEST + 1
    values = file.read(size + 1) if size <= LARGEST else b""
    if len(values) != size:
        raise _bad(path, f"has a length that does not fit its header {shape}")
    return np.frombuffer(values, dtype=np.uint8).reshape(shape)


def _bad(path: Path, what: str) -> BadFileError:
    return BadFileError(f"{path} {what}", "one of MNIST's four IDX files", "Fetch it again or remove it")
