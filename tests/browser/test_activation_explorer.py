"""The activation explorer: choose, drag, type, and compare what it shows with the engine's numbers."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage, wait_for_instant_navigation
from playwright.sync_api import expect

from dlbook import nn

CHAPTER = "first-look/neurons/"
WIDGET = "dl-activation-explorer"
INPUTS = np.linspace(-2, 2, 9)
LINES = np.array([[-1, -1], [0.25, 0], [1, -1.5]])


class Draw:
    """Stands in for a generator whose next normal number is known."""

    def __init__(self, noise):
        self.noise = noise

    def standard_normal(self, shape):
        return np.full(shape, self.noise)


def maxout_lines(z):
    return np.multiply.outer(z, LINES[:, 0]) + LINES[:, 1]


def engine(name, z, *, leak=0.2, alpha=1.0, noise=1.0):
    """Activation and slope at z, by `dlbook.nn`."""
    if name == "leaky, parametric ReLU":
        return nn.leaky_relu(z, leak), nn.leaky_relu_derivative(z, leak)
    if name == "ELU":
        return nn.elu(z, alpha), nn.elu_derivative(z, alpha)
    if name == "noisy ReLU":
        return nn.noisy_relu(z, rng=Draw(noise)), nn.noisy_relu_derivative(z, rng=Draw(noise))
    if name == "maxout":
        return nn.maxout(maxout_lines(z)), nn.maxout_derivative(maxout_lines(z)) @ LINES[:, 0]
    stem = name.lower()
    return getattr(nn, stem)(z), getattr(nn, f"{stem}_derivative")(z)


NAMES = [
    *("step", "sigmoid", "tanh", "ReLU", "softplus", "leaky, parametric ReLU", "ELU", "noisy ReLU"),
    *("maxout", "identity", "square"),
]


class Explorer(OnPage):
    """The widget on the page."""

    element = WIDGET

    def choose(self, name):
        self.root.get_by_role("radio", name=name, exact=True).check()

    def number(self, name):
        text = self.root.locator(f"[data-number={name}] strong").inner_text()
        return float(text.replace("\u2212", "-"))

    def check(self, name, weight=2.0, bias=0.0, x=2.0, **settings):
        """Compare every number shown, and which examples are crossed out, with the engine's."""
        z = np.array(weight * x + bias)
        value, slope = (np.asarray(one).item() for one in engine(name, z, **settings))
        assert self.number("z") == pytest.approx(z.item(), abs=1e-9)
        assert self.number("a") == pytest.approx(value, abs=0.5001e-4)
        assert self.number("slope") == pytest.approx(slope, abs=0.5001e-4)
        assert self.number("lesson") == pytest.approx(slope * x, abs=0.5001e-4)
        _, slopes = engine(name, np.round(weight * INPUTS + bias, 9), **settings)
        flat = int(np.sum(np.abs(np.broadcast_to(slopes, INPUTS.shape)) < 0.05))
        assert self.root.locator(".ae-deaf").count() == flat
        assert self.root.locator(".ae-example").count() == 9 - flat


@pytest.fixture
def explorer(visit):
    return Explorer(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(explorer):
    explorer.check("sigmoid")
    expect(explorer.status).to_contain_text("At z = 4.00 the slope is 0.0177: saturated.")
    expect(explorer.status).to_contain_text("4 of its 9 examples")
    expect(explorer.root.locator(".ae-kind")).to_have_text(["saturated", "saturated"])
    assert "?" not in explorer.page.url


def test_every_member_of_the_family(explorer):
    assert explorer.root.get_by_role("radio").count() == len(NAMES)
    explorer.slide("Input x", *["PageDown"] * 3)
    x = float(explorer.slider("Input x").input_value())
    assert x < 1
    for name in NAMES:
        explorer.choose(name)
        explorer.check(name, x=x)


def test_sliders_by_keyboard_and_reset(explorer):
    explorer.slide("Weight w", *["ArrowLeft"] * 3)
    explorer.slide("Bias b", *["ArrowLeft"] * 2)
    explorer.slide("Input x", "Home")
    explorer.check("sigmoid", weight=1.7, bias=-0.2, x=-2.0)
    assert explorer.slider("Bias b").get_attribute("aria-valuetext") == "\u22120.2"
    explorer.root.get_by_role("button", name="Reset").click()
    explorer.check("sigmoid")


def test_settings_appear_with_their_function(explorer):
    expect(explorer.slider("Share c")).to_be_hidden()
    explorer.choose("leaky, parametric ReLU")
    explorer.slide("Input x", "Home")
    explorer.slide("Share c", "Home")
    explorer.check("leaky, parametric ReLU", x=-2.0, leak=-1.0)
    explorer.choose("ELU")
    expect(explorer.slider("Share c")).to_be_hidden()
    explorer.slide("Depth", "End")
    explorer.check("ELU", x=-2.0, alpha=2.0)
    explorer.choose("noisy ReLU")
    explorer.root.get_by_role("button", name="Draw anew").click()
    noise = float(explorer.slider("Noise").input_value())
    assert noise != 1
    explorer.slide("Input x", "End")
    explorer.check("noisy ReLU", noise=noise)


def test_dragging_the_point_kills_a_relu_and_a_leak_brings_it_back(explorer):
    page = explorer.page
    explorer.choose("ReLU")
    explorer.slide("Weight w", *["ArrowLeft"] * 10)
    plot = explorer.root.locator(".ae-plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()

    def at(z):
        return box["x"] + 36 + (z + 10) / 20 * (box["width"] - 46)

    explorer.drag((at(2), box["y"] + 120), (at(-2), box["y"] + 120))
    explorer.check("ReLU", weight=1.0, bias=-4.0)
    expect(explorer.status).to_contain_text("the neuron is dead")
    page.mouse.move(at(6), box["y"] + 120)  # no longer pressed
    explorer.check("ReLU", weight=1.0, bias=-4.0)
    explorer.choose("leaky, parametric ReLU")
    explorer.check("leaky, parametric ReLU", weight=1.0, bias=-4.0)
    expect(explorer.status).to_contain_text("All 9 examples teach it")


def test_the_weight_gives_way_where_the_bias_cannot(explorer):
    box = explorer.root.locator(".ae-plot").bounding_box()
    explorer.page.mouse.click(box["x"] + 37, box["y"] + 120)
    assert explorer.number("z") == pytest.approx(-10)
    explorer.check("sigmoid", weight=-3.0, bias=-4.0)


def test_a_tap_on_a_phone(visit):
    explorer = Explorer(visit(CHAPTER, width=360, has_touch=True))
    explorer.root.get_by_role("radio", name="tanh", exact=True).tap()
    explorer.check("tanh")
    plot = explorer.root.locator(".ae-plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box["x"] + box["width"] <= 360
    middle = box["x"] + 36 + (box["width"] - 46) / 2
    explorer.page.touchscreen.tap(middle, box["y"] + 100)
    explorer.check("tanh", bias=-4.0)
    assert explorer.page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_state_is_in_the_address(explorer):
    page = explorer.page
    explorer.choose("ELU")
    explorer.slide("Bias b", "ArrowRight")
    page.wait_for_url(re.compile(r"\?activation\.kind=6&activation\.bias=0\.1$"))
    page.reload()
    Explorer(page).check("ELU", bias=0.1)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("activation.kind=11", "The kind \u201c11\u201d is not one of 0 to 10"),
        ("activation.x=0.05", "The x \u201c0.05\u201d"),
        ("activation.slope=3", "There is no \u201cslope\u201d to set."),
    ],
)
def test_bad_state_is_ignored_with_a_visible_note(visit, query, words):
    explorer = Explorer(visit(f"{CHAPTER}?{query}"))
    expect(explorer.root.locator(".dl-note")).to_contain_text(words)
    explorer.check("sigmoid")


def test_axe_finds_nothing_after_a_change(visit, violations):
    explorer = Explorer(visit(CHAPTER))
    explorer.choose("noisy ReLU")
    assert violations(explorer.page, explorer.element) == []


def test_it_starts_after_instant_navigation(visit):
    page = visit("", width=1300)
    wait_for_instant_navigation(page)
    page.locator(f".md-content a[href*='{CHAPTER.rstrip('/')}']").first.click()
    page.wait_for_url(re.compile(CHAPTER))
    Explorer(page).check("sigmoid")
