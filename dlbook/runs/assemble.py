"""From the results of all seeds to one record."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dlbook.runs.files import to_text, write_text
from dlbook.runs.machine import created
from dlbook.runs.outcome import plain
from dlbook.runs.record import FORMAT, Record
from dlbook.runs.results import Results
from dlbook.runs.seed_files import Task
from dlbook.runs.spec import Run
from dlbook.runs.statistics import summarise


def assemble(run: Run, tasks: list[Task], described: Mapping[str, Any]) -> Record:
    """Return the record of a run whose tasks are all done.

    Args:
        run: the run.
        tasks: all of them.
        described: the settings of the variants as plain data.

    Returns:
        The record; equal results give equal bytes in all but ``timing`` and ``provenance``.
    """
    by_variant = {name: [task.read() for task in tasks if task.variant == name] for name in described}
    first = next(iter(by_variant.values()))[0]
    seeds = list(dict.fromkeys(task.seed for task in tasks))
    every = [result["outcome"]["history"] for results in by_variant.values() for result in results]
    histories = list(dict.fromkeys(name for history in every for name in history))
    content = {
        "format": FORMAT,
        "run": run.name,
        "title": run.title,
        "chapter": run.chapter,
        "about": run.about,
        "group": run.group,
        "data": first["data"],
        "seeds": seeds,
        "settings": dict(described),
        "results": {name: gather(results, histories) for name, results in by_variant.items()},
    }
    content["summary"] = summaries(Record(content))
    content["timing"] = {name: timing(results) for name, results in by_variant.items()}
    content["provenance"] = {
        "code": tasks[0].code,
        "libraries": first["libraries"],
        "machine": first["machine"],
        "cpu_seconds": plain(sum(sum(part["cpu_seconds"]) for part in content["timing"].values())),
        **created(),
    }
    return Record(content)


def gather(results: list[dict[str, Any]], histories: Iterable[str] = ()) -> dict[str, dict[str, list[Any]]]:
    """Lay the outcomes of one variant side by side: for each name a list with an entry a seed.

    Args:
        results: of all seeds.
        histories: names of histories that every variant is to have; a training that diverged in its first
            epoch has none of its own, and gets empty ones.

    Returns:
        ``history``, ``final`` and ``arrays``, each by name; what a seed lacks is an empty list, or None.
    """
    outcomes = [result["outcome"] for result in results]
    if any(outcome["final"].get("diverged") for outcome in outcomes):
        outcomes = [{**o, "history": {key: [] for key in histories} | o["history"]} for o in outcomes]
    return {
        kind: {
            name: [outcome[kind].get(name, lacking) for outcome in outcomes]
            for name in dict.fromkeys(name for outcome in outcomes for name in outcome[kind])
        }
        for kind, lacking in (("history", []), ("final", None), ("arrays", None))
    }


def timing(results: list[dict[str, Any]]) -> dict[str, list[float]]:
    """Return the seconds of one variant: of the processor, and by the clock, an entry a seed."""
    return {kind: [result[kind] for result in results] for kind in ("cpu_seconds", "seconds")}


def summaries(record: Record) -> dict[str, Any]:
    """Return mean, standard deviation, interval and n of every metric (histories: of their last epoch)."""
    return {
        variant: {
            metric: plain(vars(summarise(record.values(variant, metric))))
            for metric in record.metrics(variant)
            if np.isfinite(record.values(variant, metric)).any()
        }
        for variant in record.variants
    }


def write(record: Record, results: Results) -> None:
    """Store a record in the folder of records."""
    write_text(results.path(record.name), to_text(dict(record.content)) + "\n")
