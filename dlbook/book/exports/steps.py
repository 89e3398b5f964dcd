"""One line on the terminal that says what an export is doing; silent where the output is a file or a pipe."""

import sys
from time import perf_counter
from typing import TextIO

from dlbook.runs.progress import duration


class Steps:
    """Tells a person of every step.

    Args:
        label: what is made.
        weights: how long the steps take, in any unit; the time left is told from it.
        stream: where to write; standard error by default.
    """

    def __init__(self, label: str, weights: list[float], stream: TextIO | None = None) -> None:
        self.label = label
        self.weights = weights
        self.stream = stream or sys.stderr
        self.begin = perf_counter()
        self.done = 0

    def __call__(self, doing: str) -> None:
        """Show the step that begins now."""
        if self.stream.isatty():
            line = f"{self.label} {self.done + 1}/{len(self.weights)}: {doing}{self._left()}"
            self.stream.write(f"\r\x1b[K{line}")
            self.stream.flush()
        self.done += 1

    def close(self) -> None:
        """Clear the line."""
        if self.stream.isatty() and self.done:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def _left(self) -> str:
        before, after = sum(self.weights[: self.done]), sum(self.weights[self.done :])
        seconds = (perf_counter() - self.begin) * after / before if before else 0
        return f"; left about {duration(seconds)}" if seconds >= 1 else ""
