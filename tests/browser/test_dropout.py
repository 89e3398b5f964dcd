"""The dropout widget: play rounds, change its settings, and compare what it says with a NumPy of its own."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook.nn import Dense, Sequential

CHAPTER = "improving/generalisation/"
WIDGET = "dl-dropout"
SAID = (
    r"Round (\d+): (\d+) of 10 .* subnet says (\S+)\. .* rounds is (\S+); "
    r".* subnets is (\S+), .* says (-?\d+\.\d\d)"
)
NET = """async ([seed, rounds]) => {
    const home = document.baseURI.split("improving")[0];
    const { seededNet, lots } = await import(new URL("widgets/lib/dropout.mjs", home));
    return { net: seededNet(seed), lots: lots(seed, rounds) };
}"""


def engine(drawn, rounds, *, rate=0.3, activation="relu", scaled=True):
    """The last subnet's answer, the rounds' mean and the whole net's answer, by `dlbook.nn`."""
    net = Sequential([Dense(5, activation), Dense(5, activation), Dense(1)])
    net.build((3,), rng=np.random.default_rng(0), dtype=np.float64)
    arrays = [np.array(layer[name]) for layer in drawn["net"] for name in ("kernel", "bias")]
    net.set_weights(dict(zip(net.params, arrays, strict=True)))
    x = np.array([[1.0, 2.0, 3.0]])
    masks = np.array(drawn["lots"])[:rounds] >= rate
    factor = masks / (1 - rate) if scaled else masks * 1.0
    a = np.repeat(x, rounds, axis=0)
    for layer, mask in zip(net.layers, (factor[:, :5], factor[:, 5:], 1.0), strict=True):
        a = layer.forward(a)[0] * mask
    return {
        "silent": int((~masks[-1]).sum()),
        "subnet": a[-1].item(),
        "mean": a.mean(),
        "whole": net.predict(x).item(),
    }


class Rounds(OnPage):
    """The widget on the page."""

    element = WIDGET

    def check(self, rounds, seed=23, **how):
        """Compare what the status line says with the engine's numbers."""
        expected = engine(self.page.evaluate(NET, [seed, rounds]), rounds, **how)
        said = self.status.inner_text().replace("\u2212", "-")
        found = [float(number) for number in re.match(SAID, said).groups()]
        assert found[0] == rounds
        assert found[1] == expected["silent"]
        for value, name in zip((found[2], found[3], found[5]), ("subnet", "mean", "whole"), strict=True):
            assert value == pytest.approx(expected[name], abs=0.00501), name
        assert self.root.locator(".do-hidden.do-out").count() == expected["silent"]
        assert self.root.locator(".do-dots circle").count() == rounds
        return {"all": found[4], **expected}


@pytest.fixture
def rounds(visit):
    return Rounds(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(rounds):
    shown = rounds.check(60)
    assert abs(shown["mean"] - shown["whole"]) < 0.2
    assert abs(shown["all"] - shown["whole"]) > 0.05
    expect(rounds.status).to_contain_text("With ReLUs they need not be equal")
    assert "?" not in rounds.page.url


def test_step_and_reset(rounds):
    rounds.press("Step")
    rounds.check(61)
    rounds.press("Reset")
    expect(rounds.status).to_contain_text("No round has been played: nobody is silent.")
    assert rounds.root.locator(".do-out").count() == 0
    assert rounds.root.locator(".do-dots circle").count() == 0
    rounds.press("Step")
    expect(rounds.status).to_contain_text("Round 1:")
    rounds.press("Step")
    rounds.check(2)


def test_linear_units_make_both_equal(rounds):
    rounds.root.get_by_text("linear", exact=True).click()
    shown = rounds.check(60, activation="linear")
    assert shown["all"] == pytest.approx(shown["whole"], abs=0.0051)
    expect(rounds.status).to_contain_text("the two are equal, whatever the weights")
    rounds.root.get_by_text("as they are").click()
    shown = rounds.check(60, activation="linear", scaled=False)
    assert shown["all"] == pytest.approx(0.7**2 * shown["whole"], abs=0.0051)
    expect(rounds.root.locator(".do-factor")).to_contain_text("survivors count 1.00 times")


def test_rate_and_seed_by_keyboard(rounds):
    page = rounds.page
    rounds.slider("Rate").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert rounds.slider("Rate").get_attribute("aria-valuetext") == "50 %"
    rounds.check(60, rate=0.5)
    rounds.slider("Seed").focus()
    page.keyboard.press("ArrowRight")
    rounds.check(60, rate=0.5, seed=24)
    rounds.slider("Rate").focus()
    page.keyboard.press("Home")
    shown = rounds.check(60, rate=0.0, seed=24)
    assert shown["subnet"] == pytest.approx(shown["whole"])


def test_the_chapters_seed_disagrees_about_the_sign(visit):
    shown = Rounds(visit(CHAPTER + "?dropout.seed=36")).check(60, seed=36)
    assert shown["all"] < 0 < shown["whole"]


def test_play_starts_from_the_beginning_and_pauses(rounds):
    rounds.press("Play")
    rounds.page.wait_for_timeout(1500)
    rounds.press("Pause")
    count = int(rounds.slider("Round").input_value())
    assert 2 <= count < 40
    rounds.check(count)


def test_it_stops_at_the_end(visit):
    rounds = Rounds(visit(CHAPTER + "?dropout.round=199", reduced_motion="reduce"))
    rounds.press("Step")
    expect(rounds.root.get_by_role("button", name="Step", exact=True)).to_be_disabled()
    rounds.check(200)
    rounds.press("Run to the end")
    rounds.check(200)


def test_the_state_is_in_the_address(rounds):
    page = rounds.page
    rounds.press("Step")
    rounds.root.get_by_text("linear", exact=True).click()
    page.wait_for_url(re.compile(r"\?dropout\.round=61&dropout\.relu=0$"))
    page.reload()
    Rounds(page).check(61, activation="linear")


def test_bad_state_is_ignored_with_a_visible_note(visit):
    rounds = Rounds(visit(f"{CHAPTER}?dropout.rate=0.9&dropout.seed=0&dropout.units=7"))
    note = rounds.root.locator(".dl-note")
    expect(note).to_contain_text("The rate \u201c0.9\u201d is not one of 0.00 to 0.80")
    expect(note).to_contain_text("The seed \u201c0\u201d")
    expect(note).to_contain_text("There is no \u201cunits\u201d to set.")
    rounds.check(60)


def test_on_a_phone_it_fits_and_steps(visit):
    rounds = Rounds(visit(CHAPTER, width=360, has_touch=True))
    rounds.root.get_by_role("button", name="Step", exact=True).tap()
    rounds.check(61)
    for box in (text.bounding_box() for text in rounds.root.locator("svg text:not(:empty)").all()):
        assert 0 <= box["x"] <= 360 - box["width"]
