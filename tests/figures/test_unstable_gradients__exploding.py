"""The figures of exploding gradients, of the cap on them and of moving statistics show their records."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

import dlbook.figures.chapters.unstable_gradients__exploding as exploding
import dlbook.figures.chapters.unstable_gradients__inference as inference
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.runs import Results


@pytest.fixture(scope="module")
def record():
    return Results().read("exploding-gradients")


def texts(fig):
    """All words of a figure."""
    return " ".join(text.get_text() for ax in fig.axes for text in ax.texts)


def test_layers_are_drawn_with_their_geometric_means(record):
    with drawn(REGISTRY["exploding-gradients"]) as fig:
        usual, huge = fig.axes[0].lines
        assert len(fig.axes[0].collections) == 2
    for line, variant in ((usual, "sigmoid"), (huge, "sigmoid-large")):
        product = np.prod([record.values(variant, f"start-{k}") for k in exploding.LAYERS], axis=1)
        np.testing.assert_allclose(line.get_ydata(), product ** (1 / len(record.seeds)))
    assert usual.get_ydata()[0] < usual.get_ydata()[-1] / 1000
    assert huge.get_ydata()[0] > huge.get_ydata()[-1] * 10


def test_steps_grow_until_no_number_is_left(record):
    with drawn(REGISTRY["exploding-gradients"]) as fig:
        ax = fig.axes[1]
        limit, calm, wild = ax.lines
        assert ax.get_ylim()[1] > np.finfo(np.float32).max == limit.get_ydata()[0]
    lengths = record.array("relu-large", "gradient_norms")
    np.testing.assert_array_equal(wild.get_ydata(), lengths)
    assert (lengths[1:] > 10 * lengths[:-1]).all()
    assert len(lengths) == record.values("relu-large", "steps")[0]
    assert calm.get_ydata().max() < 20


def test_exploding_alt_text_has_the_recorded_numbers(record):
    alt = REGISTRY["exploding-gradients"].alt
    usual, huge = (exploding.first_lengths(record, name)[0] for name in ("sigmoid", "sigmoid-large"))
    assert f"from {usual[-1]:.1f} at the output to {usual[0]:.4f}" in alt
    assert f"from {huge[-1]:.1f} to {huge[0]:.0f}" in alt
    steps = record.array("relu-large", "gradient_norms")
    for words in (
        f"{round(steps[0], -3):,.0f} by way of {round(steps[1], -3):,.0f} and",
        f"{steps[2] / 1e6:.0f} million",
    ):
        assert words in alt
    assert 1e15 <= steps[3] < 2e15


def test_the_cap_keeps_the_direction_and_cutting_numbers_does_not():
    by_norm, by_value = exploding.clipped()
    gradient = np.array(exploding.GRADIENT)
    assert np.linalg.norm(by_norm) == pytest.approx(exploding.CAP)
    assert by_norm / np.linalg.norm(by_norm) == pytest.approx(gradient / np.linalg.norm(gradient))
    assert by_value[1] / by_value[0] > 2 * gradient[1] / gradient[0]
    with drawn(REGISTRY["gradient-clipping"]) as fig:
        ax = fig.axes[0]
        ends = [tuple(text.xy) for text in ax.texts if text.get_text() == ""]
        assert ends == [exploding.GRADIENT, tuple(by_value), tuple(by_norm)]
        circle = ax.lines[0].get_xydata()
        assert np.hypot(*circle.T) == pytest.approx(exploding.CAP)
        assert ax.get_aspect() == 1
        assert f"length {np.hypot(*gradient):g}" in texts(fig)


def test_clipping_draws_the_recorded_trainings(record):
    with drawn(REGISTRY["gradient-clipping"]) as fig:
        ax = fig.axes[1]
        colours = [to_hex(line.get_color()) for line in ax.lines]
        curves = ax.lines[:3]
        words = texts(fig)
    assert colours == [role(name) for name in ("good", "model", "data", "bad")]
    for line, variant in zip(curves, ("relu", "relu-large-clipped", "relu-large-slower"), strict=True):
        mean = 100 * record.curve(variant, "accuracy").mean(axis=0)
        np.testing.assert_allclose(line.get_ydata(), mean)
        assert f"{mean[-1]:.0f} %" in REGISTRY["gradient-clipping"].alt
    assert record.values("relu-large", "diverged").all()
    steps = record.values("relu-large", "steps")
    assert f"{steps.min():.0f} to {steps.max():.0f} steps" in words
    assert f"{steps.min():.0f} to {steps.max():.0f} steps" in REGISTRY["gradient-clipping"].alt


def test_inference_draws_both_ways_of_judging():
    record = Results().read("batch-norm-inference")
    steps = inference.looks(record)
    with drawn(REGISTRY["batch-norm-inference"]) as fig:
        upper, lower = fig.axes
        own, moving = upper.lines
        gap, left = lower.lines
    for line, metric in ((own, "batch_accuracy"), (moving, "moving_accuracy"), (gap, "mean_gap")):
        np.testing.assert_array_equal(line.get_xdata(), steps)
        np.testing.assert_allclose(line.get_ydata(), 100 * record.curve("after", metric).mean(axis=0))
        assert f"{line.get_ydata()[0]:.0f} %" in REGISTRY["batch-norm-inference"].alt
    assert own.get_ydata()[0] > moving.get_ydata()[0] + 20
    assert abs(own.get_ydata() - moving.get_ydata())[steps >= 500].max() < 1
    np.testing.assert_allclose(left.get_ydata()[4], 100 * 0.99**100)
    assert f"{gap.get_ydata()[-1]:.0f} %" in REGISTRY["batch-norm-inference"].alt
    assert steps[-1] == 780
