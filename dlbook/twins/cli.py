"""Commands of this area: `parity` measures how far the engine is from Keras, `bench` how fast it is."""

import argparse
import json
import sys
from typing import Any

from dlbook.checks import problem


def add_commands(subparsers: Any) -> None:
    """Add `parity` and `bench` to the command line.

    Args:
        subparsers: what ``ArgumentParser.add_subparsers`` returned.
    """
    p = subparsers.add_parser(
        "parity",
        help="measure the differences between dlbook.nn and Keras",
        description="Gives dlbook.nn and Keras the same weights and numbers, part by part, and prints the "
        "largest differences. The status is 1 if one is too large.",
    )
    p.add_argument("--json", action="store_true", help="print the table as JSON")
    p.add_argument("--write", action="store_true", help="write results/parity.json, which the book shows")
    p.set_defaults(run=run_parity)
    b = subparsers.add_parser(
        "bench",
        help="measure training speed beside other frameworks, on one core",
        description="Trains the same nets with dlbook.nn and with every framework that is installed, in "
        "turn, and prints the times of an epoch. Do nothing else on the machine meanwhile.",
    )
    b.add_argument("--json", action="store_true", help="print all measurements as JSON")
    b.add_argument(
        "--nets", default="intermediate,deep", help="which nets, separated by commas (intermediate,deep)"
    )
    b.add_argument("--frameworks", default="", help="which frameworks, separated by commas (all by default)")
    b.add_argument("--rounds", type=int, default=7, help="epochs that count, after one to warm up (7)")
    b.add_argument(
        "--python",
        action="append",
        default=[],
        metavar="FRAMEWORK=PATH",
        help="an interpreter that has this framework (or set DLBOOK_BENCH_PYTHON_<FRAMEWORK>); repeatable",
    )
    b.set_defaults(run=run_bench)


def run_parity(arguments: argparse.Namespace) -> int:
    """Measure, print and perhaps write the table; fail if a difference is too large."""
    from dlbook.twins.parity import table

    return table.main(as_json=arguments.json, write=arguments.write)


def run_bench(arguments: argparse.Namespace) -> int:
    """Measure all frameworks in turn, and print the comparison."""
    from dlbook.data import load_mnist
    from dlbook.twins.bench.nets import NETS
    from dlbook.twins.bench.report import as_text, summarise
    from dlbook.twins.bench.rounds import measure
    from dlbook.twins.bench.worker import MODULES

    nets = chosen("nets", arguments.nets, list(NETS))
    frameworks = chosen("frameworks", arguments.frameworks, list(MODULES))
    if arguments.rounds < 1:
        raise problem(f"--rounds is {arguments.rounds}", "a whole number of at least 1", "Leave it out for 7")
    interpreters = pythons(arguments.python, frameworks)
    digits = load_mnist()
    print(f"Data: {digits.source}", file=sys.stderr)
    bench = measure(
        digits.flat()[0],
        digits.y_train,
        nets=nets,
        frameworks=frameworks,
        pythons=interpreters,
        rounds=arguments.rounds,
        log=lambda sentence: print(f"  {sentence}", file=sys.stderr),
    )
    summary = summarise(bench)
    print(json.dumps(summary, indent=2) if arguments.json else as_text(summary))
    return 0


def chosen(option: str, text: str, known: list[str]) -> list[str]:
    """Return the names in a list with commas; all known ones if it is empty.

    Example:
        >>> chosen("nets", "deep", ["intermediate", "deep"])
        ['deep']
    """
    names = [name.strip() for name in text.split(",") if name.strip()] or known
    for name in names:
        if name not in known:
            raise problem(f"--{option} names {name!r}", f"some of {', '.join(known)}", "Correct the name")
    return names


def pythons(options: list[str], frameworks: list[str]) -> dict[str, str]:
    """Return interpreters by framework from options of the form "torch=PATH".

    Example:
        >>> pythons(["torch=bin/python"], ["dlbook", "torch"])
        {'torch': 'bin/python'}
    """
    found = {}
    for option in options:
        name, equals, path = option.partition("=")
        if not equals or name not in frameworks:
            raise problem(
                f"--python is {option!r}",
                f"FRAMEWORK=PATH with one of {', '.join(frameworks)}",
                "Write, for instance, --python torch=../torch/bin/python",
            )
        found[name] = path
    return found
