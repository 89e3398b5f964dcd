"""The gallery can be searched, filtered and used without JavaScript."""

import pytest
from playwright.sync_api import expect

GALLERY = "appendices/gallery/"


def shown(page):
    return page.locator(".gallery-figure:visible").evaluate_all("all => all.map((one) => one.id)")


def test_search_and_chapter_narrow_the_gallery_and_the_count_says_so(visit):
    page = visit(GALLERY)
    all_figures = page.locator(".gallery-figure").count()
    status = page.get_by_role("status")
    expect(status).to_have_text(f"{all_figures} of {all_figures} figures")
    page.get_by_label("Search", exact=True).last.fill("saturated start")
    assert "saturated-start" in shown(page)
    expect(status).to_have_text(f"{len(shown(page))} of {all_figures} figures")
    page.get_by_label("Search", exact=True).last.fill("")
    page.get_by_label("Chapter", exact=True).select_option(label="4. Cost functions")
    assert {"quadratic-cost", "saturated-start"} <= set(shown(page))
    assert "sigmoid" not in shown(page)
    expect(page.get_by_role("heading", name="2. Neurons")).to_be_hidden()
    page.get_by_label("Search", exact=True).last.fill("no such figure anywhere")
    expect(status).to_have_text(f"0 of {all_figures} figures")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pictures_follow_the_theme(visit, scheme):
    page = visit(GALLERY, color_scheme=scheme)
    images = page.locator("#quadratic-cost img:visible")
    assert images.count() == 1
    assert images.get_attribute("src").endswith(f"quadratic-cost-{scheme}.svg")
    images.scroll_into_view_if_needed()
    assert images.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") > 0


def test_every_file_of_an_entry_can_be_fetched(visit):
    page = visit(GALLERY)
    page.locator("#quadratic-cost details summary").click()
    links = page.locator("#quadratic-cost a[download]").evaluate_all("all => all.map((one) => one.href)")
    assert len(links) == 7
    for link in links:
        answer = page.request.get(link)
        assert answer.ok, link
        assert len(answer.body()) > 1000


def test_without_javascript_everything_is_there(visit):
    page = visit(GALLERY, java_script_enabled=False)
    assert page.locator(".gallery-controls").count() == 0
    assert page.locator(".gallery-figure:visible").count() == page.locator(".gallery-figure").count() > 10
