"""From the built site to one file of the whole book."""

import importlib
from pathlib import Path

from dlbook.book.exports.formats import FORMATS
from dlbook.book.exports.shelf import deliver, fingerprint, size
from dlbook.book.exports.steps import Steps
from dlbook.figures.places import ROOT
from dlbook.kept import write_whole


def press(key: str, site: Path | None = None, output: Path | None = None) -> str:
    """Make the book in one form.

    Args:
        key: the form, as in `formats.FORMATS`.
        site: the folder of the built site; that of this checkout by default.
        output: the file to write; by default the book's name in `dist`, which is then put on the site too.

    Returns:
        What was made, as a line for a person.

    Raises:
        ValueError: if there is no site in the folder, or a program that the form needs is not installed.
    """
    maker = importlib.import_module(f"dlbook.book.exports.{key}")
    folder = site or ROOT / "site"
    made_of = "" if output else fingerprint(folder)
    steps = Steps(FORMATS[key].title, maker.STEPS)
    try:
        content: bytes = maker.make(folder, steps)
    finally:
        steps.close()
    if output:
        write_whole(output, content)
    else:
        output = deliver(FORMATS[key], content, folder, made_of)
    return f"{FORMATS[key].title}: {output}, {size(len(content))}."
