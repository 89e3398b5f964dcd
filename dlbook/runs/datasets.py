"""The data sets that runs ask for by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from dlbook.runs.digits import load_digits
from dlbook.runs.nearest import look_up


@dataclass(frozen=True)
class NoData:
    """For runs on patterns that the job makes itself."""

    source: str = "patterns made by the run itself"
    checksum: str = ""
    is_sample: bool = False


@cache
def load(name: str, *, sample: bool = False) -> Any:
    """Return a data set; it is loaded once a process.

    Args:
        name: one of ``LOADERS``.
        sample: whether to take the embedded digits on purpose.

    Returns:
        An object with ``source``, ``checksum`` and ``is_sample``.

    Raises:
        ValueError: if there is no such data set, or all of MNIST is wanted and nowhere: it says how to get
            it.
    """
    return look_up(name, LOADERS, "data set")(sample)


def load_nothing(sample: bool) -> NoData:
    """Return what runs without data get."""
    return NoData()


def load_boston(sample: bool) -> Any:
    """Return the table of homes in Boston."""
    from dlbook.runs.jobs import tables

    return tables.load_boston(sample)


def load_diabetes(sample: bool) -> Any:
    """Return the table of diabetes patients."""
    from dlbook.runs.jobs import tables

    return tables.load_diabetes_rows(sample)


#: How each data set is loaded; a function of whether the sample is wanted.
LOADERS = {"mnist": load_digits, "none": load_nothing, "boston": load_boston, "diabetes": load_diabetes}


def expected_mnist() -> str:
    """Return the check sum of all of MNIST, without loading it."""
    from dlbook.data.sources import MNIST

    return MNIST.checksum


def expected_boston() -> str:
    """Return the check sum of Boston housing, without loading it."""
    from dlbook.data.sources import HOUSING

    return HOUSING.checksum


def expected_diabetes() -> str:
    """Return the check sum of the diabetes table, without loading it."""
    from dlbook.data.tables import DIABETES_SHA256

    return DIABETES_SHA256


#: Check sum that a record's data must have.
EXPECTED: dict[str, Callable[[], str]] = {
    "mnist": expected_mnist,
    "none": str,
    "boston": expected_boston,
    "diabetes": expected_diabetes,
}
