"""Mean, spread and interval over seeds: what may be said about a number that luck has a hand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import atan, cos, pi, sin, sqrt
from typing import Any

import numpy as np

from dlbook.checks import problem

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Summary:
    """One number measured with several seeds.

    Args:
        mean: the mean over seeds.
        sd: the standard deviation between seeds (with n - 1); nan for one seed.
        low: lower end of the 95 % interval of the mean; nan for one seed.
        high: its upper end.
        n: number of seeds.
    """

    mean: float
    sd: float
    low: float
    high: float
    n: int


def summarise(values: Sequence[float] | Array) -> Summary:
    """Return mean, standard deviation and interval of one number over seeds.

    With the mean m and the standard deviation s over n seeds, the interval is m -+ t s / sqrt(n), where t is
    the 97.5 % point of Student's distribution with n - 1 degrees of freedom: in 95 of 100 repetitions of
    the whole experiment it would hold the true mean, if the numbers are about normal.

    Args:
        values: one number a seed; nan (a run that diverged, say) is left out and lowers n.

    Returns:
        The summary; all nan with n = 0 if nothing is left.

    Example:
        >>> s = summarise([1.0, 2.0, 3.0])
        >>> s.mean, s.sd, s.n, round(s.high, 3)
        (2.0, 1.0, 3, 4.484)

    References:
        Student (1908), *The probable error of a mean*, Biometrika 6.
    """
    kept = np.asarray(values, dtype=float)
    kept = kept[np.isfinite(kept)]
    n = len(kept)
    if n == 0:
        return Summary(np.nan, np.nan, np.nan, np.nan, 0)
    mean = float(kept.mean())
    if n == 1:
        return Summary(mean, np.nan, np.nan, np.nan, 1)
    sd = float(kept.std(ddof=1))
    half = t_quantile(n - 1) * sd / sqrt(n)
    return Summary(mean, sd, mean - half, mean + half, n)


@cache
def t_quantile(degrees: int, share: float = 0.95) -> float:
    """Return t such that a share of Student's distribution lies between -t and t.

    Args:
        degrees: degrees of freedom, at least 1.
        share: in (0, 1).

    Returns:
        A number above 0, to about 12 digits.

    Raises:
        ValueError: if degrees or share is out of range.

    Example:
        >>> round(t_quantile(9), 4)
        2.2622
    """
    if degrees < 1 or not 0 < share < 1:
        raise problem(
            f"degrees is {degrees} and share {share}", "at least 1, and in (0, 1)", "Use two seeds or more"
        )
    low, high = 0.0, 1.0
    while share_within(high, degrees) < share:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if share_within(middle, degrees) < share else (low, middle)
    return (low + high) / 2


def share_within(t: float, degrees: int) -> float:
    """Return the share of Student's distribution between -t and t, by its finite sum.

    With theta = arctan(t / sqrt(degrees)), for an even number of degrees:

        sin(theta) (1 + 1/2 cos^2 + (1 3)/(2 4) cos^4 + ...)

    and for an odd one 2/pi (theta + sin(theta) (cos + 2/3 cos^3 + ...)), up to the power degrees - 2.

    Args:
        t: at least 0.
        degrees: degrees of freedom, at least 1.

    Returns:
        A number in [0, 1).

    References:
        Abramowitz & Stegun (1964), *Handbook of mathematical functions*, 26.7.3 and 26.7.4.
    """
    theta, odd = atan(t / sqrt(degrees)), degrees % 2
    term = cos(theta) if odd else 1.0
    total = 0.0
    for power in range(odd, degrees - 1, 2):
        total += term
        term *= cos(theta) ** 2 * (power + 1) / (power + 2)
    inner = sin(theta) * total
    return (theta + inner) * 2 / pi if odd else inner
