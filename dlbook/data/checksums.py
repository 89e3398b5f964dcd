"""Check sums of arrays: equal for equal data, whatever the file format or its compression."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np


def array_checksum(array: np.ndarray[Any, Any]) -> str:
    """Return the SHA-256 of an array's type, shape and values.

    The bytes are taken in row order and with the least significant byte first, so that neither the memory
    layout nor the machine matters.

    Args:
        array: an array of numbers, of any shape.

    Returns:
        64 hexadecimal digits.

    Example:
        >>> a = np.arange(6).reshape(2, 3)
        >>> array_checksum(a) == array_checksum(np.asfortranarray(a))
        True
        >>> array_checksum(a) == array_checksum(a.reshape(3, 2))
        False

    References:
        NIST (2015), *Secure Hash Standard*, FIPS 180-4.
    """
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    digest = hashlib.sha256(f"{little.dtype.str}{array.shape}".encode())
    digest.update(little)
    return digest.hexdigest()


def checksum(arrays: Mapping[str, np.ndarray[Any, Any]]) -> str:
    """Return one SHA-256 for several named arrays, whatever their order.

    Args:
        arrays: the arrays by name.

    Returns:
        64 hexadecimal digits.

    Example:
        >>> x, y = np.zeros(2), np.ones(2)
        >>> checksum({"x": x, "y": y}) == checksum({"y": y, "x": x}) != checksum({"x": y, "y": x})
        True
    """
    return combined_checksum({name: array_checksum(array) for name, array in arrays.items()})


def combined_checksum(checksums: Mapping[str, str]) -> str:
    """Return one SHA-256 for the check sums of several arrays, by name, whatever their order."""
    lines = (f"{name} {checksums[name]}\n" for name in sorted(checksums))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
