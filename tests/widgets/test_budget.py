"""The JavaScript of a chapter, with all that its modules import, stays small."""

import gzip
import re
from pathlib import Path

import pytest

from dlbook.book.scripts import published

DOCS = Path(__file__).parents[2] / "docs"
WIDGETS = DOCS / "widgets"
LIMIT = 60_000  # bytes of one chapter's scripts together, each compressed
IMPORTS = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*)["'](\.[^"']+\.mjs)["']""")
CHAPTERS = [
    path for part in ("first-look", "training", "improving") for path in sorted((DOCS / part).glob("*.md"))
]


def reached(path, found=()):
    """A module and all modules below it, workers too."""
    files = {*found, path}
    for name in IMPORTS.findall(path.read_text(encoding="utf-8")):
        target = (path.parent / name).resolve()
        assert target.is_file(), f"{path} imports {name}, which is not there"
        if target not in files:
            files |= reached(target, files)
    return files


def scripts(chapter):
    """All modules that a reader of a chapter may fetch."""
    starters = [WIDGETS / name for name in ("load.mjs", "quiz.mjs")]
    names = set(re.findall(r"\| (dl-[a-z0-9-]+)", chapter.read_text(encoding="utf-8")))
    files = set()
    for path in [*starters, *(WIDGETS / f"elements/{name}.mjs" for name in sorted(names))]:
        files |= reached(path)
    return files - {WIDGETS / "gallery.mjs"}


def test_modules_are_followed():
    names = {path.name for path in reached(WIDGETS / "elements/dl-saturated-neuron.mjs")}
    assert {"stepped.mjs", "element.mjs", "clock.mjs", "url-state.mjs", "chart.mjs", "words.mjs"} <= names


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_scripts_of_a_chapter_are_small(chapter):
    texts = {path.name: published(path.read_text(encoding="utf-8")) for path in scripts(chapter)}
    sizes = {name: len(gzip.compress(text.encode(), mtime=0)) for name, text in texts.items()}
    assert sum(sizes.values()) < LIMIT, sizes
