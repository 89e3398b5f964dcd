"""The optimisers' race: run it, move its start, compare rates, arrivals and memories with the engine's."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook.book.fixtures_race import RATES, arrival, grounds, run, sweep
from dlbook.figures.chapters.optimisers__paths import OPTIMISERS

CHAPTER = "improving/optimisers/"
WIDGET = "dl-optimiser-race"
NAMES = [type(optimizer).__name__ for optimizer in OPTIMISERS]


class Race(OnPage):
    """The widget on the page."""

    element = WIDGET

    def __init__(self, page):
        super().__init__(page)
        self.tuned()

    def tuned(self):
        expect(self.status).not_to_contain_text("being tried")

    def lane(self, name):
        return self.root.locator(f".or-lane[data-runner={name.lower()}]")

    def rate(self, name):
        return float(self.lane(name).locator(".or-rate").inner_text().removeprefix("\u03b7 "))

    def says(self, name):
        return self.lane(name).locator(".or-says").inner_text()

    def numbers(self, key):
        cells = self.root.locator(f"[data-number={key}]").all_inner_texts()
        return [float(cell.replace("\u2212", "-")) for cell in cells]

    def to_the_end(self):
        self.slide("Step", "End")

    def check(self, ground, *, start=None, seed=5, skip=()):
        """Compare the rates and the arrivals of all lanes at the end with the engine's own sweep."""
        start = start or ground.start
        for optimizer, name in zip(OPTIMISERS, NAMES, strict=True):
            if name in skip:
                continue
            arrivals = sweep(optimizer, ground, start, seed)
            first = min((steps for steps in arrivals if steps is not None), default=None)
            if first is None:
                assert self.says(name) == "not in 300"
            else:
                assert self.rate(name) == RATES[arrivals.index(first)], name
                assert self.says(name) == f"{first} steps"


@pytest.fixture
def race(visit):
    return Race(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(race):
    said = "each at the best of 15 rates. Arrived, with the steps needed: AdaGrad 27, Nesterov 31."
    expect(race.status).to_contain_text(said)
    assert race.root.locator(".or-lane").count() == len(OPTIMISERS)
    assert {race.says(name) for name in NAMES} == {"27 steps", "31 steps", "\u2026"}
    assert "?" not in race.page.url


def test_the_best_rates_and_arrivals_on_the_valley_are_those_of_the_engine(race):
    race.root.get_by_text("a long valley").click()
    race.tuned()
    race.to_the_end()
    race.check(grounds()[1])
    expect(race.status).to_contain_text("needed: AdaGrad 4, RMSProp 55")


def test_turned_it_gives_other_numbers_to_some_and_the_same_to_the_three_that_follow_the_gradient(race):
    race.root.get_by_text("the valley, turned").click()
    race.tuned()
    race.to_the_end()
    race.check(grounds()[2])
    expect(race.status).to_contain_text("Not arrived in 300 steps: RMSProp and AdaDelta.")


def test_pebbles_in_batches_depend_on_the_seed(race):
    race.root.get_by_text("pebbles, 4 at a time").click()
    race.slide("Seed", *["ArrowRight"] * 2)
    race.tuned()
    race.to_the_end()
    race.check(grounds()[3], seed=7)


@pytest.mark.parametrize("name", ["SGD", "Nesterov", "AdaGrad", "AdaDelta", "AdamW"])
def test_the_table_shows_what_the_watched_one_remembers(race, name):
    race.lane(name).click()
    optimizer, ground = OPTIMISERS[NAMES.index(name)], grounds()[0]
    places, memories = run(optimizer.with_learning_rate(race.rate(name)), ground, ground.start)
    slots = {slot: arrays["w"] for slot, arrays in memories[40].items() if slot != "step"}
    expected = {"gradient": ground.gradient(places[39], []), "step": places[40] - places[39], **slots}
    for key, values in expected.items():
        for shown, value in zip(race.numbers(key), values, strict=True):
            assert shown == pytest.approx(value, rel=0.5 if abs(value) < 5e-4 else 0.01, abs=0.00051), key
    assert race.root.locator("td[data-number]").count() == 2 * len(expected)


def test_one_rate_for_all_lets_some_fly_off(race):
    race.root.get_by_text("a long valley").click()
    race.root.get_by_text("one for all").click()
    race.to_the_end()
    assert {race.rate(name) for name in NAMES} == {0.1}
    ground = grounds()[1]
    places, _ = run(OPTIMISERS[0].with_learning_rate(0.1), ground, ground.start)
    assert race.says("SGD") == f"gone at {len(places) - 1}"
    expect(race.status).to_contain_text("Flown off: SGD (step ")
    race.slide("One rate", "ArrowLeft")
    assert {race.rate(name) for name in NAMES} == {0.05}
    places, _ = run(OPTIMISERS[0].with_learning_rate(0.05), ground, ground.start)
    assert race.says("SGD") == f"{arrival(places, ground)} steps"


def test_dragging_moves_the_start_and_tunes_anew(race):
    chart = race.root.locator(".or-map")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    across, up = (2.6 + 0.4) / 4.8, (2.54 + 1.0) / 3.74
    stop = box["x"] + box["width"] * across, box["y"] + box["height"] * up
    race.drag((box["x"] + 40, box["y"] + 40), stop)
    race.tuned()
    start = tuple(
        float(race.slider(name).get_attribute("aria-valuetext").replace("\u2212", "-"))
        for name in ("Start, across", "Start, up")
    )
    assert np.allclose(start, (2.6, -1.0), atol=0.03)
    race.to_the_end()
    race.check(grounds()[0], start=start, skip=("RMSProp",))
    expect(race.status).to_contain_text("needed: SGD 16")


def test_step_reset_and_play(race):
    race.press("Step")
    expect(race.status).to_contain_text("Step 41 of 300")
    race.press("Reset")
    expect(race.status).to_contain_text("all stand at one start")
    race.press("Play")
    race.page.wait_for_timeout(1200)
    race.press("Pause")
    step = int(race.slider("Step").input_value())
    assert 3 <= step < 100
    expect(race.status).to_contain_text(f"Step {step} of 300")


def test_less_motion_means_one_jump_to_the_end(visit):
    race = Race(visit(CHAPTER, reduced_motion="reduce"))
    race.press("Run to the end")
    expect(race.status).to_contain_text("AdaDelta 238.")
    expect(race.button("Step")).to_be_disabled()


def test_the_state_is_in_the_address_and_bad_state_is_noted(visit):
    race = Race(visit(f"{CHAPTER}?race.ground=9&race.rate=0.5"))
    expect(race.root.locator(".dl-note")).to_contain_text("The ground \u201c9\u201d is not one of 0 to 3")
    race.lane("Nesterov").click()
    race.press("Step")
    race.page.wait_for_url(re.compile(r"\?race\.step=41&race\.watch=2$"))
    race.page.reload()
    again = Race(race.page)
    expect(again.status).to_contain_text("Step 41 of 300")
    assert again.lane("Nesterov").get_by_role("radio").is_checked()


def test_on_a_phone_it_fits_and_steps(visit):
    race = Race(visit(CHAPTER, width=360, has_touch=True))
    race.button("Step").tap()
    expect(race.status).to_contain_text("Step 41 of 300")
    for box in (part.bounding_box() for part in race.root.locator(".or-map, .or-plot, .or-says, td").all()):
        assert 0 <= box["x"] <= 360 - box["width"]
