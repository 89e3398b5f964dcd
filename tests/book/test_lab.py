"""The laboratory has a page for every widget, in the order of the book, and all are in the navigation."""

import re
from pathlib import Path

import pytest

from dlbook.book import lab
from dlbook.book.errors import ChapterError
from dlbook.book.library import Library
from dlbook.book.references import number_pages
from dlbook.book.source import Source

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ELEMENTS = {path.stem.removeprefix("dl-") for path in (DOCS / "widgets/elements").glob("dl-*.mjs")}
CHAPTER = Source(
    "one.md", "---\nchapter: 1\ntitle: One\n---\n/// html | dl-b\n///\n/// html | dl-a\n///\n{figure}`f`"
)


def page(name, section="one.md#sec-x", body="{figure}`f`"):
    return Source(
        f"lab/{name}.md", f"---\ntitle: T {name}\ndescription: D.\nsection: {section}\n---\n# T\n{body}\n"
    )


@pytest.fixture
def library():
    return Library(Path(), entries={"f": {"caption": "C.", "width": 480, "height": 300}})


def test_every_widget_has_a_page_and_every_page_a_widget():
    pages = {
        path.stem: path.read_text("utf-8") for path in (DOCS / "lab").glob("*.md") if path.stem != "index"
    }
    assert set(pages) == ELEMENTS
    for name, text in pages.items():
        assert re.findall(r"^/// html \| dl-([\w-]+)#widget\b", text, re.M) == [name]


def test_the_navigation_has_the_pages_in_the_order_of_the_book():
    sources = [Source(str(path.relative_to(DOCS)), path.read_text("utf-8")) for path in DOCS.rglob("*.md")]
    listed = re.findall(r"^\s+- (lab/[\w-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M)
    assert listed == ["lab/index.md", *(source.uri for source in lab.pages_of(sources))]


def test_cards_stand_in_the_order_in_which_the_chapter_has_the_widgets(library):
    text = lab.cards(library, [page("a"), page("b"), CHAPTER], "../")
    assert text.index("[T b](b.md)") < text.index("[T a](a.md)")
    assert "[1. One](../one.md#sec-x){.lab-home}" in text
    assert "![](../figures/f-dark.svg){.only-dark loading=lazy" in text


def test_a_page_that_names_no_chapter_is_refused(library):
    with pytest.raises(ChapterError, match=r"lab/a\.md.*\n?.*'two\.md'"):
        lab.cards(library, [page("a", "two.md#sec-x"), CHAPTER], "../")


def test_a_page_without_a_figure_is_refused(library):
    with pytest.raises(ChapterError, match="still figure"):
        lab.cards(library, [page("a", body="None."), CHAPTER], "../")


def test_a_figure_of_a_chapter_keeps_its_number_outside_the_chapters():
    numbers = number_pages([page("a"), Source("index.md", "{figure}`own`"), CHAPTER])
    assert numbers["lab/a.md", "fig-f"].text == "Figure 1.1"
    assert numbers["lab/a.md", "fig-f"].lender == "one.md"
    assert (numbers["one.md", "fig-f"].lender, numbers["index.md", "fig-own"].lender) == ("", "")
