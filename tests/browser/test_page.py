"""The chapter page as readers meet it: by keyboard, without JavaScript, in the dark, on a phone, on paper."""

import re
from pathlib import Path

import pytest
from browser.on_page import lay_out_all, wait_for_instant_navigation, wait_until
from playwright.sync_api import expect

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(  # the addresses of all pages of the book
    str(path.relative_to(DOCS).with_suffix("")).removesuffix("index") + "/" * (path.stem != "index")
    for path in DOCS.rglob("*.md")
)
CHAPTERS = [path for path in PAGES if path.startswith(("first-look/", "training/", "improving/"))]
CHAPTER = "training/cost-functions/"
ALIKE = [  # large pages of the same parts as appendices/api/layers/, which stands for all in the second theme
    path for path in PAGES if path.startswith("appendices/api/") and path != "appendices/api/layers/"
]
COLOURS = ["color-contrast", "link-in-text-block"]  # all that depends on the theme
WIDGET = "dl-saturated-neuron"
FOCUSED = """() => {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    const all = (window.focusOrder ??= []);
    if (!all.includes(node)) all.push(node);
    const name = node.type === "radio" ? node.name : String(all.indexOf(node));
    const { outlineStyle, boxShadow } = getComputedStyle(node);
    const inside = node.closest(".md-content") !== null;
    const label = `${node.localName} ${node.className} ${(node.textContent || node.id).trim().slice(0, 40)}`;
    const shownOnLabel = node.matches(".tabbed-set > input"); // by the theme, which hides the button itself
    const visible = outlineStyle !== "none" || boxShadow !== "none" || shownOnLabel;
    return { name, label, inside, visible };
}"""

WIDGETS = "article :is(" + ", ".join(path.stem for path in (DOCS / "widgets/elements").glob("dl-*.mjs")) + ")"
STARTED = f"""() => [...document.querySelectorAll("{WIDGETS}")].every((one) => one.dataset.started === "")"""
UNREACHED = """() => [...document.querySelectorAll(".md-content :is(a, button, input, select, summary)")]
    .filter((node) => node.checkVisibility() && !node.disabled && node.tabIndex >= 0 && node.type !== "radio")
    .filter((node) => !window.focusOrder.includes(node))
    .map((node) => `${node.localName} ${node.className} ${(node.textContent || node.id).trim()}`)"""


def start_widget(page):
    page.locator(WIDGET).scroll_into_view_if_needed()
    page.wait_for_selector(f"{WIDGET}[data-started]")


def see_all_code(page):
    """Scroll past all code: it has its buttons from then on."""
    for code in page.locator(".md-content .highlight:not(.no-copy) > pre > code:visible").all():
        code.scroll_into_view_if_needed()
        expect(code.locator("xpath=../nav")).to_have_count(1)


def walk(page, key, limit=600):
    """Press a key until the focus leaves the page; return the focused elements in order."""
    stops = []
    for _ in range(limit):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUSED)
        if stop is None or (len(stops) > 1 and stop["name"] == stops[0]["name"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the focus is still inside after {limit} times {key}: {stops[-5:]}")


@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=[] if path == "lab/softmax/" else pytest.mark.slow) for path in PAGES]
)
def test_keyboard_reaches_everything_that_can_be_pressed_and_shows_where_it_is(visit, path):
    page = visit(path, reduced_motion="reduce")
    for widget in page.locator(WIDGETS).all():
        widget.scroll_into_view_if_needed()
    wait_until(page, STARTED)
    see_all_code(page)
    page.evaluate("scrollTo(0, 0)")
    reached = walk(page, "Tab", 3000)
    assert [stop["label"] for stop in reached if stop["inside"] and not stop["visible"]] == []
    assert page.evaluate(UNREACHED) == []


def test_keyboard_reaches_everything_in_both_directions(visit):
    page = visit(CHAPTER)
    start_widget(page)
    see_all_code(page)
    forward = walk(page, "Tab")
    labels = " | ".join(stop["label"] for stop in forward)
    assert all(word in labels for word in ("Play", "Step", "Reset", "input")), labels
    assert page.locator(".quiz").count() == len({s["name"] for s in forward if s["name"].startswith("quiz-")})
    hidden = [stop["label"] for stop in forward if stop["inside"] and not stop["visible"]]
    assert hidden == [], "the focus cannot be seen"
    backward = walk(page, "Shift+Tab")
    assert [stop["name"] for stop in backward] == [stop["name"] for stop in reversed(forward)]


def test_no_kind_of_page_needs_javascript_to_be_read(visit):
    page = visit("", width=800, java_script_enabled=False)
    for path in (*CHAPTERS, "lab/", "lab/softmax/", "appendices/glossary/", "appendices/gallery/"):
        page.goto(page.url.split("/book/")[0] + f"/book/{path}", wait_until="domcontentloaded")
        lay_out_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 800, path
        assert page.locator("h1").first.is_visible(), path
        hidden = page.locator(".md-content figure:not(:visible):not(details *):not(.tabbed-block *)").count()
        assert hidden == 0, path


def test_chapters_can_be_read_from_the_disk_and_ask_for_nothing(chromium, site):
    page, asked = chromium.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    for path in CHAPTERS:
        page.goto((site / path / "index.html").as_uri(), wait_until="domcontentloaded")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".md-content figure svg").first).to_be_visible()
        expect(page.locator("math").first).to_be_visible()
    page.close()
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []


def test_without_javascript_all_is_there(visit):
    page = visit(CHAPTER, java_script_enabled=False)
    assert page.locator(".md-content figure svg").count() >= 6
    for figure in page.locator(".md-content figure").all():
        expect(figure).to_be_visible()
    expect(page.locator(f"{WIDGET} figure svg")).to_be_visible()
    expect(page.locator("math").first).to_be_visible()
    quiz = page.locator(".quiz").first
    quiz.locator("label").first.click()
    assert quiz.locator(".quiz-feedback:visible").count() == 1


def test_without_a_server_the_figure_stays_and_says_why(chromium, site):
    """Browsers block modules at file addresses, and say so in the console: hence no `visit`."""
    page = chromium.new_page()
    page.goto((site / CHAPTER / "index.html").as_uri())
    page.locator(WIDGET).scroll_into_view_if_needed()
    expect(page.locator(f"{WIDGET} figure svg")).to_be_visible()
    hint = f"""() => getComputedStyle(document.querySelector("{WIDGET}"), "::after")"""
    assert "web server" in page.evaluate(f"({hint})().content")
    wait_until(page, f"({hint})().opacity === '1'")
    page.close()


def colours(page):
    """The paints of the page's figures: first text and first stroke of each, and the widget's."""
    return page.evaluate("""() => [...document.querySelectorAll(".md-content svg text, .md-content svg path")]
        .map((node) => getComputedStyle(node)).map(({ fill, stroke }) => `${fill} ${stroke}`)""")


def test_the_dark_mode_button_recolours_figures_and_widget(visit):
    page = visit(CHAPTER, color_scheme="light")
    start_widget(page)
    body = page.locator("body")
    before = colours(page)
    assert body.get_attribute("data-md-color-scheme") == "default"
    page.locator("label[for=__palette_1]").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    after = colours(page)
    changed = [one != other for one, other in zip(before, after, strict=True)]
    assert sum(changed) / len(changed) > 0.9
    page.locator("label[for=__palette_0]").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    assert colours(page) == before


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_into_every_width_and_axe_finds_nothing(visit, violations, path):
    page = visit(path, width=1440, color_scheme="light", reduced_motion="reduce")
    if path == CHAPTER:
        start_widget(page)
    lay_out_all(page)
    for width in (1440, 1100, 800, 640, 360):  # 640: a screen of 1280 with the text twice as large
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    if path in ALIKE:
        return
    page.set_viewport_size({"width": 1100, "height": 900})
    page.locator("label[for=__palette_1]").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert violations(page, rules=COLOURS) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", ALIKE)
def test_pages_of_the_api_can_be_read_in_the_dark(visit, violations, path):
    page = visit(path, color_scheme="dark")
    lay_out_all(page)
    assert violations(page, rules=COLOURS) == []


def test_print_shows_the_still_figure_instead_of_controls(visit):
    page = visit(CHAPTER)
    start_widget(page)
    page.emulate_media(media="print")
    expect(page.locator(f"{WIDGET} button").first).to_be_hidden()
    expect(page.locator(f"{WIDGET} figure svg")).to_be_visible()
    assert page.locator(f"{WIDGET} figure svg").bounding_box()["height"] > 100
    expect(page.locator(".md-header")).to_be_hidden()


def test_instant_navigation_starts_the_widget_and_coming_back_works(visit):
    page = visit("", width=1300)
    wait_for_instant_navigation(page)
    page.evaluate("window.sameDocument = true")
    page.locator(".md-content a[href*='cost-functions']").first.click()
    page.wait_for_url(re.compile(CHAPTER))
    start_widget(page)
    page.locator(f"{WIDGET} button", has_text="Step").click()
    expect(page.locator(f"{WIDGET} [role=status]")).to_contain_text("After 21 epochs")
    page.locator(f"{WIDGET} button", has_text="Play").click()
    page.locator(".md-header a.md-logo").click()
    page.wait_for_url(re.compile(r"/book/(\.)?$"))
    page.wait_for_timeout(400)  # longer than the widget waits before it writes the address
    assert "saturated-neuron" not in page.url
    page.go_back()
    page.wait_for_selector(WIDGET, state="attached")
    start_widget(page)
    page.locator(f"{WIDGET} button", has_text="Reset").click()
    expect(page.locator(f"{WIDGET} [role=status]")).to_contain_text("At the start")
    assert page.evaluate("window.sameDocument"), "a page was loaded instead of swapped"


@pytest.mark.parametrize(("system", "scheme"), [("light", "default"), ("dark", "slate")])
def test_the_first_page_has_the_colours_of_the_system_before_the_theme_runs(contexts, base, system, scheme):
    page = contexts(color_scheme=system).new_page()
    page.route("**/bundle.*", lambda route: route.abort())
    page.goto(f"{base}{CHAPTER}")
    assert page.locator("body").get_attribute("data-md-color-scheme") == scheme
    page.close()


def test_style_sheets_stay_when_the_theme_makes_addresses_absolute(visit):
    page = visit(CHAPTER)
    wait_for_instant_navigation(page)
    links = page.locator("head link[rel=stylesheet]")
    addresses = "(links) => links.map((link) => link.getAttribute('href'))"
    assert all(one.startswith("../") for one in links.evaluate_all(addresses)), (
        "loaded anew: no style meanwhile"
    )
    links.evaluate_all("(links) => links.forEach((link) => { link.kept = true; })")
    page.locator(".md-footer__link--next").click()
    page.wait_for_url("**/gradient-descent/")
    expect(page.locator("h1")).to_contain_text("Gradient descent")
    assert links.evaluate_all("(links) => links.every((link) => link.kept)")


def test_a_page_that_is_slow_to_come_does_not_get_the_address_of_the_last_ones_widget(visit):
    page = visit(CHAPTER, width=1300)
    start_widget(page)
    wait_for_instant_navigation(page)
    page.route(re.compile(r"/book/(\.)?$"), lambda route: page.wait_for_timeout(700) or route.continue_())
    page.locator(f"{WIDGET} button", has_text="Step").click()
    page.locator(".md-header a.md-logo").click()
    page.locator(".md-content h1", has_text="Drawn in Code").wait_for()
    assert page.url.endswith("/book/")


def test_a_link_to_the_still_figure_opens_its_fold(visit):
    page = visit(CHAPTER)
    start_widget(page)
    expect(page.locator(f"{WIDGET} .dl-still > summary")).to_have_text(
        re.compile(r"^Figure 4\.\d as a still picture$")
    )
    page.locator("a[href$='#fig-saturated-start']").first.click()
    expect(page.locator("#fig-saturated-start svg")).to_be_visible()


def test_a_quiz_by_keyboard(visit):
    page = visit(CHAPTER)
    quiz = page.locator(".quiz").first
    shown = quiz.locator(".quiz-feedback:visible")
    assert shown.count() == 0
    quiz.locator("input").first.focus()
    page.keyboard.press("Space")
    assert shown.count() == 1
    first = shown.inner_text()
    page.keyboard.press("ArrowDown")
    assert shown.count() == 1
    assert shown.inner_text() != first
