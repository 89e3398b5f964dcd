"""Definitions beside their terms: by pointer, keyboard and touch, on desks and phones, and put away again."""

import pytest
from browser.on_page import wait_for_instant_navigation
from playwright.sync_api import expect

CHAPTER = "training/cost-functions/"
TIP = ".term-tip"


@pytest.fixture
def open_chapter(visit):
    """A function that opens a chapter and returns the page, its first term and the tip."""

    def opened(**options):
        page = visit(CHAPTER, **options)
        wait_for_instant_navigation(page)
        term = page.locator("article p a.term[data-definition]").first
        term.scroll_into_view_if_needed()
        return page, term, page.locator(TIP)

    return opened


def box(locator):
    found = locator.bounding_box()
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


def test_the_pointer_shows_the_definition_beside_the_term_and_can_go_there(open_chapter):
    page, term, tip = open_chapter()
    term.hover()
    expect(tip).to_have_text(term.get_attribute("data-definition"))
    left, top, right, bottom = box(tip)
    assert 0 <= left < right <= 1100
    assert bottom <= box(term)[1] or top >= box(term)[3]
    tip.hover()
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    page.locator("h1").hover()
    expect(tip).to_be_hidden()


def test_the_keyboard_shows_it_and_escape_puts_it_away(open_chapter):
    page, term, tip = open_chapter()
    page.keyboard.press("Tab")
    term.focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(term).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(tip).to_be_visible()
    page.keyboard.press("Tab")
    expect(tip).to_be_hidden()


def test_a_touch_shows_it_at_the_foot_and_a_second_one_follows_the_link(open_chapter):
    page, term, tip = open_chapter(width=360, has_touch=True, is_mobile=True)
    term.tap()
    expect(tip).to_be_visible()
    left, _, right, bottom = box(tip)
    assert left < 20
    assert right > 340
    assert 870 < bottom <= 900
    assert page.url.endswith(CHAPTER)
    page.locator("h1").tap()
    expect(tip).to_be_hidden()
    term.tap()
    expect(tip).to_be_visible()
    term.tap()
    page.wait_for_url("**/glossary/#*")
    expect(tip).to_be_hidden()


def test_terms_of_a_page_that_instant_navigation_brought_have_it_too(open_chapter):
    page, _, tip = open_chapter()
    page.locator(".md-footer__link--next").click()
    page.wait_for_url("**/gradient-descent/")
    term = page.locator("article a.term[data-definition]").first
    term.scroll_into_view_if_needed()
    term.hover()
    expect(tip).to_be_visible()
