"""Do what is not done yet, on as many processes as joblib is told to use, and keep every finished seed."""

import os
import signal
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import Any

from dlbook.checks import problem
from dlbook.runs import assemble, datasets
from dlbook.runs.machine import libraries, machine, one_blas_thread
from dlbook.runs.outcome import plain
from dlbook.runs.places import Places
from dlbook.runs.record import Record
from dlbook.runs.results import Results
from dlbook.runs.seed_files import Task, tasks_of
from dlbook.runs.spec import Run

#: Called after each finished task with the task, its result, and the tasks that are left.
Watcher = Callable[[Task, dict[str, Any], list[Task]], None]


@dataclass(frozen=True)
class Report:
    """What ``execute`` did.

    Args:
        records: the records written, by the run's name.
        failures: what went wrong, by the task's label.
    """

    records: dict[str, Record] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Options:
    """What all waves of an execution share: see ``execute``."""

    report: Report
    sample: bool
    force: bool
    watch: Watcher | None


def execute(
    runs: Iterable[Run],
    *,
    places: Places | None = None,
    seeds: int | None = None,
    sample: bool = False,
    force: bool = False,
    watch: Watcher | None = None,
) -> Report:
    """Train what is missing and write the records.

    Tasks go through joblib, so that its ``parallel_config`` decides where they run:

        with joblib.parallel_config(backend="loky", n_jobs=2, inner_max_num_threads=1):
            execute(runs)

    and with ``backend="dask"`` or ``"ray"`` on a cluster. Each finished seed is stored at once, so that an
    interruption loses the seeds in progress only; doing the same again goes on from there.

    Args:
        runs: what to do; a run that needs records of others comes after them.
        places: folders; the usual ones by default.
        seeds: how many seeds; None takes the run's own, more adds further numbers.
        sample: train on the embedded digits, into folders apart.
        force: forget what is stored and train again.
        watch: is told of every finished task.

    Returns:
        Records and failures. A task that fails keeps its run from a record, and no other.

    Raises:
        ValueError: if data are missing: before anything is trained.
        KeyboardInterrupt: after Ctrl-C.
    """
    places = places or Places.of(sample=sample)
    options, waiting = Options(Report(), sample, force, watch), list(runs)
    check_data(waiting, sample)
    while waiting:
        names = {run.name for run in waiting}
        wave = [run for run in waiting if not names & set(run.needs)]
        if not wave:
            raise problem(f"{', '.join(sorted(names))} need each other", "an order", "Correct their `needs`")
        waiting = [run for run in waiting if run not in wave]
        execute_wave(wave, places, seeds, options)
    return options.report


def execute_wave(wave: list[Run], places: Places, seeds: int | None, options: "Options") -> None:
    """Do the tasks of runs that need nothing of each other; write each record when its last task is done."""
    results, report = Results(places.results), options.report
    by_run = {}
    for run in wave:
        try:
            by_run[run.name] = tasks_of(run, run.settings(results), some_seeds(run, seeds), places)
        except ValueError as error:
            report.failures[run.name] = str(error)
    tasks = [task for tasks in by_run.values() for task in tasks]
    if options.force:
        for task in tasks:
            task.path.unlink(missing_ok=True)
    left = [task for task in tasks if not task.is_done()]
    open_tasks = Counter(task.run.name for task in left)
    for name in by_run.keys() - open_tasks.keys():
        finish(by_run[name], results, report)
    for task, result in perform_all(list(left), options.sample):
        left.remove(task)
        if "error" in result:
            report.failures[task.label] = result["error"]
        else:
            task.write(result)
            open_tasks[task.run.name] -= 1
            if not open_tasks[task.run.name]:
                finish(by_run[task.run.name], results, report)
        if options.watch:
            options.watch(task, result, left)


def finish(tasks: list[Task], results: Results, report: Report) -> None:
    """Write the record of a run whose tasks are all done."""
    run = tasks[0].run
    record = assemble.assemble(run, tasks, run.described(results))
    assemble.write(record, results)
    report.records[run.name] = record


@dataclass(frozen=True)
class Order:
    """What another process needs to know to do a task."""

    number: int
    job: Any
    settings: Any
    seed: int
    data: str
    group: str
    sample: bool
    parent: int = field(default_factory=os.getpid)


def perform_all(tasks: list[Task], sample: bool) -> Iterable[tuple[Task, dict[str, Any]]]:
    """Yield tasks with their results, in the order in which they are done."""
    if not tasks:
        return
    from joblib import Parallel, delayed

    orders = [
        Order(i, task.run.job, task.settings, task.seed, task.run.data, task.run.group, sample)
        for i, task in enumerate(tasks)
    ]
    parallel = Parallel(return_as="generator_unordered", batch_size=1, pre_dispatch="2*n_jobs")
    for number, result in parallel(delayed(perform)(order) for order in orders):
        yield tasks[number], result


def perform(order: Order) -> tuple[int, dict[str, Any]]:
    """Do one task, wherever joblib has brought it; return its number and what is to be stored."""
    if os.getpid() != order.parent and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to deal with
    try:
        data = datasets.load(order.data, sample=order.sample)
        clock, processor = perf_counter(), process_time()
        with one_blas_thread():
            outcome = order.job(order.settings, order.seed, data)
    except Exception:  # one bad task must not end an hour of good ones; the report names it
        return order.number, {"error": traceback.format_exc()}
    return order.number, {
        "outcome": outcome.as_json(),
        "cpu_seconds": round(process_time() - processor, 3),
        "seconds": round(perf_counter() - clock, 3),
        "data": plain({"source": data.source, "checksum": data.checksum, "sample": data.is_sample}),
        "libraries": libraries(order.group),
        "machine": machine(),
    }


def some_seeds(run: Run, count: int | None) -> tuple[int, ...]:
    """Return the first seeds of a run, with further numbers after its own.

    Args:
        run: the run.
        count: how many; None for the run's own.

    Returns:
        The seeds.

    Raises:
        ValueError: if the count is below 1.
    """
    if count is None:
        return run.seeds
    if count < 1:
        raise problem(f"the number of seeds is {count}", "at least 1", "Leave it out for the run's own seeds")
    further = (seed for seed in range(max(run.seeds) + 1, max(run.seeds) + 1 + count))
    return tuple([*run.seeds, *further][:count])


def check_data(runs: list[Run], sample: bool) -> None:
    """Raise at once if a data set that is needed is missing; the message says how to get it."""
    if not sample and any(run.data == "mnist" for run in runs):
        from dlbook.data import load_mnist

        load_mnist(sample="never")
