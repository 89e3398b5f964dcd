"""What pages get in place of `{gallery}`, `{parity}`, `{runs}` and `{classic}`."""

import json

import pytest

from dlbook.book import gallery
from dlbook.book.errors import ChapterError
from dlbook.book.expand import Book, expand
from dlbook.book.library import Library
from dlbook.book.parity import parity_tables
from dlbook.book.references import number_pages
from dlbook.book.run_list import run_tables
from dlbook.book.source import Source
from dlbook.runs import Results
from dlbook.runs.classic import CLASSICS
from dlbook.runs.registry import all_runs

RESULTS = Results()


def page(uri, number, *figures):
    header = f"---\ntitle: {uri.removesuffix('.md')}\nchapter: {number}\n---\n"
    return Source(uri, header + "\n\n".join(f"{{figure}}`{id}`" for id in figures))


def library(*ids, **more):
    entry = {"caption": "C of {id}.", "alt": "A of {id} [x].", "width": 480, "height": 300, "needs": []}
    entries = {id: entry | {k: v.format(id=id) for k, v in entry.items() if isinstance(v, str)} for id in ids}
    return Library(None, entries={id: value | more for id, value in entries.items()})


def test_the_gallery_has_every_figure_in_the_order_of_chapters_and_pages():
    pages = [
        page("ten.md", 10, "c"),
        page("two.md", 2, "b", "a"),
        Source("index.md", "{figure}`a`"),
        Source("k.md", "# K"),
    ]
    text = gallery.listing(library("a", "b", "c"), number_pages(pages), pages, "../")
    places = [text.index(part) for part in ("## 2. two", 'id="b"', 'id="a"', "## 10. ten", 'id="c"')]
    assert places == sorted(places)
    assert text.count("<figure") == 3
    assert "**[Figure 2.2](../two.md#fig-a)** `a`" in text
    assert "![A of a (x).](../figures/a-dark.svg){.only-dark" in text


@pytest.mark.parametrize(("digits", "said"), [(True, "CC BY-SA 3.0"), (False, "- Licence: CC BY 4.0\n")])
def test_an_entry_says_what_the_figure_rests_on_and_its_licence(digits, said):
    pages = [page("two.md", 2, "a")]
    kept = library("a", digits=digits, needs=["depth-sweep"])
    text = gallery.listing(kept, number_pages(pages), pages, "")
    assert said in text
    assert "- Recorded runs: `depth-sweep`" in text


def test_the_menu_names_pictures_only_where_there_are_some():
    assert len(library("a").menu("a", "../")) == 1
    kept = library("a")
    with_pictures = Library(None, entries=kept.entries, pictured=frozenset("a"))
    menu = "\n".join(with_pictures.menu("a", "../"))
    assert "(../figures/a-dark.pdf){download}" in menu
    assert "(../figures/a-light.png){download}" in menu


def test_the_parity_table_has_every_row_of_the_record(tmp_path):
    rows = json.loads((RESULTS.folder / "parity.json").read_text(encoding="utf-8"))["rows"]
    text = parity_tables(RESULTS.folder / "parity.json")
    assert text.count("\n| ") - text.count("\n| Part") == len(rows)
    assert "dlbook parity --write" in parity_tables(tmp_path / "parity.json")


def test_the_list_of_runs_has_every_run_with_its_seeds():
    text = run_tables(RESULTS, [page("depth-and-width.md", 7)])
    for run in all_runs().values():
        assert f"| `{run.name}` | **{run.title}**" in text
    assert "## 7. depth-and-width {.unnumbered #runs-depth-and-width}" in text
    row = next(line for line in text.splitlines() if line.startswith("| `depth-sweep`"))
    assert row.split("|")[3:5] == [" 7 ", " 5 "]


def test_a_run_without_a_record_says_so(tmp_path):
    assert run_tables(Results(tmp_path), []).count("not recorded") == len(all_runs())


def test_the_page_of_classic_numbers_has_a_row_for_each():
    text = expand(Source("a.md", "{classic}\n"), Book(results=RESULTS))
    assert text.count("\n| ") - 1 == len(CLASSICS)


def test_a_listing_takes_no_argument():
    with pytest.raises(ChapterError, match="stands alone"):
        expand(Source("a.md", "{classic}`x`\n"), Book(results=RESULTS))
