"""The command `dlbook data`: where each data set is, in what state, and how to get what is missing."""

import argparse
import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dlbook.words import readable

Report = dict[str, Any]


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add `data` to the command line."""
    parser = commands.add_parser(
        "data",
        help="find, check and download the data sets",
        description="Shows where each data set is and checks it; downloads MNIST into the cache if it is "
        "nowhere. The status is 0 if all of MNIST is there, else 1.",
    )
    parser.add_argument("--path", metavar="P", help="look for MNIST in this file or folder only")
    parser.add_argument(
        "--download",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="use the network for what is nowhere (default: yes)",
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=10.0,
        metavar="S",
        help="seconds to wait for a silent server (default: 10)",
    )
    parser.add_argument(
        "--mirrors", action="store_true", help="only ask every mirror for its file; 1 if one does not have it"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show, check and fetch; return 0 if all of MNIST is there."""
    from dlbook.data import Patience, load_diabetes, load_housing, load_mnist, sources

    patience = Patience(arguments.timeout)
    if arguments.mirrors:
        return _ask_mirrors(patience, arguments.json)
    path, options = arguments.path, {"download": arguments.download, "patience": patience}
    table_path = _folder_with(sources.HOUSING.file_name, path)
    reports = {
        "mnist": _report("MNIST", lambda: load_mnist(path, **options), _survey(sources.MNIST, path)),
        "housing": _report(
            "Boston housing",
            lambda: load_housing(table_path, **options),
            _survey(sources.HOUSING, table_path),
        ),
        "diabetes": _report("Diabetes", load_diabetes, []),
    }
    print(json.dumps(reports, indent=2) if arguments.json else readable(_text(reports)))
    if not reports["mnist"]["complete"] and not arguments.json:
        print(f"\n{_remedy(arguments.download)}", file=sys.stderr)
    return int(not reports["mnist"]["complete"])


def _ask_mirrors(patience: Any, as_json: bool) -> int:
    """Say of every mirror whether it has the right file; return 1 if one has not."""
    from dlbook.data import sources
    from dlbook.data.mirrors import ask
    from dlbook.settings import load_settings

    mirrors = load_settings().mirrors
    answers = {
        address: problem
        for data_set in (sources.MNIST, sources.HOUSING)
        for address, problem in ask(data_set, mirrors[data_set.name], patience)
    }
    lines = [f"{address}: {problem or 'has the right file'}" for address, problem in answers.items()]
    print(json.dumps(answers, indent=2) if as_json else "\n".join(lines or ["No mirror is set."]))
    return int(any(answers.values()))


def _survey(data_set: Any, path: str | None) -> list[Report]:
    from dlbook.data.search import survey

    return [
        {"place": found.place, "path": str(found.path), "state": found.state, "message": found.message}
        for found in survey(data_set, path)
    ]


def _report(title: str, load: Callable[[], Any], places: list[Report]) -> Report:
    """Load a data set as the book does, and say what came and from where."""
    from dlbook.data import DataError

    report: Report = {"title": title, "source": None, "checksum": None, "used": None, "path": None}
    report |= {"complete": False, "problem": "", "places": places}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            data = load()
        except DataError as error:
            report["problem"] = str(error)
        else:
            report |= {"source": data.source, "checksum": data.checksum}
            report["complete"] = not getattr(data, "is_sample", False)
            report |= _origin(getattr(data, "path", None), places)
    report["notices"] = [str(warning.message) for warning in caught]
    return report


def _origin(path: Path | None, places: list[Report]) -> Report:
    """Name the place that the data came from; what was in no place before has been downloaded."""
    if path is None:
        return {"used": "package"}
    known = (place["place"] for place in places if place["path"] == str(path) and place["state"] == "good")
    return {"used": next(known, "download"), "path": str(path)}


def _folder_with(name: str, path: str | None) -> str | None:
    """Return the path if it is a folder with a file of that name: `--path` is about MNIST first."""
    return path if path and Path(path).expanduser().joinpath(name).exists() else None


def _text(reports: dict[str, Report]) -> str:
    return "\n\n".join("\n".join(_lines(report)) for report in reports.values())


def _lines(report: Report) -> list[str]:
    """Say in a few lines what `_report` found."""
    lines = [f"{report['title']}: {report['source'] or 'cannot be used'}"]
    if report["checksum"]:
        lines.append(f"  SHA-256       {report['checksum']}")
    if report["used"] in ("download", "package"):
        lines.append(f"  from          {report['path'] or 'an installed package'}")
    for place in report["places"]:
        used = ", used" if place["place"] == report["used"] else ""
        lines.append(f"  {place['place']:13} {place['path']}: {place['state']}{used}")
    problems = [report["problem"]] if report["problem"] else []
    return lines + [f"  ! {text}" for text in [*report["notices"], *problems]]


def _remedy(asked: bool) -> str:
    from dlbook.data.cache import cache_folder

    first = "Go online and run this again" if asked else "Run this without --no-download to fetch it"
    return (
        "All of MNIST was not found; what needs it runs on the sample of 5,000 digits or refuses.\n"
        f"{first}, put mnist.npz (as Keras has it, or the four IDX files) into {cache_folder()},\n"
        "or set DLBOOK_DATA to the folder that holds it."
    )
