"""Chapter 10's comparisons show the records, and their captions hold there."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from dlbook.augment import shift
from dlbook.figures.chapters import generalisation__augmentation as augmentation
from dlbook.figures.chapters import generalisation__measured as measured
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.runs import Results


def words(ax):
    return [text.get_text() for text in ax.texts]


def means(ax):
    return [line for line in ax.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]


def test_gallery_frames_the_original_and_changes_all_others():
    sheet = augmentation.gallery()
    amounts = np.array([amounts for _, amounts in augmentation.CHANGES.values()])
    original = sheet[0, 2]
    for i, j in np.ndindex(amounts.shape):
        same = np.abs(sheet[i, j] - original).max() < 1e-6
        assert same == (amounts[i, j] == 0), (i, j)
    with drawn(REGISTRY["augmentation-gallery"]) as fig:
        assert len(fig.axes[0].images) == amounts.size
        frames = [patch for patch in fig.axes[0].patches if type(patch) is Rectangle]
        originals = [
            image.get_extent()
            for image, amount in zip(fig.axes[0].images, amounts.ravel(), strict=True)
            if amount == 0
        ]
    assert [frame.get_x() + 3 for frame in frames] == [extent[0] for extent in originals]
    np.testing.assert_allclose(sheet[0, 4], shift(original[None], -0.37 * 3.1, 3.1)[0])


def test_augmentation_effect_draws_every_variant_of_the_record():
    record = Results().read("augmentation-effect")
    variants = [variant for variant, *_ in augmentation.ROWS]
    assert sorted(variants) == sorted(record.variants)
    found = {name: record.summary(name, "test_accuracy") for name in variants}
    with drawn(REGISTRY["augmentation-effect"]) as fig:
        ax = fig.axes[1]
        for dot, variant in zip(means(ax), variants, strict=True):
            assert dot.get_xdata()[0] == pytest.approx(100 * found[variant].mean)
            assert f"{100 * found[variant].mean:.1f} %" in words(ax)
    for variant in ("skew", "rotation", "shift", "all"):
        assert found[variant].low > found["none"].high
    for variant in ("noise", "blur"):
        assert found[variant].low < found["none"].high
    assert max(found, key=lambda name: found[name].mean) == "all"


def test_pruning_curve_draws_three_ways_before_and_after_fine_tuning():
    record = Results().read("pruning-curve")
    with drawn(REGISTRY["pruning-curve"]) as fig:
        for ax, metric in zip(fig.axes, ("pruned", "tuned"), strict=False):
            lines = [line for line in ax.lines if len(line.get_xdata()) == 7]
            for line, (variant, *_) in zip(lines, measured.LINES, strict=True):
                expected = [
                    record.summary(variant, "test_accuracy").mean,
                    *(record.summary(variant, f"{metric}-{share}").mean for share in measured.REMOVED),
                ]
                np.testing.assert_allclose(line.get_ydata(), 100 * np.array(expected))
        maps = fig.axes[2].images
        left = record.array("weights-of-all-layers", "inputs_left")
        for image, counts in zip(maps, left, strict=True):
            shares = np.asarray(image.get_array())[..., 3].ravel()
            np.testing.assert_allclose(shares, counts / counts.max())
    assert [int(counts.sum()) for counts in left] == sorted((int(c.sum()) for c in left), reverse=True)


def test_nine_tenths_of_the_weights_can_go_but_not_of_the_units():
    record = Results().read("pruning-curve")
    whole = record.summary("weights-of-all-layers", "test_accuracy").mean
    assert whole - record.summary("weights-of-all-layers", "tuned-90").mean < 0.01
    assert whole - record.summary("units", "tuned-90").mean > 0.08
    edge = np.ones((28, 28), dtype=bool)
    edge[4:24, 4:24] = False
    left = record.array("weights-of-all-layers", "inputs_left")[4].reshape(28, 28)
    assert left[edge].sum() < 0.05 * left.sum()  # what stays looks where digits are


def test_comparison_is_sorted_and_says_what_it_shows():
    record = Results().read("regulariser-comparison")
    found = {name: record.summary(name, "test_accuracy") for name in measured.ORDER}
    assert sorted(found) == sorted(record.variants)
    assert len(record.seeds) == 10
    with drawn(REGISTRY["regulariser-comparison"]) as fig:
        ax = fig.axes[0]
        drawn_means = [dot.get_xdata()[0] for dot in means(ax)]
        texts = words(ax)
    np.testing.assert_allclose(drawn_means, sorted(100 * s.mean for s in found.values()))
    alt = REGISTRY["regulariser-comparison"].alt
    for summary in found.values():
        assert f"{100 * summary.mean:.1f} %" in texts
        assert f"{100 * summary.mean:.1f}" in alt
    rest = [name for name in found if name not in ("augmentation", "together")]
    assert found["augmentation"].low > max(found[name].high for name in rest)
    assert abs(found["augmentation"].mean - found["together"].mean) < 0.003
    assert found["dropout"].low > found["none"].high


def test_double_descent_peaks_where_everything_fits_and_falls_again():
    record = Results().read("double-descent")
    with drawn(REGISTRY["double-descent"]) as fig:
        new, old = fig.axes[0].lines
        (net,) = fig.axes[1].lines
    for line, variant, metric, scale in (
        (new, "random-features", "test_error", 100),
        (old, "random-features", "train_error", 100),
        (net, "net", "test_loss", 1),
    ):
        np.testing.assert_array_equal(line.get_xdata(), record.content["settings"][variant]["widths"])
        np.testing.assert_allclose(line.get_ydata(), scale * record.curve(variant, metric).mean(axis=0))
    peak = int(new.get_ydata().argmax())
    assert new.get_xdata()[peak] == 500
    assert (record.curve("random-features", "train_error")[:, peak:] == 0).all()
    assert new.get_ydata()[-1] < new.get_ydata()[:peak].min() + 1
    assert (record.curve("net", "train_error")[:, net.get_xdata() >= 64] == 0).all()
    assert 48 <= net.get_xdata()[net.get_ydata().argmax()] <= 64
    assert net.get_ydata()[-1] < 0.7 * net.get_ydata()[:8].min()
