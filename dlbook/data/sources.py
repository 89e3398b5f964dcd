"""The data sets that are kept in files: their names, their arrays, and the check sums that prove them."""

from collections.abc import Mapping
from dataclasses import dataclass

from dlbook.data.checksums import combined_checksum


@dataclass(frozen=True)
class ArraySpec:
    """What one array must be.

    Args:
        shape: its shape.
        dtype: its type in NumPy's short form, such as `"|u1"`.
        sha256: its `array_checksum`.
    """

    shape: tuple[int, ...]
    dtype: str
    sha256: str


@dataclass(frozen=True)
class FileSet:
    """A data set that lives in one `.npz` file.

    Args:
        name: the short name, as in `settings.toml`.
        title: the name for readers.
        file_name: what the file is called, as Keras calls it.
        arrays: what each of its arrays must be.
        max_bytes: a file larger than this is not it.

    Example:
        >>> MNIST.file_name, sorted(MNIST.arrays)
        ('mnist.npz', ['x_test', 'x_train', 'y_test', 'y_train'])
    """

    name: str
    title: str
    file_name: str
    arrays: Mapping[str, ArraySpec]
    max_bytes: int

    @property
    def checksum(self) -> str:
        """The `checksum` of all arrays together."""
        return combined_checksum({key: spec.sha256 for key, spec in self.arrays.items()})


MNIST = FileSet(
    name="mnist",
    title="MNIST",
    file_name="mnist.npz",
    arrays={
        "x_train": ArraySpec(
            (60000, 28, 28), "|u1", "157fe16da1dbced4a1376f4be5df2d665d51d11177dcaf7aa4848b1ff033343f"
        ),
        "y_train": ArraySpec(
            (60000,), "|u1", "e6a049a9876d2010dddfc2322bb8cad03f5934de9a0b5012c7251eca5b5a7201"
        ),
        "x_test": ArraySpec(
            (10000, 28, 28), "|u1", "fbf9701b11f5659e6366884b0bbf01ea129fb049e3239251eddb226ada72239e"
        ),
        "y_test": ArraySpec(
            (10000,), "|u1", "6a90c4ebf8538b9b76438e5dddb0f5afc42d636e8e259d894485f9314cdad47d"
        ),
    },
    max_bytes=64_000_000,
)

HOUSING = FileSet(
    name="housing",
    title="Boston housing",
    file_name="boston_housing.npz",
    arrays={
        "x": ArraySpec((506, 13), "<f8", "e50461bc3d13952691942d3b21c73ac814a31ebf89d8a82b4466d6998269e8cf"),
        "y": ArraySpec((506,), "<f8", "d66469c4c1722d9bcc7222e8e02999c27f9e1355bd723048d2a1f00ec79304de"),
    },
    max_bytes=4_000_000,
)
