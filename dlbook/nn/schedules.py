"""Learning-rate schedules: functions of the step, counted over the whole training, that give the rate.

Pass one to an optimiser in place of a number. Step 0 is the first update; an epoch's end means nothing to a
schedule, so it never starts again by itself.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import cos, floor, isfinite, pi

from dlbook.checks import problem


class Schedule(ABC):
    """A learning rate as a function of the step: ``schedule(step)``."""

    @abstractmethod
    def __call__(self, step: int) -> float:
        """Return the rate.

        Args:
            step: updates made before this one, 0, 1, 2, ... over all epochs.

        Returns:
            The learning rate, at least 0.
        """


@dataclass(frozen=True)
class Constant(Schedule):
    """The same rate throughout.

    Args:
        learning_rate: at least 0.

    Example:
        >>> Constant(0.1)(0), Constant(0.1)(10**6)
        (0.1, 0.1)
    """

    learning_rate: float

    def __post_init__(self) -> None:
        _check_rate("learning_rate", self.learning_rate)

    def __call__(self, step: int) -> float:
        """Return the rate."""
        return self.learning_rate


@dataclass(frozen=True)
class Piecewise(Schedule):
    """A rate for each stretch of steps.

    values[0] up to and including step boundaries[0], then values[1] up to boundaries[1], and so on; the last
    value from there for ever.

    Args:
        boundaries: last steps of all stretches but the last, growing.
        values: rates, at least 0, one more than boundaries.

    Raises:
        ValueError: if the numbers of boundaries and values do not fit, or boundaries do not grow.

    Example:
        >>> drop = Piecewise(boundaries=(2, 4), values=(0.1, 0.01, 0.001))
        >>> [drop(step) for step in range(6)]
        [0.1, 0.1, 0.1, 0.01, 0.01, 0.001]

    *Differs from* Keras' ``PiecewiseConstantDecay`` in nothing. PyTorch's ``MultiStepLR`` changes *at* the
    milestone and counts epochs unless told otherwise.
    """

    boundaries: tuple[int, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.boundaries) + 1:
            raise problem(
                f"there are {len(self.values)} values for {len(self.boundaries)} boundaries",
                "one value more than boundaries",
                "Give the rate after the last boundary, too",
            )
        if any(b <= a for a, b in zip(self.boundaries, self.boundaries[1:], strict=False)):
            raise problem(f"boundaries are {self.boundaries}", "growing numbers", "Sort them")
        for value in self.values:
            _check_rate("a value", value)

    def __call__(self, step: int) -> float:
        """Return the rate of the stretch in which the step lies."""
        return self.values[sum(step > boundary for boundary in self.boundaries)]


@dataclass(frozen=True)
class Exponential(Schedule):
    """A rate that falls by the same factor in each equal stretch of steps.

    With r the decay rate and D the decay steps: eta(step) = eta_0 r^(step / D). As a staircase the exponent
    is rounded down, so that the rate is multiplied by r once every D steps.

    Args:
        initial_learning_rate: eta_0, at least 0.
        decay_steps: D, above 0.
        decay_rate: r, above 0.
        staircase: whether to go down in steps.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> smooth, stairs = Exponential(0.1, 10, 0.25), Exponential(0.1, 10, 0.25, staircase=True)
        >>> smooth(5), stairs(9), stairs(10)
        (0.05, 0.1, 0.025)

    *Differs from* Keras' ``ExponentialDecay`` in nothing.
    """

    initial_learning_rate: float
    decay_steps: int
    decay_rate: float
    staircase: bool = False

    def __post_init__(self) -> None:
        _check_rate("initial_learning_rate", self.initial_learning_rate)
        _check_positive("decay_steps", self.decay_steps)
        _check_positive("decay_rate", self.decay_rate)

    def __call__(self, step: int) -> float:
        """Return the rate, decayed."""
        exponent = step / self.decay_steps
        if self.staircase:
            exponent = floor(exponent)
        return self.initial_learning_rate * self.decay_rate**exponent


@dataclass(frozen=True)
class Cosine(Schedule):
    """A rate that glides down along half a cosine wave: slowly, faster, slowly again.

    With D the decay steps and alpha the share that is left in the end, for p = min(step / D, 1):

        eta(step) = eta_0 ((1 - alpha) (1 + cos(pi p)) / 2 + alpha)

    Args:
        initial_learning_rate: eta_0, at least 0.
        decay_steps: D, above 0; afterwards the rate stays.
        alpha: in [0, 1].

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> glide = Cosine(0.1, decay_steps=100)
        >>> glide(0), round(glide(50), 6), glide(100), glide(1000)
        (0.1, 0.05, 0.0, 0.0)

    References:
        Loshchilov, I. & Hutter, F. (2017). SGDR: stochastic gradient descent with warm restarts. ICLR.

    *Differs from* Keras' ``CosineDecay`` in nothing; put ``WarmUp`` before it for its warm-up.
    """

    initial_learning_rate: float
    decay_steps: int
    alpha: float = 0.0

    def __post_init__(self) -> None:
        _check_rate("initial_learning_rate", self.initial_learning_rate)
        _check_positive("decay_steps", self.decay_steps)
        if not 0 <= self.alpha <= 1:
            raise problem(f"alpha is {self.alpha!r}", "a share from 0 to 1", "Try 0")

    def __call__(self, step: int) -> float:
        """Return the rate on its way down the wave."""
        progress = min(step / self.decay_steps, 1.0)
        return self.initial_learning_rate * ((1 - self.alpha) * (1 + cos(pi * progress)) / 2 + self.alpha)


@dataclass(frozen=True)
class WarmUp(Schedule):
    """A rate that climbs evenly from a start to another schedule's first rate, then follows that schedule.

    With W the warm-up steps and eta_1 the first rate of what follows: eta(step) = eta_s + (eta_1 - eta_s)
    step / W before step W; from there on the next schedule, which counts its steps from W.

    Args:
        after: the schedule that follows, or a rate to stay at.
        warmup_steps: W, above 0.
        initial_learning_rate: eta_s, at least 0. At 0 the very first update changes nothing.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> warm = WarmUp(Cosine(0.1, decay_steps=100), warmup_steps=10)
        >>> warm(0), warm(5), warm(10), warm(110)
        (0.0, 0.05, 0.1, 0.0)

    References:
        Goyal, P. et al. (2017). Accurate, large minibatch SGD. arXiv:1706.02677.

    *Differs from* Keras in the form only: there it is a part of ``CosineDecay``.
    """

    after: Schedule | float
    warmup_steps: int
    initial_learning_rate: float = 0.0

    def __post_init__(self) -> None:
        _check_positive("warmup_steps", self.warmup_steps)
        _check_rate("initial_learning_rate", self.initial_learning_rate)
        if not callable(self.after):
            _check_rate("after", self.after)

    def __call__(self, step: int) -> float:
        """Return the rate on the way up, or what follows."""
        after = self.after if callable(self.after) else Constant(self.after)
        if step >= self.warmup_steps:
            return after(step - self.warmup_steps)
        start = self.initial_learning_rate
        return start + (after(0) - start) * step / self.warmup_steps


def _check_rate(name: str, value: float) -> None:
    if not (value >= 0 and isfinite(value)):
        raise problem(f"{name} is {value!r}", "a finite rate of at least 0", "Try 0.01")


def _check_positive(name: str, value: float) -> None:
    if not (value > 0 and isfinite(value)):
        raise problem(f"{name} is {value!r}", "a finite number above 0", "Check the sign and the order")
