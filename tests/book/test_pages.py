"""From chapters as written to plain Markdown: numbers, links, terms, citations, figures, and faults."""

from pathlib import Path

import pytest

from dlbook.book.assemble import _check_lists, _checked
from dlbook.book.citations import Bibliography
from dlbook.book.errors import ChapterError
from dlbook.book.expand import Book, expand, figures_of
from dlbook.book.glossary import Glossary
from dlbook.book.library import Library
from dlbook.book.quiz import check_quizzes
from dlbook.book.references import number_pages
from dlbook.book.source import Source
from dlbook.runs import Results

CHAPTER = "---\nchapter: 4\n---\n"


def sources(root: Path) -> list[Source]:
    docs = root / "docs"
    return [
        Source(str(path.relative_to(docs)), path.read_text(encoding="utf-8"))
        for path in sorted(docs.rglob("*.md"))
    ]


def load(root: Path, repository_url: str = "") -> tuple[list[Source], Book]:
    pages = sources(root)
    return pages, Book(
        number_pages(pages),
        Glossary.load(root / "docs/glossary.yml"),
        Bibliography.load(root / "docs/references.bib"),
        Library.load(root / "figures", repository_url),
    )


def expanded(text: str, *others: Source, **parts: object) -> str:
    page = Source("part/page.md", text)
    return expand(page, Book(number_pages([page, *others]), **parts))


def fault(text: str, **parts: object) -> str:
    with pytest.raises(ChapterError) as caught:
        expanded(text, **parts)
    return str(caught.value)


@pytest.fixture(scope="module")
def costs(written_book):
    pages, book = load(written_book)
    return expand(next(page for page in pages if page.uri == "costs.md"), book)


def test_everything_is_numbered_by_chapter_and_linked(costs):
    assert r"\tag{4.1}\label{square}" in costs
    assert '## <span class="number">4.1</span> Squares {#sec-squares}' in costs
    assert "**Table 4.1.** Squares of $x$." in costs
    assert "[(4.1)](#eq-square), [Figure 4.1](#fig-first-figure), [Table 4.1](#tab-squares)" in costs
    assert "[Section 4.1](#sec-squares) and [(5.1)](other.md#eq-line)" in costs


def test_numbers_count_up_within_a_chapter_only():
    sections = "## A\n\n## B {.unnumbered}\n\n## C\n\n"
    two = sections + "$$ a \\label{a} $$\n\n$$ b \\label{b} $$\n\n[](#eq-b) [](#c) [](../x.md#eq-z)"
    other = Source("x.md", "---\nchapter: B\n---\n$$ z \\label{z} $$")
    text = expanded(CHAPTER + two, other)
    assert text.endswith("[(4.2)](#eq-b) [Section 4.2](#c) [(B.1)](../x.md#eq-z)")
    assert "## B {.unnumbered}" in text


def test_a_page_without_a_chapter_shows_titles_instead_of_numbers():
    assert expanded("## Shapes of *things*\n\n[](#shapes-of-things)").endswith(
        "[Shapes of things](#shapes-of-things)"
    )


def test_code_comments_and_escaped_roles_are_left_alone():
    code = "```python\n# [](#eq-none) {term}`none`\n```\n\n<!-- {figure}`none` -->\n\n"
    code += "`` {cite}`none` ``, `[](#eq-none)`\n"
    assert expanded(code) == code
    nested = "/// exercise | 4.1\n\n    ```python\n    x = '[](#eq-none)'\n    ```\n///\n"
    assert expanded(nested) == nested


def test_terms_and_citations_become_links(costs):
    assert "[cost](appendices/glossary.md#cost){.term}" in costs
    assert "[Nielsen (2015)](#ref-nielsen2015)" in costs
    assert "([Bishop 1995](#ref-bishop1995); [Nielsen 2015](#ref-nielsen2015))" in costs


def test_the_list_of_a_page_has_the_cited_works_in_order_and_no_others(costs):
    assert costs.index('id="ref-bishop1995"') < costs.index('id="ref-nielsen2015"')
    assert "unread2000" not in costs


def test_citations_lead_to_the_appendix_where_the_page_has_no_list(written_book):
    _, book = load(written_book)
    page = Source("part/page.md", "{cite}`bishop1995`")
    assert expand(page, book) == "[Bishop (1995)](../appendices/references.md#ref-bishop1995)"


def test_the_appendices_list_every_term_and_work(written_book):
    pages, book = load(written_book)
    texts = {page.uri: expand(page, book) for page in pages}
    assert (
        "## cost {#cost .unnumbered}\n\nHow wrong a *network* is. See [Section 4.1](../costs.md#sec-squares)."
        in (texts["appendices/glossary.md"])
    )
    assert "Glöckner, U. (2000). *Unread*. Nobody." in texts["appendices/references.md"]


def test_a_figure_has_number_caption_downloads_and_source(written_book):
    pages, book = load(written_book, "https://example.org/repo")
    text = expand(next(page for page in pages if page.uri == "costs.md"), book)
    assert '<figure class="figure figure--wide" id="fig-first-figure" markdown="1">' in text
    assert (
        "<strong>Figure 4.1.</strong> The cost of a [cost](appendices/glossary.md#cost){.term} is [(4.1)]"
        in text
    )
    assert "SVG: [follows the theme](figures/first-figure.svg){download}, [light]" in text
    assert "https://example.org/repo/blob/main/dlbook/figures/chapters/costs.py" in text


def test_without_a_repository_there_is_no_link_to_the_source(costs):
    assert "The code that draws it" not in costs


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "a\n\nb [](#eq-nothing)",
            "docs/part/page.md:3: nothing on part/page.md has the anchor 'eq-nothing'",
        ),
        ("[](other.md#eq-a)", "docs/part/page.md:1: nothing on part/other.md has the anchor 'eq-a'"),
        (
            "x\n{term}`cosst`",
            "docs/part/page.md:2: the glossary (glossary.yml) has no term 'cosst'. Did you mean 'cost'?",
        ),
        ("{cite}`nielsen2051`", "has no key 'nielsen2051'. Did you mean 'nielsen2015'?"),
        ("{figure}`first-figur`", "there is no figure 'first-figur'. Did you mean 'first-figure'?"),
        ("{trem}`cost`", "there is no role 'trem'. Did you mean 'term'?"),
        ("{claim}`accuracy`", "the claim 'accuracy' names no record"),
        ("$x<y$", r"write `\lt`"),
        ("$$\n\\frac{1\n$$", "is not understood"),
        ("$\\nosuchthing$", "is not understood"),
        ("## A {#sec-a}\n\n## B {#sec-a}", "docs/part/page.md:3: the anchor 'sec-a' is there twice"),
    ],
)
def test_faults_name_file_line_and_remedy(written_book, text, says):
    _, book = load(written_book)
    message = fault(text, glossary=book.glossary, bibliography=book.bibliography, library=book.library)
    assert says in message
    assert "    > " in message


def test_all_pages_with_faults_are_reported_together():
    pages = [Source("a.md", "{term}`a`"), Source("b.md", "fine"), Source("c.md", "{term}`c`")]
    with pytest.raises(ChapterError, match=r"(?s)docs/a\.md:1.*docs/c\.md:1"):
        _checked(pages, Book())


def test_a_fault_is_reported_once_though_other_pages_list_it_too():
    lost = Source("a.md", "---\nchapter: 1\n---\nIt is {claim}`no-such-run.loss:.2f`.")
    pages = [lost, Source("b.md", "{claims}"), Source("c.md", "{claims}")]
    with pytest.raises(ChapterError) as stop:
        _checked(pages, Book(number_pages(pages), results=Results(), pages=tuple(pages)))
    assert str(stop.value).count("docs/a.md:4: ") == 1


def test_the_pages_of_the_book_itself_are_without_fault():
    pages, book = load(Path(__file__).resolve().parents[2])
    texts = _checked(pages, book)
    assert "training/cost-functions.md" in texts
    _check_lists(pages, book.library, {id for page in pages for id in figures_of(page)})


def test_a_figure_that_no_page_of_its_chapter_shows_is_a_fault(written_book):
    pages, book = load(written_book)
    assert [figures_of(page) for page in pages if page.uri == "costs.md"] == [["first-figure"]]
    _check_lists(pages, book.library, {"first-figure"})
    with pytest.raises(ChapterError, match="'first-figure' is drawn but no page shows it"):
        _check_lists(pages, book.library, set())
    _check_lists([page for page in pages if page.uri == "index.md"], book.library, set())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/// quiz\n- [x] a :: b\n- [ ] c :: d\n///\n", "no question"),
        ("/// quiz | Q?\n- [ ] a :: b\n- [ ] c :: d\n///\n", "this one has 0"),
        ("/// quiz | Q?\n- [x] a :: b\n- [x] c :: d\n///\n", "this one has 2"),
        ("/// quiz | Q?\n- [x] a :: b\n- [ ] c\n///\n", "two or more options"),
    ],
)
def test_a_quiz_that_cannot_be_answered_is_a_fault(text, says):
    with pytest.raises(ChapterError, match=says):
        check_quizzes(Source("a.md", text))
    check_quizzes(Source("a.md", f"````md\n{text}````\n"))


def test_glossaries_refuse_doubled_forms_and_missing_definitions(tmp_path):
    path = tmp_path / "glossary.yml"
    path.write_text("a:\n  definition: x\nb:\n  definition: y\n  also: [A]\n", encoding="utf-8")
    with pytest.raises(ChapterError, match="both under"):
        Glossary.load(path)
    path.write_text("a:\n  also: [b]\n", encoding="utf-8")
    with pytest.raises(ChapterError, match="has no definition"):
        Glossary.load(path)


def test_a_bibliography_that_is_not_bibtex_is_a_fault(tmp_path):
    path = tmp_path / "references.bib"
    path.write_text("@book{a, title = }", encoding="utf-8")
    with pytest.raises(ChapterError, match=r"references\.bib"):
        Bibliography.load(path)


def test_front_matter_that_is_not_yaml_is_a_fault():
    with pytest.raises(ChapterError, match=r"docs/a\.md:2"):
        _ = Source("a.md", "---\ntitle: [\n---\n").meta


def test_the_prime_of_the_math_font_is_the_one_for_superscripts(tmp_path):
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.ttLib import TTFont

    from dlbook.book.fonts import math_font, whole_font

    def top_of_prime(path):
        with TTFont(path) as font:
            pen = BoundsPen(font.getGlyphSet())
            font.getGlyphSet()[font.getBestCmap()[0x2032]].draw(pen)
            return pen.bounds[3]

    assert top_of_prime(math_font("x′", tmp_path)) < 0.9 * top_of_prime(whole_font())


def test_a_part_of_a_section_can_be_linked_by_its_title():
    parts = "## One {#sec-one}\n\n### A *part* {#sec-part}\n\nSee [](#sec-part), [](#sec-one)."
    text = f"---\nchapter: 4\n---\n{parts}"
    page = expanded(text)
    assert "### A *part* {#sec-part}" in page
    assert "See [A part](#sec-part), [Section 4.1](#sec-one)." in page
