"""The augmentation widget: picture and answers equal those of `dlbook.augment` and the nets."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook.augment import blur, rotate, shift, skew, zoom
from dlbook.runs import Results
from dlbook.runs.stores import kept_net

CHAPTER = "improving/generalisation/"
WIDGET = "dl-augmentation"
INK = """(canvas) => {
    const copy = Object.assign(document.createElement("canvas"), { width: 28, height: 28 }).getContext("2d");
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, 28, 28);
    return [...data].filter((_, i) => i % 4 === 3);
}"""


def digit(label):
    """The first stored test digit of a kind, (1, 28, 28)."""
    with np.load(Results().folder / "test-digits.npz") as file:
        place = np.flatnonzero(file["labels"] == label)[0]
        return (file["images"][place][np.newaxis] / 255).astype(np.float32), int(file["rows"][place])


class Desk(OnPage):
    """The widget on the page."""

    element = WIDGET
    ready = "data-ready"
    net = "intermediate"

    def choose(self, group, name):
        self.root.get_by_role("group", name=group, exact=True).get_by_text(name, exact=True).click()

    def engine(self, images):
        return kept_net(Results(), self.net).predict(images.reshape(-1, 784))

    def check(self, expected, side="after"):
        """Compare ink, ten bars and the answer with what Python makes of a picture."""
        part = self.root.locator(f".au-{side}")
        ink = np.array(part.locator("canvas").evaluate(INK))
        assert np.abs(ink / 255 - expected.ravel()).max() < 0.004
        bars = part.locator(".dd-bars li").evaluate_all(
            "(all) => all.map((bar) => Number(bar.dataset.share))"
        )
        said = self.engine(expected)[0]
        np.testing.assert_allclose(bars, said, rtol=5e-4, atol=2e-6)
        expect(part.locator(".dd-says strong")).to_have_text(str(said.argmax()))
        if side == "after":
            expect(self.status).to_contain_text(f"the {self.net} net says {said.argmax()} ")
        return int(said.argmax())

    def rail(self, field):
        """The values of a slider's rail and what the net says at each."""
        self.page.wait_for_selector(f"{WIDGET}[data-railed]")
        cells = self.root.locator(f"[data-field={field}] .au-cell")
        values = cells.evaluate_all("(all) => all.map((cell) => Number(cell.dataset.value))")
        return values, [int(text) for text in cells.all_inner_texts()]


@pytest.fixture
def desk(visit):
    return Desk(visit(CHAPTER))


def test_a_six_on_its_head_is_a_nine_before_anything_is_touched(desk):
    six, row = digit(6)
    assert desk.check(six, "before") == 6
    assert desk.check(rotate(six, 180)) == 9
    expect(desk.status).to_contain_text(f"Test digit {row + 1} of 10,000, a 6, turned 180\u00b0")
    expect(desk.status).to_contain_text("a six on its head is a nine")
    assert "?" not in desk.page.url


def test_rails_say_what_the_net_says_along_each_slider(desk):
    desk.press("Reset")
    six, _ = digit(6)
    changes = {
        "right": lambda by: shift(six, 0, by),
        "down": lambda by: shift(six, by, 0),
        "degrees": lambda by: rotate(six, by),
        "skew": lambda by: skew(six, by),
        "zoom": lambda by: zoom(six, by),
        "blur": lambda by: blur(six, by),
    }
    for field, change in changes.items():
        values, said = desk.rail(field)
        assert len(values) == 17
        outputs = desk.engine(np.concatenate([change(value) for value in values]))
        assert said == outputs.argmax(axis=1).tolist(), field
    cells = desk.root.locator("[data-field=blur] .au-cell")
    expect(cells.first).not_to_have_class(re.compile("au-off"))
    expect(cells.last).to_have_class(re.compile("au-off"))


def test_three_pixels_to_the_right_as_the_chapter_says(desk):
    desk.press("Reset")
    expect(desk.status).to_contain_text("a 6, as it is: the intermediate net says 6")
    desk.slide("Shift to the right", *["ArrowRight"] * 6)
    assert desk.check(shift(digit(6)[0], 0, 3)) != 6
    expect(desk.status).to_contain_text("3 pixels to the right")
    expect(desk.status).to_contain_text("If you would still call it a 6")


def test_changes_in_a_row(desk):
    desk.press("Reset")
    desk.choose("Digit", "4")
    desk.slide("Blur", *["ArrowRight"] * 10)
    desk.slide("Shift down", *["ArrowLeft"] * 2)
    desk.check(blur(shift(digit(4)[0], -1, 0), 1.0))
    desk.choose("Net", "deep")
    desk.net = "deep"
    desk.check(blur(shift(digit(4)[0], -1, 0), 1.0))
    desk.check(digit(4)[0], "before")


def test_nearly_everything_blurred_is_an_eight(desk):
    said = []
    desk.press("Reset")
    for label in range(10):
        desk.choose("Digit", str(label))
        said.append(desk.rail("blur")[1][-1])
    assert said.count(8) >= 7, said


def test_a_mirrored_two_is_none(desk):
    desk.press("Reset")
    desk.choose("Digit", "2")
    desk.root.get_by_role("checkbox", name="Mirror it").check()
    assert desk.check(digit(2)[0][:, :, ::-1]) != 2
    expect(desk.status).to_contain_text("Nobody writes like that")


def test_noise_is_the_seeds_and_as_strong_as_it_says(desk):
    desk.press("Reset")
    desk.slide("Noise", *["ArrowRight"] * 4)
    ink = np.array(desk.root.locator(".au-after canvas").evaluate(INK)) / 255
    six, _ = digit(6)
    blank = ink[six.ravel() == 0]
    assert np.sqrt(np.mean(blank**2)) == pytest.approx(0.2 / np.sqrt(2), rel=0.15)  # half of it is cut at 0
    expect(desk.page).to_have_url(re.compile(r"augment\.noise=0\.2$"))
    desk.page.reload()
    again = Desk(desk.page)
    assert np.array_equal(np.array(again.root.locator(".au-after canvas").evaluate(INK)) / 255, ink)


def test_copies_lie_within_the_limits_and_can_be_looked_at(desk):
    copies = desk.root.locator(".au-strip button")
    expect(copies).to_have_count(8)
    first = [copies.nth(i).locator("canvas").evaluate(INK) for i in range(8)]
    said = [int(text) for text in desk.root.locator(".au-said").all_inner_texts()]
    kept = said.count(6)
    expect(desk.status).to_contain_text(f"reads {kept} as a 6")
    copies.nth(2).click()
    assert desk.root.locator(".au-after canvas").evaluate(INK) == first[2]
    expect(desk.root.locator(".au-after .dd-says strong")).to_have_text(str(said[2]))
    values = {
        field: float(desk.root.locator(f"[data-field={field}] input").input_value())
        for field in ("right", "down", "degrees", "skew", "zoom", "blur", "noise")
    }
    assert max(abs(values["right"]), abs(values["down"])) <= 2
    assert abs(values["degrees"]) <= 10
    assert abs(values["skew"]) <= 0.2
    assert 0.9 <= values["zoom"] <= 1.1
    assert values["blur"] == values["noise"] == 0
    desk.press("Draw eight others")
    expect(desk.root.locator(".au-seed")).to_have_text("(seed 2)")
    assert copies.nth(0).locator("canvas").evaluate(INK) != first[0]


def test_the_state_is_in_the_address(desk):
    page = desk.page
    desk.press("Reset")
    desk.choose("Digit", "9")
    page.wait_for_url(re.compile(r"\?augment\.test=10&augment\.degrees=0$"))
    page.reload()
    Desk(page).check(digit(9)[0])


def test_bad_state_is_ignored_with_a_visible_note(visit):
    desk = Desk(visit(f"{CHAPTER}?augment.zoom=0&augment.test=11"))
    note = desk.root.locator(".dl-note")
    expect(note).to_contain_text("The zoom \u201c0\u201d is not one of 0.40 to 1.60")
    expect(note).to_contain_text("The test \u201c11\u201d")


def test_files_that_cannot_be_read_are_told(visit):
    page = visit()
    page.route("**/widgets/digits/*", lambda route: route.fulfill(status=200, body="no such thing"))
    page.goto(page.url + CHAPTER)
    page.locator(WIDGET).scroll_into_view_if_needed()
    expect(page.locator(WIDGET).get_by_role("status")).to_contain_text("could not be fetched")


def test_on_a_phone_it_fits(visit):
    desk = Desk(visit(CHAPTER, width=360, has_touch=True))
    desk.button("Reset").tap()
    desk.check(digit(6)[0])
    for box in (cell.bounding_box() for cell in desk.root.locator(".au-rail").all()):
        assert 0 <= box["x"] <= 360 - box["width"]


def test_copies_have_names_before_the_digits_have_come(contexts, base):
    page = contexts().new_page()
    page.route("**/widgets/digits/*", lambda route: None)
    page.goto(f"{base}lab/augmentation/")
    copies = page.locator(f"{WIDGET} .au-strip button")
    expect(copies).to_have_count(8)
    for i in range(8):
        expect(copies.nth(i)).to_have_accessible_name(f"Copy {i + 1}")
    page.close()
