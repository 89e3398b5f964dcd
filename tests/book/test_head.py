"""What the head of a page says: previews, structured data, and nothing that needs an address nobody gave."""

import html
import json
import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from dlbook.book.cards import HEIGHT, WIDTH, card, figure_of
from dlbook.book.glossary import Glossary
from dlbook.book.head import Edition, Facts, describe, edition, facts
from dlbook.book.lost import helpful
from dlbook.book.source import Source

PAGE = "<html><head><title>T</title></head><body></body></html>"
HOME = Facts("Deep Learning, Drawn in Code", "All of it.", "", card="cards/index.png")
COSTS = Facts(
    "Costs & <slopes>", 'How "wrong".', "training/costs/", "4", ("cost", "saturation"), "cards/costs.png"
)
NOTATION = Facts("Notation", "Symbols.", "notation/", "A")
PAGES = {"index.md": HOME, "training/costs.md": COSTS, "notation.md": NOTATION}
ADDRESS = "https://books.example/dl/"


def metas(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def data(page: str):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


@pytest.fixture
def published() -> Edition:
    return edition(PAGES, "A book.", ADDRESS, "Ada Writer")


def test_a_chapter_shows_its_own_preview(published):
    said = metas(describe(PAGE, COSTS, published))
    assert said["og:title"] == "4. Costs & <slopes> - Deep Learning, Drawn in Code"
    assert said["og:description"] == 'How "wrong".'
    assert said["og:url"] == f"{ADDRESS}training/costs/"
    assert said["og:image"] == f"{ADDRESS}cards/costs.png"
    assert (said["og:image:width"], said["og:image:height"]) == (str(WIDTH), str(HEIGHT))
    assert said["twitter:card"] == "summary_large_image"


def test_a_page_without_a_preview_shows_that_of_the_book(published):
    assert metas(describe(PAGE, NOTATION, published))["og:image"] == f"{ADDRESS}cards/index.png"


def test_a_chapter_says_what_it_teaches_and_where_it_belongs(published):
    chapter, trail = data(describe(PAGE, COSTS, published))["@graph"]
    assert chapter["@type"] == ["Chapter", "LearningResource"]
    assert (chapter["name"], chapter["position"]) == ("Costs & <slopes>", 4)
    assert chapter["teaches"] == ["cost", "saturation"]
    assert chapter["author"] == {"@type": "Person", "name": "Ada Writer"}
    assert chapter["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert chapter["educationalLevel"]
    assert chapter["isPartOf"]["@type"] == ["Book", "LearningResource"]
    assert chapter["isPartOf"]["url"] == ADDRESS
    assert [step["item"] for step in trail["itemListElement"]] == [ADDRESS, f"{ADDRESS}training/costs/"]


def test_the_home_page_is_the_book_with_its_chapters(published):
    book = data(describe(PAGE, HOME, published))
    assert book["@type"] == ["Book", "LearningResource"]
    assert [part["url"] for part in book["hasPart"]] == [f"{ADDRESS}training/costs/"], "appendices are none"


def test_without_an_address_nothing_is_absolute_but_the_licence():
    for page in PAGES.values():
        written = describe(PAGE, page, edition(PAGES, "A book."))
        text = re.sub(r"https://(schema\.org|creativecommons\.org/licenses/by/4\.0/)", "", written)
        assert "://" not in text
        assert "image" not in metas(written)
        assert metas(written)["twitter:card"] == "summary"
    assert data(written)["@graph"][0]["author"]["@type"] == "Organization"


def test_structured_data_cannot_end_its_own_block(published):
    page = describe(PAGE, Facts("</script><b>", "", "a/"), published)
    assert page.count("</script>") == 1
    assert data(page)["@graph"][0]["name"] == "</script><b>"


def test_facts_come_from_the_page_and_the_glossary(tmp_path):
    terms = tmp_path / "glossary.yml"
    terms.write_text("a:\n  definition: A.\n  see: x/p.md#sec\nb:\n  definition: B.\n  see: x/pp.md#sec\n")
    page = Source("x/p.md", "---\ndescription: D\nchapter: 4\n---\n# Heading\n")
    found = facts(page, Glossary.load(terms), {"cards/p.png"})
    assert found == Facts("Heading", "D", "x/p/", "4", ("a",), "cards/p.png")
    assert facts(Source("x/index.md", ""), Glossary.load(terms), ()).url == "x/"


def test_a_page_names_the_figure_that_stands_for_it():
    assert figure_of(Source("a.md", "{figure}`one`\n\n{figure}`two`\n")) == "one"
    assert figure_of(Source("a.md", "---\npicture: two\n---\n{figure}`one`\n\n{figure}`two`\n")) == "two"
    assert figure_of(Source("a.md", "Text.")) == ""


def test_a_preview_has_words_left_and_the_figure_right(tmp_path):
    picture = tmp_path / "figure-light.png"
    Image.new("RGB", (600, 400), "#00ff00").save(picture)
    drawn = card("Weight initialisation", "Chapter 8", picture)
    image = Image.open(BytesIO(drawn)).convert("RGB")
    assert image.size == (WIDTH, HEIGHT)
    pixels = np.asarray(image)[:560].astype(int)
    green = (abs(pixels - (0, 255, 0)).sum(axis=2) < 10).nonzero()
    assert green[1].min() > 470
    assert len(green[0]) > 0.5 * 560 * (WIDTH - 480)
    words = (pixels.sum(axis=2) < 200).any(axis=0).nonzero()[0]
    assert len(words) > 100, "the title"
    assert words.max() < 460, "the title runs into the figure"
    assert len(drawn) < 60_000
    assert card("Weight initialisation", "Chapter 8", picture) == drawn


def test_lost_readers_find_the_contents_and_a_search_at_any_depth():
    theme = "<title>Deep Learning, Drawn in Code</title><h1>404 - Not found</h1>"
    page = helpful(theme, PAGES.values(), "/dl/")
    assert "<title>This page does not exist - " in page
    assert '<form class="lost-search" action="/dl/" method="get"' in page
    assert '<li><a href="/dl/training/costs/">Costs &amp; &lt;slopes&gt;</a></li>' in page
    assert re.findall(r'(?:href|action)="(?!/dl/)', page) == []
    assert "glossary" not in page, "this book has none"
