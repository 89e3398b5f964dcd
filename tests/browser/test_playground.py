"""The playground: train, change everything, and compare what it shows with `dlbook` and the claims."""

import os
import re

import numpy as np
import pytest
from browser.on_page import OnPage, wait_until
from playwright.sync_api import expect

from dlbook import nn

FIRST = "training/depth-and-width/"
FULL = "improving/deep-network/"
WIDGET = "dl-playground"
POINTS = {1: (-1.2, 1.1, 0), 2: (1.1, -1.0, 0), 3: (1.2, 1.2, 1), 4: (-0.9, -0.9, 1)}
REST = 40  # points that can be set
LATENCY = """async () => {
    const slider = document.querySelector("dl-playground input[type=range]"), waits = [];
    for (let i = 0; i < 25; i++) {
        await new Promise((done) => setTimeout(done, 37));
        const asked = performance.now();
        await new Promise((done) => setTimeout(done, 0));  // in the queue behind whatever the page is doing
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        waits.push(performance.now() - asked);
    }
    return waits.sort((a, b) => a - b)[12];
}"""


def code(x, y, label):
    """A point as the address has it."""
    column, row = (int((value + 2) / 4 * 100) for value in (x, y))
    return label * 10_000 + column * 100 + row + 1


def place(number):
    """Where a point with that code is, and its class."""
    cell = (number - 1) % 10_000
    return [(cell // 100 + 0.5) / 25 - 2, (cell % 100 + 0.5) / 25 - 2, float((number - 1) // 10_000)]


def own(**more):
    """The address of a training on the four points above."""
    codes = {f"p{i}": code(*POINTS[i]) if i in POINTS else 0 for i in range(1, 9)}
    return "?" + "&".join(
        f"playground.{name}={value}" for name, value in ({"data": 4} | codes | more).items()
    )


class Playground(OnPage):
    """The playground, in either chapter."""

    element = WIDGET

    def settled(self, step):
        """Wait until it has trained up to a step."""
        expect(self.number("step")).to_have_text(f"{step:,}")
        expect(self.status).not_to_contain_text("Training up to")
        return self

    def choose(self, label, option):
        self.root.get_by_label(label, exact=True).select_option(label=option)

    def fill(self, name, value):
        """Set a slider to a value."""
        self.root.get_by_role("slider", name=name, exact=True).fill(str(value))

    def number(self, name):
        return self.root.locator(f"[data-number={name}]")

    def value(self, name):
        return float(re.sub(r"[ ,%]", "", self.number(name).inner_text()))

    def until(self, name, least):
        """Wait until a number is at least so large."""
        node = f"document.querySelector('{WIDGET} [data-number={name}]')"
        script = f"(least) => parseFloat({node}.textContent.replaceAll(',', '')) >= least"
        wait_until(self.page, script, least)


@pytest.fixture
def playground(visit):
    return Playground(visit(FIRST)).settled(600)


def test_it_makes_its_point_before_it_is_touched(playground):
    assert playground.value("accuracy") >= 95
    expect(playground.status).to_contain_text("Step 600. Of the examples it learns from 95.5 %")
    proof = playground.root.locator(".pg-proof")
    expect(proof).to_contain_text("all 105 parameters")
    front, power = re.search(r"differ by ([\d.]+) \u00b7 10\u207b(\S+) at most", proof.inner_text()).groups()
    assert float(front) * 10.0 ** -int(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))) < 1e-6
    assert "?" not in playground.page.url


@pytest.mark.parametrize("data", ["Circles", "Exclusive or"])
def test_it_learns_while_playing(playground, data):
    playground.choose("Data", data)
    playground.fill("Hidden layers", 1)
    playground.choose("Pace", "1,500 steps / s")
    playground.press("Reset")
    playground.settled(0)
    playground.press("Play")
    playground.until("step", 800)
    playground.press("Pause")
    assert playground.value("accuracy") >= 95
    expect(playground.status).to_contain_text("It has learned them")


def test_exclusive_or_needs_a_hidden_layer(playground):
    playground.choose("Data", "Exclusive or")
    playground.fill("Hidden layers", 0)
    playground.press("Reset")
    playground.settled(0)
    playground.choose("Pace", "full speed")
    playground.press("Play")
    playground.until("step", 500)
    playground.press("Pause")
    assert playground.value("accuracy") < 75
    expect(playground.status).to_contain_text("the border is one straight line")


def test_changes_during_the_training_keep_the_net(playground):
    cost = playground.value("loss")
    playground.fill("Learning rate", 4)
    playground.root.locator("summary", has_text="First weights").click()
    playground.choose("Optimiser", "Adam")
    playground.fill("Batch size", 3)
    playground.fill("Dropout", 0.2)
    playground.settled(600)
    assert playground.value("loss") == cost
    playground.press("Play")  # it was touched, so it goes on
    playground.until("step", 640)
    playground.fill("Learning rate", 3)
    before = playground.value("step")
    playground.until("step", before + 40)
    assert playground.value("loss") < 0.6  # a new net would have 0.88
    expect(playground.root.locator(".pg-memory")).to_contain_text("first moment m")
    playground.fill("Units in each", 12)
    playground.until("step", before + 100)
    playground.press("Pause")


def test_step_and_reset_come_out_the_same(playground):
    playground.press("Reset")
    playground.settled(0)
    expect(playground.status).to_contain_text("Untrained: 2-8-8-1 units, 105 parameters")
    first = playground.value("loss")
    seen = []
    for _ in range(2):
        playground.press("Step")
        playground.settled(1)
        seen.append(playground.value("loss"))
        playground.press("Reset")
        playground.settled(0)
        assert playground.value("loss") == first
    assert seen[0] == seen[1] != first
    playground.press("Next seed")
    expect(playground.number("loss")).not_to_have_text(f"{first:.3f}")


def test_the_copied_net_answers_in_dlbook_as_it_does_here(visit):
    playground = Playground(visit(FIRST + own(depth=2, width=3, norm=1, steps=7))).settled(7)
    page = playground.page
    playground.root.locator("summary", has_text="This net as a program").click()
    playground.root.get_by_label("with the weights of now").check()
    program = playground.root.get_by_role("region", name="Program").inner_text()
    names = {}
    exec(program, names)
    x, y = np.split(np.array([place(code(*POINTS[i])) for i in POINTS]), [2], axis=1)
    p = names["net"].predict(x.astype(np.float32))
    assert nn.BinaryCrossentropy().per_example(y, p).mean() == pytest.approx(
        playground.value("loss"), abs=6e-4
    )
    assert sum(w.size for w in names["net"].params.values()) == 3 * 2 + 3 + 3 * 3 + 3 + 3 + 1 + 12
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    playground.press("Copy")
    expect(playground.status).to_contain_text("The program for dlbook is on the clipboard.")
    assert page.evaluate("navigator.clipboard.readText()") == program


def test_the_state_is_in_the_address(playground):
    page = playground.page
    playground.choose("Data", "Moons")
    playground.fill("Units in each", 5)
    playground.press("Reset")
    playground.settled(0)
    for step in (1, 2, 3):
        playground.press("Step")
        playground.settled(step)
    page.wait_for_url(re.compile(r"\?playground\.data=3&playground\.width=5&playground\.steps=3$"))
    cost = playground.value("loss")
    page.reload()
    again = Playground(page).settled(3)
    assert again.value("loss") == cost


def test_bad_state_is_ignored_with_a_visible_note(visit):
    playground = Playground(visit(f"{FIRST}?playground.depth=9&playground.rate=fast&playground.hue=1"))
    note = playground.root.locator(".dl-note")
    expect(note).to_contain_text("The depth \u201c9\u201d is not one of 0 to 8")
    expect(note).to_contain_text("The rate \u201cfast\u201d")
    expect(note).to_contain_text("There is no \u201chue\u201d to set.")
    playground.settled(600)


def test_own_points_are_set_by_pressing_and_by_keys(visit):
    playground = Playground(visit(FIRST + own(steps=0))).settled(0)
    page = playground.page
    playground.root.get_by_label("an orange diamond").check()
    plane = playground.root.locator("canvas.pg-surface").first
    box = plane.bounding_box()
    plane.click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.25})
    page.wait_for_url(re.compile(r"playground\.p5=7\d7\d&|playground\.p5=75\d\d&"))
    playground.root.get_by_label("a blue disc").check()
    slider = playground.root.get_by_role("slider", name="Cross, x")
    slider.focus()
    page.keyboard.press("ArrowRight")
    playground.root.get_by_role("button", name="Press at the cross").press("Enter")
    page.wait_for_url(re.compile(r"playground\.p6=15251"))
    playground.press("Take all away")
    expect(playground.status).to_contain_text("There are no points to learn from")


def test_digits_are_fetched_only_when_they_are_wanted(playground):
    asked = []
    playground.page.on("request", lambda request: asked.append(request.url))
    playground.choose("Data", "Exclusive or")
    playground.press("Step")
    playground.settled(601)
    assert not any(url.endswith("digits.bin") for url in asked)
    playground.choose("Data", "Handwritten digits")
    playground.press("Reset")
    playground.settled(0)
    expect(playground.status).to_contain_text("196-8-8-10 units, 1,738 parameters")
    assert sum(url.endswith("digits.bin") for url in asked) == 1
    playground.choose("Pace", "full speed")
    playground.press("Play")
    playground.until("accuracy", 60)
    playground.press("Pause")


def test_it_trains_fast_and_the_page_answers_meanwhile(playground):
    """Speed in processor time is asserted in playground.test.mjs; here others may use the processor."""
    others = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    playground.choose("Pace", "full speed")
    playground.fill("Hidden layers", 2)
    playground.press("Play")
    playground.until("step", 2500)
    wait = playground.page.evaluate(LATENCY)
    playground.press("Pause")
    speed = playground.value("speed")
    print(f"{speed:.0f} steps a second, answer after {wait:.1f} ms")
    assert speed > 3000 / (6 * others)
    assert wait < 50 * others


def test_it_rests_off_screen(playground):
    page = playground.page
    playground.press("Step")
    playground.settled(601)
    playground.press("Play")
    playground.until("step", 620)
    page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
    page.wait_for_timeout(600)
    before = playground.value("step")
    page.wait_for_timeout(600)
    assert playground.value("step") == before
    playground.root.scroll_into_view_if_needed()
    playground.until("step", before + 20)


def test_less_motion_means_many_steps_at_once(visit):
    playground = Playground(visit(f"{FIRST}?playground.steps=5", reduced_motion="reduce")).settled(5)
    playground.press("Run 1,000 steps")
    playground.settled(1005)


def test_on_a_phone_it_fits_and_steps(visit):
    playground = Playground(visit(FIRST, width=360, has_touch=True)).settled(600)
    playground.root.get_by_role("button", name="Step", exact=True).tap()
    playground.settled(601)
    for drawing in playground.root.locator("canvas, svg").all():
        box = drawing.bounding_box()
        assert box is None or box["x"] + box["width"] <= 360


def test_nothing_is_wrong_by_axe_with_everything_open(visit, violations):
    playground = Playground(visit(FULL)).settled(400)
    playground.choose("Data", "Own points")
    playground.root.locator("summary", has_text="This net as a program").click()
    assert violations(playground.page, WIDGET) == []
