"""What a run is: a frozen declaration of a job, its variants and its seeds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from dlbook.checks import problem
from dlbook.runs.describe import describe
from dlbook.runs.outcome import Outcome
from dlbook.runs.tolerance import Tolerance

if TYPE_CHECKING:
    from dlbook.runs.results import Results

GROUPS = ("numpy", "keras", "torch")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
USUAL = Tolerance()
VARIANT = re.compile(r"[A-Za-z0-9_+-]+")


class Job(Protocol):
    """Trains with one seed: a plain function of a module, so that other processes can find it."""

    def __call__(self, settings: Any, seed: int, data: Any, *, stop_after: int | None = None) -> Outcome:
        """Return the numbers of one seed.

        Args:
            settings: one of the run's variants.
            seed: every random number comes from ``stream(seed, ...)``.
            data: what ``datasets.load`` returned; not to be changed.
            stop_after: leave off after so many epochs, for a replay; the outcome then holds only numbers that
                the whole training gives too, so usually the beginning of each history and no ``final``.
        """


@dataclass(frozen=True)
class Run:
    """A named experiment: one job, done for each variant with each seed.

    Equal seeds give equal first weights and equal orders of the examples in all variants, so that variants
    may be compared seed by seed.

    Args:
        name: lower-case words with hyphens; the record is ``results/<name>.json``.
        title: what a reader calls it.
        chapter: slug of the chapter that needs it first.
        about: one or two sentences: what is compared, on which data, by which rule.
        job: the function that trains.
        variants: settings by name, the book's own first; or a function of earlier records that returns them.
        seeds: whole numbers of at least 0.
        data: what ``datasets.load`` is to load: ``"mnist"``, ``"none"``, ...
        group: ``"numpy"``, ``"keras"`` or ``"torch"``: what must be installed, and who retrains it when.
        needs: names of runs whose records ``variants`` reads.
        tolerance: for replays.

    Raises:
        ValueError: if a name has characters that claims cannot read, or there are no variants or seeds.
    """

    name: str
    title: str
    chapter: str
    about: str
    job: Job
    variants: Mapping[str, Any] | Callable[["Results"], Mapping[str, Any]]
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5)
    data: str = "mnist"
    group: str = "numpy"
    needs: tuple[str, ...] = ()
    tolerance: Tolerance = USUAL

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise problem(
                f"a run is called {self.name!r}", "lower-case words with hyphens", "Write e.g. depth-sweep"
            )
        if self.group not in GROUPS:
            raise problem(f"{self.name} is in group {self.group!r}", f"one of {GROUPS}", "Correct the group")
        if not self.seeds or len(set(self.seeds)) < len(self.seeds):
            raise problem(
                f"{self.name} has the seeds {self.seeds}", "different ones", "Pass e.g. (1, 2, 3, 4, 5)"
            )
        if not callable(self.variants):
            check_variants(self.name, self.variants)

    def settings(self, results: "Results") -> Mapping[str, Any]:
        """Return the settings of all variants, by name.

        Args:
            results: where the records of ``needs`` are.

        Returns:
            One object a variant.

        Raises:
            ValueError: if a record that they depend on is missing.
        """
        variants = self.variants(results) if callable(self.variants) else self.variants
        check_variants(self.name, variants)
        return variants

    def described(self, results: "Results") -> dict[str, Any]:
        """Return the settings of all variants as plain data."""
        return {name: describe(value) for name, value in self.settings(results).items()}


def check_variants(run: str, variants: Mapping[str, Any]) -> None:
    """Raise unless there are variants and claims can read their names (no dots: write 1e-2 for 0.01)."""
    wrong = [name for name in variants if not VARIANT.fullmatch(name)]
    if wrong or not variants:
        raise problem(
            f"{run} has the variants {wrong or 'none'}",
            "names of letters, digits, _, + and -",
            "Write 0.01 as 1e-2",
        )
