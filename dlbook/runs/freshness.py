"""Is a record still what today's code would give? Told from fingerprints, without training."""

from dataclasses import dataclass

from dlbook.runs.datasets import EXPECTED
from dlbook.runs.fingerprint import code_fingerprint
from dlbook.runs.record import Record
from dlbook.runs.results import Results
from dlbook.runs.spec import Run


@dataclass(frozen=True)
class State:
    """How a run's record stands.

    Args:
        run: the run.
        word: ``"fresh"``, ``"stale"`` or ``"missing"``.
        reasons: why it is stale.
        record: the record, or None.
    """

    run: Run
    word: str
    reasons: tuple[str, ...] = ()
    record: Record | None = None

    @property
    def only_code_changed(self) -> bool:
        """Whether a replay that agrees would make the record fresh."""
        return self.reasons == (CODE,)


CODE = "the code it runs has changed"


def state_of(run: Run, results: Results) -> State:
    """Return how a record stands.

    Args:
        run: the run.
        results: the folder of records.

    Returns:
        Fresh if settings, seeds, data and code are those of today.
    """
    if run.name not in results:
        return State(run, "missing")
    record = results.read(run.name)
    try:
        settings = run.described(results)
    except ValueError as error:
        return State(run, "stale", (str(error),), record)
    known = record.content
    reasons = []
    if known["settings"] != settings:
        reasons.append("its settings have changed: " + changed(known["settings"], settings))
    if missing := [seed for seed in run.seeds if seed not in record.seeds]:
        reasons.append(f"seeds {', '.join(map(str, missing))} are missing")
    if record.is_sample or known["data"]["checksum"] != EXPECTED[run.data]():
        reasons.append(f"its data are others: {known['data']['source']}")
    if known["provenance"]["code"] != code_fingerprint(run.job):
        reasons.append(CODE)
    return State(run, "stale" if reasons else "fresh", tuple(reasons), record)


def changed(old: dict[str, object], new: dict[str, object]) -> str:
    """Return which variants came, went or changed."""
    names = dict.fromkeys([*old, *new])
    return ", ".join(name for name in names if old.get(name) != new.get(name))
