"""What machines read of the built book: structured data, previews, the sitemap; and the page of the lost."""

import html
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from dlbook.book.exports.contents import read_contents

from .conftest import BUILT_FOR

HEADING = re.compile("<h1[^>]*>(.*?)(?=<a class=.headerlink|</h1>)", re.S)
DOCS = Path(__file__).parents[2] / "docs"
CHAPTERS = sorted(
    str(path.relative_to(DOCS).with_suffix(""))
    for path in DOCS.glob("*/*.md")
    if re.search(r"^chapter: \d+$", path.read_text(encoding="utf-8"), re.M)
)


def read(site, place):
    return (site / place / "index.html").read_text(encoding="utf-8")


def repeated(names):
    return [name for name, times in Counter(names).items() if times > 1]


def metas(page):
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def test_the_chapters_are_found():
    assert len(CHAPTERS) >= 13


@pytest.mark.parametrize("place", CHAPTERS)
def test_every_chapter_has_a_preview_of_its_own_and_says_what_it_teaches(site, place):
    page = read(site, place)
    said = metas(page)
    name = Path(place).name
    assert said["og:image"] == f"{BUILT_FOR}cards/{name}.png"
    with Image.open(site / "cards" / f"{name}.png") as image:
        assert image.size == (1200, 630)
    assert (site / "cards" / f"{name}.png").stat().st_size < 150_000
    chapter = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])["@graph"][
        0
    ]
    assert chapter["@type"] == ["Chapter", "LearningResource"]
    assert len(chapter["teaches"]) >= 3
    assert chapter["url"] == said["og:url"] == f"{BUILT_FOR}{place}/"
    assert "<title>" in page[page.index("<head") : page.index("</head>")]


def test_titles_and_descriptions_are_there_and_differ(site):
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("index.html")]
    assert len(pages) > 60
    assert repeated(re.search("<title>(.*?)</title>", page)[1] for page in pages) == []
    listed = read_contents(site)
    headings = [HEADING.search(entry.file(site).read_text(encoding="utf-8"))[1] for entry in listed]
    assert repeated(re.sub("<.*?>", "", heading) for heading in headings) == []
    assert repeated(entry.title for entry in listed if entry.title) == [], "in the navigation"
    assert "<title>Deep Learning, Drawn in Code</title>" in read(site, ".")
    assert all('<meta name="description"' in page for page in pages)


def test_the_sitemap_has_all_pages_and_nothing_else(site):
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    listed = [one.text.removeprefix(BUILT_FOR) for one in ET.parse(site / "sitemap.xml").iter(name)]
    pages = {str(path.parent.relative_to(site)) + "/" for path in site.rglob("index.html")}
    assert sorted(listed) == sorted(
        place.removeprefix("./") for place in pages if not place.startswith("slides/")
    )


def test_structured_data_is_no_script(visit):
    """The policy leaves blocks of data alone: `visit` fails where one is reported."""
    page = visit("training/cost-functions/")
    text = page.locator("script[type='application/ld+json']").text_content()
    assert json.loads(text)["@graph"][1]["@type"] == "BreadcrumbList"


def test_a_lost_reader_finds_a_chapter(visit, violations):
    page = visit("404.html", width=360, java_script_enabled=False)
    page.locator(".md-content").get_by_role("link", name="Backpropagation", exact=True).click()
    page.wait_for_url("**/training/backpropagation/")
    page = visit("404.html", color_scheme="dark", reduced_motion="reduce")
    assert violations(page) == []
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")


def test_a_figure_has_a_link_to_itself_for_mouse_and_keyboard(visit):
    page = visit("training/cost-functions/", reduced_motion="reduce")
    link = page.locator("#fig-quadratic-cost .headerlink")
    link.scroll_into_view_if_needed()
    expect(link).to_have_css("opacity", "0")
    page.locator("#fig-quadratic-cost svg").hover()
    expect(link).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    expect(link).to_have_css("opacity", "0")
    page.locator("#fig-quadratic-cost summary").focus()
    page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#fig-quadratic-cost")


def test_terms_works_and_figures_say_where_they_are_used(site):
    glossary = read(site, "appendices/glossary")
    adam = glossary[glossary.index('id="adamw"') :].partition("</h2>")[2].partition("<h2")[0]
    assert '<a href="../../improving/optimisers/#sec-summary">chapter 11</a>' in adam
    works = read(site, "appendices/references")
    assert works.count("Cited in <a href=") > 0.9 * works.count('<li id="ref-')
    assert 'Referred to in <a href="../backpropagation-equations/' in read(site, "appendices/gallery")


def test_a_section_says_where_other_pages_refer_to_it_and_the_search_does_not(site):
    page = read(site, "training/cost-functions")
    section = page[page.index('id="sec-slope-not-height"') : page.index('id="sec-race"')]
    assert 'Referred to in <a href="../../appendices/pytorch/#sec-defaults">appendix C</a> and' in section
    assert "Referred to in" not in (site / "search/search_index.json").read_text(encoding="utf-8")
    taken = [*site.glob("downloads/*.ipynb"), *site.glob("slides/*/index.html")]
    assert len(taken) > 20
    assert not [path for path in taken if "Referred to in" in path.read_text(encoding="utf-8")]
