"""One line that says how far a long batch of trainings is, and when it will be done."""

import sys
from collections.abc import Mapping
from time import perf_counter
from typing import Any, TextIO

from dlbook.runs.results import Results
from dlbook.runs.seed_files import Task


class Progress:
    """Tells a person, or a log, of every finished task.

    The time left is told from processor seconds: of tasks of the same variant that are done, else of the
    record of an earlier time, else of the mean task so far.

    Args:
        results: earlier records.
        stream: where to write; standard error by default.
    """

    def __init__(self, results: Results, stream: TextIO | None = None) -> None:
        self.results = results
        self.stream = stream or sys.stderr
        self.begin = perf_counter()
        self.spent: dict[tuple[str, str], list[float]] = {}

    def __call__(self, task: Task, result: Mapping[str, Any], left: list[Task]) -> None:
        """Take note of a finished task and show the line."""
        if "error" in result:
            self._show(f"{task.label} failed", end="\n")
            return
        self.spent.setdefault((task.run.name, task.variant), []).append(result["cpu_seconds"])
        done = sum(map(len, self.spent.values()))
        line = f"{done}/{done + len(left)} {task.label}: {result['cpu_seconds']:.1f} s; "
        self._show(line + f"left about {duration(self.seconds_left(left))}", end="\n" if not left else "")

    def seconds_left(self, left: list[Task]) -> float:
        """Return an estimate by the clock.

        Args:
            left: the tasks that are not done.

        Returns:
            Seconds.
        """
        spent = [seconds for several in self.spent.values() for seconds in several]
        mean = sum(spent) / max(len(spent), 1)
        expected = sum(self._expected(task, mean) for task in left)
        return expected * (perf_counter() - self.begin) / max(sum(spent), 1e-9)

    def _expected(self, task: Task, otherwise: float) -> float:
        known = self.spent.get((task.run.name, task.variant)) or self._recorded(task)
        return sum(known) / len(known) if known else otherwise

    def _recorded(self, task: Task) -> list[float]:
        if task.run.name not in self.results:
            return []
        timing = self.results.read(task.run.name).content["timing"]
        seconds: list[float] = timing.get(task.variant, {}).get("cpu_seconds", [])
        return seconds

    def _show(self, line: str, end: str) -> None:
        if self.stream.isatty():
            self.stream.write(f"\r\x1b[K{line}{end}")
        else:
            self.stream.write(f"{line}\n")
        self.stream.flush()


def duration(seconds: float) -> str:
    """Return a length of time as a person says it.

    Example:
        >>> duration(42), duration(600), duration(7000)
        ('42 s', '10 min', '1 h 57 min')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
