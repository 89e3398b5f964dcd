"""What the maths refresher draws is true: slopes converge, rates multiply, curves mirror, shares add up."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Wedge

import dlbook.figures.chapters.maths_refresher as change
import dlbook.figures.chapters.maths_refresher__tools as tools
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role


@pytest.fixture
def axes(request):
    with drawn(REGISTRY[request.param]) as fig:
        yield fig.axes


def of(id):
    return pytest.mark.parametrize("axes", [id], indirect=True)


def lines(ax, colour, points=None):
    return [
        np.asarray(line.get_xydata(), float)
        for line in ax.lines
        if to_hex(line.get_color()) == role(colour) and points in (None, len(line.get_xdata()))
    ]


def words(ax):
    return [text.get_text() for text in ax.texts]


def value(text):
    return float(text.replace("−", "-"))


def steepness(line):
    (x0, y0), (x1, y1) = line[0], line[-1]
    return (y1 - y0) / (x1 - x0)


@of("slope")
def test_lines_run_through_the_points_of_the_curve_that_they_join(axes):
    written = []
    for ax in axes:
        (curve,), (straight,) = lines(ax, "model"), lines(ax, "gradient", 2)
        for (point,) in lines(ax, "gradient", 1):
            assert np.interp(point[0], *curve.T) == pytest.approx(point[1], abs=1e-3)
            assert np.interp(point[0], *straight.T) == pytest.approx(point[1])
        written.append(value(next(word for word in words(ax) if word.startswith("slope"))[6:]))
        assert steepness(straight) == pytest.approx(written[-1])
    assert written == sorted(written, reverse=True)
    curve = lines(axes[-1], "model")[0]
    assert written[-1] == pytest.approx(np.interp(1, curve[:, 0], np.gradient(*curve.T[::-1])), abs=1e-3)


@of("slope")
def test_the_stair_is_labelled_with_its_sides(axes):
    (stair,) = lines(axes[0], "ink", 3)
    run, rise = stair[1, 0] - stair[0, 0], stair[2, 1] - stair[1, 1]
    assert words(axes[0])[:2] == [f"run {run:g}", f"rise {rise:g}"]


@of("partial-derivatives")
def test_each_cut_is_the_landscape_along_one_axis_with_its_tangent(axes):
    _, *panels = axes
    x, y = change.POINT
    scales = [ax.get_window_extent().width / ax.get_xlim()[1] for ax in panels]
    assert scales[0] == pytest.approx(scales[1])  # so that slopes can be compared by eye
    for ax, colour, place in zip(panels, ("data", "model"), (x, y), strict=True):
        (cut,), (tangent,) = lines(ax, colour), lines(ax, "gradient", 2)
        other = (cut[:, 0], np.full(len(cut), y)) if colour == "data" else (np.full(len(cut), x), cut[:, 0])
        np.testing.assert_allclose(cut[:, 1], change.valley(*other))
        near = np.interp([place - 0.1, place + 0.1], *cut.T)
        assert steepness(tangent) == pytest.approx((near[1] - near[0]) / 0.2, abs=0.01)
        assert words(ax) == [f"slope {steepness(tangent):.2g}"]
        assert tangent.mean(axis=0) == pytest.approx((place, float(change.valley(x, y))))


@of("partial-derivatives")
def test_both_cuts_cross_in_the_point_on_the_landscape(axes):
    view = axes[0]
    for colour in ("data", "model"):
        (cut,) = lines(view, colour)
        for (point,) in lines(view, "gradient", 1):
            share = np.linspace(0, len(cut) - 1, 20_001)
            fine = np.column_stack([np.interp(share, np.arange(len(cut)), column) for column in cut.T])
            assert np.linalg.norm(fine - point, axis=1).min() < 1e-3


@of("chain-rule")
def test_the_belt_moves_as_far_around_every_wheel(axes):
    radii = [patch.radius for patch in axes[0].patches if isinstance(patch, Circle)]
    angles = [patch.theta2 - patch.theta1 for patch in axes[0].patches if isinstance(patch, Wedge)]
    moved = np.multiply(radii, angles)
    assert moved == pytest.approx(np.full(3, moved[0]))
    x, u, y = angles
    assert {f"x: {x:g}°", f"u: {u:g}°", f"y: {y:g}°", f"du/dx = {u / x:g}", f"dy/du = {y / u:g}"} <= set(
        words(axes[0])
    )
    assert words(axes[0])[-1].endswith(f" = {y / x:g}")


@of("chain-rule")
def test_belts_touch_wheels_without_cutting_them(axes):
    wheels = [patch for patch in axes[0].patches if isinstance(patch, Circle)]
    belts = [line.get_xydata() for line in axes[0].lines if line.get_zorder() == 2]
    assert len(belts) == 4
    for i, (start, end) in enumerate(belts):
        way = (end - start) / np.linalg.norm(end - start)
        for wheel in wheels[i // 2 : i // 2 + 2]:
            to = np.subtract(wheel.center, start)
            assert abs(way[0] * to[1] - way[1] * to[0]) == pytest.approx(wheel.radius)


@of("matrix-product")
def test_the_tables_hold_a_product_of_matrices(axes):
    inside = {}
    for text in axes[0].texts:
        if text.get_ha() == "center" and text.get_text().lstrip("−").isdigit():
            inside.setdefault(text.get_position()[1], []).append(
                (text.get_position()[0], value(text.get_text()))
            )
    rows = [[number for _, number in sorted(inside[y])] for y in sorted(inside, reverse=True)]
    right, below = np.array(rows[:3]), np.array(rows[3:])
    np.testing.assert_array_equal(below[:, :3] @ right, below[:, 3:])


@of("matrix-product")
def test_the_sum_beside_them_is_that_of_the_lit_cells(axes):
    texts = [(text.get_text(), text) for text in axes[0].texts if text.get_ha() == "right"]
    *products, total = [value(word) for word, text in texts if to_hex(text.get_color()) != role("data")]
    assert sum(products) == total == (tools.LEFT @ tools.RIGHT)[tools.CHOSEN]


@of("exp-and-ln")
def test_the_curves_are_mirror_images(axes):
    (exp,), (ln,) = lines(axes[0], "model", 81), lines(axes[0], "data", 81)
    np.testing.assert_allclose(exp, ln[:, ::-1])
    np.testing.assert_allclose(np.gradient(exp[:, 1], exp[:, 0])[1:-1], exp[1:-1, 1], rtol=0.01)
    assert {"(1, 2.72)", "(2.72, 1)", "(0, 1)", "(1, 0)"} <= set(words(axes[0]))
    box = axes[0].get_window_extent()
    assert box.width == pytest.approx(box.height)


@of("normal-distribution")
def test_shares_are_those_of_many_draws_and_of_the_area(axes):
    curve, spans = axes
    (bell,) = lines(curve, "data")
    draws = np.abs(np.random.default_rng(0).standard_normal(400_000))
    for text in spans.texts:
        share, deviations = float(text.get_text().removesuffix(" %")) / 100, -text.get_position()[1]
        assert (draws < deviations).mean() == pytest.approx(share, abs=0.002)
        z = np.linspace(-deviations, deviations, 2001)
        assert np.trapezoid(np.interp(z, *bell.T), z) == pytest.approx(share, abs=0.002)
    ends = [patch.get_path().vertices[[0, -1]] for patch in spans.patches]
    assert len(ends) == len(spans.texts) == 3
