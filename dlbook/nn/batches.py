"""Mini-batches: every example once an epoch, in a new order each time, the last batch as short as need be."""

from collections.abc import Iterator, Mapping
from math import ceil

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem
from dlbook.nn.arrays import Array


class Batches:
    """Cuts arrays that run in parallel into mini-batches, sampled without replacement.

    n examples make ceil(n / B) batches: 60,000 in batches of 128 are 468 whole ones and a last one of 96.

    The rows of a shuffled batch are gathered into one buffer that the next batch overwrites: there is never a
    shuffled copy of all data, and no time is lost on fresh memory. Keep a copy if you need a batch for
    longer.

    Args:
        arrays: arrays of n rows each, by name.
        batch_size: B, at least 1; None, or n and more, makes one batch of everything.
        dtypes: types to which batches are cast, by name (images may stay bytes in memory).

    Raises:
        ValueError: if batch_size is below 1.

    Example:
        >>> batches = Batches({"x": np.arange(5), "y": np.arange(5) * 10}, 2, dtypes={"x": np.float32})
        >>> [batch["x"].tolist() for batch in batches.epoch()]
        [[0.0, 1.0], [2.0, 3.0], [4.0]]
        >>> sorted(y for batch in batches.epoch(np.random.default_rng(0)) for y in batch["y"].tolist())
        [0, 10, 20, 30, 40]
    """

    def __init__(
        self,
        arrays: Mapping[str, Array],
        batch_size: int | None,
        *,
        dtypes: Mapping[str, DTypeLike] | None = None,
    ) -> None:
        self.arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        self.n = len(next(iter(self.arrays.values())))
        self.size = self.n if batch_size is None else min(check_batch_size(batch_size), self.n)
        self.dtypes = {name: np.dtype((dtypes or {}).get(name, a.dtype)) for name, a in self.arrays.items()}
        self._gathered: dict[str, Array] = {}
        self._cast = {
            name: self._buffer(name, t) for name, t in self.dtypes.items() if t != self.arrays[name].dtype
        }

    def __len__(self) -> int:
        """Return the number of batches in an epoch."""
        return ceil(self.n / self.size)

    def epoch(self, rng: np.random.Generator | None = None) -> Iterator[dict[str, Array]]:
        """Yield the batches of one epoch.

        Args:
            rng: shuffles; None keeps the order of the rows. A single batch of everything is never shuffled:
                the mean over it does not depend on the order.
        """
        order = None if rng is None or self.size == self.n else rng.permutation(self.n)
        if order is not None and not self._gathered:
            self._gathered = {name: self._buffer(name, a.dtype) for name, a in self.arrays.items()}
        for start in range(0, self.n, self.size):
            stop = min(start + self.size, self.n)
            rows = slice(start, stop) if order is None else order[start:stop]
            yield {name: self._batch(name, rows, stop - start) for name in self.arrays}

    def _batch(self, name: str, rows: slice | Array, size: int) -> Array:
        array = self.arrays[name]
        if isinstance(rows, slice):
            batch = array[rows]
        else:  # the rows are in range, and with mode="clip" take writes into the buffer without a detour
            batch = array.take(rows, axis=0, out=self._gathered[name][:size], mode="clip")
        if name in self._cast:
            np.copyto(self._cast[name][:size], batch, casting="unsafe")
            batch = self._cast[name][:size]
        return batch

    def _buffer(self, name: str, dtype: np.dtype) -> Array:
        return np.empty((self.size, *self.arrays[name].shape[1:]), dtype)


def check_batch_size(batch_size: int) -> int:
    """Return the batch size, or raise if it is no whole number of at least 1."""
    if isinstance(batch_size, bool) or not isinstance(batch_size, int | np.integer) or batch_size < 1:
        raise problem(
            f"batch_size is {batch_size!r}",
            "a whole number of at least 1, or None for all examples at once",
            "Begin with 32",
        )
    return int(batch_size)
