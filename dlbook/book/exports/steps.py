"""What an export is doing now, and how long the rest will take."""

from time import perf_counter
from typing import TextIO

from dlbook.progress import Progress, duration


class Steps:
    """Tells a person of every step when it begins.

    Args:
        label: what is made.
        weights: how long the steps take, in any unit; the time left is told from it.
        stream: where to write; standard error by default.
    """

    def __init__(self, label: str, weights: list[float], stream: TextIO | None = None) -> None:
        self.label = label
        self.weights = weights
        self.progress = Progress(len(weights), stream)
        self.begin = perf_counter()
        self.done = 0

    def __call__(self, doing: str) -> None:
        """Show the step that begins now."""
        self.progress.show(f"{self.label} {self.done + 1}/{len(self.weights)}: {doing}{self._left()}")
        self.done += 1

    def close(self) -> None:
        """Leave the line."""
        self.progress.close()

    def _left(self) -> str:
        before, after = sum(self.weights[: self.done]), sum(self.weights[self.done :])
        seconds = (perf_counter() - self.begin) * after / before if before else 0
        return f"; left about {duration(seconds)}" if seconds >= 1 else ""
