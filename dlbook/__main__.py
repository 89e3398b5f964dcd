"""The command line: `dlbook COMMAND`, also as `python -m dlbook COMMAND`."""

import argparse
import difflib
import importlib
import os
import re
import sys
from typing import NoReturn

from dlbook import __version__
from dlbook.words import readable

AREAS = ("data", "runs", "figures", "book", "twins", "upkeep")


class Parser(argparse.ArgumentParser):
    """A parser that names the nearest command when it does not know one."""

    def error(self, message: str) -> NoReturn:
        """Print what was wrong, the nearest known name, and leave with status 2."""
        unknown = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        if unknown:
            known = [name.strip("' ") for name in unknown[2].split(",")]
            near = difflib.get_close_matches(unknown[1], known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}."
            message = f"there is no {unknown[1]!r}{hint}"
        self.exit(2, f"{self.prog}: {readable(message)}\nSee: {self.prog} --help\n")


def parser() -> Parser:
    """Return the parser with the commands of every area; heavy modules stay unimported."""
    main_parser = Parser(prog="dlbook", description="Deep Learning, Drawn in Code.")
    main_parser.add_argument("--version", action="version", version=f"dlbook {__version__}")
    commands = main_parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for area in AREAS:
        importlib.import_module(f"dlbook.{area}.cli").add_commands(commands)
    return main_parser


def main(argv: list[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the words after `dlbook`; those of the process by default.

    Returns:
        The exit status: 0 when all went well, 1 when the command found something wrong, 130 after Ctrl-C,
        141 when the reader of the output went away, as in a shell.
    """
    arguments = parser().parse_args(argv)
    try:
        status = int(arguments.run(arguments))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read the output has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (OSError, ValueError) as error:
        print(f"dlbook: {readable(str(error))}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
