"""When a replay counts as the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

from dlbook.runs.statistics import summarise, t_quantile


@dataclass(frozen=True)
class Tolerance:
    """How far a replay may lie from its record, on another processor or after a change of the engine.

    Rounding differs in the last bits, and training amplifies it. In ten steps that stays below one part in a
    thousand; over an epoch at a high rate, first weights moved by one part in five million lead as far away
    as another seed does. So single numbers, which replays take from the start of a training, are compared
    strictly, and the figures of an epoch by the larger of a fixed limit and the spread between seeds.

    Args:
        strict: allowed share of a recorded single number.
        relative: allowed share of the recorded value, for costs and all else but accuracies.
        accuracy: allowed absolute difference of accuracies (0.005 is half a percentage point).
        share: of 100 further seeds, so many would lie within the spread between seeds, in (0, 1).
    """

    strict: float = 1e-3
    relative: float = 0.02
    accuracy: float = 0.005
    share: float = 0.99

    def allows_single(self, recorded: float | None, replayed: float | None) -> bool:
        """Return whether two single numbers agree.

        Args:
            recorded: the value in the record; None if there was no number.
            replayed: the value of today.

        Returns:
            True if they differ by less than the strict share, or there are no numbers.

        Example:
            >>> Tolerance().allows_single(2.0, 2.001), Tolerance().allows_single(2.0, 2.01)
            (True, False)
        """
        if recorded is None or replayed is None:
            return recorded is replayed
        return abs(recorded - replayed) <= self.strict * abs(recorded) + 1e-12

    def allows(
        self, metric: str, recorded: float | None, replayed: float | None, others: Sequence[float | None]
    ) -> bool:
        """Return whether two figures of an epoch agree.

        Args:
            metric: name; accuracies are compared absolutely.
            recorded: the value in the record; None if there was no number.
            replayed: the value of today.
            others: the recorded values of the other seeds in that epoch.

        Returns:
            True if the difference is within the tolerance; a number may stand for none where seeds differ in
            that.

        Example:
            >>> alike, wild = [1.0, 1.0, 1.0], [1.0, 1.2, 0.8]
            >>> [Tolerance().allows("loss", 1.0, 1.1, others) for others in (alike, wild)]
            [False, True]
        """
        if recorded is None or replayed is None:
            return recorded is replayed or any((value is None) != (recorded is None) for value in others)
        limit = self.accuracy if "accuracy" in metric else self.relative * abs(recorded)
        return abs(recorded - replayed) <= max(limit, self.spread(others)) + 1e-12

    def spread(self, others: Sequence[float | None]) -> float:
        """Return half the width of the interval in which a further seed would lie.

        With the standard deviation s over n seeds: t s sqrt(1 + 1 / n). Without other seeds nothing spreads
        (a run of one seed has nothing random in it); from one alone no spread can be told, so it is
        infinite, and only the single numbers count.
        """
        found = summarise([value for value in others if value is not None])
        if found.n < 2:
            return inf if others else 0.0
        return t_quantile(found.n - 1, self.share) * found.sd * sqrt(1 + 1 / found.n)
