"""Small sets in one and two dimensions, drawn from a random generator, to be seen whole in one picture."""

from typing import Any

import numpy as np

from dlbook.checks import problem

Array = np.ndarray[Any, Any]


def line(
    examples: int = 50,
    *,
    slope: float = 2.0,
    intercept: float = 1.0,
    noise: float = 0.3,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    r"""Draw points around a straight line.

    $y_i = a x_i + b + \varepsilon_i$ with $x_i$ uniform on [-1, 1] and $\varepsilon_i$ normal.

    Args:
        examples: how many points, at least 1.
        slope: $a$.
        intercept: $b$.
        noise: the standard deviation of $\varepsilon$, at least 0.
        rng: draws them.

    Returns:
        x, shape (n, 1), and y, shape (n,), both float64.

    Example:
        >>> x, y = line(3, noise=0, rng=np.random.default_rng(0))
        >>> bool(np.allclose(y, 2 * x[:, 0] + 1))
        True
    """
    _check(examples, 1, noise)
    x = rng.uniform(-1, 1, examples)
    return x[:, None], slope * x + intercept + noise * rng.standard_normal(examples)


def xor(examples: int = 200, *, noise: float = 0.0, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw points of a square; where the coordinates differ in sign is class 1.

    No straight line divides the classes.

    Args:
        examples: how many points, at least 2; a quarter falls into each quarter of the square.
        noise: the standard deviation of what is added to the coordinates after labelling, at least 0.
        rng: draws them.

    Returns:
        x, float64, shape (n, 2), and labels 0 or 1, shape (n,), in random order.

    Example:
        >>> x, y = xor(8, rng=np.random.default_rng(0))
        >>> bool(np.array_equal(y, x[:, 0] * x[:, 1] < 0)), int(y.sum())
        (True, 4)
    """
    _check(examples, 2, noise)
    quarter = np.arange(examples) % 4
    signs = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])[quarter]  # (n, 2)
    x = signs * rng.uniform(0.05, 1, (examples, 2))
    return _shuffled(x, quarter % 2, noise, rng)


def circles(
    examples: int = 200, *, ratio: float = 0.5, noise: float = 0.05, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Draw two rings, one within the other.

    Args:
        examples: how many points, at least 2, half of them in each ring.
        ratio: the inner radius (class 1) over the outer one (class 0, radius 1), between 0 and 1.
        noise: the standard deviation of what is added to the coordinates, at least 0.
        rng: draws them.

    Returns:
        x, float64, shape (n, 2), and labels 0 (outer) or 1 (inner), shape (n,), in random order.

    Example:
        >>> x, y = circles(6, noise=0, rng=np.random.default_rng(0))
        >>> sorted(np.hypot(*x.T).round(6).tolist())
        [0.5, 0.5, 0.5, 1.0, 1.0, 1.0]
    """
    _check(examples, 2, noise)
    label = np.arange(examples) % 2
    radius = np.where(label == 1, ratio, 1.0)
    angle = rng.uniform(0, 2 * np.pi, examples)
    x = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return _shuffled(x, label, noise, rng)


def moons(examples: int = 200, *, noise: float = 0.1, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw two half rings that reach into each other, around the origin.

    Args:
        examples: how many points, at least 2, half of them in each.
        noise: the standard deviation of what is added to the coordinates, at least 0.
        rng: draws them.

    Returns:
        x, float64, shape (n, 2), and labels 0 (upper) or 1 (lower), shape (n,), in random order.

    Example:
        >>> x, y = moons(100, noise=0, rng=np.random.default_rng(0))
        >>> bool((x[y == 0, 1] >= -0.25).all()), bool((x[y == 1, 1] <= 0.25).all())
        (True, True)
    """
    _check(examples, 2, noise)
    label = np.arange(examples) % 2
    angle = rng.uniform(0, np.pi, examples)
    upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    x = np.where(label[:, None] == 1, -upper, upper)
    return _shuffled(x, label, noise, rng)


def spirals(
    examples: int = 200, *, arms: int = 2, turns: float = 1.0, noise: float = 0.02, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Draw spirals that wind around each other, one a class.

    Args:
        examples: how many points, at least one an arm.
        arms: how many spirals, at least 2.
        turns: how often each winds around the origin, above 0.
        noise: the standard deviation of what is added to the coordinates, at least 0.
        rng: draws them.

    Returns:
        x, float64, shape (n, 2), within about 1 of the origin, and labels 0 to `arms` - 1,
        shape (n,), in random order.

    Example:
        >>> x, y = spirals(30, arms=3, noise=0, rng=np.random.default_rng(0))
        >>> np.bincount(y).tolist(), bool((np.hypot(*x.T) <= 1).all())
        ([10, 10, 10], True)
    """
    _check(examples, arms, noise)
    if arms < 2 or turns <= 0:
        raise problem(
            f"arms is {arms} and turns is {turns}", "2 arms or more and turns above 0", "Raise them"
        )
    label = np.arange(examples) % arms
    radius = rng.uniform(0.08, 1, examples)
    angle = 2 * np.pi * (turns * radius + label / arms)
    x = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return _shuffled(x, label, noise, rng)


def _shuffled(x: Array, label: Array, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    order = rng.permutation(len(x))
    return x[order] + noise * rng.standard_normal(x.shape), label[order]


def _check(examples: int, least: int, noise: float) -> None:
    if examples < least or noise < 0:
        raise problem(
            f"examples is {examples} and noise is {noise}",
            f"{least} examples or more and noise of at least 0",
            "Ask for more points, or for less noise",
        )
