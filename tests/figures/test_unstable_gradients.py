"""Chapter 9's figures show what the batch norm layer computes and what the records say."""

import numpy as np
import pytest

import dlbook.figures.chapters.unstable_gradients as chapter
import dlbook.figures.chapters.unstable_gradients__layers as layers
from dlbook.figures.chapters.unstable_gradients__batches import SIZES
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.rng import stream
from dlbook.runs import Results


def test_the_layer_normalises_and_gamma_and_beta_undo_it():
    z, x_hat, back = chapter.transformed(stream(5, "transform"))
    assert z.shape == (chapter.BATCH, 4)
    np.testing.assert_allclose(x_hat.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(x_hat.std(axis=0), 1, atol=1e-4)
    np.testing.assert_allclose(back, z, atol=1e-4)
    assert np.ptp(z.mean(axis=0)) > 0.8
    assert z.std(axis=0).max() > 1.5 * z.std(axis=0).min()


def test_transform_draws_all_digits_of_the_batch_and_marks_their_means():
    z, x_hat, back = chapter.transformed(REGISTRY["batch-norm-transform"].rng())
    with drawn(REGISTRY["batch-norm-transform"]) as fig:
        cells = np.array(fig.axes).reshape(3, 4)
        for column, values in zip(cells, (z, x_hat, back), strict=True):
            for ax, unit in zip(column, values.T, strict=True):
                heights, edges = ax.patches[0].get_data()[:2]
                inside = (np.abs(unit) <= edges[-1]).mean()
                assert inside > 0.98
                assert np.average((edges[1:] + edges[:-1]) / 2, weights=heights) == pytest.approx(
                    unit.mean(), abs=0.05
                )
                assert ax.lines[0].get_xdata()[0] == pytest.approx(unit.mean())
                assert np.ptp(ax.lines[1].get_xdata()) == pytest.approx(2 * unit.std())


def test_effect_draws_the_recorded_curves():
    record = Results().read("batch-norm-effect")
    with drawn(REGISTRY["batch-norm-effect"]) as fig:
        for ax, name in zip(fig.axes, ("sigmoid", "relu"), strict=True):
            assert len(ax.collections) == 2
            for line, place in zip(ax.lines, ("none", "after"), strict=True):
                mean = record.curve(f"{name}-{place}", "val_accuracy").mean(axis=0)
                np.testing.assert_allclose(line.get_ydata(), 100 * mean)
                assert line.get_ydata().max() < ax.get_ylim()[1]
                assert line.get_ydata().min() > ax.get_ylim()[0]


def test_rates_draws_every_variant_without_a_broken_seed():
    record = Results().read("batch-norm-rates")
    with drawn(REGISTRY["batch-norm-rates"]) as fig:
        lines = [line for line in fig.axes[0].lines if len(line.get_xdata()) > 2]
        texts = [text.get_text() for text in fig.axes[0].texts]
    assert [len(line.get_xdata()) for line in lines] == [5, 6]
    for line, place in zip(lines, ("none", "after"), strict=True):
        for (rate, height), name in zip(line.get_xydata(), chapter.RATES, strict=False):
            assert rate == chapter.RATES[name]
            assert height == pytest.approx(100 * record.summary(f"{place}-{name}", "val_accuracy").mean)
    assert np.ptp(lines[1].get_ydata()) < np.ptp(lines[0].get_ydata()) / 2
    broke = int(record.values("none-3", "diverged").sum())
    assert any(f"{broke} of 5 blew up" in text for text in texts)


def test_noise_leaves_the_gain():
    record = Results().read("batch-norm-noise")
    noisy, plain = (record.summary(name, "val_accuracy") for name in ("norm-noise", "plain"))
    assert noisy.low > plain.high
    with drawn(REGISTRY["batch-norm-noise"]) as fig:
        texts = [text.get_text() for text in fig.axes[0].texts]
    for variant in record.variants:
        assert f"{100 * record.summary(variant, 'val_accuracy').mean:.1f} %" in texts


def test_gradients_vanish_in_sigmoids_and_not_in_the_others():
    with drawn(REGISTRY["vanishing-gradients"]) as fig:
        lines = {net: line.get_ydata() for net, line in zip(layers.NETS, fig.axes[0].lines, strict=True)}
        assert len(fig.axes[0].collections) == 3
    for net, (scheme, *_) in layers.NETS.items():
        fresh = [layers.gradient_shares(net, scheme, stream(seed, "fresh")) for seed in range(4)]
        np.testing.assert_allclose(np.log10(lines[net]), np.log10(fresh).mean(axis=0), atol=0.35)
    assert 1e-6 < lines["sigmoid"][0] / lines["sigmoid"][-1] < 1e-5
    for net in ("relu", "tanh"):
        assert 0.015 < lines[net].min() <= lines[net].max() < 0.15


def test_small_batches_draws_both_nets_and_batch_norm_fails_at_two():
    record = Results().read("batch-norm-small-batches")
    with drawn(REGISTRY["batch-norm-small-batches"]) as fig:
        lines = [line for line in fig.axes[0].lines if len(line.get_xdata()) == len(SIZES)]
        intervals = [line for line in fig.axes[0].lines if line.get_marker() == "_"]
    assert len(intervals) == 2 * len(SIZES)
    for line, place in zip(lines, ("none", "after"), strict=True):
        for size, height in line.get_xydata():
            mean = record.values(f"{place}-{size:.0f}", "val_accuracy").mean()
            assert height == pytest.approx(100 * mean)
    two, largest = (
        [record.summary(f"{place}-{n}", "val_accuracy") for place in ("after", "none")] for n in (2, 128)
    )
    assert two[0].high < two[1].low
    assert largest[0].mean > largest[1].mean
