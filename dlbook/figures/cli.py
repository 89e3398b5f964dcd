"""`dlbook figures`: draw, list, check and export the figures of the book."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dlbook.progress import Progress

if TYPE_CHECKING:
    from dlbook.figures.build import Outcome
    from dlbook.figures.places import Places


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `figures` to the command line."""
    parser = subparsers.add_parser(
        "figures",
        help="draw the figures that are not up to date; check or export them",
        description="Draw figures. Without an id: all that are not up to date.",
    )
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="the figures, e.g. quadratic-cost; all by default"
    )
    parser.add_argument("--list", action="store_true", help="name every figure and its message")
    parser.add_argument("--json", action="store_true", help="print results as JSON")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail when a committed figure is stale"
    )
    parser.add_argument(
        "--format", default="svg", metavar="LIST", help="svg,pdf,png; the last two come in light and dark"
    )
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="processes; one a processor by default"
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="where to write instead of the committed folder"
    )
    parser.set_defaults(run=figures)


def figures(arguments: argparse.Namespace) -> int:
    """Run the command.

    Returns:
        0, or 1 when a figure failed or is stale.
    """
    from dlbook.figures import build
    from dlbook.figures.places import ROOT, Places
    from dlbook.figures.state import choose

    places = Places()
    formats = _formats(arguments.format)
    if arguments.list:
        return _list(arguments, places)
    report, folder = None if arguments.json else Reporter(), places.figures
    if arguments.check:
        outcomes = build.check(arguments.ids, places, jobs=arguments.jobs, report=report)
    elif formats == ("svg",) and arguments.output is None:
        outcomes = build.update(arguments.ids, places, jobs=arguments.jobs, report=report)
    else:
        folder = arguments.output or ROOT / "build" / "figures"
        outcomes = []
        for outcome in build.export(arguments.ids, places, formats, folder, jobs=arguments.jobs):
            outcomes.append(outcome)
            if report:
                report(outcome, len(outcomes), len(arguments.ids) or len(choose([], places)))
    return _conclude(outcomes, arguments, folder)


def _formats(text: str) -> tuple[str, ...]:
    from dlbook.checks import problem

    formats = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if not set(formats) <= {"svg", "pdf", "png"}:
        raise problem(
            f"--format is {text!r}", "some of svg, pdf, png", "Separate them by commas, without blanks"
        )
    return formats


def _list(arguments: argparse.Namespace, places: "Places") -> int:
    from dlbook.figures.export import manifest
    from dlbook.figures.registry import chapter_of
    from dlbook.figures.state import choose

    drawn = manifest(places.figures)
    lines = []
    for id, figure in choose(arguments.ids, places).items():
        chapter = chapter_of(figure.module)
        lines.append({"id": id, "chapter": chapter, "function": figure.function, "drawn": id in drawn})
        lines[-1] |= {name: figure.options.get(name) for name in ("caption", "alt")}
        lines[-1] |= {"size": figure.options.get("size", "inline"), "needs": list(figure.needs)}
    if arguments.json:
        print(json.dumps(lines, indent=1, ensure_ascii=False))
        return 0
    for line in lines:
        print(f"{line['id']:24} {line['chapter']:20} {line['caption']}")
    return 0


class Reporter:
    """Tells of every figure that is done, how many there are, and how long the rest takes."""

    def __init__(self) -> None:
        self.progress = Progress(0)

    def __call__(self, outcome: "Outcome", done: int, total: int) -> None:
        """Tell of one figure; those that failed are named again at the end."""
        self.progress.total = total
        self.progress.step(f"{outcome.id} {outcome.state} {outcome.detail}".rstrip())


def _conclude(outcomes: "list[Outcome]", arguments: argparse.Namespace, folder: Path) -> int:
    bad = [outcome for outcome in outcomes if outcome.bad]
    if arguments.json:
        print(json.dumps([{"id": o.id, "state": o.state, "detail": o.detail} for o in outcomes], indent=1))
    else:
        fine, total = len(outcomes) - len(bad), len(outcomes)
        count = f"{fine} of {total} figures are" if total > 1 else f"{fine} of 1 figure is"
        print(f"{count} {'up to date' if arguments.check else 'done'} in {folder}{os.sep}.")
        for outcome in bad:
            print(f"{outcome.state}: {outcome.id}: {outcome.detail}", file=sys.stderr)
        if any(outcome.state == "stale" for outcome in bad):
            print("Redraw with `dlbook figures` and commit the result.", file=sys.stderr)
    return 1 if bad else 0
