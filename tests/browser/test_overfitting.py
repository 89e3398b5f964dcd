"""The overfitting widget: choose, drag, press, type, and compare what it shows with NumPy's fits."""

import re

import numpy as np
import pytest
from browser.on_page import OnPage
from numpy.polynomial.polynomial import polyval, polyvander
from playwright.sync_api import expect

from dlbook.runs.jobs.overfit import OverfitSettings, drawn, fitted

CHAPTER = "improving/generalisation/"
WIDGET = "dl-overfitting"
X, Y = drawn(OverfitSettings(), 1, "train", 8)


def engine(degree, penalty=0.0, x=X, y=Y):
    """Errors on old and new points and the largest coefficient, by NumPy."""
    if penalty == 0:
        w = fitted(OverfitSettings(size=degree), x, y, 1).coef
    else:
        free = np.diag([0.0] + [penalty] * degree)
        table = polyvander(x, degree)
        w = np.linalg.solve(table.T @ table / 8 + free, table.T @ y / 8)
    new_x, new_y = drawn(OverfitSettings(), 1, "new", 1000)
    errors = [np.mean((polyval(a, w) - b) ** 2) for a, b in ((x, y), (new_x, new_y))]
    return {"old": errors[0], "fresh": errors[1], "largest": abs(w).max()}


class Curve(OnPage):
    """The widget on the page."""

    element = WIDGET

    def point(self, number):
        return self.root.get_by_role("slider", name=f"Point {number},")

    def place(self, number):
        """Where a point is, as it says itself."""
        text = self.point(number).get_attribute("aria-valuetext").replace("\u2212", "-")
        return tuple(float(word) for word in re.findall(r"-?\d+\.\d+", text))

    def moved(self, number):
        """All points, one of them where it has been moved to."""
        x, y = X.copy(), Y.copy()
        x[number - 1], y[number - 1] = self.place(number)
        return {"x": x, "y": y}

    def check(self, degree, penalty=0.0, rel=0.004, **points):
        expected = engine(degree, penalty, **points)
        for name, value in expected.items():
            text = self.root.locator(f"[data-number={name}]").inner_text()
            digits = 0.051 if name == "largest" or value > 10 else 0.00051
            assert float(text.replace(",", "")) == pytest.approx(value, abs=digits, rel=rel), name
        assert int(self.slider("Degree").input_value()) == degree


@pytest.fixture
def curve(visit):
    return Curve(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(curve):
    curve.check(9)
    expect(curve.status).to_contain_text(
        "That is overfitting: degree 2 does better on new points, with 0.029."
    )
    assert "?" not in curve.page.url


def test_step_goes_round_and_reset_brings_back(curve):
    curve.press("Step")
    curve.check(0)
    expect(curve.status).to_contain_text("That is underfitting")
    curve.press("Step")
    curve.press("Step")
    curve.check(2)
    expect(curve.status).to_contain_text("No other degree does better")
    curve.press("Reset")
    curve.check(9)


def test_sliders_by_keyboard(curve):
    page = curve.page
    curve.slider("Penalty").focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    assert curve.slider("Penalty").get_attribute("aria-valuetext") == "0.001"
    curve.check(9, 1e-3)
    curve.slider("Degree").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    curve.check(5, 1e-3)
    curve.slider("Penalty").focus()
    page.keyboard.press("End")
    curve.check(5, 10.0)


def test_a_press_on_the_chart_chooses_the_degree(curve):
    chart = curve.root.locator(".of-errors")
    box = chart.bounding_box()
    chart.click(position={"x": 66 + (box["width"] - 80) * 3 / 9, "y": 60})
    curve.check(3)


def test_a_point_is_dragged(curve):
    page, point = curve.page, curve.point(5)
    curve.press("Step")
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    curve.drag(middle, (middle[0] + 30, middle[1] - 80))
    x, y = curve.place(5)
    assert x - X[4] > 0.1
    assert y - Y[4] > 1
    curve.check(0, **curve.moved(5))
    page.mouse.move(*middle)
    assert curve.place(5) == (x, y)
    curve.press("The first eight points")
    curve.check(0)


def test_a_point_is_moved_by_keys(curve):
    page = curve.page
    curve.slider("Degree").fill("2")
    curve.point(1).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert curve.place(1) == pytest.approx((X[0] + 0.18, Y[0] + 0.02), abs=0.0011)
    curve.check(2, **curve.moved(1))


def test_two_points_together_make_it_swing(curve):
    curve.press("Move two points together")
    assert curve.place(4)[0] == pytest.approx(X[4] - 0.02, abs=0.001)
    curve.check(9, rel=0.01, **curve.moved(4))
    assert float(curve.root.locator("[data-number=fresh]").inner_text()) > 10 * engine(9)["fresh"]


def test_play_climbs_the_degrees(curve):
    curve.press("Play")
    curve.page.wait_for_timeout(2500)
    curve.press("Pause")
    degree = int(curve.slider("Degree").input_value())
    assert 1 <= degree <= 4
    curve.check(degree)


def test_less_motion_means_one_jump_to_the_end(visit):
    curve = Curve(visit(CHAPTER + "?overfitting.degree=3", reduced_motion="reduce"))
    curve.check(3)
    curve.press("Run to the end")
    curve.check(9)


def test_the_state_is_in_the_address(curve):
    page = curve.page
    curve.press("Step")
    curve.point(8).focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile(r"\?overfitting\.degree=0&overfitting\.x8=0\.948&overfitting\.y8=1\.268$"))
    place = curve.place(8)
    page.reload()
    again = Curve(page)
    assert again.place(8) == place
    again.check(0, **again.moved(8))


def test_bad_state_is_ignored_with_a_visible_note(visit):
    curve = Curve(visit(f"{CHAPTER}?overfitting.degree=10&overfitting.x1=2&overfitting.noise=1"))
    note = curve.root.locator(".dl-note")
    expect(note).to_contain_text("The degree \u201c10\u201d is not one of 0 to 9")
    expect(note).to_contain_text("The x1 \u201c2\u201d")
    expect(note).to_contain_text("There is no \u201cnoise\u201d to set.")
    curve.check(9)


def test_on_a_phone_it_fits_and_steps(visit):
    curve = Curve(visit(CHAPTER, width=360, has_touch=True))
    curve.root.get_by_role("button", name="Step", exact=True).tap()
    curve.check(0)
    box = curve.root.locator(".of-errors").bounding_box()
    assert box["x"] + box["width"] <= 360
