"""The batch norm widget: change what comes in and compare what goes out with the engine's layer."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook.book.fixtures_batch_norm import units
from dlbook.book.fixtures_random import deal, uniform
from dlbook.nn import BatchNorm

CHAPTER = "improving/unstable-gradients/"
WIDGET = "dl-batch-norm"
Z = np.array(units()).T
COUNT = len(Z)


def rows_of(seed, step, batch):
    """The examples of a step: all 512 are dealt anew in each epoch."""
    a_round = COUNT // batch
    order = deal(COUNT, uniform(1000 * seed + step // a_round))
    return order[batch * (step % a_round) :][:batch]


class Layer:
    """The engine's layer on the same units, with the same batches."""

    def __init__(self, gamma=1.0, beta=0.0):
        self.norm = BatchNorm()
        self.norm.build((4,), rng=np.random.default_rng(0), dtype=np.float64)
        self.norm.params["gamma"][:], self.norm.params["beta"][:] = gamma, beta
        self.step = 0

    def train(self, steps, *, shift=0.0, stretch=1.0, batch=32, seed=3):
        self.x, self.batch, self.seed = stretch * Z + shift, batch, seed
        for _ in range(steps):
            self.norm.forward(self.x[rows_of(seed, self.step, batch)], training=True)
            self.step += 1
        return self

    def out(self, *, training):
        """Mean and standard deviation of what goes out, each unit."""
        y = self._epoch() if training else self.norm.forward(self.x)[0]
        return y.mean(axis=0), y.std(axis=0)

    def _epoch(self):
        kept = {name: array.copy() for name, array in self.norm.state.items()}
        y, a_round = np.empty_like(self.x), COUNT // self.batch
        for i in range(a_round):
            rows = rows_of(self.seed, self.step // a_round * a_round + i, self.batch)
            y[rows] = self.norm.forward(self.x[rows], training=True)[0]
        for name, array in kept.items():
            self.norm.state[name][:] = array
        return y


class Faces(OnPage):
    """The widget on the page."""

    element = WIDGET

    def choose(self, name):
        self.root.get_by_text(name, exact=True).click()

    def shown(self, which):
        """Means and standard deviations in the small charts, unit by unit."""
        texts = self.root.locator(f".bn-crowd.bn-{which} .bn-words").all_text_contents()
        pairs = [text.replace("\u2212", "-").split(" \u00b1 ") for text in texts]
        return np.array(pairs, dtype=float).T

    def check(self, layer, *, training):
        incoming = layer.x.mean(axis=0), layer.x.std(axis=0)
        assert self.shown("in") == pytest.approx(np.array(incoming), abs=0.00501)
        assert self.shown("out") == pytest.approx(np.array(layer.out(training=training)), abs=0.00501)


@pytest.fixture
def faces(visit):
    return Faces(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(faces):
    faces.check(Layer().train(60), training=True)
    assert np.abs(faces.shown("out")[0]).max() < 0.01
    assert np.ptp(faces.shown("in")[0]) > 1
    expect(faces.status).to_contain_text(
        "Training, step 60, batches of 32: unit 1 comes in with mean \u22120.60"
    )
    expect(faces.status).to_contain_text("which is \u03b2 and \u03b3.")
    assert "?" not in faces.page.url


def test_what_comes_in_does_not_matter_in_training_and_does_at_inference(faces):
    faces.press("100 steps")
    before = faces.shown("out")
    faces.slide("Shift", *["ArrowRight"] * 20)
    faces.slide("Stretch", *["ArrowRight"] * 10)
    layer = Layer().train(160).train(0, shift=2.0, stretch=2.0)
    faces.check(layer, training=True)
    assert faces.shown("out") == pytest.approx(before, abs=0.02)
    faces.choose("inference")
    faces.check(layer, training=False)
    assert faces.shown("out")[0].min() > 1
    expect(faces.status).to_contain_text("step on.")
    for _ in range(4):
        faces.press("100 steps")
    faces.check(layer.train(400, shift=2.0, stretch=2.0), training=False)
    expect(faces.status).to_contain_text("The moving averages have caught up.")
    expect(faces.button("Step")).to_be_disabled()


def test_gamma_and_beta_are_what_goes_out(faces):
    faces.slide("\u03b3", *["ArrowRight"] * 5)
    faces.slide("\u03b2", *["ArrowLeft"] * 10)
    faces.check(Layer(1.5, -1.0).train(60), training=True)
    assert faces.shown("out")[0] == pytest.approx([-1] * 4, abs=0.01)


def test_small_batches_make_the_marked_digit_jump_about(faces):
    def spread():
        said = faces.status.inner_text().replace("\u2212", "-")
        low, high = re.search(r"answers from (-?[\d.]+) to (-?[\d.]+) in the last 50", said).groups()
        return float(high) - float(low)

    faces.slide("Batch size", "Home")
    expect(faces.status).to_contain_text("Alone in its batch, every digit is its own mean")
    faces.slide("Batch size", *["ArrowRight"] * 2)
    faces.press("100 steps")
    faces.check(Layer().train(60).train(100, batch=4), training=True)
    small = spread()
    faces.slide("Batch size", "End")
    faces.press("100 steps")
    assert small > 4 * spread()
    still = re.search(r"at inference it gets (\S+)\.$", faces.status.inner_text())[1]
    faces.choose("inference")
    marked = Layer().train(60).train(100, batch=4).train(100, batch=256)
    value = marked.norm.forward(marked.x)[0][0, 0]
    assert float(still.replace("\u2212", "-")) == pytest.approx(value, abs=0.00501)


def test_step_reset_and_play(faces):
    faces.press("Step")
    faces.check(Layer().train(61), training=True)
    faces.press("Reset")
    faces.choose("inference")
    faces.check(Layer().train(0), training=False)
    faces.press("Play")
    faces.page.wait_for_timeout(1200)
    faces.press("Pause")
    step = int(re.search(r"after (\d+) steps", faces.status.inner_text())[1])
    assert 3 <= step < 200
    faces.check(Layer().train(step), training=False)


def test_another_unit_can_be_followed(faces):
    faces.root.get_by_role("radio", name="unit 4").check()
    expect(faces.status).to_contain_text("unit 4 comes in with mean 0.69")


def test_less_motion_means_one_jump_until_it_has_caught_up(visit):
    faces = Faces(visit(CHAPTER + "?norm.training=0", reduced_motion="reduce"))
    faces.press("Run to the end")
    expect(faces.status).to_contain_text("Inference after 400 steps")
    faces.check(Layer().train(400), training=False)


def test_the_state_is_in_the_address_and_bad_state_is_noted(visit):
    faces = Faces(visit(f"{CHAPTER}?norm.batch=9&norm.training=0"))
    expect(faces.root.locator(".dl-note")).to_contain_text("The batch \u201c9\u201d is not one of 0 to 8")
    faces.slide("Shift", *["ArrowRight"] * 3)
    faces.press("Step")
    faces.page.wait_for_url(
        re.compile(r"\?norm\.step=61&norm\.changed=60&norm\.training=0&norm\.shift=0\.3$")
    )
    faces.page.reload()
    Faces(faces.page).check(Layer().train(60).train(1, shift=0.3), training=False)


def test_on_a_phone_it_fits_and_steps(visit):
    faces = Faces(visit(CHAPTER, width=360, has_touch=True))
    faces.button("Step").tap()
    faces.check(Layer().train(61), training=True)
    for box in (part.bounding_box() for part in faces.root.locator("svg, svg text:not(:empty)").all()):
        assert 0 <= box["x"] <= 360 - box["width"]
