"""The backprop stepper: walk it, change its numbers, and compare what it shows with the worked net's."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook import worked

CHAPTER = "training/backpropagation/"
WIDGET = "dl-backprop-stepper"


def engine(x=(1, 2), y=1.0, **changes):
    """Values and slopes by `dlbook`; changes are parameters by place, such as kernel2=(row, value)."""
    net = worked.small_net()
    for name, (place, value) in changes.items():
        net.params[f"dense_{name[-1]}/{name[:-1]}"][place] = value
    point, answer = np.array([x], dtype=float), np.array([[y]])
    slopes = worked.nudges(net, point, answer)
    cost, _ = net.cost_and_gradients(point, answer, "quadratic")
    arrays = {
        "z1": worked.weighted_inputs(net, point)[0],
        "z2": worked.weighted_inputs(net, point)[1].item(),
        "a1": net.layer_outputs(point)["dense_1"],
        "a2": net.predict(point).item(),
        "cost": float(cost),
        "d_z1": slopes.z[0],
        "d_z2": slopes.z[1].item(),
        "d_a1": slopes.a[0],
        "d_a2": slopes.a[1].item(),
        "d_W1": slopes.params["dense_1/kernel"],
        "d_W2": slopes.params["dense_2/kernel"],
        "d_b1": slopes.params["dense_1/bias"],
        "d_b2": slopes.params["dense_2/bias"].item(),
    }
    return {key: value for name, array in arrays.items() for key, value in _flat(name, array)}


def _flat(name, array):
    """Names and entries as the drawing has them: d_W1_01 is d_W1[0, 1]."""
    if np.ndim(array) == 0:
        return [(name, array)]
    if name != "d_W1":
        array = np.ravel(array)
    return [(f"{name}_{''.join(map(str, place))}", value) for place, value in np.ndenumerate(array)]


class Stepper(OnPage):
    """The widget on the page."""

    element = WIDGET

    def __init__(self, page):
        super().__init__(page)
        self.line = self.root.locator("[aria-current=step]")

    def slider(self, group, name):
        return self.root.get_by_role("group", name=group).get_by_role("slider", name=name)

    def number(self, name):
        return self.root.locator(f".bs-net [data-number={name}]").text_content()

    def check(self, **how):
        """At the end of the walk every number of the engine's stands in its place."""
        expected = engine(**how)
        assert len(expected) == 22
        for name, value in expected.items():
            assert float(self.number(name).replace("\u2212", "-")) == pytest.approx(value, abs=0.000501), name


@pytest.fixture
def stepper(visit):
    return Stepper(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(stepper):
    expect(stepper.line).to_have_text("d_a1 = d_z2 @ W2.T")
    expect(stepper.status).to_contain_text("goes back through the same weight, \u22121")
    assert stepper.root.locator(".bs-edge.bs-back").count() == 1
    assert "?" not in stepper.page.url


def test_every_step_lights_its_line_and_shows_its_numbers(stepper):
    stepper.press("Reset")
    assert [stepper.number(name) for name in ("z1_0", "a2", "cost")] == ["?"] * 3
    assert stepper.number("d_a2") == ""
    assert stepper.line.count() == 0
    expect(stepper.root.get_by_role("button", name="Back")).to_be_disabled()
    lines = []
    for step in range(1, 17):
        stepper.press("Step")
        expect(stepper.status).to_contain_text(f"Step {step} of 16")
        lines.append(stepper.line.inner_text())
    assert len(dict.fromkeys(lines)) == 11
    assert lines[0].startswith("z1 = ")
    assert lines[-1].startswith("d_W1, d_b1")
    expect(stepper.root.get_by_role("button", name="Step", exact=True)).to_be_disabled()
    stepper.check()
    stepper.press("Back")
    expect(stepper.status).to_contain_text("Step 15 of 16")


def test_numbers_follow_the_sliders_and_come_back(stepper):
    page = stepper.page
    stepper.root.get_by_role("slider", name="Step").focus()
    page.keyboard.press("End")
    stepper.slider("Output", "weight of upper").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    stepper.check(kernel2=((0, 0), 1.7))
    stepper.slider("Example", "input x\u2082").focus()
    page.keyboard.press("ArrowRight")
    stepper.slider("Example", "target y").focus()
    page.keyboard.press("Home")
    stepper.check(x=(1, 2.1), y=0.0, kernel2=((0, 0), 1.7))
    expect(stepper.root.locator(".bs-target text")).to_have_text("y 0")
    stepper.press("The chapter\u2019s numbers")
    stepper.check()


def test_a_pressed_line_goes_there_and_shows_its_sum(stepper):
    stepper.root.get_by_role("button", name="d_a2 = 2 * (a2 - y)").click()
    expect(stepper.status).to_contain_text("Step 8 of 16, backward")
    expect(stepper.root.locator(".bs-sums")).to_have_text("d_a2 = 2 \u00d7 (0.567 \u2212 1) = \u22120.866")


def test_play_starts_over_and_pauses(stepper):
    stepper.press("Play")
    stepper.page.wait_for_timeout(2200)
    stepper.press("Pause")
    step = int(stepper.root.get_by_role("slider", name="Step").input_value())
    assert 1 <= step <= 4
    expect(stepper.status).to_contain_text(f"Step {step} of 16, forward")


def test_less_motion_means_one_jump_to_the_end(visit):
    stepper = Stepper(visit(CHAPTER, reduced_motion="reduce"))
    stepper.press("Run to the end")
    expect(stepper.status).to_contain_text("Step 16 of 16")


def test_the_state_is_in_the_address(stepper):
    page = stepper.page
    stepper.press("Step")
    stepper.slider("Lower hidden neuron", "bias").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(r"\?backprop\.lower-bias=-0\.6&backprop\.step=13$"))
    page.reload()
    again = Stepper(page)
    expect(again.status).to_contain_text("Step 13 of 16")
    expect(again.root.get_by_text("bias \u22120.6")).to_be_visible()


def test_bad_state_is_ignored_with_a_visible_note(visit):
    stepper = Stepper(visit(f"{CHAPTER}?backprop.step=17&backprop.x1=0.15"))
    expect(stepper.root.locator(".dl-note")).to_contain_text("The step \u201c17\u201d is not one of 0 to 16")
    expect(stepper.root.locator(".dl-note")).to_contain_text("The x1 \u201c0.15\u201d")
    expect(stepper.status).to_contain_text("Step 12 of 16")


def test_on_a_phone_it_flows_down_and_fits(visit):
    stepper = Stepper(visit(CHAPTER, width=360, has_touch=True))
    stepper.root.get_by_role("button", name="Step", exact=True).tap()
    expect(stepper.status).to_contain_text("Step 13 of 16")
    net = stepper.root.locator(".bs-net").bounding_box()
    assert net["height"] > net["width"]
    for box in (text.bounding_box() for text in stepper.root.locator(".bs-net text:not(:empty)").all()):
        assert 0 <= box["x"] <= 360 - box["width"]
