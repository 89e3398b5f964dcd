"""Descent in mini-batches on a map: press, drag, type, and compare what it shows with the engine."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook.book.fixtures_batches import batches
from dlbook.figures.chapters.gradient_descent__ground import START, line_cost, line_gradient, lowest
from dlbook.figures.primitives.paths import follow

CHAPTER = "training/gradient-descent/"
WIDGET = "dl-descent-2d"
FIXTURES = Path(__file__).parents[1] / "widgets/fixtures"


class Descent(OnPage):
    """The widget on the page."""

    element = WIDGET

    def number(self, name):
        text = self.root.locator(f"[data-number={name}]").inner_text()
        return float(text.replace("\u2212", "-").rstrip("\u00b0"))

    def asked(self):
        return self.root.locator(".d2-stone[data-asked=true]").count()

    def check(self, place):
        """Compare the numbers shown with a weight and a bias."""
        assert self.number("weight") == pytest.approx(place[0], abs=6e-4)
        assert self.number("bias") == pytest.approx(place[1], abs=6e-4)
        assert self.number("cost") == pytest.approx(float(line_cost(*place)), abs=6e-4)
        assert self.number("distance") == pytest.approx(np.linalg.norm(place - lowest()), abs=6e-4)


def single(seed, steps):
    """Weight and bias of the golden incremental walk after some steps."""
    walks = json.loads((FIXTURES / "batches.json").read_text())["walks"]
    walk = next(one for one in walks if one["batch"] == 1 and one["seed"] == seed)
    return np.array(walk["places"][steps])


@pytest.fixture
def descent(visit):
    return Descent(visit(CHAPTER))


def test_the_golden_walks_are_those_of_the_engine():
    assert json.loads((FIXTURES / "batches.json").read_text())["walks"][3]["places"][24] == pytest.approx(
        batches()["walks"][3]["places"][24]
    )


def test_it_makes_its_point_before_it_is_touched(descent):
    descent.check(single(5, 24))
    expect(descent.status).to_contain_text("After 2 epochs, which is 24 steps at batch size 1")
    expect(descent.status).to_contain_text("Batch descent, for the same work, has taken 2 steps")
    assert descent.asked() == 1
    assert descent.root.locator(".d2-dots circle").count() == 25
    assert "?" not in descent.page.url


def test_step_and_reset(descent):
    descent.press("Step")
    descent.check(single(5, 25))
    descent.press("Reset")
    descent.check(np.array(START))
    descent.press("Step")
    descent.check(single(5, 1))


def test_all_at_once_is_the_descent_of_the_figure(descent):
    page = descent.page
    descent.slider("Batch size").focus()
    page.keyboard.press("End")
    assert descent.slider("Batch size").get_attribute("aria-valuetext") == "12: all at once"
    descent.press("Reset")
    for _ in range(3):
        descent.press("Step")
    descent.check(follow(line_gradient, START, 0.1, 3)[-1])
    assert descent.asked() == 12
    assert descent.number("turn") == 0
    before = descent.number("weight")
    descent.press("Shuffle anew")
    assert descent.number("weight") == before


def test_shuffling_anew_shows_its_seed_and_moves_the_walker(descent):
    expect(descent.root.locator(".d2-seed")).to_have_text("seed 5")
    before = descent.number("weight")
    descent.press("Shuffle anew")
    expect(descent.root.locator(".d2-seed")).to_have_text("seed 6")
    assert descent.number("weight") != before


def test_the_limits_are_marked(descent):
    marks = descent.root.locator(".d2-mark text")
    assert marks.all_text_contents() == ["2/h, steepest pebble: 0.31", "2/h, all 12: 0.69"]
    descent.slider("Learning rate").focus()
    descent.page.keyboard.press("End")
    descent.slider("Pebbles asked").focus()
    descent.page.keyboard.press("End")
    expect(descent.status).to_contain_text("It diverges.")
    expect(descent.root.get_by_role("button", name="Step")).to_be_disabled()


def test_dragging_moves_the_start(descent):
    page, chart = descent.page, descent.root.locator(".d2-map")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    descent.press("Reset")
    descent.drag(
        (box["x"] + box["width"] * 0.7, box["y"] + 60),
        (box["x"] + box["width"] * 1.6 / 4.5, box["y"] + box["height"] / 3.3),
    )
    assert descent.number("weight") == pytest.approx(1.0, abs=0.03)
    assert descent.number("bias") == pytest.approx(1.2, abs=0.03)
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    assert descent.number("weight") == pytest.approx(1.0, abs=0.03)


def test_play_begins_at_the_start_pauses_and_goes_on(descent):
    page = descent.page
    descent.press("Play")
    page.wait_for_timeout(500)
    descent.press("Pause")
    seen = int(descent.slider("Pebbles asked").input_value())
    assert 0 < seen < 24
    descent.check(single(5, seen))
    descent.press("Play")
    page.wait_for_timeout(400)
    assert int(descent.slider("Pebbles asked").input_value()) > seen


def test_less_motion_means_one_jump_to_the_end(visit):
    descent = Descent(visit(CHAPTER, reduced_motion="reduce"))
    descent.press("Run to the end")
    expect(descent.status).to_contain_text("After 20 epochs, which is 240 steps")


def test_a_tap_steps_on_a_phone(visit):
    descent = Descent(visit(CHAPTER, width=360, has_touch=True))
    descent.root.get_by_role("button", name="Step").tap()
    descent.check(single(5, 25))
    box = descent.root.locator(".d2-map").bounding_box()
    assert box["x"] + box["width"] <= 360


def test_the_state_is_in_the_address_and_bad_state_is_noted(visit):
    descent = Descent(visit(f"{CHAPTER}?descent.batch=13&descent.seed=-1"))
    expect(descent.root.locator(".dl-note")).to_contain_text("The batch \u201c13\u201d is not one of 1 to 12")
    descent.check(single(5, 24))
    descent.press("Step")
    descent.page.wait_for_url(re.compile(r"\?descent\.seen=25$"))
    descent.page.reload()
    Descent(descent.page).check(single(5, 25))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_for_those_who_use_aids(visit, violations, scheme):
    descent = Descent(visit(CHAPTER, color_scheme=scheme))
    descent.press("Step")
    assert [found for found in violations(descent.page) if WIDGET in found or "d2-" in found] == []
