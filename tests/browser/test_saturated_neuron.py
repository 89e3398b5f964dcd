"""The saturated neuron: press, drag, type, and compare what it shows with the engine's numbers."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage, wait_until
from playwright.sync_api import expect

from dlbook import nn

CHAPTER = "training/cost-functions/"
WIDGET = "dl-saturated-neuron"
COSTS = {"quadratic": nn.Quadratic(), "entropy": nn.BinaryCrossentropy()}


def engine(cost, epochs, *, weight=2.0, bias=2.0, rate=0.15, target=0.0):
    """Output, sigmoid's slope and gradient after some epochs, by `dlbook.nn`."""
    net = nn.Sequential([nn.Dense(1, activation="sigmoid")])
    net.build(input_shape=(1,), rng=np.random.default_rng(0), dtype=np.float64)
    kernel, offset = net.params["dense_1/kernel"], net.params["dense_1/bias"]
    kernel[:], offset[:] = weight, bias
    x, y = np.ones((1, 1)), np.full((1, 1), target)
    for _ in range(epochs):
        _, gradients = net.cost_and_gradients(x, y, COSTS[cost])
        kernel -= rate * gradients["dense_1/kernel"]
        offset -= rate * gradients["dense_1/bias"]
    _, gradients = net.cost_and_gradients(x, y, COSTS[cost])
    slope = nn.sigmoid_derivative(kernel + offset).item()
    return {
        "a": net.forward(x)[0].item(),
        "slope": slope,
        "gradient": gradients["dense_1/kernel"].item(),
    }


class Neurons(OnPage):
    """The widget on the page."""

    element = WIDGET

    def number(self, cost, name):
        text = self.root.locator(f".sn-panel[data-cost={cost}] [data-number={name}]").inner_text()
        return float(text.replace("\u2212", "-"))

    def check(self, epochs, **how):
        """Compare every number shown with the engine's."""
        for cost in COSTS:
            expected = engine(cost, epochs, **how)
            assert self.number(cost, "a") == pytest.approx(expected["a"], abs=0.005001)
            assert self.number(cost, "slope") == pytest.approx(expected["slope"], abs=0.0005001)
            assert self.number(cost, "gradient") == pytest.approx(expected["gradient"], abs=0.0005001)
            gate = expected["slope"] if cost == "quadratic" else 1
            assert self.number(cost, "before") == pytest.approx(expected["gradient"] / gate, abs=0.005001)


@pytest.fixture
def neurons(visit):
    return Neurons(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(neurons):
    neurons.check(20)
    expect(neurons.status).to_contain_text(
        "the quadratic neuron still says 0.98; the cross-entropy neuron says 0.38"
    )
    gate = neurons.root.locator(".sn-stream").first.bounding_box()
    assert gate["height"] > 40
    assert "?" not in neurons.page.url


def test_step_and_reset(neurons):
    neurons.press("Step")
    neurons.check(21)
    neurons.press("Reset")
    neurons.check(0)
    expect(neurons.status).to_contain_text("At the start both neurons say 0.98")
    neurons.press("Step")
    neurons.check(1)
    expect(neurons.status).to_contain_text("After 1 epoch:")


def test_sliders_by_keyboard(neurons):
    page = neurons.page
    neurons.slider("Epoch").focus()
    page.keyboard.press("End")
    neurons.check(300)
    expect(neurons.status).to_contain_text("Both have learnt their lesson")
    neurons.slider("Learning rate").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    neurons.slider("Start bias").focus()
    page.keyboard.press("ArrowLeft")
    neurons.check(300, rate=0.2, bias=1.9)
    assert neurons.slider("Learning rate").get_attribute("aria-valuetext") == "0.20"


def test_presets_and_target(neurons):
    neurons.root.get_by_text("good", exact=True).click()
    neurons.check(0, weight=0.6, bias=0.9)
    neurons.press("Step")
    neurons.check(1, weight=0.6, bias=0.9)
    neurons.root.get_by_role("radio", name="1", exact=True).check()
    neurons.check(1, weight=0.6, bias=0.9, target=1.0)
    neurons.root.get_by_text("badly wrong").click()
    neurons.check(0, weight=-2.0, bias=-2.0, target=1.0)
    expect(neurons.status).to_contain_text("both should say 1")


def test_dragging_the_point_moves_the_start(neurons):
    page = neurons.page
    sketch = neurons.root.locator(".sn-sketch").first
    sketch.scroll_into_view_if_needed()
    box = sketch.bounding_box()
    middle = box["x"] + 20 + (box["width"] - 28) / 2  # z = 0
    neurons.drag((box["x"] + 40, box["y"] + 40), (middle, box["y"] + 40))
    neurons.check(0, weight=2.0, bias=-2.0)
    assert not neurons.root.get_by_role("radio", name="good").is_checked()
    page.mouse.move(box["x"] + 40, box["y"] + 40)  # no longer pressed
    neurons.check(0, weight=2.0, bias=-2.0)


def test_a_tap_steps_on_a_phone(visit):
    neurons = Neurons(visit(CHAPTER, width=360, has_touch=True))
    neurons.root.get_by_role("button", name="Step").tap()
    neurons.check(21)
    sketch = neurons.root.locator(".sn-sketch").last
    box = sketch.bounding_box()
    assert box["x"] + box["width"] <= 360


def test_play_starts_from_the_beginning_pauses_and_goes_on(neurons):
    page = neurons.page
    neurons.press("Play")
    page.wait_for_timeout(300)
    neurons.press("Pause")
    epoch = int(neurons.slider("Epoch").input_value())
    assert 0 < epoch < 100
    neurons.check(epoch)
    expect(neurons.status).to_contain_text(f"After {epoch} epoch")
    page.wait_for_timeout(200)
    assert int(neurons.slider("Epoch").input_value()) == epoch
    neurons.press("Play")
    page.wait_for_timeout(300)
    assert int(neurons.slider("Epoch").input_value()) > epoch


def test_it_waits_off_screen_and_goes_on_when_back(neurons):
    page, slider = neurons.page, neurons.slider("Epoch")
    neurons.press("Play")
    page.wait_for_timeout(200)
    page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
    page.wait_for_timeout(200)
    before = int(slider.input_value())
    page.wait_for_timeout(400)
    assert int(slider.input_value()) == before
    neurons.root.scroll_into_view_if_needed()
    wait_until(page, f"document.querySelector('{WIDGET} input[type=range]').valueAsNumber > {before}")


def test_it_stops_at_the_end(visit):
    neurons = Neurons(visit(CHAPTER + "?saturated-neuron.epoch=298"))
    neurons.press("Step")
    neurons.press("Play")
    neurons.root.get_by_role("button", name="Play", exact=True).wait_for()
    neurons.check(300)
    expect(neurons.root.get_by_role("button", name="Step")).to_be_disabled()


def test_less_motion_means_one_jump_to_the_end(visit):
    neurons = Neurons(visit(CHAPTER, reduced_motion="reduce"))
    neurons.press("Run to the end")
    neurons.check(300)
    count = neurons.root.evaluate("(node) => node.getAnimations({ subtree: true }).length")
    assert count == 0


def test_the_state_is_in_the_address(neurons):
    page = neurons.page
    neurons.press("Step")
    neurons.slider("Learning rate").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"\?saturated-neuron\.rate=0\.16&saturated-neuron\.epoch=21$"))
    page.reload()
    again = Neurons(page)
    again.check(21, rate=0.16)
    again.press("Reset")
    page.wait_for_url(re.compile(r"\?saturated-neuron\.rate=0\.16&saturated-neuron\.epoch=0$"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("saturated-neuron.rate=7", "The rate \u201c7\u201d is not one of 0.01 to 2.00"),
        ("saturated-neuron.epoch=1.5&saturated-neuron.bias=<b>", "The epoch \u201c1.5\u201d"),
        ("saturated-neuron.speed=3", "There is no \u201cspeed\u201d to set."),
        ("saturated-neuron.weight=%E0%A4%A", "The weight"),
    ],
)
def test_bad_state_is_ignored_with_a_visible_note(visit, query, words):
    neurons = Neurons(visit(f"{CHAPTER}?{query}"))
    expect(neurons.root.locator(".dl-note")).to_contain_text(words)
    neurons.check(20)
    neurons.press("Step")
    neurons.check(21)


def test_a_neuron_that_is_taken_out_and_put_back_still_works(neurons):
    neurons.press("Play")
    neurons.take_out_and_put_back()
    expect(neurons.root.get_by_role("button", name="Play", exact=True)).to_be_visible()
    neurons.press("Reset")
    neurons.press("Step")
    neurons.check(1)
