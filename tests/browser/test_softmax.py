"""The softmax widget: drag, type, add to all, and compare what it shows with the engine's numbers."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook import nn

CHAPTER = "first-look/networks/"
WIDGET = "dl-softmax"
KINDS = ("limpet", "razor clam", "whelk")
START = (-1.0, 1.0, 5.0)
RAISED = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-")


class Softmax(OnPage):
    """The widget on the page."""

    element = WIDGET

    def texts(self, what):
        return self.root.locator(f".sx-number[data-number={what}]").all_inner_texts()

    def check(self, logits=START, added=0):
        """Compare every number and every bar with NumPy's and the engine's."""
        z = np.array(logits) + added
        shares, powers = nn.softmax(z), np.exp(z)
        assert self.texts("share") == [f"{share:.5f}" for share in shares]
        assert [value(text) for text in self.texts("power")] == pytest.approx(powers, rel=0.0051, abs=0.0051)
        assert [value(text) for text in self.texts("z")] == pytest.approx(z, abs=1e-9)
        totals = self.root.locator(".sx-total").all_inner_texts()
        assert value(totals[2]) == pytest.approx(powers.sum(), rel=0.0051)
        assert totals[3] == "1.00000"
        for bars, expected in ((".sx-share", shares), (".sx-power", powers / powers.max())):
            widths = [
                float(bar.evaluate("(node) => parseFloat(node.style.width)"))
                for bar in self.root.locator(bars).all()
            ]
            assert widths == pytest.approx(100 * expected, abs=0.01)


def value(text):
    """Read a number as the widget writes it; of a sum, what comes behind the equals sign."""
    plain = text.split("=")[-1].replace("\u2212", "-").replace(",", "").strip()
    digits, _, exponent = plain.partition(" \u00d7 10")
    return float(digits) * 10.0 ** int(exponent.translate(RAISED) or 0)


@pytest.fixture
def softmax(visit):
    return Softmax(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(softmax):
    softmax.check()
    assert softmax.texts("share") == ["0.00243", "0.01794", "0.97963"]
    expect(softmax.status).to_contain_text("The whelk leads the razor clam by 4.0")
    assert "?" not in softmax.page.url


def test_logits_by_keyboard(softmax):
    softmax.slide("razor clam", "ArrowRight", "ArrowRight")
    softmax.slide("whelk", "Home")
    softmax.check((-1.0, 1.2, -8.0))
    expect(softmax.status).to_contain_text("The razor clam leads the limpet by 2.2")
    slider = softmax.root.get_by_role("slider", name="razor clam")
    assert slider.get_attribute("aria-valuetext") == f"1.2, share {nn.softmax([-1, 1.2, -8])[1]:.5f}"
    softmax.root.get_by_role("button", name="Reset").click()
    softmax.check()


def test_dragging_a_logit(softmax):
    slider = softmax.slider("limpet")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    across = box["width"] - box["height"] * 1.1 / 1.4  # what the thumb leaves
    start = box["x"] + (box["width"] - across) / 2

    def at(z):
        return start + (z + 8) / 16 * across

    softmax.drag((at(-1), box["y"] + box["height"] / 2), (at(6), box["y"] + box["height"] / 2))
    limpet = float(slider.input_value())
    assert limpet == pytest.approx(6, abs=0.15)
    softmax.check((limpet, 1.0, 5.0))
    reach = softmax.root.locator(".sx-reach").first.bounding_box()
    assert reach["x"] == pytest.approx(at(0), abs=1)
    assert reach["x"] + reach["width"] == pytest.approx(at(limpet), abs=1)


def test_adding_the_same_to_all_leaves_the_shares(softmax):
    softmax.root.get_by_role("button", name="Add 100 to all").click()
    softmax.check(added=100)
    assert softmax.texts("share") == ["0.00243", "0.01794", "0.97963"]
    assert softmax.texts("z")[2] == "5.0 + 100 = 105.0"
    expect(softmax.status).to_contain_text("every power and their sum is multiplied by e^100")
    softmax.slide("Added to all", "Home", "ArrowRight")
    softmax.check(added=-99)
    softmax.slide("Added to all", "End")
    softmax.root.get_by_role("button", name="Take the 100 away").click()
    softmax.check()


def test_equal_logits_get_equal_shares(visit):
    softmax = Softmax(visit(f"{CHAPTER}?softmax.limpet=1&softmax.whelk=1"))
    softmax.check((1.0, 1.0, 1.0))
    expect(softmax.status).to_contain_text("All three are level")
    widths = [part.bounding_box()["width"] for part in softmax.root.locator(".sx-part").all()]
    assert widths == pytest.approx([sum(widths) / 3] * 3, abs=1)


def test_a_phone_has_room_for_it(visit):
    softmax = Softmax(visit(f"{CHAPTER}?softmax.added=-100&softmax.limpet=-8", width=360, has_touch=True))
    softmax.check((-8.0, 1.0, 5.0), added=-100)
    softmax.root.get_by_role("button", name="Reset").tap()
    softmax.check()
    assert softmax.page.evaluate("document.documentElement.scrollWidth") == 360
    boxes = [node.bounding_box() for node in softmax.root.locator(".sx-number").all()]
    assert max(box["x"] + box["width"] for box in boxes) <= 360


def test_the_state_is_in_the_address(softmax):
    page = softmax.page
    softmax.slide("limpet", "ArrowRight")
    softmax.root.get_by_role("button", name="Add 100").click()
    page.wait_for_url(re.compile(r"\?softmax\.limpet=-0\.9&softmax\.added=100$"))
    page.reload()
    Softmax(page).check((-0.9, 1.0, 5.0), added=100)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("softmax.whelk=9", "The whelk \u201c9\u201d is not one of \u22128.0 to 8.0"),
        ("softmax.temperature=2", "There is no \u201ctemperature\u201d to set."),
    ],
)
def test_bad_state_is_ignored_with_a_visible_note(visit, query, words):
    softmax = Softmax(visit(f"{CHAPTER}?{query}"))
    expect(softmax.root.locator(".dl-note")).to_contain_text(words)
    softmax.check()


def test_axe_finds_nothing_after_a_change(visit, violations):
    softmax = Softmax(visit(CHAPTER))
    softmax.root.get_by_role("button", name="Add 100").click()
    assert violations(softmax.page, softmax.element) == []
