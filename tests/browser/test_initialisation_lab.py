"""The initialisation lab: choose weights, look, train; every number shown equals that of `dlbook.nn`."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook.book.fixtures_init_lab import gradients_by_example
from dlbook.nn import SGD, Dense, Sequential

CHAPTER = "improving/weight-initialisation/"
WIDGET = "dl-initialisation-lab"
STEPS, BATCH, WATCHED = 64, 16, 40
BORN = """async (setting) => {
    const home = document.baseURI.split("improving")[0];
    const { Subject, toyData } = await import(new URL("widgets/lib/init-lab.mjs", home));
    const { net, data, order } = new Subject(setting, toyData(setting.seed));
    const rows = ({ x, y }) => ({ x: x.toRows(), y: y.toRows() });
    const weights = Object.fromEntries(Object.entries(net.params).map(([key, w]) => [key, [...w]]));
    return { weights, order: [...order], train: rows(data.train), fresh: rows(data.fresh) };
}"""


class Twin:
    """The same net in `dlbook.nn`, from the page's first weights and examples."""

    def __init__(self, page, activation="relu", scheme="glorot_normal", s=0, depth=10, width=64, seed=8):
        setting = {"activation": activation, "scheme": scheme, "s": s}
        setting |= {"depth": depth, "width": width, "seed": seed}
        born = page.evaluate(BORN, setting)
        self.order = born["order"]
        self.train, self.fresh = (
            [np.array(born[part][name]) for name in "xy"] for part in ("train", "fresh")
        )
        self.net = Sequential([*(Dense(width, activation) for _ in range(depth)), Dense(10, "softmax")])
        self.net.build((16,), rng=np.random.default_rng(0), dtype=np.float64)
        for name, array in self.net.params.items():
            array[:] = np.reshape(born["weights"][name], array.shape)

    def learn(self, steps):
        """Take some steps of plain descent; return the costs of the batches."""
        optimizer, costs = SGD(0.05), []
        state = optimizer.init(self.net.params)
        for i in range(steps):
            x, y = (part[self.order[BATCH * i : BATCH * (i + 1)]] for part in self.train)
            cost, gradients = self.net.cost_and_gradients(x, y, "categorical_crossentropy")
            costs.append(cost)
            for name, update in optimizer.advance(gradients, state).items():
                self.net.params[name] += update
        return costs

    def ladders(self):
        """Sizes of activations from the inputs on, what sets examples apart, and sizes of gradients."""
        x, y = (part[:WATCHED] for part in self.train)
        up = [x, *self.net.layer_outputs(x).values()][:-1]
        down = gradients_by_example(self.net, x, y)[:-1]
        return [rms(a) for a in up], [rms(a - a.mean(axis=0)) for a in up], [rms(d) for d in down]

    def score(self):
        """Cost on new examples and the share that is right."""
        x, y = self.fresh
        outputs = self.net.predict(x)
        cost = -np.log(outputs[y > 0]).mean()
        return cost, np.mean(outputs.argmax(axis=1) == y.argmax(axis=1))


def rms(values):
    return np.sqrt(np.mean(values**2))


class Lab(OnPage):
    """The widget on the page."""

    element = WIDGET

    def __init__(self, page):
        super().__init__(page)
        page.wait_for_selector(f"{WIDGET}:not([data-busy])")

    def choose(self, group, name):
        self.root.get_by_role("group", name=group, exact=True).get_by_text(name, exact=True).click()

    def finished(self, when="After the epoch"):
        expect(self.status).to_contain_text(when)

    def numbers(self, way, name):
        rows = self.root.locator(f".il-{way} .il-row")
        found = rows.evaluate_all("(rows, name) => rows.map((row) => Number(row.dataset[name]))", name)
        return found[::-1]

    def check_ladders(self, twin, tolerance=1e-6):
        up, apart, down = twin.ladders()
        np.testing.assert_allclose(self.numbers("forward", "size"), up, rtol=tolerance)
        np.testing.assert_allclose(self.numbers("forward", "apart"), apart, rtol=tolerance)
        np.testing.assert_allclose(self.numbers("backward", "size"), down, rtol=tolerance)
        return up, apart, down

    def score(self, row):
        """What a row of the table says: cost and share."""
        cells = self.root.locator(".il-table tbody tr").nth(row)
        return [float(cells.get_attribute(f"data-{name}")) for name in ("cost", "right")]


@pytest.fixture
def lab(visit):
    return Lab(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(lab):
    up, _, down = lab.check_ladders(Twin(lab.page))
    assert up[-1] / up[0] < 0.05
    assert down[0] / down[-1] < 0.1
    shown = f"the activations fall to {100 * up[-1] / up[0]:.1f}\u00a0%"
    expect(lab.status).to_contain_text(shown)
    expect(lab.status).to_contain_text(f"the gradients fall to {100 * down[0] / down[-1]:.1f}\u00a0%")
    expect(lab.status).to_contain_text("fades from layer to layer. It has not been trained yet.")
    expect(lab.root.locator(".il-sign-other")).to_have_text("size with He")
    expect(lab.root.locator(".il-forward .il-size").last).to_have_text(f"{up[0]:.2f}")
    assert "?" not in lab.page.url


def test_an_epoch_shows_the_consequence(lab):
    lab.press("Train one epoch")
    lab.finished()
    for row, scheme in ((0, "glorot_normal"), (2, "he_normal")):
        twin = Twin(lab.page, scheme=scheme)
        assert lab.score(row) == pytest.approx(twin.score(), rel=1e-6)
        twin.learn(STEPS)
        if row == 0:
            lab.check_ladders(twin, 1e-5)
        assert lab.score(row + 1) == pytest.approx(twin.score(), rel=1e-5)
    glorot, he = (lab.score(row)[1] for row in (1, 3))
    assert glorot < 0.4 < 0.9 < he
    expect(lab.status).to_contain_text(f"{100 * glorot:.0f}\u00a0% of them are recognised")
    expect(lab.status).to_contain_text(f"with He\u2019s weights, {100 * he:.0f}\u00a0%")


def test_steps_one_by_one(lab):
    costs = Twin(lab.page).learn(3)
    for i, cost in enumerate(costs, 1):
        lab.press("Step")
        lab.finished(f"After {i} of 64 steps")
        chart = lab.root.get_by_role("img", name=re.compile("cost of each batch"))
        expect(chart).to_have_accessible_name(
            f"Line chart of the cost of each batch: after {i} steps it is at {cost:.2f}."
        )
    lab.press("Reset")
    expect(lab.status).to_contain_text("It has not been trained yet.")
    lab.check_ladders(Twin(lab.page))
    expect(lab.root.locator(".il-table tbody tr")).to_have_count(2)


def test_sigmoids_answer_loudly_and_say_the_same_to_everything(lab):
    lab.choose("Hidden units", "sigmoid")
    up, apart, _ = lab.check_ladders(Twin(lab.page, "sigmoid"))
    assert up[-1] > 0.4
    assert apart[-1] < 1e-6
    expect(lab.status).to_contain_text("answer loudly, but all examples get the same answer")


def test_twenty_layers_of_tanhs_still_learn(lab):
    lab.choose("Hidden units", "tanh")
    lab.slide("Hidden layers", "End")
    lab.press("Train one epoch")
    lab.finished()
    assert lab.score(1)[1] > 0.9
    twin = Twin(lab.page, "tanh", depth=20)
    twin.learn(STEPS)
    assert lab.score(1) == pytest.approx(twin.score(), rel=1e-4)


def test_one_size_by_keyboard(lab):
    lab.slide("One size", "ArrowLeft")
    expect(lab.root.get_by_role("radio", name="one size")).to_be_checked()
    up, _, _ = lab.check_ladders(Twin(lab.page, scheme="normal", s=0.99))
    assert up[-1] > 1e6
    expect(lab.status).to_contain_text("s = 0.99 everywhere")
    expect(lab.status).to_contain_text("explode")
    lab.press("Train one epoch")
    expect(lab.status).to_contain_text("training has broken down")
    lab.slide("One size", "Home")
    lab.press("Reset")
    expect(lab.status).to_contain_text("are gone altogether")


def test_width_seed_and_what_it_is_compared_with(lab):
    lab.slide("Units of each", "Home")
    lab.slide("Seed", "ArrowRight")
    lab.choose("First weights", "LeCun")
    lab.check_ladders(Twin(lab.page, scheme="lecun_normal", width=16, seed=9))
    lab.choose("Compare with", "nothing")
    expect(lab.root.locator(".il-sign-other")).to_have_count(0)
    expect(lab.root.locator(".il-table tbody tr")).to_have_count(1)
    assert lab.root.locator(".il-forward .il-other").get_attribute("d") == ""


def test_playing_can_be_paused_and_goes_on(lab):
    lab.press("Train one epoch")
    expect(lab.status).to_contain_text("Training: step")
    lab.press("Pause")
    lab.finished("of 64 steps. ")
    at = int(re.match(r"After (\d+) of", lab.status.inner_text()).group(1))
    lab.press("Step")
    lab.finished(f"After {at + 1} of 64 steps")


def test_with_less_motion_it_trains_at_once(visit):
    lab = Lab(visit(CHAPTER, reduced_motion="reduce"))
    lab.press("Train one epoch")
    lab.finished()
    expect(lab.button("Step")).to_be_disabled()


def test_the_state_is_in_the_address(lab):
    page = lab.page
    lab.choose("Hidden units", "tanh")
    lab.press("Step")
    page.wait_for_url(re.compile(r"\?init\.activation=1&init\.step=1$"))
    page.reload()
    again = Lab(page)
    again.finished("After 1 of 64 steps. 10 layers of 64 tanhs")
    twin = Twin(page, "tanh")
    twin.learn(1)
    again.check_ladders(twin)


def test_bad_state_is_ignored_with_a_visible_note(visit):
    lab = Lab(visit(f"{CHAPTER}?init.depth=21&init.width=20"))
    note = lab.root.locator(".dl-note")
    expect(note).to_contain_text("The depth \u201c21\u201d is not one of 1 to 20")
    expect(note).to_contain_text("The width \u201c20\u201d")
    lab.check_ladders(Twin(lab.page))


def test_on_a_phone_it_fits_and_steps(visit):
    lab = Lab(visit(f"{CHAPTER}?init.depth=20", width=360, has_touch=True))
    lab.button("Step").tap()
    lab.finished("After 1 of 64 steps")
    for box in (text.bounding_box() for text in lab.root.locator("svg text:not(:empty)").all()):
        assert 0 <= box["x"] <= 360 - box["width"]
