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
        pairs = list(compare(record, variant, outcome))
        found += [(pair, allowed(run, pair)) for pair in pairs]
    return Replay(
        len(found),
        sum(pair.recorded == pair.replayed for pair, _ in found),
        tuple(pair for pair, good in found if not good),
    )


def compare(record: Record, variant: str, outcome: Outcome) -> Iterator[Difference]:
    """Yield each number of a replay beside the recorded one of the first seed."""
    replayed, recorded = outcome.as_json(), record.content["results"][variant]
    place = f"{record.name} {variant} seed {record.seeds[0]}"
    for metric, values in replayed["history"].items():
        old = recorded["history"].get(metric, [[]])[0]
        for epoch, value in enumerate(values):
            before = old[epoch] if epoch < len(old) else None
            yield Difference(f"{place} {metric} epoch {epoch + 1}", before, value)
    for metric, value in replayed["final"].items():
        yield Difference(f"{place} {metric}", recorded["final"].get(metric, [None])[0], value)


def allowed(run: Run, pair: Difference) -> bool:
    """Return whether a run tolerates a difference."""
    return run.tolerance.allows(pair.place, pair.recorded, pair.replayed)


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
