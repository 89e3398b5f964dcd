"""What pages get in place of `{gallery}`, `{parity}`, `{runs}`, `{answers}` and the like."""

import json

import pytest

from dlbook.book import checked, gallery
from dlbook.book.course import course_table, minutes
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
    text = gallery.listing(library("a", "b", "c"), number_pages(pages), pages, {}, "../")
    places = [text.index(part) for part in ("## 2. two", 'id="b"', 'id="a"', "## 10. ten", 'id="c"')]
    assert places == sorted(places)
    assert text.count("<figure") == 3
    assert "**[Figure 2.2](../two.md#fig-a)** `a`" in text
    assert "![A of a (x).](../figures/a-dark.svg){.only-dark" in text


@pytest.mark.parametrize(("digits", "said"), [(True, "CC BY-SA 3.0"), (False, "- Licence: CC BY 4.0\n")])
def test_an_entry_says_what_the_figure_rests_on_and_its_licence(digits, said):
    pages = [page("two.md", 2, "a")]
    kept = library("a", digits=digits, needs=["depth-sweep"])
    text = gallery.listing(kept, number_pages(pages), pages, {}, "")
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


LESSON = """---
title: Slopes
chapter: {number}
jupyter: {{kernelspec: {{language: python}}}}
---
## Down {{#sec-down}}

$$
y = x \\label{{line}}
$$

/// html | dl-slope-walker
    markdown: block
{{figure}}`walk`
///

/// html | dl-free[mode="two"]
///

/// exercise | {number}.1
**Warm-up.** See [](#eq-line), [a page](../part/other.md) and [far](https://example.org/a).

??? success "Solution"
    It is {{py}}`6 * 7:,`.

    ```python
    answer = f[0](1)
    ```
///

/// exercise | {number}.2
**Next.** Go.
///

/// exercise | {number}.3
**Last.** Go on.
///
"""


def lesson(number):
    return Source(f"part/slopes{number}.md", LESSON.format(number=number))


def listed(command, *pages):
    kept = library("walk")
    here = Source("appendices/list.md", f"{{{command}}}\n")
    return expand(here, Book(number_pages(pages), library=kept, results=RESULTS, pages=pages))


def test_the_answers_have_every_exercise_in_the_order_of_chapters_with_its_solution_open():
    text = listed("answers", lesson(10), lesson(9))
    places = [text.index(part) for part in ("## 9. Slopes", "Exercise 9.1", "## 10. Slopes", "Exercise 10.3")]
    assert places == sorted(places)
    assert "### [Exercise 9.1](../part/slopes9.md#exercise-9-1) {#answer-exercise-9-1}" in text
    assert '!!! success "Solution"\n    It is 42.' in text
    assert "???" not in text


def test_links_of_answers_lead_from_the_page_that_lists_them_and_code_stays():
    text = listed("answers", lesson(9))
    assert "[(9.1)](../part/slopes9.md#eq-line), [a page](../part/other.md)" in text
    assert "[far](https://example.org/a)" in text
    assert "answer = f[0](1)" in text


def test_an_answer_that_only_the_cells_know_stops_the_build():
    page = Source("a.md", LESSON.format(number=9).replace("6 * 7", "cost(7)"))
    with pytest.raises(ChapterError, match=r"only the cells know.*cost"):
        listed("answers", page)


def test_the_course_has_a_week_for_each_chapter_with_its_widgets_and_exercises():
    rows = course_table([lesson(10), lesson(9), Source("a.md", "# Page")], "../").splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == ["| 1", "| 2"]
    assert "[slides](../slides/slopes9/index.html)" in rows[0]
    walker, free = "[slope walker](../part/slopes9.md#fig-walk)", "[free](../part/slopes9.md#sec-down)"
    assert f"| {walker}, {free} |" in rows[0]
    assert rows[0].endswith(
        "| [9.1](../part/slopes9.md#exercise-9-1), [9.2](../part/slopes9.md#exercise-9-2) "
        "| [9.3](../part/slopes9.md#exercise-9-3) |"
    )


def test_reading_takes_longer_for_more_words_but_not_for_more_code():
    text = "word " * 1800
    assert minutes(Source("a.md", text)) == 10
    assert minutes(Source("a.md", text + f"\n```python\n{text}\n```\n")) == 10
    assert minutes(Source("a.md", text + "\n## Exercises {#sec-exercises}\n" + text)) == 10


def test_the_numbers_of_the_checks_are_counted_and_not_typed(tmp_path):
    tests = tmp_path / "tests/nn"
    tests.mkdir(parents=True)
    code = f"def test_a():\n    {checked.SLOPES[0]}(net)\n\n\nclass T:\n    def test_b(self):\n        pass\n"
    (tests / "test_one.py").write_text(code, encoding="utf-8")
    (tmp_path / "results").mkdir()
    text = checked.check_tables([lesson(9)], Results(tmp_path / "results"), terms=7, figures=1234)
    assert "| figures, redrawn and compared byte for byte | 1,234 |" in text
    assert "| exercises, each with a judge and a solution that is run | 3 |" in text
    assert "| terms in the glossary | 7 |" in text
    assert f"| {checked.FOLDERS['nn']} | 2 |" in text
    assert "| comparisons of derivatives with central differences, in code | 1 |" in text
    assert "Keras" not in text
    (tests / "test_two.py").write_text("def test_c():\n    pass\n", encoding="utf-8")
    again = checked.check_tables([], Results(tmp_path / "results"), terms=0, figures=0)
    assert f"| {checked.FOLDERS['nn']} | 3 |" in again


def test_the_largest_differences_are_those_of_the_record():
    rows = json.loads((RESULTS.folder / "parity.json").read_text(encoding="utf-8"))["rows"]
    text = listed("checks")
    assert f"| comparisons of parts with their twins | {len(rows)} |" in text
    gap = max(row["differences"].get("float64") or 0 for row in rows if row["kind"] == "optimiser")
    exponent = f"{gap:.0e}".partition("e-")[2].lstrip("0")
    assert f"| largest relative difference of optimisers, `float64` | 10<sup>−{exponent}</sup> |" in text
