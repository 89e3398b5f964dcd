"""The widgets' seeded random numbers in Python, for golden numbers that depend on them."""

from collections.abc import Iterator


def deal(n: int, draw: Iterator[float]) -> list[int]:
    """Return the numbers below n in random order (Fisher and Yates).

    Args:
        n: how many cards.
        draw: uniform numbers.

    Example:
        >>> sorted(deal(4, uniform(1)))
        [0, 1, 2, 3]
    """
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = int(next(draw) * (i + 1))
        order[i], order[j] = order[j], order[i]
    return order


def uniform(seed: int) -> Iterator[float]:
    """Yield the widgets' uniform numbers, as `uniform` of random.mjs does (mulberry32).

    Example:
        >>> round(next(uniform(0)), 3)
        0.266
    """
    state, mask = seed, 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & mask
        word = ((state ^ (state >> 15)) * (state | 1)) & mask
        word ^= (word + ((word ^ (word >> 7)) * (word | 61))) & mask
        yield ((word ^ (word >> 14)) & mask) / 2**32
