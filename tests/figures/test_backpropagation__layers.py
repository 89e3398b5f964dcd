"""The figure of the early layers draws the record, and its caption is true of the record."""

import numpy as np
import pytest

from dlbook.figures.chapters.backpropagation__layers import LAYERS, OUTPUT, START, speeds
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.runs import Results

FIGURE = REGISTRY["learning-speed-by-layer"]


@pytest.fixture(scope="module")
def record():
    return Results().read("learning-speed-by-layer")


def test_each_layer_has_its_dot_and_its_curve(record):
    with drawn(FIGURE) as fig:
        lines = fig.axes[0].lines
        dots = [line.get_ydata()[0] for line in lines if line.get_marker() == "o"]
        curves = [line.get_ydata() for line in lines if len(line.get_xdata()) == 200]
        joints = [line.get_xydata() for line in lines if len(line.get_xdata()) == 2]
    assert len(dots) == len(curves) == len(joints) == 7
    for layer, dot, curve, joint in zip(LAYERS, dots, curves, joints, strict=True):
        assert dot == pytest.approx(np.median(record.values("sigmoid", f"start-{layer}")))
        np.testing.assert_allclose(curve, np.median(record.curve("sigmoid", f"speed-{layer}"), axis=0))
        np.testing.assert_array_equal(joint, [(START, dot), (1, curve[0])])


def test_names_stand_beside_their_curves():
    with drawn(FIGURE) as fig:
        heights = {text.get_text(): text.get_position()[1] for text in fig.axes[0].texts}
    assert list(heights) == ["layers 1 and 2", *(f"layer {k}" for k in range(3, 7)), "output"]
    for layer, height in zip(range(2, 8), heights.values(), strict=True):
        last = speeds_at_the_end(layer)
        assert last.min() < height < last.max()


def speeds_at_the_end(layer):
    return speeds(Results().read("learning-speed-by-layer"), layer)[-20:]


def test_the_caption_is_true_of_every_seed(record):
    start = np.array([record.values("sigmoid", f"start-{k}") for k in LAYERS])
    end = np.array([record.values("sigmoid", f"speed-{k}") for k in LAYERS])
    quarters = start[1:5] / start[2:6]  # hidden layers 2 to 5 as shares of the layer after them
    assert 0.15 < quarters.min() < quarters.max() < 0.35
    assert quarters.mean() == pytest.approx(0.25, abs=0.02)
    assert (end[5] / end[0]).min() > 100
    assert (record.curve("sigmoid", "accuracy") < 0.13).all()


def test_the_accuracy_is_flat_and_the_alt_text_has_the_right_sizes(record):
    with drawn(FIGURE) as fig:
        (line,) = fig.axes[1].lines
    np.testing.assert_allclose(line.get_ydata(), 100 * np.median(record.curve("sigmoid", "accuracy"), axis=0))
    assert np.abs(line.get_ydata() - 10).max() < 2
    assert round(speeds(record, OUTPUT)[0], 2) == 0.43
    assert speeds(record, 2)[0] == pytest.approx(0.0004, abs=5e-5)
    assert speeds_at_the_end(OUTPUT).mean() == pytest.approx(0.06, abs=0.008)
    assert speeds_at_the_end(6).mean() == pytest.approx(0.001, rel=0.1)
    assert max(speeds_at_the_end(1).max(), speeds_at_the_end(2).max()) < 1e-5
    assert "0.43" in FIGURE.alt
    assert "0.06" in FIGURE.alt
    assert "0.0004" in FIGURE.alt
