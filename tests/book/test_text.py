"""What the text of all chapters owes its readers, judged from the sources."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CHAPTERS = [
    path for part in ("first-look", "training", "improving") for path in sorted((DOCS / part).glob("*.md"))
]
chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def test_the_contents_have_every_chapter_in_order_under_the_number_of_its_header():
    contents = re.findall(r"^ +- (\d+)\. [^:]+: (\S+)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M)
    numbers = {
        path.relative_to(DOCS).as_posix(): re.search(r"^chapter: (\d+)$", path.read_text("utf-8"), re.M)[1]
        for path in CHAPTERS
    }
    assert {path: number for number, path in contents} == numbers
    assert [int(number) for number, _ in contents] == list(range(1, len(CHAPTERS) + 1))
    assert len(CHAPTERS) >= 13


@chapter
def test_each_figure_stands_once_and_the_text_refers_to_it(chapter):
    text = chapter.read_text(encoding="utf-8")
    figures = re.findall(r"^\{figure\}`([a-z0-9-]+)`", text, re.M)
    assert len(figures) == len(set(figures)) > 3
    assert [name for name in figures if f"[](#fig-{name})" not in text] == []


@chapter
def test_each_widget_has_a_lead_in_that_says_what_to_try(chapter):
    text = chapter.read_text(encoding="utf-8")
    for place in re.finditer(r"^/// html \| (dl-[a-z0-9-]+)", text, re.M):
        before = text[: place.start()].rstrip().rsplit("\n\n", 1)[-1]
        assert len(before.split()) > 30, f"{place[1]} has hardly a lead-in: {before!r}"


@chapter
def test_no_widget_is_missing(chapter):
    assert re.findall(r"<!-- widget: .*? -->", chapter.read_text(encoding="utf-8")) == []
