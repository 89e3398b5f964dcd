"""Commands about chapters and widgets: `site`, `export` and `widgets-fixtures`."""

import argparse
from pathlib import Path
from typing import Any


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands to the command line."""
    site = commands.add_parser(
        "site",
        help="build the book",
        description="Runs the chapters that have changed and builds the site in a folder beside its place; "
        "the old site is replaced only when the new one is whole.",
    )
    site.add_argument("--output", type=Path, metavar="DIR", help="where to (default: site/)")
    site.add_argument("--again", action="store_true", help="build it even if nothing has changed")
    site.set_defaults(run=build)
    fixtures = commands.add_parser(
        "widgets-fixtures",
        help="write the numbers that the widgets' tests compare with",
        description="Writes tests/widgets/fixtures/*.json, results of dlbook.nn for `node --test`, "
        "and docs/widgets/data/*.mjs, data that figures and widgets share.",
    )
    fixtures.add_argument("--check", action="store_true", help="write nothing; fail if a file is out of date")
    fixtures.set_defaults(run=widgets_fixtures)
    export = commands.add_parser(
        "export",
        help="make one file of the whole book: PDF, EPUB, or the site to read without a network",
        description="Makes one file of the whole book from the built site, in dist/ and on the site.",
    )
    export.add_argument("format", choices=("pdf", "epub", "offline"), help="the form of the book")
    export.add_argument("--site", type=Path, metavar="DIR", help="the built site (site/)")
    export.add_argument(
        "--output", type=Path, metavar="FILE", help="write this file, and leave the site alone"
    )
    export.set_defaults(run=export_book)


def widgets_fixtures(arguments: argparse.Namespace) -> int:
    """Write or check the golden numbers of the widgets."""
    from dlbook.book.fixtures import write_fixtures

    return int(write_fixtures(check=arguments.check))


def build(arguments: argparse.Namespace) -> int:
    """Build the site; return the status of MkDocs."""
    from dlbook.book import unchanged
    from dlbook.book.site import build_site
    from dlbook.runs.places import ROOT

    target = (arguments.output or ROOT / "site").resolve()
    if not arguments.again and unchanged.is_current(ROOT, target):
        print(
            f"Nothing has changed since the book was built: open {target / 'index.html'}, or run make serve."
        )
        return 0
    made_of = unchanged.sources(ROOT, target)
    status = build_site(ROOT, target)
    if not status:
        unchanged.remember(ROOT, target, made_of)
        print(f"The book is in {target}: open {target / 'index.html'}, or run make serve.")
    return status


def export_book(arguments: argparse.Namespace) -> int:
    """Make one file of the whole book."""
    from dlbook.book.exports.press import press

    print(press(arguments.format, arguments.site, arguments.output))
    return 0
