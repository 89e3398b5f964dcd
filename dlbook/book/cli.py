"""Commands about chapters and widgets: `widgets-fixtures`."""

import argparse
from typing import Any


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands to the command line."""
    fixtures = commands.add_parser(
        "widgets-fixtures",
        help="write the numbers that the widgets' tests compare with",
        description="Writes tests/widgets/fixtures/*.json, results of dlbook.nn for `node --test`, "
        "and docs/widgets/data/*.mjs, data that figures and widgets share.",
    )
    fixtures.add_argument("--check", action="store_true", help="write nothing; fail if a file is out of date")
    fixtures.set_defaults(run=widgets_fixtures)


def widgets_fixtures(arguments: argparse.Namespace) -> int:
    """Write or check the golden numbers of the widgets."""
    from dlbook.book.fixtures import write_fixtures

    return int(write_fixtures(check=arguments.check))
