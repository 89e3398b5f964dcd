"""One small file for each finished (variant, seed): what an interruption cannot take away."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlbook.runs.describe import describe
from dlbook.runs.files import read_json, to_text, write_text
from dlbook.runs.fingerprint import code_fingerprint
from dlbook.runs.places import Places
from dlbook.runs.spec import Run


@dataclass(frozen=True, eq=False)
class Task:
    """One variant of a run with one seed.

    Args:
        run: the run.
        variant: name of the variant.
        settings: its settings.
        seed: the seed.
        path: file of the finished result; its name holds all that the result depends on.
    """

    run: Run
    variant: str
    settings: Any
    seed: int
    path: Path

    @property
    def code(self) -> str:
        """The fingerprint of the code at the time when the tasks were drawn up."""
        return self.path.parent.name

    @property
    def label(self) -> str:
        """The task in a few words."""
        return f"{self.run.name} {self.variant} seed {self.seed}"

    def is_done(self) -> bool:
        """Return whether a whole result is there; a damaged one counts as none."""
        try:
            return "outcome" in read_json(self.path)
        except (OSError, ValueError):
            return False

    def read(self) -> dict[str, Any]:
        """Return the finished result."""
        result: dict[str, Any] = read_json(self.path)
        return result

    def write(self, result: Mapping[str, Any]) -> None:
        """Store a result."""
        write_text(self.path, to_text(dict(result)) + "\n")


def tasks_of(run: Run, settings: Mapping[str, Any], seeds: tuple[int, ...], places: Places) -> list[Task]:
    """Return the tasks of a run, seed by seed, so that each further seed serves all variants alike.

    Args:
        run: the run.
        settings: of all its variants.
        seeds: which seeds.
        places: where the results are kept.

    Returns:
        Seeds times variants tasks.
    """
    folder = places.cache / run.name / code_fingerprint(run.job)
    return [
        Task(run, name, value, seed, folder / f"{name}-{_digest(value, run.data)}-{seed}.json")
        for seed in seeds
        for name, value in settings.items()
    ]


def _digest(settings: Any, data: str) -> str:
    text = json.dumps([describe(settings), data], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
