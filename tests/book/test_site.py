"""The small book built with MkDocs, and the pages that come out."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dlbook.book.policy import inline_scripts

from .conftest import run_mkdocs


@pytest.fixture(scope="module")
def built(written_book, tmp_path_factory):
    """The book after its first build, and what the build said."""
    root = Path(shutil.copytree(written_book, tmp_path_factory.mktemp("built") / "book"))
    return root, run_mkdocs(root)


@pytest.fixture(scope="module")
def page(built) -> str:
    root, done = built
    assert done.returncode == 0, done.stderr
    return (root / "site/costs/index.html").read_text(encoding="utf-8")


def test_chapters_run_in_the_first_build_and_not_in_the_second(built):
    root, first = built
    assert [first.stderr.count(f"running docs/{name}.md") for name in ("costs", "other")] == [1, 1]
    assert (root / "docs").stat().st_mtime < (root / "site").stat().st_mtime
    costs = root / "docs/costs.md"
    costs.write_text(
        costs.read_text(encoding="utf-8").replace("A miss has", "Every miss has"), encoding="utf-8"
    )
    second = run_mkdocs(root)
    assert second.returncode == 0
    assert "running" not in second.stderr
    assert "Every miss has" in (root / "site/costs/index.html").read_text(encoding="utf-8")


def test_nothing_is_written_into_the_sources(built, written_book):
    names = [
        sorted(str(path.relative_to(root / "docs")) for path in (root / "docs").rglob("*"))
        for root in (built[0], written_book)
    ]
    assert names[0] == names[1]


def test_values_and_outputs_are_in_the_page(page):
    assert "The square of 3 is 9, a slope is −0.25" in page
    assert re.search(r"<mn>1\.0</mn><mo[^>]*>×</mo><msup><mn>10</mn>", page)
    assert "{py}`not this`" in page
    assert re.search(r'class="[^"]*output[^"]*highlight"[^>]*><pre><span></span><code>9\n</code>', page)


def test_references_lead_to_their_targets(page):
    for number, anchor in (
        ("(4.1)", "eq-square"),
        ("Figure 4.1", "fig-first-figure"),
        ("Table 4.1", "tab-squares"),
    ):
        assert f'<a href="#{anchor}">{number}</a>' in page
        assert page.count(f'id="{anchor}"') == 1
    assert '<a href="../other/#eq-line">(5.1)</a>' in page


def test_formulas_are_mathml(page):
    assert page.count("<math") >= 6
    assert "arithmatex" not in page
    assert "$" not in re.sub(r"<[^>]*>", "", page[page.index("<article") : page.index("</article>")])


def test_pages_are_slim_and_ask_no_other_host(page):
    assert len(page.encode()) < 60_000
    loaded = re.findall(r'<(?:script|img|link rel="stylesheet")[^>]*?(?:src|href)="([^"]+)"', page)
    assert loaded
    assert not [address for address in loaded if "//" in address]
    assert "@import" not in page


class Ids(HTMLParser):
    """Collects the ids of a page and what refers to them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.named: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name in ("for", "aria-describedby", "aria-labelledby"):
                self.named.append(value)


def test_every_id_is_there_once_and_whoever_names_one_finds_it(page):
    found = Ids(page)
    assert len(found.ids) == len(set(found.ids))
    assert {name for name in found.named if not name.startswith("__")} <= set(found.ids)


def test_title_description_and_search_dialog_are_named(page):
    assert "<title>Costs - Deep Learning, Drawn in Code</title>" in page
    assert '<meta name="description" content="Costs in a test.">' in page
    assert 'role="dialog" aria-label="Search"' in page


def test_font_style_and_figures_are_published(built, page):
    site = built[0] / "site"
    assert (site / "stylesheets/math.woff2").read_bytes()[:4] == b"wOF2"
    assert 10_000 < (site / "stylesheets/math.woff2").stat().st_size < 150_000
    assert "--fig-ink:" in (site / "stylesheets/book.css").read_text(encoding="utf-8")
    assert "var(" in (site / "figures/first-figure.svg").read_text(encoding="utf-8")
    assert "var(" not in (site / "figures/first-figure-dark.svg").read_text(encoding="utf-8")
    assert not list(site.rglob("*.j2"))
    assert not list(site.rglob("*.yml"))


def test_the_search_finds_sections_and_terms_but_no_code(built, page):
    index = json.loads((built[0] / "site/search/search_index.json").read_text(encoding="utf-8"))["docs"]
    titles = [entry["title"] for entry in index]
    text = " ".join(entry["text"] for entry in index)
    assert any("Squares" in title for title in titles)
    assert "cost" in titles
    assert "The cost of a" in text
    assert "def square" not in text
    assert "<math" not in text
    assert "xxxxxxxx" not in text


def test_a_long_output_is_cut_off_with_a_notice(built):
    other = (built[0] / "site/other/index.html").read_text(encoding="utf-8")
    assert "cut off: the cell printed 30,001 characters" in other


def build_fault(book: Path, name: str, old: str, new: str) -> subprocess.CompletedProcess[str]:
    path = book / "docs" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return run_mkdocs(book)


def test_a_failing_cell_fails_the_build(book):
    done = build_fault(book, "costs.md", "square(3)\n```", "square(nothing)\n```")
    assert done.returncode != 0
    assert re.search(r"docs/costs\.md:\d+: \(cell 1\) NameError: name 'nothing' is not defined", done.stderr)
    assert re.search(r"> +\d+ \| square\(nothing\)", done.stderr)
    assert "Traceback" not in done.stderr


def test_an_unknown_reference_fails_the_build_before_anything_runs(book):
    done = build_fault(book, "costs.md", "[](#eq-square),", "[](#eq-sqare),")
    assert done.returncode != 0
    assert "has the anchor 'eq-sqare'. Did you mean 'eq-square'?" in done.stderr
    assert "running" not in done.stderr


def test_an_endless_cell_fails_the_build(book):
    path = book / "docs/other.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("print(", "while True: 0 and ("), encoding="utf-8"
    )
    done = run_mkdocs(book, DLBOOK_CELL_TIMEOUT="1")
    assert done.returncode != 0
    assert "the cell ran longer than 1 s" in done.stderr


def test_the_page_for_lost_readers_is_mended_too(built):
    lost = (built[0] / "site/404.html").read_text(encoding="utf-8")
    assert 'role="dialog" aria-label="Search"' in lost


def test_a_book_without_an_address_claims_none(page):
    assert '<meta property="og:title" content="4. Costs - Deep Learning, Drawn in Code">' in page
    assert '<script type="application/ld+json">{"@context"' in page
    head = page[: page.index("</head>")]
    assert not [word for word in ('rel="canonical"', "og:url", "og:image", "example.org") if word in head]


def test_the_sitemap_of_a_book_without_an_address_lists_nothing(built):
    """It is there, or the theme would complain on every page that it is not."""
    sitemap = (built[0] / "site/sitemap.xml").read_text(encoding="utf-8")
    assert "<urlset" in sitemap
    assert "<loc>" not in sitemap


def test_the_search_finds_figures_and_what_terms_mean(built):
    index = json.loads((built[0] / "site/search/search_index.json").read_text(encoding="utf-8"))["docs"]
    by_place = {entry["location"]: entry for entry in index}
    assert by_place["costs/#fig-first-figure"]["title"] == "Figure 4.1"
    assert by_place["costs/#sec-squares"]["tags"] == ["cost"]


def test_every_page_says_what_it_may_load(built, page):
    pages = [path.read_text(encoding="utf-8") for path in (built[0] / "site").rglob("*.html")]
    assert len(pages) > 6
    assert {text.count('http-equiv="Content-Security-Policy"') for text in pages} == {1}
    assert len(inline_scripts(page)) == 3, "the theme has other scripts than it had"
