"""What every widget of the book must do, wherever it stands and whatever it shows."""

import re
from pathlib import Path

import pytest
from browser.on_page import OnPage, wait_for_instant_navigation
from playwright.sync_api import expect

DOCS = Path(__file__).parents[2] / "docs"
ELEMENTS = {path.stem: path for path in sorted((DOCS / "widgets/elements").glob("dl-*.mjs"))}
SENTENCE = re.compile(r".{41}")
CHAPTERS = ("first-look", "training", "improving")
OUTSIDE = """(root) => [...root.querySelectorAll("button, input, p, svg text, canvas, td, th, label, select")]
    .filter((node) => node.checkVisibility?.() !== false && !node.closest(".dl-scroll, details:not([open])"))
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.left < 0 || box.right > innerWidth + 1))
    .map(([node]) => `${node.localName} ${node.getAttribute("class")} ${node.textContent.slice(0, 30)}`)"""


def chapter(element):
    """The address of the first chapter that has a widget."""
    found = [
        path
        for part in CHAPTERS
        for path in sorted((DOCS / part).glob("*.md"))
        if f"| {element}" in path.read_text("utf-8")
    ]
    assert found, f"no chapter has {element}"
    return str(found[0].relative_to(DOCS).with_suffix("")) + "/"


def lab(element):
    """The address of its page in the laboratory: short, so that axe and the browser are quick."""
    return f"lab/{element.removeprefix('dl-')}/"


@pytest.fixture(params=ELEMENTS)
def element(request):
    return request.param


def widget(element, page):
    return type("Found", (OnPage,), {"element": element})(page)


def test_it_speaks_in_both_themes_is_put_back_and_gives_way_to_its_picture_on_paper(
    element, visit, violations
):
    found = widget(element, visit(lab(element), color_scheme="light"))
    expect(found.status).to_have_text(SENTENCE)
    assert found.root.locator(".dl-body").get_attribute("aria-label").startswith("Interactive figure")
    assert violations(found.page, element) == []
    found.page.locator("label[for=__palette_1]").click()
    found.root.locator("button:enabled:visible").first.click()
    assert violations(found.page, element) == []
    found.take_out_and_put_back()
    expect(found.status).to_have_text(SENTENCE)
    found.root.locator("button:enabled:visible").first.click()
    found.page.emulate_media(media="print")
    expect(found.root.locator(".dl-body")).to_be_hidden()
    expect(found.root.locator(".dl-still").locator("figure, p").first).to_be_visible()


def test_on_a_phone_all_is_within_reach_nothing_moves_and_a_wrong_address_is_noted(element, visit):
    key = re.search(r'static key = "(.+)"', ELEMENTS[element].read_text("utf-8"))[1]
    address = f"{lab(element)}?{key}.nonsense=1"
    found = widget(element, visit(address, width=360, has_touch=True, reduced_motion="reduce"))
    expect(found.root.locator(".dl-note").first).to_contain_text("There is no \u201cnonsense\u201d to set.")
    expect(found.status).to_have_text(SENTENCE)
    assert found.root.evaluate(OUTSIDE) == []
    found.root.locator("button:enabled:visible").first.tap()
    assert found.root.evaluate(OUTSIDE) == []
    assert found.root.evaluate("(node) => node.getAnimations({ subtree: true }).length") == 0


def test_without_a_script_there_is_a_still_picture(element, visit):
    bare = visit(chapter(element), java_script_enabled=False)
    expect(bare.locator(element).first.locator("figure, p").first).to_be_visible()


def test_it_starts_after_instant_navigation_and_when_one_comes_back(element, visit):
    page = visit("lab/", width=1300)
    wait_for_instant_navigation(page)
    page.evaluate("window.sameDocument = true")
    page.locator(f".lab-card h2 a[href*='{element.removeprefix('dl-')}/']").first.click()
    page.wait_for_url(f"**/{lab(element)}")
    widget(element, page)
    page.go_back()
    page.wait_for_url("**/lab/")
    page.go_forward()
    again = widget(element, page)
    expect(again.status).to_have_text(SENTENCE)
    assert page.evaluate("window.sameDocument")
