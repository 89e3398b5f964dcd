"""The floor: nothing but the matrix products of each step, in the same NumPy, on the same shapes."""

from collections.abc import Callable
from itertools import pairwise
from time import perf_counter

import numpy as np

from dlbook.twins.bench.nets import BATCH_SIZE, BenchNet


def version() -> str:
    """Return what is measured, and its version."""
    return f"matrix products alone, NumPy {np.__version__}"


def trainer(net: BenchNet, x: np.ndarray, labels: np.ndarray) -> Callable[[], tuple[float, float]]:
    """Return a function that makes the products of one epoch: forward, weight gradients, errors passed back.

    Results go into arrays that are kept, so no time is spent on memory. No engine built on this NumPy can be
    faster with the same arithmetic.
    """
    full, rest = divmod(len(x), BATCH_SIZE)
    whole, last = Step(net.sizes, BATCH_SIZE), Step(net.sizes, rest)

    def epoch() -> tuple[float, float]:
        begin = perf_counter()
        for _ in range(full):
            whole.run()
        if rest:
            last.run()
        return perf_counter() - begin, float("nan")

    return epoch


class Step:
    """The arrays of one step for a batch of n rows."""

    def __init__(self, sizes: tuple[int, ...], n: int) -> None:
        rng = np.random.default_rng(0)
        self.a = [rng.random((n, units), dtype=np.float32) for units in sizes]
        self.w = [rng.random(shape, dtype=np.float32) for shape in pairwise(sizes)]
        self.z = [np.empty_like(a) for a in self.a[1:]]
        self.d_w = [np.empty_like(w) for w in self.w]
        self.d_a = [np.empty_like(a) for a in self.a]

    def run(self) -> None:
        """Make every product of the step once; the first layer passes no error back."""
        for i, w in enumerate(self.w):
            np.matmul(self.a[i], w, out=self.z[i])
        for i in reversed(range(len(self.w))):
            np.matmul(self.a[i].T, self.z[i], out=self.d_w[i])
            if i:
                np.matmul(self.z[i], self.w[i].T, out=self.d_a[i])
