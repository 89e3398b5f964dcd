"""What a page may weigh, measured on the built site as a host sends it: compressed."""

import gzip
import html
import json
import re
import statistics
import unicodedata

import pytest
from browser.on_page import wait_for_instant_navigation
from browser.test_page import CHAPTERS
from fontTools.ttLib import TTFont

from dlbook.book.theme_files import TABS

PAGE, FIRST_VIEW, FIGURE, INDEX, FONT = 150_000, 350_000, 6_000, 1_000_000, 30_000
FONTS = re.compile(r"\.woff2?$")


def sent(path):
    """The bytes that a host sends for a file; fonts are compressed already."""
    return path.stat().st_size if FONTS.search(path.name) else len(gzip.compress(path.read_bytes(), 9))


def parts(site, path):
    """The page, and the files that it asks for by itself: styles, the fonts of the styles, scripts."""
    folder = site / path
    text = (folder / "index.html").read_text("utf-8")
    links = re.findall(r'<link [^>]*href="([^"]+\.css)"', text)
    links += re.findall(r' (?:src|data-theme)="([^"]+\.js)"', text)
    files = [(folder / link).resolve() for link in links]
    files += [site / "widgets" / name for name in ("load.mjs", "reach.mjs", "terms.mjs")]
    for sheet in [file for file in files if file.suffix == ".css"]:
        fonts = re.findall(r'url\("?([^")]+\.woff2?)"?\)', sheet.read_text("utf-8"))
        files += [(sheet.parent / font).resolve() for font in fonts]
    assert all(file.exists() for file in files)
    return text, files


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_chapter_is_light(site, path):
    text, files = parts(site, path)
    page = len(gzip.compress(text.encode(), 9))
    assert page <= PAGE
    assert page + sum(map(sent, files)) <= FIRST_VIEW


@pytest.mark.parametrize("path", CHAPTERS)
def test_no_script_of_ours_blocks_and_widgets_wait_until_they_are_reached(site, path):
    text, _ = parts(site, path)
    ours = re.findall(r'<script ([^>]*src="[^"]*widgets/[^"]+"[^>]*)>', text)
    assert len(ours) == 1
    assert ours[0].startswith("defer ")
    assert "widgets/start.js" in ours[0]
    assert "widgets.css" not in text


def test_a_page_is_painted_before_it_asks_for_the_scripts_of_theme_and_widgets(visit):
    page = visit(CHAPTERS[3])
    wait_for_instant_navigation(page)
    painted, *scripts = page.evaluate("""() => [
        performance.getEntriesByName("first-paint")[0].startTime,
        ...["bundle", "load.mjs"].map((part) => performance.getEntriesByType("resource").find(
            ({ name }) => name.includes(part)).startTime),
    ]""")
    assert 0 < painted < scripts[0] < scripts[1]


def test_the_font_of_formulas_is_small_and_has_all_that_they_show(site):
    path = site / "stylesheets/math.woff2"
    assert path.stat().st_size <= FONT
    with TTFont(path) as font:
        known = set(font.getBestCmap())
    for page in site.rglob("index.html"):
        formulas = re.findall(r"<math.*?</math>", page.read_text("utf-8"), re.S)
        shown = html.unescape(re.sub(r"<[^>]*>|\s", "", "".join(formulas)))
        letters = re.findall(r"<mi>(\w)</mi>", "".join(formulas))
        italics = [
            unicodedata.lookup(f"MATHEMATICAL ITALIC SMALL {x.upper()}") for x in letters if x in "abcxyz"
        ]
        assert {*shown, *italics} <= {chr(code) for code in known}, page


def test_no_set_has_more_tabs_than_can_be_chosen(site):
    numbers = [
        int(number)
        for page in site.rglob("index.html")
        for number in re.findall(r'id="__tabbed_\d+_(\d+)"', page.read_text("utf-8"))
    ]
    assert len(numbers) > 10
    assert max(numbers) <= TABS


def test_half_of_the_figures_are_smaller_than_6_kb(site):
    sizes = [
        len(gzip.compress(svg.encode(), 9))
        for path in CHAPTERS
        for svg in re.findall(
            r"<figure.*?(<svg.*?</svg>)", (site / path / "index.html").read_text("utf-8"), re.S
        )
    ]
    assert len(sizes) > 100
    assert statistics.median(sizes) <= FIGURE


def test_the_search_index_is_small(site):
    index = (site / "search/search_index.json").read_bytes()
    assert len(json.loads(index)["docs"]) > 200
    assert len(index) <= INDEX
