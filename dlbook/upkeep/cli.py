"""The command `dlbook doctor`."""

import argparse
import json
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


def run_doctor(arguments: argparse.Namespace) -> int:
    """Examine this copy of the book; return 0 if it can be built."""
    from dlbook.upkeep import doctor

    findings = doctor.examine(thorough=arguments.thorough)
    if arguments.json:
        print(json.dumps(doctor.as_json(findings), indent=1, ensure_ascii=False))
    else:
        print(doctor.as_text(findings))
    return int(not doctor.ready(findings))
