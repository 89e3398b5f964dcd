"""The commands `dlbook run`, `runs`, `results` and `check`."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dlbook.runs.freshness import State
    from dlbook.runs.spec import Run


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands about recorded runs to the command line."""
    run = commands.add_parser("run", help="train one recorded run and write its record")
    run.add_argument("name", metavar="NAME", help="a name that `dlbook runs` lists")
    run.add_argument("--seeds", type=int, metavar="N", help="how many seeds (default: the run's own)")
    training_options(run)
    run.set_defaults(run=run_one)

    runs = commands.add_parser("runs", help="list the recorded runs and how their records stand")
    runs.add_argument("--json", action="store_true", help="print one JSON object")
    runs.set_defaults(run=list_runs)

    results = commands.add_parser("results", help="train whatever is not up to date, all runs together")
    results.add_argument("--group", choices=("numpy", "keras", "torch", "all"), help="default: numpy")
    results.add_argument("--json", action="store_true", help="train nothing; list all records as JSON")
    results.add_argument(
        "--all", action="store_true", help="train up-to-date runs too, but for seeds finished here before"
    )
    training_options(results)
    results.set_defaults(run=run_all)

    check = commands.add_parser("check", help="name records that are stale or missing; 1 if there are any")
    check.add_argument("--restamp", action="store_true", help="replay stale records; renew what agrees")
    check.add_argument("--group", choices=("numpy", "keras", "torch", "all"), help="default: all")
    check.set_defaults(run=check_records)


def training_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that all trainings share."""
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes at a time (default: 2)")
    parser.add_argument(
        "--data", choices=("full", "sample"), default="full", help="sample: the embedded digits, kept apart"
    )
    parser.add_argument("--force", action="store_true", help="forget finished seeds and train them again")


def run_one(arguments: argparse.Namespace) -> int:
    """Train one run."""
    from dlbook.runs import registry

    return train([registry.get(arguments.name)], arguments, arguments.seeds)


def run_all(arguments: argparse.Namespace) -> int:
    """Train what is not up to date, or list all records."""
    from dlbook.runs import registry
    from dlbook.runs.freshness import state_of
    from dlbook.runs.places import Places
    from dlbook.runs.results import Results

    sample = arguments.data == "sample"
    results = Results(Places.of(sample=sample).results)
    if arguments.json:
        print(json.dumps([dict(results.read(name).content) for name in results.names()]))
        return 0
    runs = registry.group(arguments.group or "numpy")
    if not (arguments.all or arguments.force or sample):
        runs = [run for run in runs if state_of(run, results).word != "fresh"]
    if not runs:
        print("All records are up to date.")
    return train(runs, arguments, None)


def train(runs: "list[Run]", arguments: argparse.Namespace, seeds: int | None) -> int:
    """Train runs with joblib's processes, one BLAS thread each, and say what was written."""
    from joblib import parallel_config

    from dlbook.runs.executor import execute
    from dlbook.runs.places import Places
    from dlbook.runs.progress import Progress
    from dlbook.runs.results import Results

    sample = arguments.data == "sample"
    places = Places.of(sample=sample)
    progress = Progress(Results(places.results))
    try:
        with parallel_config(backend="loky", n_jobs=arguments.jobs, inner_max_num_threads=1):
            report = execute(
                runs, places=places, seeds=seeds, sample=sample, force=arguments.force, watch=progress
            )
    except KeyboardInterrupt:
        print("\nStopped. Finished seeds are kept: the same command goes on from here.", file=sys.stderr)
        return 130
    for name in report.records:
        print(f"wrote {places.results.name}/{name}.json" + (" (sample: counts for nothing)" * sample))
    for label, error in report.failures.items():
        print(f"failed: {label}\n{error}", file=sys.stderr)
    return int(bool(report.failures))


def list_runs(arguments: argparse.Namespace) -> int:
    """List all runs with the state of their records and what they cost."""
    from dlbook.runs import registry
    from dlbook.runs.freshness import state_of
    from dlbook.runs.progress import duration
    from dlbook.runs.results import Results

    states = [state_of(run, Results()) for run in registry.all_runs().values()]
    if arguments.json:
        print(json.dumps({"runs": [as_json(state) for state in states]}, indent=1))
        return 0
    for state in states:
        seconds = cost_of(state)
        spent = "" if seconds is None else duration(seconds)
        print(f"{state.run.name:28}{state.run.group:7}{state.word:9}{spent:>11}  {state.run.title}")
    total = sum(cost_of(state) or 0 for state in states if state.run.group == "numpy")
    print(f"\nNumPy runs together: {duration(total)} of one core, {duration(total / 2)} on two.")
    return 0


def as_json(state: "State") -> dict[str, Any]:
    """Return one run's state as plain data."""
    run, record = state.run, state.record
    return {
        "name": run.name,
        "title": run.title,
        "chapter": run.chapter,
        "group": run.group,
        "state": state.word,
        "reasons": list(state.reasons),
        "seeds": list(record.seeds if record else run.seeds),
        "cpu_seconds": cost_of(state),
    }


def cost_of(state: "State") -> float | None:
    """Return the processor seconds of all seeds together, or None without a record."""
    return None if state.record is None else float(state.record.content["provenance"]["cpu_seconds"])


def check_records(arguments: argparse.Namespace) -> int:
    """Name stale and missing records, and those that no run is declared for; renew what a replay confirms."""
    from dlbook.runs import registry
    from dlbook.runs.freshness import state_of
    from dlbook.runs.results import Results

    results, wrong = Results(), 0
    for run in registry.group(arguments.group or "all"):
        state = state_of(run, results)
        if state.word == "stale" and state.only_code_changed and arguments.restamp:
            wrong += renew(state, results)
        elif state.word != "fresh":
            wrong += 1
            why = "; ".join(state.reasons)
            print(f"{state.word}: {run.name}{': ' if why else ''}{why}. Mend: dlbook run {run.name}")
            if state.only_code_changed:
                print("  or, if its numbers should be the same: dlbook check --restamp")
    for name in sorted(set(results.names()) - set(registry.all_runs())):
        wrong += 1
        print(f"orphan: results/{name}.json belongs to no run. Mend: delete it, or declare the run")
    if not wrong:
        print("All records are up to date.")
    return int(wrong > 0)


def renew(state: "State", results: Any) -> int:
    """Replay one stale record and restamp it if it agrees; return 1 if it does not."""
    from dlbook.runs.replay import replay, restamp

    assert state.record is not None
    found = replay(state.run, state.record, results)
    if found.agrees:
        restamp(state.run, state.record, results)
        print(f"renewed: {state.run.name} ({found.equal} of {found.compared} numbers equal, the rest close)")
        return 0
    print(f"stale: {state.run.name}: a replay differs. Mend: dlbook run {state.run.name}")
    for difference in found.differences[:5]:
        print(f"  {difference}")
    return 1
