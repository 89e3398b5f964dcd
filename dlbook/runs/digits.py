"""MNIST as the runs take it: one array, two protocols."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.data.preprocess import flatten_pixels, one_hot
from dlbook.rng import stream

Array = np.ndarray[Any, Any]
PROTOCOLS = ("classic", "clean")


@dataclass(frozen=True, eq=False)
class Split:
    """Digits to learn from, to steer by and to be judged by.

    Args:
        x_train: shape (n, 784), float32.
        y_train: shape (n, 10), one-hot.
        x_val: what is measured after every epoch.
        y_val: its labels.
        x_test: what is measured once, at the end.
        y_test: its labels.
    """

    x_train: Array
    y_train: Array
    x_val: Array
    y_val: Array
    x_test: Array
    y_test: Array


@dataclass(frozen=True, eq=False)
class Digits:
    """MNIST as the runs take it.

    The rows of ``x`` and ``y`` are the training digits in an order drawn once for all runs; the last sixth
    serves for validation in the clean protocol, so that both protocols are views of one array.

    Args:
        images: training images as they come, uint8, shape (n, 28, 28), in MNIST's own order.
        labels: their digits, shape (n,).
        x: all training digits, float32 in [0, 1], shape (n, 784), in the drawn order.
        y: their labels, one-hot.
        order: row i of ``x`` is image ``order[i]``.
        x_test: the test digits.
        y_test: their labels, one-hot.
        source: what these data are.
        checksum: SHA-256 over all arrays.
        is_sample: whether these are the embedded digits only.
    """

    images: Array
    labels: Array
    x: Array
    y: Array
    order: Array
    x_test: Array
    y_test: Array
    source: str
    checksum: str
    is_sample: bool

    def split(self, protocol: str) -> Split:
        """Return the digits of a protocol.

        Args:
            protocol: ``"classic"``: train on all 60,000 and validate on the test set, as the well-known
                notebooks do, which flatters whatever was chosen by it; ``"clean"``: 50,000 to train, 10,000
                to validate, the test set once at the end.

        Returns:
            Views, not copies.

        Raises:
            ValueError: if the protocol is neither.
        """
        test = (self.x_test, self.y_test)
        if protocol == "classic":
            return Split(self.x, self.y, *test, *test)
        if protocol == "clean":
            n = len(self.x) * 5 // 6
            return Split(self.x[:n], self.y[:n], self.x[n:], self.y[n:], *test)
        raise problem(f"the protocol is {protocol!r}", f"one of {PROTOCOLS}", "Correct the settings")


def load_digits(sample: bool) -> Digits:
    """Load MNIST; all of it unless the sample is asked for."""
    from dlbook.data import load_mnist

    mnist = load_mnist(sample="only" if sample else "never")
    order = stream(0, "mnist", "validation").permutation(len(mnist.x_train))
    return Digits(
        mnist.x_train,
        mnist.y_train,
        flatten_pixels(mnist.x_train[order]),
        one_hot(mnist.y_train[order], 10),
        order,
        flatten_pixels(mnist.x_test),
        one_hot(mnist.y_test, 10),
        mnist.source,
        mnist.checksum,
        mnist.is_sample,
    )
