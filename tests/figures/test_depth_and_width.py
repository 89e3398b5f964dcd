"""Chapter 7's figures show what the records and the model say."""

import numpy as np
import pytest

from dlbook.figures.chapters.depth_and_width import parameters
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.runs import Results


@pytest.mark.parametrize(
    ("id", "variants"),
    [("depth-sweep", range(7)), ("width-sweep", [2**power for power in range(3, 10)])],
)
def test_sweeps_draw_means_intervals_and_every_seed(id, variants):
    record = Results().read(id)
    with drawn(REGISTRY[id]) as fig:
        ax = fig.axes[0]
        seeds = np.array([line.get_ydata() for line in ax.lines if line.get_markersize() < 4])
        means = next(line for line in ax.lines if len(line.get_xdata()) == 7).get_ydata()
        ends = [line.get_ydata() for line in ax.lines if line.get_marker() == "_"]
    for i, variant in enumerate(variants):
        summary = record.summary(str(variant), "val_accuracy")
        np.testing.assert_allclose(seeds[i], 100 * record.values(str(variant), "val_accuracy"))
        assert means[i] == pytest.approx(100 * summary.mean)
        np.testing.assert_allclose(ends[i], (100 * summary.low, 100 * summary.high))


def test_captions_of_the_sweeps_hold():
    depth = {n: Results().read("depth-sweep").summary(str(n), "val_accuracy") for n in range(7)}
    assert depth[1].mean - depth[0].mean > 5 * (depth[3].mean - depth[1].mean) > 0
    assert max(depth[5].mean, depth[6].mean) < depth[3].mean
    assert depth[6].sd > 3 * depth[3].sd
    width = [Results().read("width-sweep").summary(str(8 * 2**i), "val_accuracy").mean for i in range(7)]
    gains = np.diff(width)
    assert (gains > 0).all()
    assert ((gains[1:] / gains[:-1] > 0.3) & (gains[1:] / gains[:-1] < 0.75)).all()


def test_taper_shows_parameters_and_accuracies():
    record = Results().read("taper")
    with drawn(REGISTRY["taper"]) as fig:
        texts = [text.get_text() for text in fig.axes[-1].texts]
    assert [text for text in texts if "parameters" in text] == [
        f"{parameters(units):,} parameters" for units in ([128, 64, 32], [96, 128, 160], [32, 64, 128])
    ]
    for variant in record.variants:
        assert f"{100 * record.summary(variant, 'val_accuracy').mean:.1f} %" in texts
    apart = record.summary("128-64-32", "val_accuracy").low - record.summary("32-64-128", "val_accuracy").high
    alike = (
        record.summary("128-64-32", "val_accuracy").mean - record.summary("96-128-160", "val_accuracy").mean
    )
    assert apart > 0
    assert abs(alike) < 0.002


def test_the_intermediate_net_has_55_050_parameters():
    with drawn(REGISTRY["intermediate-net"]) as fig:
        texts = [text.get_text() for text in fig.axes[0].texts]
    parts = [int(text.replace(",", "")) for text in texts if text.replace(",", "").isdigit()]
    assert sum(parts) == parameters([64, 64]) == 55_050
    assert f"{sum(parts):,} parameters" in texts
    assert parts[0] > 0.9 * sum(parts)


def test_intermediate_curve_is_the_mean_of_ten_seeds():
    record = Results().read("intermediate")
    assert len(record.seeds) == 10
    with drawn(REGISTRY["intermediate-curve"]) as fig:
        train, valid = (line.get_ydata() for line in fig.axes[0].lines)
        assert len(fig.axes[0].collections) == 2
    np.testing.assert_allclose(train, 100 * record.curve("clean", "accuracy").mean(axis=0))
    np.testing.assert_allclose(valid, 100 * record.curve("clean", "val_accuracy").mean(axis=0))
    assert (train[3:] > valid[3:]).all()
    assert train[0] < valid[0]


def fifteen_nets():
    """Hidden layers and mean accuracy in per cent of all nets of the sweeps that have a hidden layer."""
    depth, width, shapes = (Results().read(run) for run in ("depth-sweep", "width-sweep", "taper"))
    found = {(2**k,) * 2: width.summary(str(2**k), "val_accuracy").mean for k in range(3, 10)}
    found |= {(64,) * n: depth.summary(str(n), "val_accuracy").mean for n in (1, 3, 4, 5, 6)}
    found |= {tuple(map(int, v.split("-"))): shapes.summary(v, "val_accuracy").mean for v in shapes.variants}
    return {units: 100 * mean for units, mean in found.items()}


def test_first_layer_places_every_net_by_its_first_layer():
    with drawn(REGISTRY["first-layer"]) as fig:
        lines = [line for line in fig.axes[0].lines if line.get_marker() in "oDs"]
    places = [point for line in lines for point in zip(line.get_xdata(), line.get_ydata(), strict=True)]
    expected = [(units[0], mean) for units, mean in fifteen_nets().items()]
    assert len(expected) == 15
    np.testing.assert_allclose(sorted(places), sorted(expected))


def test_the_width_of_the_first_layer_tells_the_accuracy_within_half_a_point_or_so():
    nets = fifteen_nets()
    widths = [2**k for k in range(3, 10)]
    curve = [nets[(count, count)] for count in widths]
    off = [mean - np.interp(np.log(units[0]), np.log(widths), curve) for units, mean in nets.items()]
    assert np.abs(off).max() < 0.55
    assert max(curve) - min(curve) > 10 * 0.55
