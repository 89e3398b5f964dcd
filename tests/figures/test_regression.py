"""Chapter 13's figures show what the model, the costs and the records say."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle

from dlbook.figures.chapters.regression import COLUMNS, DROPPED
from dlbook.figures.chapters.regression__measured import ONE, guessing_the_mean, published
from dlbook.figures.chapters.regression__residuals import LARGEST, pairs
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.nn import Sequential, costs, models
from dlbook.runs import Results
from dlbook.runs.jobs.tables import load_boston, load_diabetes_rows


def texts(ax):
    return [text.get_text() for text in ax.texts]


def line_in(ax, colour):
    return [line for line in ax.lines if to_hex(line.get_color()) == role(colour)]


def test_the_net_has_1185_parameters_of_which_96_are_kept_and_not_trained():
    net = Sequential(models.regression()).build((13,), rng=np.random.default_rng(0))
    assert sum(array.size for array in net.params.values()) == 1_185 - 96
    with drawn(REGISTRY["regression-net"]) as fig:
        words = texts(fig.axes[0])
        circles = [patch for patch in fig.axes[0].patches if isinstance(patch, Circle)]
    parts = [int(word) for word in words if word.isdigit() and word != "13"]
    assert parts == [448, 128, 528, 64, 17]
    assert sum(parts) == net.count_params() == 1_185
    assert "1,185 parameters in all" in words
    assert set(COLUMNS) <= set(words)
    assert len(COLUMNS) == net.input_shape[0]
    assert sum(circle.get_linestyle() in ("--", "dashed") for circle in circles) == len(DROPPED)


def test_the_three_costs_and_slopes_are_the_engines():
    with drawn(REGISTRY["regression-costs"]) as fig:
        above, below = fig.axes
        curves = {colour: line_in(above, colour)[0].get_data() for colour in ("quadratic", "data", "good")}
        slopes = {colour: line_in(below, colour)[0].get_data() for colour in curves}
    for colour, name in (("quadratic", "mse"), ("data", "mae"), ("good", "huber")):
        cost = costs.get(name)
        for miss, height in zip(*curves[colour], strict=True):
            assert height == pytest.approx(cost([[0.0]], [[miss]]))
        for miss, slope in zip(*slopes[colour], strict=True):
            nudged = (cost([[0.0]], [[miss + 1e-10]]) - cost([[0.0]], [[miss - 1e-10]])) / 2e-10
            assert slope == pytest.approx(nudged, abs=1e-3)


def test_the_published_points_stand_apart_from_twenty_fresh_nets():
    curves = Results().read("regression").curve("raw", "val_mse")
    with drawn(REGISTRY["regression-curve"]) as fig:
        ax = fig.axes[0]
        np.testing.assert_allclose([line.get_ydata() for line in line_in(ax, "model")], curves)
        points = dict(zip(*line_in(ax, "data")[0].get_data(), strict=True))
        assert {str(value) for value in points.values()} <= set(texts(ax))
    assert points == published()
    assert curves.shape == (20, 32)
    for epoch in (1, 3):
        assert curves[:, epoch - 1].min() > 6 * points[epoch]
    assert curves[:, 21].min() > points[22] > curves.min()  # ours get as low, but later
    assert curves[:, 31].min() < points[32] < curves[:, 31].max()
    ends = [
        int(number) for number in re.findall(r"between (\d+) and (\d+)", REGISTRY["regression-curve"].alt)[0]
    ]
    assert ends == [round(curves[:, 0].min()), round(curves[:, 0].max())]
    assert 23 <= curves[:, 21:].min() < curves[:, 21:].max() < 151


@pytest.mark.parametrize(
    ("place", "run", "load"),
    [(0, "regression", load_boston), (1, "regression-diabetes", load_diabetes_rows)],
)
def test_scaling_draws_means_of_three_variants_and_the_mean_guess(place, run, load):
    record, table = Results().read(run), load(False)
    floor = guessing_the_mean(table)
    assert floor == pytest.approx(np.mean((table.y_train.mean() - table.y_test) ** 2))
    with drawn(REGISTRY["regression-scaling"]) as fig:
        ax = fig.axes[place]
        for variant, colour in (("raw", "bad"), ("standardised", "data"), ("targets-too", "good")):
            line = line_in(ax, colour)[0].get_ydata()
            np.testing.assert_allclose(line, record.curve(variant, "val_mse").mean(axis=0))
            assert (line[-1] < floor) == (run == "regression" or variant == "targets-too")
        assert line_in(ax, "muted")[0].get_ydata()[0] == pytest.approx(floor)


def test_the_staircase_keeps_the_lowest_and_every_net_goes_back_down():
    record = Results().read("regression")
    curve = record.curve("raw", "val_mse")[record.seeds.index(ONE)]
    last, best = (record.values("raw", "val_mse", at) for at in ("final", "best"))
    with drawn(REGISTRY["regression-checkpoint"]) as fig:
        above, below = fig.axes
        stairs, dots = line_in(above, "good")
        kept = next(line.get_ydata() for line in line_in(below, "good"))
        ends = next(line.get_ydata() for line in line_in(below, "model"))
        words = texts(above)
    assert (np.diff(stairs.get_ydata()) <= 0).all()
    assert stairs.get_ydata()[-1] == dots.get_ydata()[-1] == curve.min()
    assert f"kept: epoch {curve.argmin() + 1}" in words
    assert f"last: {curve[-1]:.0f}" in words
    assert (int(curve.argmin()) + 1, round(curve.min()), round(curve[-1])) == (25, 27, 91)
    assert sorted(kept) == sorted(best)
    assert sorted(ends) == sorted(last)
    assert (np.diff(kept / ends) >= 0).all()
    assert kept[0] == curve.min()


def test_every_miss_has_its_square_and_one_makes_nearly_half():
    true, predicted = pairs()
    squares = (predicted - true) ** 2
    recorded = Results().read("regression").values("standardised", "best_test_mse")[0]
    assert squares.mean() == pytest.approx(recorded, rel=1e-3)
    with drawn(REGISTRY["regression-residuals"]) as fig:
        ax, bar = fig.axes
        areas = [
            patch.get_width() * patch.get_height() for patch in ax.patches if isinstance(patch, Rectangle)
        ]
        first, rest = (patch.get_width() for patch in bar.patches)
        words = texts(bar) + texts(ax)
        box = ax.get_window_extent()
        assert box.width == pytest.approx(box.height)  # or squares would not be square
        assert ax.get_xlim() == ax.get_ylim()
    np.testing.assert_allclose(areas, squares)
    assert squares.argmax() == LARGEST
    assert first == pytest.approx(squares[LARGEST] / squares.sum())
    assert first + rest == pytest.approx(1)
    assert {"row 97: 47 %", "all 101 others", "row 97: 8.8 rooms", "row 42"} <= set(words)
    assert (round(true[LARGEST]), round(predicted[LARGEST])) == (22, 60)
    assert abs(predicted[42] - true[42]) < 1
