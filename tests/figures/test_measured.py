"""Means, intervals and curves of records stand where the records say."""

import numpy as np
import pytest

from dlbook.figures.labels import canvas, panel
from dlbook.figures.primitives.measured import band, interval_points, interval_row
from dlbook.runs import Record, summarise

VALUES = np.array([0.5, 0.6, 0.7])


@pytest.fixture
def ax():
    return panel(canvas(200), 40, 20, 200, 140, xlim=(0, 100), ylim=(0, 100))


def test_points_have_their_means_and_intervals(ax):
    summary = summarise(VALUES)
    interval_points(ax, [1, 3], [summary, summary])
    joined, first, second = ax.lines
    np.testing.assert_allclose(joined.get_xydata(), [(1, 60), (3, 60)])
    np.testing.assert_allclose(first.get_xydata(), [(1, 100 * summary.low), (1, 100 * summary.high)])
    assert list(second.get_xdata()) == [3, 3]


def test_a_single_seed_has_no_interval(ax):
    interval_points(ax, [1], [summarise(VALUES[:1])])
    assert len(ax.lines) == 1


def test_a_row_lies_across_and_says_its_mean(ax):
    interval_row(ax, 7, summarise(VALUES))
    interval, mean = ax.lines
    assert list(interval.get_ydata()) == [7, 7]
    assert mean.get_xydata().tolist() == [[60, 7]]
    assert ax.texts[0].get_text() == "60.0 %"
    assert ax.texts[0].get_position()[0] < interval.get_xdata()[0]


def test_a_band_is_the_interval_of_every_epoch(ax):
    history = {"val_accuracy": [[0.5, 0.7], [0.6, 0.8], [0.7, 0.9]]}
    results = {"one": {"history": history, "final": {}, "arrays": {}}}
    mean = band(ax, Record({"run": "tiny", "seeds": [1, 2, 3], "results": results}), "one")
    np.testing.assert_allclose(mean, [60, 80])
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [(1, 60), (2, 80)])
    edges = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert edges.min() == pytest.approx(100 * summarise(VALUES).low)
