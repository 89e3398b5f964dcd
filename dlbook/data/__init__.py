"""The data of the book: MNIST, two tables for regression, small drawn sets; found and checked."""

from dlbook.data.checksums import array_checksum, checksum
from dlbook.data.download import Patience
from dlbook.data.errors import (
    BadFileError,
    DataError,
    DataWarning,
    DownloadError,
    MissingDataError,
    NotWritableError,
    UnreadableError,
)
from dlbook.data.mnist import Mnist, load_mnist
from dlbook.data.preprocess import flatten_pixels, hold_out, one_hot, standardize
from dlbook.data.tables import Diabetes, Housing, load_diabetes, load_housing

__all__ = [
    "BadFileError",
    "DataError",
    "DataWarning",
    "Diabetes",
    "DownloadError",
    "Housing",
    "MissingDataError",
    "Mnist",
    "NotWritableError",
    "Patience",
    "UnreadableError",
    "array_checksum",
    "checksum",
    "flatten_pixels",
    "hold_out",
    "load_diabetes",
    "load_housing",
    "load_mnist",
    "one_hot",
    "standardize",
]
