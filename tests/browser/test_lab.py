"""The laboratory: every experiment is done, and the widget says what its page says that it will say."""

import re
from itertools import groupby
from pathlib import Path

import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

LAB = Path(__file__).parents[2] / "docs/lab"
NAMES = sorted(path.stem for path in LAB.glob("*.md") if path.stem != "index")
EXPERIMENTS = """() => [...document.querySelectorAll("dl:has(.try)")].map((list) => ({
    title: list.previousElementSibling.firstChild.textContent,
    terms: [...list.querySelectorAll("dt")].map((term) => term.textContent),
    links: [...list.querySelectorAll("a.try")].map((link) => link.search + link.hash),
    quotes: [...list.querySelectorAll(".says")].map((said) => [said.dataset.press ?? "", said.textContent]),
}))"""
CALM = {"Play": "Run to the end"}  # what a button says to readers who want less motion


def widget(name, page):
    ready = {"ready": "data-ready"} if name == "draw-a-digit" else {}
    return type("Found", (OnPage,), {"element": f"dl-{name}", **ready})(page)


def pairs(experiment):
    """Return (link, press, words): each link with its quotation, or all quotations with the only link."""
    links, quotes = experiment["links"], experiment["quotes"]
    assert len(links) in (1, len(quotes)), f"{experiment['title']}: which quotation belongs to which link?"
    links = links if len(links) == len(quotes) else links * len(quotes)
    return [(link, *quote) for link, quote in zip(links, quotes, strict=True)]


@pytest.mark.parametrize("name", NAMES)
def test_each_experiment_ends_as_its_page_says(name, visit):
    page = visit(f"lab/{name}/", reduced_motion="reduce")
    experiments = page.evaluate(EXPERIMENTS)
    assert 3 <= len(experiments) <= 5
    for experiment in experiments:
        assert experiment["terms"] == ["Try", "Expect", "Why"]
        for link, said in groupby(pairs(experiment), key=lambda pair: pair[0]):
            page.locator(f'a.try[href$="{link}"]').first.click()
            page.wait_for_url(lambda address, link=link: address.endswith(f"/lab/{name}/{link}"))
            found = widget(name, page)
            for _, presses, words in said:
                for press in filter(None, presses.split("; ")):
                    found.press(CALM.get(press, press))
                expect(found.status).to_contain_text(words)
            assert found.root.locator(".dl-note").all_inner_texts() == []
            expect(found.root).to_be_in_viewport()


def test_a_quotation_that_is_not_the_widgets_is_found(visit):
    page = visit("lab/softmax/")
    with pytest.raises(AssertionError):
        expect(widget("softmax", page).status).to_contain_text("e^4.0 = 54.61", timeout=500)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_card_has_its_picture_and_leads_to_its_page(scheme, visit):
    page = visit("lab/", color_scheme=scheme, java_script_enabled=scheme == "light")
    cards = page.locator(".lab-card")
    assert cards.count() == len(NAMES)
    shown = cards.locator("img:visible")
    assert shown.count() == len(NAMES)
    for image in shown.all():
        assert page.request.get(image.evaluate("(one) => one.src")).ok
    addresses = cards.locator("h2 a:not(.headerlink)").evaluate_all("all => all.map((one) => one.href)")
    assert sorted(re.findall(r"/lab/([\w-]+)/", " ".join(addresses))) == NAMES
    for address in addresses:
        assert page.request.get(address).ok


def test_a_borrowed_figure_keeps_its_number_and_leads_home(visit):
    page = visit("lab/saturated-neuron/", java_script_enabled=False)
    number = page.locator("#fig-saturated-start figcaption strong a")
    expect(number).to_have_text(re.compile(r"^Figure 4\.\d+$"))
    number.click()
    page.wait_for_url("**/training/cost-functions/#fig-saturated-start")
    expect(page.locator("#fig-saturated-start figcaption strong")).to_be_visible()
