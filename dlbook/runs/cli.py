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
    run = commands.add_parser(
        "run",
        help="train one recorded run and write its record",
        description="Trains one recorded run and writes results/NAME.json. Ctrl-C stops it; the same command "
        "goes on with the seeds that are left. `dlbook runs` says how long each took.",
    )
    run.add_argument("name", metavar="NAME", help="a name that `dlbook runs` lists")
    run.add_argument("--seeds", type=int, metavar="N", help="how many seeds (default: the run's own)")
    training_options(run)
    run.set_defaults(run=run_one)

    runs = commands.add_parser(
        "runs",
        help="list the recorded runs and how their records stand",
        description="Lists every run with the framework that trains it, whether its record is fresh, stale "
        "or missing, the time that its training took on one core, and its title.",
    )
    runs.add_argument("--json", action="store_true", help="print one JSON object")
    runs.set_defaults(run=list_runs)

    results = commands.add_parser(
        "results",
        help="train whatever is not up to date, all runs together",
        description="Trains every run whose record is stale or missing (all of NumPy's: an hour). Ctrl-C "
        "stops it; the same command goes on from there.",
    )
    results.add_argument("--group", choices=("numpy", "keras", "torch", "all"), help="default: numpy")
    results.add_argument("--json", action="store_true", help="train nothing; print all records as JSON")
    results.add_argument(
        "--all", action="store_true", help="train up-to-date runs too, but for seeds finished here before"
    )
    training_options(results)
    results.set_defaults(run=run_all)

    check = commands.add_parser(
        "check",
        help="name records that are stale or missing",
        description="Names every record that is stale (the code, the data or the settings behind it have "
        "changed) or missing, and how to mend it. The status is 1 if there is one, else 0.",
    )
    check.add_argument("--restamp", action="store_true", help="replay stale records; renew what agrees")
    check.add_argument("--group", choices=("numpy", "keras", "torch", "all"), help="default: all")
    check.add_argument("--json", action="store_true", help="print one JSON object")
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
    from dlbook.progress import duration
    from dlbook.runs import registry
    from dlbook.runs.freshness import state_of
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

    results = Results()
    states = [state_of(run, results) for run in registry.group(arguments.group or "all")]
    found = [judged(state, results, arguments.restamp) for state in states if state.word != "fresh"]
    for name in sorted(set(results.names()) - set(registry.all_runs())):
        mend = "delete it, or declare the run"
        reasons = [f"results/{name}.json belongs to no run"]
        found.append({"name": name, "state": "orphan", "reasons": reasons, "mend": mend})
    wrong = [record for record in found if record["state"] != "renewed"]
    if arguments.json:
        print(json.dumps({"fresh": not wrong, "records": found}, indent=1))
        return int(bool(wrong))
    for record in found:
        mend = f". Mend: {record['mend']}" if record["mend"] else ""
        print(f"{record['state']}: {record['name']}: {'; '.join(record['reasons'])}{mend}")
    if not wrong:
        print("All records are up to date.")
    return int(bool(wrong))


def judged(state: "State", results: Any, restamp: bool) -> dict[str, Any]:
    """Return what is wrong with a record and how to mend it; replay and renew it where that is asked for."""
    if state.word == "stale" and state.only_code_changed and restamp:
        return renew(state, results)
    mend = f"dlbook run {state.run.name}"
    if state.only_code_changed:
        mend += " or, if its numbers should be the same, dlbook check --restamp"
    reasons = list(state.reasons) or ["there is no record"]
    return {"name": state.run.name, "state": state.word, "reasons": reasons, "mend": mend}


def renew(state: "State", results: Any) -> dict[str, Any]:
    """Replay one stale record, restamp it if it agrees, and return what came of it."""
    from dlbook.runs.replay import replay, restamp

    assert state.record is not None
    name = state.run.name
    found = replay(state.run, state.record, results)
    if found.agrees:
        restamp(state.run, state.record, results)
        said = f"{found.equal} of {found.compared} numbers equal, the rest close"
        return {"name": name, "state": "renewed", "reasons": [said], "mend": ""}
    reasons = ["a replay differs", *map(str, found.differences[:5])]
    return {"name": name, "state": "stale", "reasons": reasons, "mend": f"dlbook run {name}"}
