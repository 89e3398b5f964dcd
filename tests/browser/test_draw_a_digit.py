"""Draw a digit: by mouse, finger and keys; and what the nets say equals what `dlbook` computes."""

import re
import statistics

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook.data import drawing
from dlbook.runs import Results
from dlbook.runs.stores import NETS, kept_net

CHAPTER = "first-look/first-network/"
WIDGET = "dl-draw-a-digit"
ALL = f"""document.addEventListener("DOMContentLoaded", () =>
    document.querySelector("{WIDGET}")?.setAttribute("nets", "shallow intermediate deep"))"""


def engine(net, picture):
    """The ten probabilities of one of the book's nets for a picture of 28 x 28."""
    return kept_net(Results(), net).predict(picture.reshape(1, 784).astype(np.float32))[0]


def stored(row):
    """A test digit by its row in the test set."""
    with np.load(Results().folder / "test-digits.npz") as file:
        place = np.flatnonzero(file["rows"] == row)[0]
        return file["images"][place] / 255, int(file["labels"][place])


class Reader(OnPage):
    """The widget on the page."""

    element = WIDGET
    ready = "data-ready"

    def __init__(self, page):
        super().__init__(page)
        self.pad = self.root.locator(".dd-pad")
        self.switch = self.root.get_by_role("checkbox")

    def answers(self, net="shallow"):
        bars = self.root.locator(f"[data-net={net}] .dd-bars li")
        return np.array(bars.evaluate_all("(all) => all.map((bar) => Number(bar.dataset.share))"))

    def check(self, picture, nets=("shallow",)):
        """Compare every bar, its number and the answer with the engine's."""
        for net in nets:
            expected = engine(net, picture)
            np.testing.assert_allclose(self.answers(net), expected, rtol=2e-4, atol=1e-6)
            panel = self.root.locator(f"[data-net={net}]")
            expect(panel.locator(".dd-winner .dd-digit")).to_have_text(str(expected.argmax()))
            expect(panel.locator(".dd-says strong")).to_have_text(str(expected.argmax()))
            expect(panel.locator(".dd-winner .dd-share")).to_have_text(f"{100 * expected.max():.1f} %")

    def draw(self, points):
        """Draw a stroke with the mouse through points of the 28 x 28 grid; return where the mouse was."""
        self.pad.scroll_into_view_if_needed()
        box = self.pad.locator("canvas").bounding_box()
        spots = [(box["x"] + x * box["width"] / 28, box["y"] + y * box["height"] / 28) for x, y in points]
        self.page.mouse.move(*spots[0])
        self.page.mouse.down()
        for spot in spots[1:]:
            self.page.mouse.move(*spot)
        self.page.mouse.up()


SEVEN = [(6.0, 6.0), (14.0, 6.0), (22.0, 6.0), (18.0, 12.0), (14.0, 18.0), (11.0, 24.0)]


@pytest.fixture
def reader(visit):
    return Reader(visit(CHAPTER))


@pytest.fixture
def three(visit):
    page = visit()
    page.add_init_script(ALL)
    page.goto(page.url + CHAPTER)
    return Reader(page)


def test_it_makes_its_point_before_it_is_touched(reader):
    reader.check(drawing.prepared(drawing.inked(drawing.EXAMPLE)))
    expect(reader.status).to_have_text(
        "This drawing: the shallow net says 3 (78 %). Left where it is and as large as it is, it would say 4."
    )
    assert "?" not in reader.page.url
    expect(reader.root.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_accuracy_on_show_is_that_of_exactly_these_weights(three):
    record = Results().read("digit-nets")
    for net in NETS:
        accuracy = 100 * record.values(net, "test_accuracy")[0]
        shown = three.root.locator(f"[data-net={net}] .dd-accuracy")
        expect(shown).to_have_text(f"reads {accuracy:.2f} % of the test digits")


def test_without_preparation_the_same_drawing_is_misread_by_all(three):
    three.switch.uncheck()
    three.check(drawing.as_it_is(drawing.inked(drawing.EXAMPLE)), NETS)
    expect(three.status).to_contain_text("Scaled and centred as MNIST was, they would say 3, 3 and 3.")
    expect(three.root.locator(".dd-steps")).to_contain_text("The whole sheet, shrunk to 28")
    three.switch.check()
    three.check(drawing.prepared(drawing.inked(drawing.EXAMPLE)), NETS)


def test_drawing_with_the_mouse(reader):
    reader.draw(SEVEN)
    answers = reader.answers()
    np.testing.assert_allclose(
        answers, engine("shallow", drawing.prepared(drawing.inked([SEVEN]))), atol=0.03
    )  # the mouse stands on whole pixels of the screen
    assert answers.argmax() == 7
    expect(reader.status).to_contain_text("Your drawing: the shallow net says 7")
    reader.draw([(4.0, 25.0), (24.0, 25.0)])
    changed = reader.answers()
    assert np.abs(changed - answers).max() > 0.01
    reader.press("Undo")
    np.testing.assert_allclose(reader.answers(), answers)
    reader.press("Undo")
    expect(reader.status).to_contain_text("The sheet is empty.")
    assert reader.answers().sum() == 0


def test_bars_move_while_the_stroke_is_drawn(reader):
    reader.press("Clear")
    box = reader.pad.bounding_box()
    reader.page.mouse.move(box["x"] + 60, box["y"] + 50)
    reader.page.mouse.down()
    reader.page.mouse.move(box["x"] + 60, box["y"] + 150, steps=4)
    reader.page.wait_for_selector(f"{WIDGET} .dd-winner", state="attached")
    reader.page.mouse.up()
    assert reader.answers().sum() == pytest.approx(1)


def test_drawing_with_the_arrow_keys(reader):
    reader.pad.focus()
    keyboard = reader.page.keyboard
    keyboard.press("Space")
    for _ in range(9):
        keyboard.press("ArrowDown")
    column = [(14.5, 14.5 + step) for step in range(10)]
    reader.check(drawing.prepared(drawing.inked([column])))
    expect(reader.status).to_contain_text(
        "Pen down in row 24, column 15. Your drawing: the shallow net says 1"
    )
    keyboard.press("Space")
    keyboard.press("ArrowLeft")
    reader.check(drawing.prepared(drawing.inked([column])))
    keyboard.press("Enter")
    reader.check(drawing.prepared(drawing.inked([column, [(13.5, 23.5)]])))
    keyboard.press("Backspace")
    keyboard.press("ArrowLeft")  # the pen was lifted
    reader.check(drawing.prepared(drawing.inked([column])))
    keyboard.press("Escape")
    for _ in range(40):
        keyboard.press("ArrowUp")
    expect(reader.status).to_contain_text("Pen lifted in row 1, column 13.")
    keyboard.press("Tab")
    expect(reader.root.get_by_role("button", name="Clear")).to_be_focused()


def test_drawing_with_a_finger_on_a_phone(visit):
    reader = Reader(visit(CHAPTER, width=360, has_touch=True))
    box = reader.pad.bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= 360
    reader.press("Clear")
    reader.pad.scroll_into_view_if_needed()
    box = reader.pad.bounding_box()
    reader.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert reader.answers().sum() == pytest.approx(1)
    width = reader.page.evaluate("document.documentElement.scrollWidth")
    assert width == 360


@pytest.mark.parametrize(("number", "row"), [(8, 0), (14, 241), (16, 115), (19, 247)])
def test_test_digits_are_read_as_the_engine_reads_them(three, number, row):
    picture, label = stored(row)
    button = three.root.get_by_role("button", name=re.compile(f"^Test digit {number}, a {label}"))
    button.click()
    three.check(picture, NETS)
    expect(button).to_have_attribute("aria-pressed", "true")
    wrong = [net for net in NETS if engine(net, picture).argmax() != label]
    assert [net for net in NETS if net in button.get_attribute("aria-label")] == wrong
    expect(button.locator(".dd-miss")).to_have_count(len(wrong))
    expect(three.status).to_contain_text(f"Test digit {row + 1} of 10,000, a {label}")
    expect(three.root.locator(".dd-right")).to_have_count(3)


def test_a_stroke_on_a_test_digit_changes_it_and_undo_brings_it_back(reader):
    picture, _ = stored(0)
    reader.root.get_by_role("button", name="Test digit 8, a 7").click()
    reader.draw([(4.0, 22.0), (24.0, 22.0)])
    assert np.abs(reader.answers() - engine("shallow", picture)).max() > 0.05
    expect(reader.status).to_contain_text("Your version of test digit 1 of 10,000, a 7")
    reader.press("Undo")
    reader.check(picture)
    reader.press("Reset")
    reader.check(drawing.prepared(drawing.inked(drawing.EXAMPLE)))


def test_a_longer_leg_turns_the_six_back_into_a_four(reader):
    """What the chapter asks readers to try."""
    reader.root.get_by_role("button", name="Test digit 12, a 4, misread by the shallow net").click()
    expect(reader.status).to_contain_text("the shallow net says 6")
    reader.draw([(20.0, 20.0), (20.0, 25.0)])
    expect(reader.status).to_contain_text("the shallow net says 4")


def test_the_map_shows_ink_only_and_both_sides(reader):
    picture, _ = stored(0)
    reader.root.get_by_role("button", name="Test digit 8, a 7").click()
    alphas = reader.root.locator(".dd-map").evaluate(
        "(map) => [...map.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 3)"
    )
    assert max(alphas) == 255
    assert not np.any(np.array(alphas)[picture.ravel() == 0])
    assert np.count_nonzero(alphas) > 0.5 * np.count_nonzero(picture)
    expect(reader.root.locator(".dd-spoke")).to_contain_text("ink that spoke for or against the 7")


def test_an_answer_comes_within_twenty_milliseconds(three):
    times = []
    for number in range(12):
        three.root.locator(".dd-test").nth(number).click()
        times.append(float(three.root.get_attribute("data-took")))
    assert statistics.median(times) < 20, times
    three.draw(SEVEN)
    expect(three.root.locator(".dd-took")).to_have_text(re.compile(r"^This answer took \d+\.\d ms\.$"))


def test_weights_are_fetched_on_demand_and_small(visit):
    page = visit()
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: answer}))
    page.add_init_script(ALL)
    page.goto(page.url + CHAPTER)
    page.wait_for_timeout(500)
    assert not [url for url in sizes if "/widgets/digits/" in url]
    Reader(page)
    fetched = {url: len(one.body()) for url, one in sizes.items() if "/widgets/digits/" in url}
    assert len(fetched) == 5
    assert 150_000 < sum(fetched.values()) < 200_000


def test_the_shallow_net_comes_alone(reader):
    names = reader.page.evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name.split('/').pop())"
    )
    assert "shallow.bin" in names
    assert "deep.bin" not in names
    expect(reader.root.locator(".dd-panel")).to_have_count(1)


def test_state_in_the_address(reader):
    reader.root.get_by_role("button", name=re.compile("^Test digit 11,")).click()
    reader.switch.uncheck()
    reader.page.wait_for_url(re.compile(r"\?digit\.test=11&digit\.prepare=0$"))
    reader.page.reload()
    again = Reader(reader.page)
    again.check(stored(20)[0])
    expect(again.switch).not_to_be_checked()
    again.press("Reset")
    reader.page.wait_for_url(re.compile(r"network/$"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("digit.test=21", "The test \u201c21\u201d is not one of 0 to 20"),
        ("digit.prepare=yes", "The prepare \u201cyes\u201d"),
        ("digit.drawing=3", "There is no \u201cdrawing\u201d to set."),
    ],
)
def test_bad_state_is_ignored_with_a_visible_note(visit, query, words):
    reader = Reader(visit(f"{CHAPTER}?{query}"))
    expect(reader.root.locator(".dl-note")).to_contain_text(words)
    reader.check(drawing.prepared(drawing.inked(drawing.EXAMPLE)))


def test_files_that_cannot_be_read_are_told(visit):
    page = visit()
    page.route("**/widgets/digits/*", lambda route: route.fulfill(status=200, body="no such thing"))
    page.goto(page.url + CHAPTER)
    page.locator(WIDGET).scroll_into_view_if_needed()
    expect(page.locator(WIDGET).get_by_role("status")).to_contain_text("could not be fetched")


def test_pictures_follow_the_colour_scheme(reader):
    shade = """(canvas) => {
        const copy = Object.assign(document.createElement("canvas"), { width: 280, height: 280 });
        copy.getContext("2d").drawImage(canvas, 0, 0);
        const { data } = copy.getContext("2d").getImageData(0, 0, 280, 280);
        return data.find((_, i) => i % 4 === 0 && data[i + 3] === 255);
    }"""
    canvas = reader.pad.locator("canvas")
    light = canvas.evaluate(shade)
    reader.page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    reader.page.wait_for_timeout(100)
    assert canvas.evaluate(shade) > light + 100


def test_it_is_accessible(three, violations):
    assert [one for one in violations(three.page) if WIDGET in one or "dd-" in one] == []


def test_the_licence_of_the_digits_is_named(reader):
    small = reader.root.locator(".dl-small")
    expect(small).to_contain_text("MNIST, by Yann LeCun and Corinna Cortes, CC BY-SA 3.0")


def test_without_javascript_the_still_figure_stands_there(visit):
    page = visit(CHAPTER, java_script_enabled=False)
    expect(page.locator(f"{WIDGET} figcaption")).to_be_visible()


def test_taken_out_and_put_back_it_still_works(reader):
    reader.take_out_and_put_back()
    reader.root.get_by_role("button", name="Test digit 8, a 7").click()
    reader.check(stored(0)[0])
