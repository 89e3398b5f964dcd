import json
import re

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch

from dlbook.figures.chapters import gradient_descent as chapter
from dlbook.figures.labels import canvas, panel
from dlbook.figures.primitives.trilobite import bend, bend_curve, poses, shape, trilobite
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn, style
from dlbook.figures.theme import role


def outlines(pose="standing", at=(100, 50), **settings):
    """Return the vertices of every piece on a canvas where a data unit is a pixel."""
    with style("inline"):
        fig = canvas(300)
        ax = panel(fig, 0, 0, 480, 300, xlim=(0, 480), ylim=(0, 300))
        trilobite(ax, at, pose=pose, **settings)
        FigureCanvasAgg(fig).draw()
        pieces = [patch for patch in ax.patches if isinstance(patch, PathPatch)]
        return [patch.get_transform().transform(patch.get_path().vertices) for patch in pieces]


@pytest.mark.parametrize("pose", poses())
@pytest.mark.parametrize("length", [30, 90, 200])
def test_it_stands_on_the_ground_and_has_its_length(pose, length):
    points = np.vstack(outlines(pose, at=(240, 50), length=length))
    length *= {"tiny": 0.4, "giant": 1.9}.get(pose, 1)
    lowest = points[:, 1].min()
    assert lowest == pytest.approx(50, abs=0.05 * length)
    wide, high = np.ptp(points, axis=0) / length
    assert 0.6 < wide < 1.7
    assert 0.4 < high < 1


def test_it_looks_the_other_way_with_a_negative_length():
    right, left = (np.vstack(outlines(at=(240, 50), length=sign * 90)) for sign in (1, -1))
    np.testing.assert_allclose(left[:, 0], 480 - right[:, 0])
    np.testing.assert_allclose(left[:, 1], right[:, 1])


def test_it_stands_along_the_slope():
    level, tilted = (np.vstack(outlines(at=(240, 100), slope=slope)) for slope in (0.0, -1.0))
    turn = np.array([[1, -1], [1, 1]]) / np.sqrt(2)
    np.testing.assert_allclose(tilted - (240, 100), (level - (240, 100)) @ turn, atol=1e-6)


def test_bending_keeps_lengths_along_the_belly_and_heights_above_it():
    belly = np.column_stack((np.linspace(0, 1, 2001), np.zeros(2001)))
    back = belly + np.array([0.0, 0.3])
    for angle in (0.4, 3.0, 6.1):
        bent = bend(belly, angle)
        assert np.linalg.norm(np.diff(bent, axis=0), axis=1).sum() == pytest.approx(1, abs=1e-6)
        np.testing.assert_allclose(np.linalg.norm(bend(back, angle) - bent, axis=1), 0.3)


def test_half_a_turn_brings_the_head_straight_down():
    radius = 1 / np.pi
    np.testing.assert_allclose(bend(np.array([[1.0, 0.2]]), np.pi), [[radius + 0.2, -radius]], atol=1e-12)


def test_a_bent_curve_is_smooth_and_close_to_the_bent_points():
    straight = np.array(shape()["cephalon"][:7], float)
    straight[4] = 2 * straight[3] - straight[2]  # a smooth joint
    bent = bend_curve(straight, 2.0)
    before, after = bent[3] - bent[2], bent[4] - bent[3]
    assert np.cross([*before, 0], [*after, 0])[2] == pytest.approx(0, abs=1e-12)
    shares = np.linspace(0, 1, 9)[:, None]
    for start in (0, 3):
        one, other = (curve[start : start + 4] for curve in (straight, bent))
        weights = np.hstack(
            [(1 - shares) ** 3, 3 * shares * (1 - shares) ** 2, 3 * shares**2 * (1 - shares), shares**3]
        )
        np.testing.assert_allclose(weights @ other, bend(weights @ one, 2.0), atol=0.01)


def test_bending_a_little_is_close_to_not_at_all():
    points = np.array([[0.1, 0.2], [0.9, 0.05]])
    np.testing.assert_allclose(bend(points, 1e-6), bend(points, 0.0), atol=1e-5)


def test_the_outline_is_data_for_other_languages():
    data = json.loads(json.dumps(shape()))
    assert list(data["poses"]) == poses()
    for name in ("cephalon", "glabella", "pygidium", "segment"):
        path = np.array(data[name])
        assert len(path) % 3 == 1
        np.testing.assert_array_equal(path[0], path[-1])
    assert all(pose["antennae"] in data["antennae"] for pose in data["poses"].values())


def test_it_has_no_eyes():
    assert not re.search(r"\beye\b|pupil", json.dumps(list(shape())))


def pieces_in(pose, name):
    """Return the pieces of a pose whose edge is in a role's colour."""
    with style("inline"):
        fig = canvas(300)
        ax = panel(fig, 0, 0, 480, 300, xlim=(0, 480), ylim=(0, 300))
        trilobite(ax, (240, 50), pose=pose)
        return [patch for patch in ax.patches if to_hex(patch.get_edgecolor()) == role(name)]


def test_only_the_handful_of_pebbles_has_examples_and_only_the_rolling_one_haste():
    for pose in poses():
        assert len(pieces_in(pose, "data")) == (len(shape()["pebbles"]) if pose == "pebbles" else 0)
        assert len(pieces_in(pose, "muted")) == (len(shape()["motion"]) if pose == "rolling" else 0)


def test_pebbles_lie_on_the_ground_or_on_each_other_before_its_head():
    for x, y, wide, high in shape()["pebbles"]:
        assert x > 0.5
        on_another = any(abs(x - u) < w + wide and v < y for u, v, w, _ in shape()["pebbles"])
        assert y == pytest.approx(high) or on_another


def test_the_stuck_one_hangs_its_mouth_where_the_content_one_smiles():
    worried, smile = (np.array(shape()["mouths"][name])[:, 1] for name in ("worried", "smile"))
    assert worried[1:3].mean() > worried[[0, 3]].mean()
    assert smile[1:3].mean() < smile[[0, 3]].mean()
    assert shape()["poses"]["stuck"]["mouth"] == "worried"


def test_a_tiny_one_has_fewer_segments_at_any_size():
    assert len(outlines("tiny", length=90)) == len(outlines("tiny", length=300))


def test_an_unknown_pose_is_refused():
    with pytest.raises(ValueError, match="one of standing, stepping"):
        outlines("flying")


def test_small_ones_have_fewer_lines():
    assert len(outlines(length=30)) < len(outlines(length=90))


def test_the_terrain_is_a_cost_and_the_strides_are_gradient_steps():
    w = np.linspace(-4, 4, 41)
    nudge = 1e-6
    measured = (chapter.HILL.height(w + nudge) - chapter.HILL.height(w - nudge)) / (2 * nudge)
    np.testing.assert_allclose(chapter.HILL.slope(w), measured, atol=1e-8)
    path = chapter.descend(-2.0, 3.0, 5)
    np.testing.assert_allclose(np.diff(path), -3.0 * chapter.HILL.slope(path[:-1]))


def test_the_drawn_line_is_the_tangent_and_the_last_step_is_nearly_level():
    with drawn(REGISTRY["trilobite-descent"]) as fig:
        lines = fig.axes[0].lines
        (x0, x1), (y0, y1) = next(line for line in lines if line.get_color() == role("gradient")).get_data()
        steps = next(line for line in lines if line.get_marker() == "o").get_xdata()
        slope = (y1 - y0) / (x1 - x0)
        assert slope == pytest.approx(float(chapter.HILL.slope(steps[0])))
        assert y0 + slope * (steps[0] - x0) == pytest.approx(float(chapter.HILL.height(steps[0])))
        strides = np.diff(steps)
        assert strides[-1] < strides.max() / 10
        assert abs(chapter.HILL.slope(steps[-1])) < abs(slope) / 10
