"""Train the beginning of a recorded run again, and compare."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dlbook.runs import datasets
from dlbook.runs.assemble import write
from dlbook.runs.fingerprint import code_fingerprint
from dlbook.runs.machine import one_blas_thread
from dlbook.runs.outcome import Outcome
from dlbook.runs.record import Record
from dlbook.runs.results import Results
from dlbook.runs.spec import Run


@dataclass(frozen=True)
class Difference:
    """A number that a replay does not give again.

    Args:
        place: run, variant, seed, metric, epoch.
        recorded: the value in the record.
        replayed: the value of today.
    """

    place: str
    recorded: float | None
    replayed: float | None

    def __str__(self) -> str:
        return f"{self.place}: recorded {self.recorded}, replayed {self.replayed}"


@dataclass(frozen=True)
class Replay:
    """What a replay found.

    Args:
        compared: how many numbers were compared.
        equal: how many of them are equal to all digits that records have.
        differences: those outside the tolerance.
    """

    compared: int
    equal: int
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Whether something was compared, and all of it is within the tolerance."""
        return self.compared > 0 and not self.differences


def replay(
    run: Run,
    record: Record,
    results: Results,
    *,
    variants: tuple[str, ...] | None = None,
    epochs: int = 1,
) -> Replay:
    """Train the first epochs of the record's first seed again and compare with the record.

    Args:
        run: the run as it is declared today.
        record: its record.
        results: the folder of records, for runs that need others.
        variants: which; all of them by default.
        epochs: how many epochs.

    Returns:
        What agrees and what does not.
    """
    data = datasets.load(run.data, sample=record.is_sample)
    settings, seed = run.settings(results), record.seeds[0]
    found: list[tuple[Difference, bool]] = []
    for variant in variants or record.variants:
        with one_blas_thread():
            outcome = run.job(settings[variant], seed, data, stop_after=epochs)
        found += compare(run, record, variant, outcome)
    return Replay(
        len(found),
        sum(pair.recorded == pair.replayed for pair, _ in found),
        tuple(pair for pair, good in found if not good),
    )


def compare(run: Run, record: Record, variant: str, outcome: Outcome) -> Iterator[tuple[Difference, bool]]:
    """Yield each number of a replay beside the recorded one of the first seed, and whether they agree."""
    replayed, recorded = outcome.as_json(), record.content["results"][variant]
    place = f"{record.name} {variant} seed {record.seeds[0]}"
    for metric, values in replayed["history"].items():
        curves = recorded["history"].get(metric, [[]])
        for epoch, value in enumerate(values):
            seeds = [curve[epoch] if curve and epoch < len(curve) else None for curve in curves]
            pair = Difference(f"{place} {metric} epoch {epoch + 1}", seeds[0], value)
            yield pair, run.tolerance.allows(metric, seeds[0], value, seeds[1:])
    for metric, value in replayed["final"].items():
        old = recorded["final"].get(metric, [None])[0]
        yield Difference(f"{place} {metric}", old, value), run.tolerance.allows_single(old, value)


def restamp(run: Run, record: Record, results: Results) -> Record:
    """Give a record, whose replay agreed, the fingerprint of today's code.

    The fingerprint with which the numbers were made stays in the record as ``trained_with``.

    Args:
        run: the run.
        record: its record.
        results: where it is written.

    Returns:
        The new record.
    """
    old: dict[str, Any] = dict(record.content["provenance"])
    new = old | {"code": code_fingerprint(run.job), "trained_with": old.get("trained_with", old["code"])}
    renewed = Record(dict(record.content) | {"provenance": new})
    write(renewed, results)
    return renewed
