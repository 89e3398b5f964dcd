"""The commands `dlbook doctor` and `dlbook verify`."""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands to the command line."""
    doctor = commands.add_parser(
        "doctor",
        help="say what is installed, which data are used, what is stale, and what to do",
        description="Examines this copy of the book and changes nothing. The status is 0 if it can be built.",
    )
    doctor.add_argument("--thorough", action="store_true", help="compute the widgets' numbers anew too")
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.set_defaults(run=run_doctor)
    verify = commands.add_parser(
        "verify",
        help="make figures and site twice, from nothing, and compare them byte by byte",
        description="Builds two copies of this checkout, with cold caches and different hash seeds, time "
        "zones, locales and paths (ten minutes), and names every file that differs; 0 if none does.",
    )
    verify.add_argument("--only", choices=("figures", "site"), help="leave the other out")
    verify.add_argument("--keep", type=Path, metavar="DIR", help="put the copies there, to look at them")
    verify.add_argument("--json", action="store_true", help="print one JSON object")
    verify.set_defaults(run=run_verify)


def run_doctor(arguments: argparse.Namespace) -> int:
    """Examine this copy of the book; return 0 if it can be built."""
    from dlbook.upkeep import doctor

    findings = doctor.examine(thorough=arguments.thorough)
    if arguments.json:
        print(json.dumps(doctor.as_json(findings), indent=1, ensure_ascii=False))
    else:
        print(doctor.as_text(findings))
    return int(not doctor.ready(findings))


def run_verify(arguments: argparse.Namespace) -> int:
    """Make everything twice; return 0 if all bytes are equal."""
    from dlbook.checks import problem
    from dlbook.runs.places import PACKAGE
    from dlbook.upkeep.verify import verify

    root, keep = PACKAGE.parent, arguments.keep
    if not (root / "mkdocs.yml").exists():
        raise problem("there is no checkout", "the sources of the book", "Get them, then make verify")
    if keep and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise problem(f"--keep is {str(keep)!r}", "a new or empty folder", "Name another, or empty that one")
    parts = (arguments.only,) if arguments.only else ("figures", "site")
    with tempfile.TemporaryDirectory(prefix="dlbook-verify-") as passing:
        work = keep.absolute() if keep else Path(passing)
        verdict = verify(root, work, parts)
    if arguments.json:
        print(json.dumps({"equal": verdict.equal, **vars(verdict)}, indent=1, ensure_ascii=False))
        return int(not verdict.equal)
    for name, how in verdict.differences.items():
        print(f"differs: {name}: {how}")
    for name, how in verdict.stale.items():
        print(f"stale: figures/{name}: {how}")
    for name, why in verdict.live.items():
        print(f"live: {name}: {why}")
    wrong = len(verdict.differences) + len(verdict.stale)
    print(f"{verdict.files} files, {wrong or 'none'} of them different ({verdict.seconds:.0f} s).")
    return int(not verdict.equal)
