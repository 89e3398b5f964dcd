"""Slides by keyboard, on paper, on a phone, without a script, in both themes, and that everything fits."""

import re

import pytest
from browser.on_page import wait_until
from playwright.sync_api import expect

DECK = "slides/gradient-descent/index.html"
OUTSIDE = """() => [...document.querySelectorAll(".slide")].flatMap((slide) => {
    const [frame, foot] = [slide, slide.querySelector("footer")].map((node) => node.getBoundingClientRect());
    return [...slide.querySelectorAll(".words > *, li, .drawing")].flatMap((node) => {
        const box = node.getBoundingClientRect();
        const low = node.closest(".words") ? foot.top : frame.bottom;
        const fits = box.top >= frame.top - 1 && box.bottom <= low + 1 && box.right <= frame.right + 1;
        return fits ? [] : [`${slide.id}: ${node.className || node.localName}`];
    });
})"""
SHOWN = """() => [...document.querySelectorAll(".slide")].findIndex(
    (slide) => Math.abs(slide.getBoundingClientRect().top) < 2) + 1"""


@pytest.fixture
def decks(site):
    return sorted(str(path.relative_to(site)) for path in site.glob("slides/*/index.html"))


def count(page):
    return page.locator(".slide").count()


def test_keys_go_on_and_back_and_to_the_ends(visit):
    page = visit(DECK, width=1280)
    last = count(page)
    steps = [
        ("ArrowRight", 2),
        ("PageDown", 3),
        (" ", 4),
        ("Shift+ ", 3),
        ("ArrowLeft", 2),
        ("PageUp", 1),
        ("ArrowLeft", 1),
        ("End", last),
        ("ArrowRight", last),
        ("Home", 1),
    ]
    for key, place in steps:
        page.keyboard.press(key)
        assert page.evaluate(SHOWN) == place, key
        expect(page.locator(".deck-count")).to_have_text(f"{place} / {last}")
        assert page.url.endswith(f"#slide-{place}")
    expect(page.get_by_role("status")).to_contain_text(f"Slide 1 of {last}")


def test_escape_shows_all_slides_and_a_choice_returns(visit):
    page = visit(f"{DECK}#slide-5", width=1280)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="All slides")).to_have_attribute("aria-pressed", "true")
    tall = page.locator("#slide-5").bounding_box()["height"]
    assert tall < 300
    page.keyboard.press("ArrowRight")
    expect(page.locator("#slide-6 .slide-jump")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="All slides")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(SHOWN) == 6
    page.keyboard.press("Escape")
    page.locator("#slide-3 .slide-jump").click()
    assert page.evaluate(SHOWN) == 3


def test_buttons_do_what_keys_do_and_scrolling_is_followed(visit):
    page = visit(DECK, width=1280)
    page.mouse.move(300, 300)
    page.get_by_role("button", name="On", exact=True).click()
    assert page.evaluate(SHOWN) == 2
    page.get_by_role("button", name="Back", exact=True).click()
    assert page.evaluate(SHOWN) == 1
    page.locator("#slide-9").scroll_into_view_if_needed()
    expect(page.locator(".deck-count")).to_have_text(re.compile("^9 /"))


def test_the_theme_follows_the_system_the_book_and_the_button(visit):
    page = visit(DECK, width=1280, color_scheme="dark")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    page.mouse.move(300, 300)
    page.get_by_role("button", name="Light or dark").click()
    light = page.evaluate(paper)
    assert light != dark
    page.goto(page.url.split("slides/")[0] + "training/gradient-descent/")
    page.locator("label[for^=__palette]:visible").click()  # from dark, as the system has it, to light
    page.get_by_role("link", name="Show it as slides").click()
    page.wait_for_url(re.compile("slides/gradient-descent"))
    assert page.evaluate(paper) == light


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_everything_fits_on_every_slide_of_every_deck(visit, decks, size):
    page = visit(decks[0], width=size[0])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for deck in decks:
        page.goto(page.url.split("slides/")[0] + deck)
        assert page.evaluate(OUTSIDE) == [], deck


def test_arrows_move_a_wide_equation_that_has_the_focus_and_not_the_slides(visit):
    page = visit("slides/optimisers/index.html", width=360)
    wide = page.locator(".equation[tabindex]").evaluate_all(
        "all => all.findIndex((one) => one.scrollWidth > one.clientWidth)"
    )
    assert wide >= 0
    equation = page.locator(".equation[tabindex]").nth(wide)
    equation.focus()
    before = page.evaluate("() => location.hash")
    page.keyboard.press("ArrowRight")
    wait_until(page, "(one) => one.scrollLeft > 0", equation.element_handle())
    assert page.evaluate("() => location.hash") == before


def test_on_a_phone_no_slide_is_wider_than_the_window(visit, decks):
    page = visit(decks[0], width=360)
    for deck in decks:
        page.goto(page.url.split("slides/")[0] + deck)
        assert page.evaluate("() => document.documentElement.scrollWidth") == 360, deck


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_axe_finds_nothing_on_slides(visit, violations, width, scheme):
    page = visit(DECK, width=width, color_scheme=scheme, reduced_motion="reduce")
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert violations(page) == []


def test_without_javascript_all_slides_are_there_to_scroll_through(visit):
    page = visit(DECK, width=1280, java_script_enabled=False)
    assert count(page) > 30
    assert page.locator(".deck-bar").count() == 0
    tops = [page.locator(f"#slide-{number}").bounding_box()["y"] for number in (1, 2, 3)]
    assert tops[1] - tops[0] == tops[2] - tops[1] == 900
    assert page.locator("#slide-5 svg").is_visible()


def test_paper_gets_one_slide_a_page_without_buttons(visit):
    page = visit(DECK, width=1280, color_scheme="dark")
    sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True, print_background=True))
    assert len(sheets) == count(page)
    page.emulate_media(media="print")
    expect(page.locator(".deck-bar")).to_be_hidden()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_chapter_leads_to_its_slides_and_a_figure_back_to_the_chapter(visit):
    page = visit("training/gradient-descent/")
    page.get_by_role("link", name="Show it as slides").click()
    page.wait_for_url(re.compile("slides/gradient-descent/"))
    page.locator("#slide-5 .label").click()
    page.wait_for_url(re.compile("training/gradient-descent/#fig-trilobite-descent$"))


def test_the_file_with_all_figures_can_be_fetched_from_the_page_for_teachers(visit):
    page = visit("teachers/")
    link = page.get_by_role("link", name="figures.zip")
    answer = page.request.get(link.evaluate("one => one.href"))
    assert answer.ok
    assert answer.body()[:2] == b"PK"
