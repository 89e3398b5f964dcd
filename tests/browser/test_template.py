"""The template widget that CONTRIBUTING.md shows is a widget that works."""

import re
from pathlib import Path

import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

GUIDE = Path(__file__).parents[2] / "CONTRIBUTING.md"


class Template(OnPage):
    element = "dl-template"


@pytest.fixture
def template(visit):
    page = visit("notation/")
    code = re.search(r"^```js\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)[1]
    page.route("**/dl-template.mjs", lambda route: route.fulfill(body=code, content_type="text/javascript"))
    page.evaluate("""() => {
        const widget = "<dl-template><p>Still.</p></dl-template>";
        document.querySelector(".md-content h1").insertAdjacentHTML("afterend", widget);
        return import(new URL("../widgets/load.mjs", location.href).href)
            .then((module) => module.load("dl-template"));
    }""")
    return Template(page)


def test_the_template_steps_and_says_so(template):
    expect(template.status).to_have_text("After 3 steps the weight is 0.512. It comes to rest at 0.")
    template.press("Step")
    expect(template.status).to_contain_text("After 4 steps the weight is 0.410.")
    template.slide("Learning rate", "End")
    expect(template.status).to_contain_text("It never comes to rest.")
    template.press("Reset")
    expect(template.root.get_by_text("w = 1.000", exact=True)).to_be_visible()
    template.page.wait_for_url(re.compile(r"\?template\.rate=1\.1&template\.step=0$"))
