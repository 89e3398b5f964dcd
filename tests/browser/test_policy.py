"""The content security policy at work: what a stranger slips in does not run, the book's own parts do."""

import pytest
from browser.on_page import wait_for_instant_navigation, wait_until
from playwright.sync_api import expect

SLIPPED_IN = {
    "an inline script": """const one = document.createElement("script");
        one.textContent = "window.stranger = true"; document.body.append(one);""",
    "a handler in an attribute": """document.body.insertAdjacentHTML(
        "beforeend", '<button id="trap" onclick="window.stranger = true">Press</button>');
        document.querySelector("#trap").click();""",
    "an address that is a script": """document.body.insertAdjacentHTML(
        "beforeend", '<a id="trap" href="javascript:void(window.stranger = true)">Go</a>');
        document.querySelector("#trap").click();""",
    "a script from elsewhere": """const one = document.createElement("script");
        one.src = "https://elsewhere.example/a.js"; document.body.append(one);""",
    "a script as data": """const one = document.createElement("script");
        one.src = "data:text/javascript,window.stranger=true"; document.body.append(one);""",
    "another base": """document.head.insertAdjacentHTML(
        "beforeend", '<base href="https://elsewhere.example/">');
        window.stranger = document.baseURI.includes("elsewhere");""",
    "text that becomes code": """document.addEventListener(
        "probe", () => setTimeout("window.stranger = true"));
        document.dispatchEvent(new Event("probe"));""",
}


@pytest.fixture
def opened(contexts, base):
    """A function that opens a page; it is no `visit`, which would complain about the browser's complaints."""
    page = contexts().new_page()

    def open_page(path):
        page.goto(base + path)
        page.evaluate("""() => document.addEventListener("securitypolicyviolation", (event) =>
            (window.forbidden ??= []).push(event.effectiveDirective))""")
        return page

    yield open_page
    page.close()


def attack(page, script):
    """Do something to a page and return the part of the policy that forbade it."""
    page.evaluate(f"() => {{ window.forbidden = []; {script} }}")
    wait_until(page, "() => window.forbidden.length > 0")
    assert page.evaluate("() => window.stranger") in (None, False)
    page.evaluate("() => document.querySelector('#trap')?.remove()")
    return page.evaluate("() => window.forbidden[0]")


def test_what_a_stranger_slips_in_does_not_run(opened):
    page = opened("training/cost-functions/")
    forbidden = {way: attack(page, script) for way, script in SLIPPED_IN.items()}
    assert forbidden.pop("another base") == "base-uri"
    assert all(directive.startswith("script-src") for directive in forbidden.values())


@pytest.mark.parametrize("path", ["404.html", "slides/cost-functions/"])
def test_the_pages_that_are_no_chapters_are_guarded_too(opened, path):
    assert attack(opened(path), SLIPPED_IN["an inline script"]) == "script-src-elem"


def test_pages_of_every_depth_can_follow_each_other(visit):
    """Their own inline scripts differ; instant navigation keeps the first policy and must not add one."""
    page = visit("", width=1300)
    wait_for_instant_navigation(page)
    page.evaluate("window.sameDocument = true")
    for path in ("reading/", "training/cost-functions/", "appendices/api/costs/", "notation/"):
        page.locator(f".md-nav--primary a[href$='{path}']").first.evaluate("link => link.click()")
        page.wait_for_url(f"**/{path}")
        expect(page.locator("meta[http-equiv='Content-Security-Policy']")).to_have_count(1)
    assert page.evaluate("window.sameDocument"), "a page was loaded instead of swapped"


def test_code_can_be_copied(visit):
    page = visit("training/cost-functions/", permissions=("clipboard-read", "clipboard-write"))
    page.locator("pre > code").first.scroll_into_view_if_needed()  # buttons come when code is in sight
    page.locator(".md-code__button[data-md-type=copy]").first.click()
    assert "\n" in page.evaluate("() => navigator.clipboard.readText()")
