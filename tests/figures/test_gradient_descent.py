import re
from itertools import pairwise
from math import ceil

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Ellipse

from dlbook.figures.chapters import gradient_descent__batches as batches
from dlbook.figures.chapters import gradient_descent__ground as ground
from dlbook.figures.chapters import gradient_descent__limits as limits
from dlbook.figures.chapters.gradient_descent import HILL
from dlbook.figures.primitives.paths import follow
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role

NUDGE = 1e-6


def slope_of(cost, at):
    """Return the derivative of a cost of numbers or vectors by central differences."""
    at = np.asarray(at, float)
    if at.ndim == 0:
        return (cost(at + NUDGE) - cost(at - NUDGE)) / (2 * NUDGE)
    return np.array([(cost(at + e) - cost(at - e)) / (2 * NUDGE) for e in NUDGE * np.eye(len(at))])


def dots(ax, colour):
    """Return the points of the paths drawn in a role."""
    lines = [
        line for line in ax.lines if line.get_marker() == "o" and to_hex(line.get_color()) == role(colour)
    ]
    return [np.column_stack(line.get_data()) for line in lines]


def texts(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("at", [-2.4, -1.0, 0.3, 2.0])
def test_the_dip_slopes_as_its_cost_says(at):
    assert float(ground.DIP.slope(np.float64(at))) == pytest.approx(
        float(slope_of(ground.DIP.height, at)), abs=1e-7
    )


@pytest.mark.parametrize("at", [(0.3, -0.8), (2.0, 1.0)])
def test_gradients_on_the_maps_belong_to_their_costs(at):
    on_line = slope_of(lambda p: float(ground.line_cost(p[0], p[1])), at)
    np.testing.assert_allclose(ground.line_gradient(np.array(at)), on_line, atol=1e-6)
    np.testing.assert_allclose(limits.saddle_gradient(np.array(at)), slope_of(limits.saddle, at), atol=1e-6)


def test_batches_average_to_the_whole_gradient():
    parts = [ground.line_gradient(np.array([0.5, 1.0]), np.arange(i, i + 4)) for i in (0, 4, 8)]
    np.testing.assert_allclose(np.mean(parts, axis=0), ground.line_gradient(np.array([0.5, 1.0])))


def test_the_map_is_true_to_angles_and_the_path_goes_across_contour_lines():
    with drawn(REGISTRY["trilobite-descent-2d"]) as fig:
        (ax,) = fig.axes
        box = ax.get_window_extent()
        unit = [box.width / np.ptp(ax.get_xlim()), box.height / np.ptp(ax.get_ylim())]
        assert unit[0] == pytest.approx(unit[1], rel=1e-3)
        (path,) = dots(ax, "model")
    steps = np.diff(path, axis=0)
    gradients = np.array([slope_of(lambda p: float(ground.line_cost(p[0], p[1])), p) for p in path[:-1]])
    rate = -steps[0, 0] / gradients[0, 0]
    assert rate > 0
    np.testing.assert_allclose(steps, -rate * gradients, atol=1e-6)
    assert np.linalg.norm(path[-1] - limits.lowest()) < 0.15


def test_three_rates_take_equally_many_real_steps():
    with drawn(REGISTRY["trilobite-learning-rate"]) as fig:
        for ax in fig.axes:
            (points,) = dots(ax, "ink")
            (rate,) = [int(number) for number in re.findall(r"\d+", texts(ax)[0])]
            assert len(points) == 7
            np.testing.assert_allclose(np.diff(points[:, 0]), -rate * HILL.slope(points[:-1, 0]))
            np.testing.assert_allclose(points[:, 1], HILL.height(points[:, 0]))
        paths = [dots(ax, "ink")[0] for ax in fig.axes]
    lowest = np.linspace(-4, 4, 801)[HILL.height(np.linspace(-4, 4, 801)).argmin()]
    ends = [abs(path[-1, 0] - lowest) for path in paths]
    assert ends[0] > 1
    assert ends[1] < 0.1
    assert ends[2] > 1
    assert (np.diff(np.sign(paths[2][:, 0] - lowest)) != 0).sum() >= 3


def test_one_stays_in_the_dip_and_the_other_goes_lower():
    with drawn(REGISTRY["trilobite-local-minimum"]) as fig:
        small, large = (dots(ax, "ink")[0] for ax in fig.axes)
        words = [texts(ax)[0] for ax in fig.axes]
    for path, word in ((small, words[0]), (large, words[1])):
        rate = int(re.search(r"\d+", word)[0])
        np.testing.assert_allclose(np.diff(path[:, 0]), -rate * ground.DIP.slope(path[:-1, 0]))
        assert abs(ground.DIP.slope(path[-1, 0])) < 1e-4
    assert small[0, 0] == large[0, 0]
    between = np.linspace(small[-1, 0], large[-1, 0], 99)
    assert ground.DIP.height(between).max() > small[-1, 1] + 0.05
    assert large[-1, 1] < small[-1, 1] - 0.1
    assert large[3, 0] < small[-1, 0] < large[4, 0]


def test_the_limit_is_where_the_steepest_direction_stops_shrinking():
    vector = np.linalg.eigh(
        np.array([limits.line_gradient(e) - limits.line_gradient(np.zeros(2)) for e in np.eye(2)])
    )
    steep = vector.eigenvectors[:, -1]
    with drawn(REGISTRY["divergence-limit"]) as fig:
        ax = fig.axes[0]
        (line,) = [x for x in ax.lines if to_hex(x.get_color()) == role("bad")]
        limit = line.get_xdata()[0]
        assert f"2/h = {limit:.2f}" in texts(ax)
        curve = next(x for x in ax.lines if len(x.get_xdata()) > 99)
        for rate, left in list(zip(*curve.get_data(), strict=True))[::17]:
            path = follow(limits.line_gradient, limits.OFF, rate, 20)
            distance = np.linalg.norm(path - limits.lowest(), axis=1)
            assert left == pytest.approx(distance[-1] / distance[0])
    for rate, grows in ((0.99 * limit, False), (1.01 * limit, True)):
        path = follow(limits.line_gradient, limits.lowest() + steep, rate, 5)
        assert bool(np.linalg.norm(path[-1] - limits.lowest()) > 1) is grows


def test_small_maps_show_the_marked_rates():
    with drawn(REGISTRY["divergence-limit"]) as fig:
        marked = [line.get_xdata()[0] for line in fig.axes[0].lines if line.get_marker() == "o"]
        for ax, rate in zip(fig.axes[1:], marked, strict=True):
            assert ax.get_title(loc="left") == f"rate {rate:g}"
            (path,) = dots(ax, "model")
            np.testing.assert_allclose(path[1] - path[0], -rate * limits.line_gradient(path[0]))
            np.testing.assert_array_equal(path[0], limits.OFF)


def test_the_saddle_is_one_and_descent_is_held_up_there():
    u = w = 0.3
    assert limits.saddle((u, w)) < limits.saddle((0, 0)) < limits.saddle((u, -w))
    with drawn(REGISTRY["saddle-escape"]) as fig:
        (path,) = dots(fig.axes[0], "model")
        (curve,) = (line.get_ydata() for line in fig.axes[1].lines)
    np.testing.assert_allclose(curve, (1 - path[:, 0] * path[:, 1]) ** 2)
    np.testing.assert_allclose(path[1] - path[0], -0.06 * slope_of(limits.saddle, path[0]), atol=1e-7)
    assert np.abs(curve[20:45] - 1).max() < 0.12
    assert curve[-1] < 1e-3
    assert (np.diff(curve) < 0).all()


def test_every_path_has_seen_every_example_four_times():
    with drawn(REGISTRY["batch-and-incremental"]) as fig:
        paths = [dots(ax, "model")[0] for ax in fig.axes]
        for ax, path, size in zip(fig.axes, paths, (12, 4, 1), strict=True):
            assert len(path) - 1 == 4 * 12 // size
            assert f"{len(path) - 1} steps" in texts(ax)
            assert str(size) in ax.get_title(loc="left")
            np.testing.assert_array_equal(path[0], ground.START)
    np.testing.assert_allclose(
        np.diff(paths[0], axis=0), -batches.RATE * np.array([*map(ground.line_gradient, paths[0][:-1])])
    )
    for epoch in range(4):
        part = paths[2][12 * epoch : 12 * epoch + 13]
        used = [
            next(
                i
                for i in range(12)
                if np.allclose(there - here, -batches.RATE * ground.line_gradient(here, np.array([i])))
            )
            for here, there in pairwise(part)
        ]
        assert sorted(used) == list(range(12))
    distances = [np.linalg.norm(path[-1] - limits.lowest()) for path in paths]
    assert distances[0] > distances[1] > distances[2]


def test_rounds_are_counted_and_the_last_is_shorter():
    assert batches.ROUNDS == ceil(60_000 / 128) == 469
    with drawn(REGISTRY["training-process"]) as fig:
        (ax,) = fig.axes
        written = texts(ax)
        widths = sorted({round(box.get_width() + 4, 3) for box in ax.patches if hasattr(box, "get_width")})
    assert written.count("128") == 18
    assert written.count("96") == 3
    assert 468 * 128 + 96 == 60_000
    assert "469 rounds, one step each" in written
    assert widths[0] / widths[1] == pytest.approx(96 / 128)
    assert "469 rounds" in REGISTRY["training-process"].caption


def test_the_sheet_has_as_many_digits_as_the_batch():
    with drawn(REGISTRY["training-round"]) as fig:
        (image,) = fig.axes[0].images
        rows, columns = (side // 14 for side in np.asarray(image.get_array()).shape[:2])
        assert rows * columns == batches.BATCH
        assert f"1  draw {batches.BATCH} digits" in texts(fig.axes[0])


@pytest.mark.parametrize("id", ["training-round", "training-process"])
def test_the_licence_of_the_digits_is_named(id):
    assert REGISTRY[id].caption.endswith("Digits: MNIST, CC BY-SA 3.0.")


def test_the_ellipses_of_the_map_lie_where_the_cost_is_what_they_stand_for():
    with drawn(REGISTRY["trilobite-descent-2d"]) as fig:
        ellipses = [patch for patch in fig.axes[0].patches if isinstance(patch, Ellipse)]
        rings = [e.get_patch_transform().transform(e.get_path().vertices[:-1:3]) for e in ellipses]
        shades = [to_hex(e.get_facecolor()) for e in ellipses]
    assert shades == [role(f"ramp-{i}") for i in (8, 6, 5, 4, 3, 1, 0)]
    for ring, level in zip(rings, ground.LEVELS[::-1], strict=True):
        assert len(ring) > 3
        np.testing.assert_allclose(ground.line_cost(*ring.T), level)
    np.testing.assert_allclose(ground.line_gradient(ground.lowest()), 0, atol=1e-12)
