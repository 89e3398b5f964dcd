"""The search index refined: figures in, ledgers out, chapters first."""

from pathlib import Path

from dlbook.book.expand import Book
from dlbook.book.findable import Finds, finds, refine
from dlbook.book.glossary import Glossary, Term
from dlbook.book.head import Facts
from dlbook.book.library import Library
from dlbook.book.references import number_pages
from dlbook.book.source import Source

NOTHING = Finds()
DRAWN = {"alt": "Line chart."}
PAGES = [
    Facts("Home", "", ""),
    Facts("Costs", "", "costs/", "4"),
    Facts("Maths", "", "maths/", "K"),
    Facts("Glossary", "", "appendices/glossary/"),
    Facts("Race", "", "lab/race/"),
]


def entry(location: str, text: str = "") -> dict[str, str]:
    return {"location": location, "title": "T", "text": text}


def refined(*entries: dict[str, str], more=NOTHING):
    index = {"config": {"lang": ["en"], "fields": {"text": {"boost": 1}}}, "docs": list(entries)}
    return refine(index, more, PAGES)


def test_chapters_weigh_more_than_the_glossary_and_that_more_than_the_rest():
    places = ("costs/#a", "appendices/glossary/#a", "maths/#a", "lab/race/#a", "#a")
    weights = [one["boost"] for one in refined(*map(entry, places))["docs"]]
    assert weights == sorted(set(weights), reverse=True)


def test_ledgers_are_found_by_their_titles_only():
    docs = refined(entry("appendices/claims/"), entry("appendices/claims/#costs"), entry("costs/#a"))["docs"]
    assert [one["location"] for one in docs] == ["appendices/claims/", "costs/#a"]


def test_the_settings_of_the_theme_stay_but_for_the_weight_of_titles():
    config = refined()["config"]
    assert config["lang"] == ["en"]
    assert config["fields"]["text"] == {"boost": 1}
    assert 1 < config["fields"]["title"]["boost"] < 100


def test_holes_left_by_formulas_are_closed():
    text = "<p>One output  ,</p> <p> </p><p></p> <ul><li>a .</li></ul>"
    assert refined(entry("costs/", text))["docs"][0]["text"] == "<p>One output,</p> <ul><li>a.</li></ul>"


def test_a_figure_is_an_entry_of_the_page_where_it_is_at_home():
    library = Library(Path(), entries={"f": {"caption": "A {term}`cost <x>`, see [](a.md#b)."} | DRAWN})
    pages = [Source("costs.md", "---\nchapter: 4\n---\n{figure}`f`\n"), Source("index.md", "{figure}`f`\n")]
    terms = Glossary([Term("cost", "How wrong.", ("x",), "a.md#b")])
    numbers = number_pages([*pages, Source("a.md", "---\nchapter: 1\n---\n## B {#b}\n")])
    found = finds(Book(numbers, terms, library=library, pages=tuple(pages)))
    assert [(one["location"], one["title"]) for one in found.figures] == [("costs/#fig-f", "Figure 4.1")]
    assert found.figures[0]["text"] == "<p>A cost, see Section 1.1.</p>"
    docs = refined(entry("costs/"), more=found)["docs"]
    assert docs[-1]["location"] == "costs/#fig-f"
    assert refined(entry("other/"), more=found)["docs"][1:] == [], "its page is not to be found"


def test_a_section_is_found_by_the_terms_that_it_defines():
    glossary = Glossary([Term("cost", "How wrong.", see="costs.md#sec-a"), Term("target", "What for.")])
    docs = refined(entry("costs/"), entry("costs/#sec-a"), more=finds(Book(glossary=glossary)))["docs"]
    assert [one.get("tags") for one in docs] == [None, ["cost"]]
