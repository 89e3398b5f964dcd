"""The two tables for regression as the runs take them."""

from dataclasses import dataclass

import numpy as np

from dlbook.data.preprocess import hold_out, standardize
from dlbook.rng import stream

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Table:
    """Rows to learn from and rows to be judged by, the columns unscaled.

    Args:
        x_train: shape (n, columns).
        y_train: shape (n, 1).
        x_test: rows that are judged.
        y_test: their targets.
        source: what these data are.
        checksum: SHA-256 of the whole table.
        is_sample: always False: tables are small.
    """

    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    source: str
    checksum: str
    is_sample: bool = False


@dataclass(frozen=True, eq=False)
class Parts:
    """What a training on a table sees: as ``digits.Split``."""

    x_train: Array
    y_train: Array
    x_val: Array
    y_val: Array
    x_test: Array
    y_test: Array


def load_boston(sample: bool) -> Table:
    """Return Boston housing, split as Keras splits it."""
    from dlbook.data import load_housing
    from dlbook.data.sources import HOUSING

    table = load_housing()
    return Table(
        table.x_train,
        table.y_train[:, None],
        table.x_test,
        table.y_test[:, None],
        table.source,
        HOUSING.checksum,
    )


def load_diabetes_rows(sample: bool) -> Table:
    """Return the diabetes table; a fifth of its rows, drawn once for all runs, is for the judgement."""
    from dlbook.data import load_diabetes

    table = load_diabetes()
    rng = stream(0, "diabetes", "test")
    x, y, x_test, y_test = hold_out(table.x, table.y[:, None], examples=len(table.x) // 5, rng=rng)
    return Table(x, y, x_test, y_test, table.source, table.checksum)


def parts_of(table: Table, *, protocol: str, standardised: bool) -> Parts:
    """Return the rows of a protocol, with scaled columns if wanted.

    Args:
        table: the table.
        protocol: ``"classic"``: the test rows serve for validation, as in the published notebook;
            ``"clean"``: a fifth of the training rows, drawn once for all runs, does.
        standardised: whether each column gets mean 0 and standard deviation 1 over the rows learnt from.

    Returns:
        The rows, float32.
    """
    x, y, x_val, y_val = table.x_train, table.y_train, table.x_test, table.y_test
    if protocol == "clean":
        x, y, x_val, y_val = hold_out(x, y, examples=len(x) // 5, rng=stream(0, "table", "validation"))
    inputs = standardize(x, x_val, table.x_test) if standardised else (x, x_val, table.x_test)
    arrays = (inputs[0], y, inputs[1], y_val, inputs[2], table.y_test)
    return Parts(*(a.astype(np.float32) for a in arrays))
