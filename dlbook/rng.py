"""Named streams of random numbers: one more draw in one place moves nothing in another."""

import hashlib

import numpy as np


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """Return the random generator that belongs to a seed and a path of names.

    Streams with different names are statistically independent, and a stream depends on nothing but its
    arguments: neither on the platform, nor on the hash seed, nor on how many numbers others have drawn.

    Args:
        seed: a whole number of at least 0.
        *names: what the numbers are for, from general to particular, e.g. ``"intermediate", "shuffle", 3``.

    Returns:
        A NumPy ``Generator`` (PCG64).

    Example:
        >>> a, b = stream(7, "weights"), stream(7, "weights")
        >>> bool(a.normal() == b.normal()), bool(a.normal() == stream(7, "shuffle").normal())
        (True, False)

    References:
        NumPy, *Parallel random number generation* (SeedSequence spawn keys).
    """
    path = "/".join(f"{type(name).__name__}:{name}" for name in names)
    digest = hashlib.sha256(path.encode()).digest()
    words = tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=words))
