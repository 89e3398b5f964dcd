"""One line that says how far a long batch of trainings is, and when it will be done."""

from collections.abc import Mapping
from time import perf_counter
from typing import Any, TextIO

from dlbook import progress
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
        self.told = progress.Progress(0, stream)
        self.begin = perf_counter()
        self.spent: dict[tuple[str, str], list[float]] = {}

    def __call__(self, task: Task, result: Mapping[str, Any], left: list[Task]) -> None:
        """Take note of a finished task and show the line."""
        self.told.total = self.told.done + 1 + len(left)
        if "error" in result:
            self.told.step(f"{task.label} failed", self.seconds_left(left))
            return
        self.spent.setdefault((task.run.name, task.variant), []).append(result["cpu_seconds"])
        self.told.step(f"{task.label}: {result['cpu_seconds']:.1f} s", self.seconds_left(left))

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
