"""The search as readers use it: the right hit first, and nothing fetched before somebody searches."""

import json

import pytest
from browser.on_page import wait_for_instant_navigation, wait_until

INDEX = "search/search_index.json"
QUERIES = {  # what readers type -> where the first hit leads
    "vanishing gradient": "improving/unstable-gradients/",
    "softmax": "training/cost-functions/",
    "dropout": "improving/generalisation/",
    "backpropagation": "training/backpropagation/",
    "early stopping": "improving/generalisation/",
    "double descent": "appendices/glossary/",
    "one-hot": "appendices/glossary/",
    "figure 4.1": "training/cost-functions/",
    "zigzags lucky": "improving/deep-network/",
    "batch normalisation": "improving/unstable-gradients/",
}
ANCHORS = {  # and where inside that page its best section is
    "dropout": "#sec-dropout",
    "figure 4.1": "#fig-quadratic-cost",
    "zigzags lucky": "#fig-deep-curve",
    "double descent": "#double-descent",
    "one-hot": "#one-hot",
}


@pytest.fixture(scope="module")
def index(site):
    return json.loads((site / INDEX).read_text(encoding="utf-8"))["docs"]


PLACES = "(links) => links.map(({ origin, pathname, hash }) => origin + pathname + hash)"
SHOWN = """(query) => {
    const words = query.toLowerCase().split(/[ -]/);
    const marks = [...document.querySelectorAll(".md-search-result__item:first-child mark")];
    const marked = marks.map(({ textContent }) => textContent.toLowerCase());
    return marked.length > 0 && marked.every((one) => words.some((word) => one.startsWith(word.slice(0, 4))));
}"""
ASKED = """(index) => performance.getEntriesByType("resource").some(({ name }) => name.endsWith(index))"""


def test_the_first_hit_leads_to_the_right_place(visit, base):
    page = visit("notation/")
    wait_for_instant_navigation(page)
    assert not page.evaluate(ASKED, INDEX), "the index is fetched before anybody searches"
    box = page.locator(".md-search__input")
    box.click()
    wait_until(page, ASKED, INDEX)
    wrong = {}
    for query, expected in QUERIES.items():
        box.fill(query)
        page.keyboard.press("Shift")  # the theme listens to keys
        wait_until(page, SHOWN, query)
        first = page.locator(".md-search-result__item").first.locator("a")
        links = first.evaluate_all(PLACES)
        places = [link.removeprefix(base) for link in links]
        if places[0].partition("#")[0] != expected or ANCHORS.get(query, "") not in "".join(places):
            wrong[query] = places
    assert wrong == {}


def test_a_lost_reader_can_search(visit):
    page = visit("404.html")
    page.get_by_label("Search the book").fill("softmax")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=softmax")
    wait_until(page, SHOWN, "softmax")


def test_the_index_is_small_and_holds_no_noise(site, index):
    assert (site / INDEX).stat().st_size < 700_000
    text = " ".join(one["text"] for one in index)
    for noise in ("<math", "def __init__", "<svg", "Take this chapter with you", "val_accuracy.mean</code>"):
        assert noise not in text


def test_every_figure_is_found_at_home(site, index):
    figures = [one["location"] for one in index if "#fig-" in one["location"]]
    assert len(figures) == len(set(figures)) > 100
    for place in figures[::25]:
        page, anchor = place.split("#")
        assert f'id="{anchor}"' in (site / page / "index.html").read_text(encoding="utf-8")
