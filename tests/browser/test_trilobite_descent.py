"""The trilobite that descends: press, drag, type, and compare what it shows with the engine's numbers."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook import nn
from dlbook.book.fixtures_descent import grounds, neuron

CHAPTER = "training/gradient-descent/"
WIDGET = "dl-trilobite-descent"
GROUNDS = {ground["name"]: ground for ground in grounds()}


def look(ground, w):
    """Cost and slope at a weight, by the engine."""
    net = neuron(ground["linear"], w, ground["bias"])
    x, y = (np.array(ground[name])[:, None] for name in ("inputs", "targets"))
    cost, gradients = net.cost_and_gradients(x, y, nn.Quadratic())
    return float(cost), gradients["dense_1/kernel"].item()


def walked(ground, steps, rate, momentum=0.0, start=None):
    """Weight, cost, slope and next stride after some steps of the engine's momentum."""
    w, velocity = (ground["start"] if start is None else start), 0.0
    for _ in range(steps):
        velocity = momentum * velocity - rate * look(ground, w)[1]
        w += velocity
    cost, slope = look(ground, w)
    return {"w": w, "cost": cost, "slope": slope, "stride": momentum * velocity - rate * slope}


class Trilobite(OnPage):
    """The widget on the page."""

    element = WIDGET

    def __init__(self, page):
        super().__init__(page)
        self.scene = self.root.locator(".td-scene")

    def ground(self, name):
        self.root.get_by_role("radio", name=name).check()

    def number(self, name):
        text = self.root.locator(f"[data-number={name}]").inner_text()
        return float(text.replace("\u2212", "-"))

    def check(self, name, steps, rate, **how):
        """Compare every number shown with the engine's."""
        expected = walked(GROUNDS[name], steps, rate, **how)
        assert self.number("step") == steps
        for key, value in expected.items():
            assert self.number(key) == pytest.approx(value, rel=5e-3, abs=6e-4 if key == "w" else 6e-5), key

    def rests_in(self, pose):
        expect(self.root.locator(f".td-animal[data-pose={pose}]")).to_be_visible()

    def rate(self, keys):
        self.slider("Learning rate").focus()
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def trilobite(visit):
    return Trilobite(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(trilobite):
    trilobite.check("hill", 2, 6.0)
    expect(trilobite.status).to_contain_text("After 2 steps: w = ")
    expect(trilobite.status).to_contain_text("Its rate is below 2/h = 28.7")
    assert trilobite.root.locator(".td-dots circle").count() == 3
    expect(trilobite.root.locator(".td-stride text")).to_have_text(re.compile("^stride = 0"))
    assert "?" not in trilobite.page.url


def test_step_and_reset_and_arrival(trilobite):
    trilobite.press("Reset")
    trilobite.check("hill", 0, 6.0)
    trilobite.press("Step")
    trilobite.check("hill", 1, 6.0)
    for _ in range(8):
        trilobite.press("Step")
    trilobite.check("hill", 9, 6.0)
    for _ in range(3):
        trilobite.press("Step")
    expect(trilobite.status).to_contain_text("It has arrived")
    expect(trilobite.root.get_by_role("button", name="Step")).to_be_disabled()
    trilobite.rests_in("content")


def test_the_bowl_holds_below_its_limit_and_diverges_above(trilobite):
    trilobite.ground("two pebbles")
    trilobite.check("bowl", 0, 0.1)
    expect(trilobite.root.locator(".td-mark-name")).to_have_text("limit 2/h = 0.400")
    expect(trilobite.root.locator(".td-limits text")).to_have_text("holds rates below 0.400")
    trilobite.press("Step")
    trilobite.check("bowl", 1, 0.1)
    assert trilobite.number("w") == pytest.approx(0.8)
    trilobite.rate(["ArrowRight"] * 15)
    trilobite.check("bowl", 0, 0.45)
    for _ in range(4):
        trilobite.press("Step")
    trilobite.check("bowl", 4, 0.45)
    expect(trilobite.status).to_contain_text("Its rate is above 2/h = 0.400: it diverges.")
    expect(trilobite.root.locator(".td-sign text")).to_have_text("\u2190 w = \u22122.31")


def test_the_rate_is_the_size_of_the_trilobite(trilobite):
    def width():
        return trilobite.root.locator(".td-animal").bounding_box()["width"]

    trilobite.press("Reset")
    before = width()
    trilobite.rate(["ArrowRight"] * 20)
    larger = width()
    trilobite.rate(["Home"])
    trilobite.rests_in("tiny")
    assert width() < 0.6 * before < 0.6 * larger
    assert trilobite.slider("Learning rate").get_attribute("aria-valuetext") == "0.01"


def test_it_is_stuck_in_the_dip_until_it_is_too_large_for_it(trilobite):
    trilobite.ground("a dip")
    assert trilobite.root.locator(".td-limits text").all_text_contents() == [
        "holds rates below 2.65",
        "holds rates below 13.2",
    ]
    for _ in range(14):
        trilobite.press("Step")
    trilobite.check("dip", 14, 2.0)
    expect(trilobite.status).to_contain_text("stuck in a dip")
    trilobite.rests_in("stuck")
    trilobite.rate(["ArrowRight"] * 15)
    assert trilobite.slider("Learning rate").get_attribute("aria-valuetext") == "10"
    for _ in range(13):
        trilobite.press("Step")
    trilobite.check("dip", 13, 10.0)
    trilobite.rests_in("content")


def test_it_rolls_out_of_the_hollow(visit):
    trilobite = Trilobite(visit(CHAPTER, reduced_motion="reduce"))
    trilobite.ground("a hollow")
    trilobite.rests_in("rolled-up")
    trilobite.press("Step")
    trilobite.press("Step")
    trilobite.check("hollow", 2, 0.28, momentum=0.9)
    expect(trilobite.status).to_contain_text("0.90 of its last step")
    trilobite.press("Run to the end")
    expect(trilobite.status).to_contain_text("It has arrived")
    assert trilobite.number("w") > 1
    trilobite.slider("Momentum").focus()
    trilobite.page.keyboard.press("Home")
    trilobite.check("hollow", 0, 0.28)
    trilobite.press("Run to the end")
    expect(trilobite.status).to_contain_text("stuck in a dip")
    assert trilobite.root.evaluate("(node) => node.getAnimations({ subtree: true }).length") == 0


def test_momentum_moves_the_limit(trilobite):
    trilobite.ground("two pebbles")
    trilobite.slider("Momentum").focus()
    for _ in range(10):
        trilobite.page.keyboard.press("ArrowRight")
    expect(trilobite.root.locator(".td-mark-name")).to_have_text("2 (1 + \u03bc)/h = 0.600")


def test_it_can_be_picked_up_and_put_down(trilobite):
    page, scene = trilobite.page, trilobite.scene
    scene.scroll_into_view_if_needed()
    box = scene.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 90)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 5 / 9, box["y"] + 90, steps=4)
    trilobite.rests_in("giant")
    page.mouse.up()
    start = float(trilobite.slider("Start w").input_value())
    assert start == pytest.approx(0.3, abs=0.03)
    trilobite.check("hill", 0, 6.0, start=start)
    page.mouse.move(box["x"] + 40, box["y"] + 40)  # no longer pressed
    trilobite.check("hill", 0, 6.0, start=start)


def test_a_tap_steps_on_a_phone(visit):
    trilobite = Trilobite(visit(CHAPTER, width=360, has_touch=True))
    trilobite.root.get_by_role("button", name="Step").tap()
    trilobite.check("hill", 3, 6.0)
    box = trilobite.scene.bounding_box()
    assert box["x"] + box["width"] <= 360


def test_play_begins_at_the_start_pauses_and_goes_on_to_the_end(trilobite):
    page = trilobite.page
    trilobite.press("Play")
    page.wait_for_timeout(900)
    trilobite.press("Pause")
    step = int(trilobite.number("step"))
    assert 0 < step < 9
    trilobite.check("hill", step, 6.0)
    page.wait_for_timeout(500)
    assert trilobite.number("step") == step
    trilobite.press("Play")
    expect(trilobite.status).to_contain_text("It has arrived")
    trilobite.rests_in("content")
    expect(trilobite.root.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_it_waits_off_screen(trilobite):
    page = trilobite.page
    trilobite.ground("a hollow")
    trilobite.press("Play")
    page.wait_for_timeout(500)
    page.evaluate("window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.wait_for_timeout(300)
    before = trilobite.root.locator("[data-number=step]").inner_text()
    page.wait_for_timeout(700)
    assert trilobite.root.locator("[data-number=step]").inner_text() == before


def test_the_state_is_in_the_address(trilobite):
    page = trilobite.page
    trilobite.ground("two pebbles")
    trilobite.press("Step")
    page.wait_for_url(
        re.compile(r"\?trilobite\.ground=0&trilobite\.start=0&trilobite\.rate=0\.1&trilobite\.step=1$")
    )
    page.reload()
    again = Trilobite(page)
    again.check("bowl", 1, 0.1)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("trilobite.rate=700", "The rate \u201c700\u201d is not one of 0.010 to 100.000"),
        ("trilobite.ground=1.5&trilobite.start=<b>", "The ground \u201c1.5\u201d"),
        ("trilobite.legs=8", "There is no \u201clegs\u201d to set."),
    ],
)
def test_bad_state_is_ignored_with_a_visible_note(visit, query, words):
    trilobite = Trilobite(visit(f"{CHAPTER}?{query}"))
    expect(trilobite.root.locator(".dl-note")).to_contain_text(words)
    trilobite.check("hill", 2, 6.0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_for_those_who_use_aids(visit, violations, scheme):
    trilobite = Trilobite(visit(CHAPTER, color_scheme=scheme))
    trilobite.press("Step")
    assert [found for found in violations(trilobite.page) if WIDGET in found or "td-" in found] == []


def test_a_trilobite_that_is_taken_out_and_put_back_still_works(trilobite):
    trilobite.press("Play")
    trilobite.take_out_and_put_back()
    expect(trilobite.root.get_by_role("button", name="Play", exact=True)).to_be_visible()
    trilobite.press("Reset")
    trilobite.press("Step")
    trilobite.check("hill", 1, 6.0)
