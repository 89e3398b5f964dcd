"""Cross-references backwards: which pages use a term, cite a work, or refer to a figure or a section."""

from dlbook.book.blocks import blocks
from dlbook.book.expand import Book, expand_page
from dlbook.book.glossary import Glossary, Term
from dlbook.book.plain import plain
from dlbook.book.references import number_pages
from dlbook.book.source import Source
from dlbook.book.uses import mentions, targets_named, terms_used, works_cited


def page(uri, number, text):
    return Source(uri, f"---\ntitle: {uri}\nchapter: {number}\n---\n{text}")


SLOPES = page("a/slopes.md", 4, "## One {#sec-one}\n\nText.\n\n## Two {#sec-two}\n\n[](slopes.md#sec-one)\n")
LATER = page(
    "b/later.md",
    10,
    "[](../a/slopes.md#sec-two)\n\n## Here {#sec-here}\n\nAs [chapter 4](../a/slopes.md#sec-one) says.\n\n"
    "## There {#sec-there}\n\n[](../a/slopes.md#sec-one)\n",
)
NEXT = page("b/next.md", 9, "## Now\n\n`[](../a/slopes.md#sec-one)` and [](../a/slopes.md#sec-two)\n")
LAB = Source("lab/pad.md", "---\ntitle: Pad\n---\nSee [](../a/slopes.md#sec-two).\n")
ELSEWHERE = Source("index.md", "Begin with [this](a/slopes.md#sec-one).")
PAGES = (LAB, ELSEWHERE, LATER, NEXT, SLOPES)


def shown():
    return expand_page(SLOPES, Book(number_pages(PAGES), pages=PAGES))


def test_a_section_names_the_pages_that_refer_to_it_with_the_place_and_itself_never():
    first, second = shown().split('## <span class="number">4.2</span>')
    assert first.endswith(">Referred to in [chapter 10](../b/later.md#sec-here).</p>\n\n")
    assert second.endswith(
        ">Referred to in [chapter 9](../b/next.md#now), [chapter 10](../b/later.md) and "
        "[the laboratory\u2019s \u201cPad\u201d](../lab/pad.md).</p>\n\n"
    )


def test_the_line_is_for_the_page_only():
    assert "Referred to" not in plain(shown(), str, lambda link: link)
    assert [block.text for block in blocks(shown()) if block.kind == "paragraph"] == [
        "Text.",
        "[Section 4.1](slopes.md#sec-one)",
    ]


def test_a_page_to_which_nobody_refers_stays_as_it_is():
    assert "Referred to" not in expand_page(LATER, Book(number_pages(PAGES), pages=PAGES))


def test_a_figure_of_another_page_is_found_in_the_same_way():
    pages = [page("c.md", 2, "## S {#sec-s}\n\n[](d/e.md#fig-x) and [](d/e.md#fig-x)")]
    assert mentions(targets_named(pages)["d/e.md#fig-x"], "../") == "[chapter 2](../c.md#sec-s)"


def test_terms_and_works_lead_to_the_section_of_their_first_use_on_a_page():
    text = "## {term}`Cost` {#sec-a}\n\n{cite}`who1999, me`\n\n## B {#sec-b}\n\n{term}`cost` {citep}`me`\n"
    pages = [LAB, page("c.md", 2, text)]
    (work,) = works_cited(pages)["me"]
    (term,) = terms_used(pages, Glossary([Term("cost", "C.")]))["cost"]
    assert (work.section, term.section) == ("sec-a", "sec-b")
