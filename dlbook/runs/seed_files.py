"""One small file for each finished (variant, seed): what an interruption cannot take away."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlbook.checks import problem
from dlbook.kept import is_kept, keep, kept
from dlbook.runs.describe import describe
from dlbook.runs.files import to_text
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
        """Return whether a whole result is there; one that was damaged, if only by a bit, counts as none."""
        return is_kept(self.path)

    def read(self) -> dict[str, Any]:
        """Return the finished result.

        Raises:
            ValueError: if it was damaged or removed after it was done.
        """
        content = kept(self.path)
        if content is None:
            raise problem(
                f"the result of {self.label} in {self.path} was damaged or removed while others were trained",
                "the file as it was written",
                f"Do the same again: `dlbook run {self.run.name}` trains only what is not there",
            )
        result: dict[str, Any] = json.loads(content)
        return result

    def write(self, result: Mapping[str, Any]) -> None:
        """Store a result with its check sum."""
        keep(self.path, f"{to_text(dict(result))}\n".encode())


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
